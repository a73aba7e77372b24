"""Limits come from a prompt's wording: the table of the format, and what only looks like it."""

import json
from pathlib import Path

import pytest

from exam_tui import Limit, Limits, Report
from exam_tui.core.report.limits import is_limit_line, limits_from_wording
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
        ("Answer length: up to 300 words", (0, 300), None),
        ("Answer length: at most 300 words", (0, 300), None),
        ("Answer length: 25 words", (25, 25), None),
        ("Answer length: 100-200 words + one image", (100, 200), (1, 1)),
        ("Answer length: as long as you like", None, None),
    ],
)
def test_reads_a_limit_line(line: str, words: tuple[int, int] | None, images: tuple[int, int] | None) -> None:
    """Bold or not, with or without a full stop, in any kind of dash."""
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
    ],
)
def test_reads_images_from_the_question(ask: str, least: int, most: int) -> None:
    """A verb that asks for images sets a limit, also over a line end."""
    assert limits_from_wording(ask, "") == Limits(None, Limit(least, most))


def test_reads_words_from_the_question() -> None:
    """Where there is no limit line, the question itself may say it."""
    assert limits_from_wording("Describe it in 10-20 words.", "") == Limits(Limit(10, 20), None)


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
    ],
)
def test_near_misses_set_no_limit(ask: str) -> None:
    """Images and words are spoken of, none is asked for."""
    assert limits_from_wording(ask, "") == NO_LIMIT


@pytest.mark.parametrize(
    "line", ["The answer length: 5 words", "Answer:", "Length: 5 words", "Answer length 5 words", ""]
)
def test_other_lines_are_no_limit_lines(line: str) -> None:
    """The line begins with its name and has a colon."""
    assert not is_limit_line(line)


def test_both_ends_of_a_limit_are_allowed() -> None:
    """Minimum and maximum are included; a limit that is not set allows all."""
    assert [Limit(2, 3).allows(count) for count in (1, 2, 3, 4)] == [False, True, True, False]
    both = Limits(Limit(2, 3), Limit(1, 1))
    assert both.allow(words=2, images=1)
    assert not both.allow(words=1, images=1)
    assert not both.allow(words=2, images=0)
    assert NO_LIMIT.allow(words=0, images=9)


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


def test_a_limit_is_shown_as_a_range_or_one_number() -> None:
    """As the meters show it."""
    assert [str(Limit(5, 20)), str(Limit(1, 1))] == ["5–20", "1"]
