"""Limits come from a prompt's wording: the table of the format, and what only looks like it."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exam_tui import Limit, Limits, Report
from exam_tui.core.report.wording import limit_phrases as phrases
from exam_tui.core.report.wording.limit_wording import (
    _beginning,
    _ending,
    _following,
    _preceding,
    is_limit_line,
    limits_from_wording,
)
from tests.conftest import CORPUS, OWN

NO_LIMIT = Limits()


@pytest.mark.parametrize(
    ("line", "words", "images"),
    [
        ("Answer length: 100-200 words", (100, 200), None),
        ("Recommended answer length: 0-200 words.", (0, 200), None),
        ("**Answer length: 100-200 words.**", (100, 200), None),
        ("Recommended answer length: 200-300 words + 1 to 3 screenshots.", (200, 300), (1, 3)),
        ("Answer length: 50 – 100 words", (50, 100), None),
        ("Answer length: 50 to 100 words", (50, 100), None),
        ("Answer length: 200-100 words", (100, 200), None),
        ("Answer length: 25 words", (25, 25), None),
        ("Answer length: 100-200 words + one image", (100, 200), (1, 1)),
        ("Answer length: as long as you like", None, None),
        # Between two numbers
        ("Answer length: between 150 and 200 words", (150, 200), None),
        ("Answer length: between **150** and **200** words", (150, 200), None),
        ("Answer length: from 150 to 200 words", (150, 200), None),
        ("Answer length: 150 words to 200 words", (150, 200), None),
        ("Answer length: 150‑200 words", (150, 200), None),  # a dash that does not break
        ("Answer length: 150 to 200", (150, 200), None),
        ("Answer length: 150-200 + 2 figures", (150, 200), (2, 2)),
        ("Answer length: about 200-300 words", (200, 300), None),
        ("Answer length: at least 100 but no more than 200 words", (100, 200), None),
        ("Answer length: min. 100, max. 200 words", (100, 200), None),
        ("Answer length: 100 words minimum, 200 words maximum", (100, 200), None),
        ("Answer length: at least 100 words (at most 200)", (100, 200), None),
        ("Answer length: minimum of 100 words, maximum of 200 words", (100, 200), None),
        ("Answer length: from 100 words", (100, 100), None),
        ("Answer length: 100-200 words + between 2 and 4 figures", (100, 200), (2, 4)),
        # No maximum
        ("Answer length: at least 100 words", (100, None), None),
        ("Answer length: a minimum of 100 words", (100, None), None),
        ("Answer length: min. 100 words", (100, None), None),
        ("Answer length: 100 words minimum", (100, None), None),
        ("Answer length: 100 or more words", (100, None), None),
        ("Answer length: 100+ words", (100, None), None),
        ("Answer length: ≥ 100 words", (100, None), None),
        ("Answer length: &gt;= 100 words", (100, None), None),
        ("Answer length: no less than 100 words", (100, None), None),
        ("Answer length: more than 100 words", (101, None), None),
        ("Answer length: at least 2 figures", None, (2, None)),
        ("Answer length: 3+ images", None, (3, None)),
        ("Answer length: at least one image and two figures", None, (1, None)),
        ("Answer length: no less than one image and no more than two images", None, (1, 2)),
        ("Answer length: 100+ words and at most two images", (100, None), (0, 2)),
        # No minimum
        ("Answer length: up to 300 words", (0, 300), None),
        ("Answer length: at most 300 words", (0, 300), None),
        ("Answer length: no more than 250 words, in one paragraph", (0, 250), None),
        ("Answer length: max. 250 words", (0, 250), None),
        ("Answer length: maximum: 250 words", (0, 250), None),
        ("Answer length: 250 words or fewer", (0, 250), None),
        ("Answer length: 250 or less words", (0, 250), None),
        ("Answer length: 250 words (max)", (0, 250), None),
        ("Answer length: 250-word limit", (0, 250), None),
        ("Answer length: must not exceed 250 words", (0, 250), None),
        ("Answer length: within 250 words", (0, 250), None),
        ("Answer length: less than 200 words", (0, 199), None),
        (r"Answer length: \<200 words", (0, 199), None),
        ("Answer length: =< 200 words", (0, 200), None),
        ("Answer length: at most three words", (0, 3), None),
        ("Answer length: up to 300 words, at least 2 figures", (0, 300), (2, None)),
        ("Answer length: 100 words, at least 2 figures", (100, 100), (2, None)),
        ("Answer length: up to seven screenshots", None, (0, 7)),
        # Numbers in other forms
        ("Answer length: ten words", (10, 10), None),
        ("Answer length: exactly 25 words + exactly one figure", (25, 25), (1, 1)),
        ("Answer length: 1,000-1,500 words", (1000, 1500), None),
        ("Answer length: 1.000 to 1.500 words", (1000, 1500), None),
        ("Answer length: 1 000–1 500 words", (1000, 1500), None),
        ("Answer length: at most 1\u202f000 words", (0, 1000), None),
        ("Answer length: at most 1’000 words", (0, 1000), None),
        # Labels
        ("Word limit: 250", (0, 250), None),
        ("**Word limit:** 250 words", (0, 250), None),
        ("Word limit: 100-200 + 1 image", (100, 200), (1, 1)),
        ("Word count: 100-200", (100, 200), None),
        ("Word count: at least 100", (100, None), None),
        ("Word count: 100+", (100, None), None),
        ("Max word count: 250", (0, 250), None),
        ("Minimum word count: 100", (100, None), None),
        ("Wordcount: 100-200", (100, 200), None),
        ("Maximum answer length: 200 words", (0, 200), None),
        ("Expected answer length: 100-200 words", (100, 200), None),
        ("Answer length (words): 100-200", (100, 200), None),
        ("Answer length in words: 100-200", (100, 200), None),
        # No length in words or images, or none of the whole answer
        ("Answer length: 100-200 words per group member", None, None),
        ("Answer length: two figures for each experiment", None, None),
        ("Answer length: 2 pages", None, None),
        ("Answer length: 2-3 paragraphs", None, None),
        ("Answer length: 1.5 words", None, None),
        ("Word limit: two pages", None, None),
        ("Word count: 80%", None, None),
    ],
)
def test_reads_a_limit_line(line: str, words: tuple[int, int] | None, images: tuple[int, int] | None) -> None:
    """Bold or not, with or without a full stop, in any kind of dash; an open end is None."""
    assert is_limit_line(line)
    assert limits_from_wording("", line) == Limits(words and Limit(*words), images and Limit(*images))


@pytest.mark.parametrize(
    ("ask", "least", "most"),
    [
        ("**Upload 1 to 3 screenshots that show the experiments**", 1, 3),
        ("**Insert 1-2 images of your bucket**", 1, 2),
        ("**Upload 1-2 images of the registry**", 1, 2),
        ("**Upload one image of your\nbuild history**", 1, 1),
        ("**Include a figure that describes the architecture.**", 1, 1),
        ("**Attach two screen shots**", 2, 2),
        ("**Add 1 or 2 pictures**", 1, 2),
        ("**Attach up to 3 images.**", 0, 3),
        ("**Include at most two screenshots.**", 0, 2),
        ("**Include exactly one figure.**", 1, 1),
        ("Include at least 2 figures.", 2, None),
        ("Upload **between one and three** screen shots", 1, 3),
        ("Insert no more than 4 pictures", 0, 4),
        ("Do not upload more than 3 images", 0, 3),
        ("You may include up to two figures.", 0, 2),
        ("Your answer must contain at least one figure.", 1, None),
        ("Please also include one figure.", 1, 1),
        ("Upload one image and one screenshot.", 1, 1),
        ("Support your answer with at least two figures.", 2, None),
    ],
)
def test_reads_images_from_the_question(ask: str, least: int, most: int | None) -> None:
    """A verb that asks for images sets a limit, also over a line end."""
    assert limits_from_wording(ask, "") == Limits(None, Limit(least, most))


@pytest.mark.parametrize(
    ("ask", "least", "most"),
    [
        ("Describe it in 10-20 words.", 10, 20),
        ("**Describe it** in **10-20** words", 10, 20),
        ("Describe it in\nten words.", 10, 10),
        ("Describe it in one or two words.", 1, 2),
        ("Describe it (max 250 words).", 0, 250),
        ("Describe it (Word limit: 250).", 0, 250),
        ("Describe it. The word limit is 250.", 0, 250),
        ("Describe it. Number of words: 100-200.", 100, 200),
        ("Describe it, 100-200 words.", 100, 200),
        ("Describe your project 100-200 words", 100, 200),
        ("**Explain the method.** Answer in between 20 and 40 words.", 20, 40),
        ("Summarise it in 2000 words.", 2000, 2000),
        ("Write a text of at least 100 words.", 100, None),
        ("Write a 100-200 word summary.", 100, 200),
        ("Write a 200-word summary.", 200, 200),
        ("Your answer should not be longer than 200 words.", 0, 200),
        ("Please don't write more than 200 words.", 0, 200),
        ("Do not use more than 200 words.", 0, 200),
        ("Keep answers under 200 words.", 0, 199),
        ("Max length: 200 words.", 0, 200),
        ("Describe it. Limit: 200 words.", 0, 200),
        ("Limit your answer to 200 words.", 0, 200),
        ("Answer with fewer than `50` words, please.", 0, 49),
        ("Why do you like it (at least 50 words)?", 50, None),
        ("As in [question 3](#q3), write at least 50 words.", 50, None),
    ],
)
def test_reads_words_from_the_question(ask: str, least: int, most: int | None) -> None:
    """Where there is no limit line, the question itself may say it."""
    assert limits_from_wording(ask, "") == Limits(Limit(least, most), None)


@pytest.mark.parametrize(
    ("line", "words", "images"),
    [
        ("Answer length: approximately 300 words", 300, None),
        ("Answer length: approx. 300 words", 300, None),
        ("Answer length: about 300 words", 300, None),
        ("Answer length: around 1,200 words", 1200, None),
        ("Answer length: ca. 300 words", 300, None),
        ("Answer length: roughly 300 words", 300, None),
        ("Answer length: 300 words or so", 300, None),
        ("Answer length: 300 words (approximately)", 300, None),
        (r"Answer length: \~300 words", 300, None),
        ("Word count: about 300", 300, None),
        ("Answer length: about two screenshots", None, 2),
    ],
)
def test_about_a_number_is_a_target(line: str, words: int | None, images: int | None) -> None:
    """No limit: an answer may be shorter or longer."""
    targets = [None if number is None else Limit(target=number) for number in (words, images)]
    assert limits_from_wording("", line) == Limits(*targets)


def test_a_target_in_the_question_is_one_too() -> None:
    """Of words as of images, and a limit beside it counts before it."""
    assert limits_from_wording("Write about 300 words and add about 2 images.", "").words == Limit(target=300)
    assert limits_from_wording("Aim for 200 words.", "").words == Limit(target=200)
    assert limits_from_wording("Add about 2 images.", "").images == Limit(target=2)
    assert limits_from_wording("", "Answer length: about 300 words (max. 400)").words == Limit(0, 400)
    assert limits_from_wording("", "Answer length: about 300 words, but at most 400 words").words == Limit(0, 400)
    assert limits_from_wording("", "Answer length: about 30 words + at least 2 figures") == Limits(
        Limit(target=30), Limit(2)
    )


def test_the_limit_line_counts_before_the_question() -> None:
    """Two wordings that differ: the line about the length is the rule."""
    limits = limits_from_wording("Upload 1 to 3 screenshots, about 50 words.", "Answer length: 5-9 words + 2 images")
    assert limits == Limits(Limit(5, 9), Limit(2, 2))


@pytest.mark.parametrize(
    "ask",
    [
        "You can take inspiration from [this figure](figures/bucket.png).",
        "Explain what you see in the images above.",
        "Did you use 3 images in your registry?",
        "Feel free to insert a link to one of your workflows.",
        "Discuss the figures.",
        "Which words did you choose, 3 or 4?",
        "Include how you would run your docker images",
        "Upload 1-2 files",
        "Describe it in 1234567 words",
        "Describe it in one hundred words",
        "In question 3 we asked for 100 words.",
        "In question 3 we asked for at least 100 words.",
        "In question 3 we asked you for between 100 and 200 words.",
        "Compare questions 3 and 100 words.",
        "In 2024 words like these were new.",
        "Which models of 2024-2025 words describe best?",
        "How much of your 200-300 lines of code is covered?",
        "Explain the words that took more than 100 lines of code.",
        "Did at least 80% of the words match?",
        "How does your model handle sentences of 5-10 words?",
        "How did you filter documents with more than 500 words?",
        "How many of the texts were longer than 300 words?",
        "We trained on a vocabulary of 5000 words.",
        "Did you train on at least 1,000 words?",
        "What do 3 keywords say, and 300 word-vectors?",
        "How fast do you type, 50 words/minute?",
        "Describe version 2.0 words.",
        "Write 50 words per image.",
        "Unlike question 4 (100-200 words), this one has no limit.",
        "Answers longer than 200 words will not be read.",
        "Give an example with exactly two words.",
        "List between 5 and 10 words.",
        "Explain how you would upload 3 images to a bucket.",
        "Show how you upload 3 images.",
        "Use `at least 100 words` as the text of the sample.",
        "Do not include a figure.",
        "You may include a figure.",
        "Did you include 3 images?",
        "Did you use at least 3 images in your registry?",
        "Include 10 Docker images.",
        "Explain what the 3 images show.",
    ],
)
def test_near_misses_set_no_limit(ask: str) -> None:
    """Images and words are spoken of, none is asked for."""
    assert limits_from_wording(ask, "") == NO_LIMIT


@pytest.mark.parametrize(
    "line",
    [
        "The answer length: 5 words",
        "The word limit: 5",
        "Words: 5",
        "Answer:",
        "Length: 5 words",
        "Answer length 5 words",
        "",
    ],
)
def test_other_lines_are_no_limit_lines(line: str) -> None:
    """The line begins with its name and has a colon."""
    assert not is_limit_line(line)


def test_agrees_with_the_checker_on_all_templates_but_the_first(corpus: Path) -> None:
    """The checker has its limits built in; ours are read from the file and are the same."""
    compared = 0
    for line in (corpus / "checker-truth.jsonl").read_text(encoding="utf-8").split("\n")[:-1]:
        truth = json.loads(line)
        if not truth["report"].startswith("templates/") or "2022-12" in truth["report"]:
            continue
        report = Report.load(corpus / truth["report"])
        words = {str(q.number): [q.limits.words.min, q.limits.words.max] for q in report.questions if q.limits.words}
        assert words == truth["word_limits"], truth["report"]
        # A pristine template fails every image limit: the complaints name them all.
        asked = {f["question"]: (f["min"], f["max"]) for f in truth["failed"] if f["kind"] == "screenshots"}
        images = {q.number: (q.limits.images.min, q.limits.images.max) for q in report.questions if q.limits.images}
        assert images == asked, truth["report"]
        compared += 1
    assert compared == {OWN: 4, CORPUS: 6}[corpus]


def test_reads_every_wording_of_the_course_folder() -> None:
    """The table that is handed around with the issue of wordings: each line has its limit in words."""
    table = CORPUS.parent / "faults" / "reports" / "limits.tsv"
    if not table.is_file():
        pytest.skip("the folder of real reports and made-up faults is not here")
    rows = [row.split("\t") for row in table.read_text(encoding="utf-8").split("\n")[1:] if row]
    for wording, _, words, *more in rows:
        ask, line = (wording.removeprefix("(ask) "), "") if wording.startswith("(ask)") else ("", wording)
        found = limits_from_wording(ask, line)
        assert [_as_in_table(limit) for limit in found] == [words, more[1] if len(more) > 1 else ""], wording


def _as_in_table(limit: Limit | None) -> str:
    if limit is None:
        return ""
    if limit.target is not None:
        return f"none (target {limit.target})"
    return f"{limit.min}–{'∞' if limit.max is None else limit.max}"


@pytest.mark.parametrize(
    "text",
    [
        "1 " * 50_000,
        "1,111" * 20_000,
        "min. 1 " * 20_000,
        "at least " * 20_000,
        "words " * 30_000,
        "word limit: " * 10_000,
        "word limit: " + "a " * 50_000,
        "_" * 100_000,
        "a" + "_" * 100_000 + "b",
        "[" * 100_000,
        "`" * 100_001,
    ],
)
def test_a_long_wording_sets_no_limit(text: str) -> None:
    """It is read in linear time, or this test would never end."""
    assert limits_from_wording(text, text) == NO_LIMIT


_BEFORE = (phrases.NOT_BEFORE, phrases.FREE_BEFORE, phrases.ASKING_BEFORE)
_BEHIND = (phrases.AFTER, phrases.PER)
_SMALL = st.sampled_from("abcdefghijklmnopqrstuvwxyz0123456789 .,:()'-_")


@pytest.mark.parametrize("beside", [*_BEFORE, *_BEHIND], ids=lambda beside: beside.words[0])
def test_whatever_stands_beside_a_number_has_one_of_the_words_that_are_looked_for_first(
    beside: phrases.Beside,
) -> None:
    """The words spare the pattern; what they miss would be no limit any more."""

    @settings(max_examples=200)  # so that each of the words is met
    @given(st.from_regex(beside.pattern if beside in _BEFORE else rf"\A(?:{beside.pattern})", alphabet=_SMALL))
    def check(text: str) -> None:
        if beside in _BEFORE:
            assert bool(_preceding(beside, text, len(text))) is bool(_ending(beside.pattern, text, len(text)))
        else:
            assert bool(_following(beside, text, 0)) is bool(_beginning(beside.pattern, text, 0))

    check()
