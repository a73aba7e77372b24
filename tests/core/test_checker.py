"""The course's checker, reproduced: its steps one by one, and its own words on real files."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from exam_tui import Report
from exam_tui.core.checker import Failure, cut_answers, verdict_of, verdict_words
from exam_tui.core.text.words import plural
from tests.behaviour.hostile.mutate import mutated
from tests.conftest import CORPUS, OWN, sampled
from tests.core.build import PROMPT, question
from tests.core.findings.build import report
from tests.core.findings.known import know, know_all_of
from tests.core.second_checker import Said, second_checker

SIX = "\n\none two three four five six\n\n"


def form(total: int, **answers: str) -> str:
    """Return a report of so many questions, each with an answer of its number; `q4="…"` sets answer 4."""
    text = "# Report for 02476\n\n"
    for number in range(1, total + 1):
        text += question(number, f"\n\n{answers.get(f'q{number}', f'one two three four five {number}')}\n\n")
    return text


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("no marker at all ###", []),
        ("x Answer: one\n\n### Q Answer:\n two\n", [" one", " two"]),
        ("Answer: one ## two ### three Answer: last", [" one ", " last"]),
        ("Answer: one #### two Answer: last", [" one ", " last"]),
        ("Answer: no heading Answer: last", [" last"]),
        ("Answer: last ### has a heading", [" last ", " last ### has a heading"]),
        ("Answer:\r\n\r\none\r\r### Answer:", ["one", ""]),
        ("Answer:\n\n\fone\n ### Answer:", ["\fone\n ", ""]),
        ("answer: ### Answer : ### **Answer**:", []),
    ],
)
def test_cuts_by_literal_strings(text: str, answers: list[str]) -> None:
    """The part before the first marker is dropped, parts without `###` are skipped, the last part is kept whole."""
    assert cut_answers(text) == answers


@pytest.mark.parametrize("total", [27, 31])
def test_both_forms_are_checked(total: int) -> None:
    """27 questions, or 31."""
    verdict = verdict_of(Report.from_bytes(form(total).encode()))
    assert (verdict.error, verdict.passed, verdict.total) == (None, total, total)
    assert [answer.number for answer in verdict.answers] == list(range(1, total + 1))
    assert verdict.answers[0].words == 6
    assert verdict.failures == ()


@pytest.mark.parametrize("total", [1, 26, 28, 30, 32])
def test_any_other_number_of_answers_stops_it(total: int) -> None:
    """Then nothing is checked, and the answers it cut are still told, without failures."""
    verdict = verdict_of(Report.from_bytes(form(total, q1="too short").encode()))
    assert verdict.error is not None
    assert f"finds {plural(total, 'answer')} where its template has {27 if total < 28 else 31}" in verdict.error
    assert (verdict.passed, verdict.total) == (None, None)
    assert len(verdict.answers) == total
    assert verdict.answers[0].words == 2
    assert verdict.failures == ()


def test_a_question_above_27_makes_the_long_form() -> None:
    """So 27 answers of which one is headed `Question 28` are not enough."""
    text = form(27)
    assert verdict_of(Report.from_bytes(text.encode())).error is None
    assert verdict_of(Report.from_bytes(text.replace("Question 27", "Question 28").encode())).error is not None
    typed = text.replace("one two three four five 9", "a b c d e\n    ### Question 28\nQuestion 29")
    assert verdict_of(Report.from_bytes(typed.encode())).error is None  # code and plain text head nothing


def test_failures_in_its_own_words() -> None:
    """Words and images outside their limits, each with what it got."""
    text = form(27, q2="too short", q4="one two three four ![a](b) ![c](d)", q5=" ".join("abcdefghijkl"))
    wanted = "Recommended answer length: 5-10 words + 1 image."
    parts = text.split("### Question 4\n")
    text = parts[0] + "### Question 4\n" + parts[1].replace("Recommended answer length: 5-10 words.", wanted, 1)
    verdict = verdict_of(Report.from_bytes(text.encode()))
    assert verdict.failures == (
        Failure(2, "words", 5, 10, 2),
        Failure(4, "screenshots", 1, 1, 2),
        Failure(5, "words", 5, 10, 12),
    )
    assert (verdict.passed, verdict.total) == (24, 27)
    assert [answer.number for answer in verdict.answers if answer.failures] == [2, 4, 5]
    assert verdict.answers[3].images == 2


def test_a_limit_with_an_open_end_fails_at_the_other() -> None:
    """The file's wording may have been changed to one; what is wanted is said by the end that there is."""
    text = form(27, q4="a b")
    for wording, failures, wanted in (
        ("at least 5 words", [(4, 5, None)], ["at least 5 words"]),
        ("up to 1 word", [(4, 0, 1)], ["at most 1 word"]),
        ("about 5 words", [], []),
    ):
        head, heading, tail = text.partition("### Question 4\n")
        verdict = verdict_of(Report.from_bytes((head + heading + tail.replace("5-10 words", wording, 1)).encode()))
        assert [(failure.question, failure.min, failure.max) for failure in verdict.failures] == failures
        assert [failure.wanted for failure in verdict.failures] == wanted


def test_a_position_has_the_limits_of_that_number() -> None:
    """The checker counts by position, and its limits are by number, whatever the headings say."""
    brief = PROMPT.replace("5-10", "1-2")
    swapped = question(1, SIX) + question(3, "\n\ntwo words\n\n", brief) + question(2, "\n\ntwo words\n\n")
    text = swapped + "".join(question(number, SIX) for number in range(4, 28))
    assert verdict_of(Report.from_bytes(text.encode())).failures == (Failure(2, "words", 5, 10, 2),)


def test_a_position_without_a_question_of_its_number_has_the_limits_of_what_stands_there() -> None:
    """The template's are not known then."""
    free = "> **Enter it**\n>\n> Answer:"
    text = "".join(question(number, SIX) for number in range(1, 27))
    assert verdict_of(Report.from_bytes((text + question(12, "\n\nx\n", free)).encode())).failures == ()
    limited = Report.from_bytes((text + question(12, "\n\nx\n")).encode())
    assert [failure.question for failure in verdict_of(limited).failures] == [27]


@pytest.mark.parametrize("heading", ["### Spørgsmål 3", "###Question 3", "### 3", "### Question three"])
@pytest.mark.parametrize("end", ["\n>\n> Answer:", "\n>\n>Answer:", "\n\nAnswer:"])
def test_a_position_whose_heading_has_another_form_has_the_limits_of_its_prompt(heading: str, end: str) -> None:
    """Not those of the question below, which is the third one with a number."""
    brief = PROMPT.replace("5-10", "1-2").replace("\n>\n> Answer:", end)
    odd = question(3, "\n\nthree words here\n\n", brief).replace("### Question 3", heading)
    text = question(1, SIX) + question(2, SIX) + odd + "".join(question(number, SIX) for number in range(4, 28))
    assert verdict_of(Report.from_bytes(text.encode())).failures == (Failure(3, "words", 1, 2, 3),)


def test_a_duplicate_number_has_the_limits_of_its_first() -> None:
    """As `question(n)` is the first of that number."""
    free = "> **Enter it**\n>\n> Answer:"
    text = form(25, q4="x") + question(4, "\n\nx\n\n", free) + question(27)
    assert [f.question for f in verdict_of(Report.from_bytes(text.encode())).failures] == [4, 27]


def test_counts_what_it_cuts_not_what_we_show() -> None:
    """Placeholders count, text before an `Answer:` in an answer does not, nor what stands behind `##`."""
    text = form(
        27,
        q1="--- question 1 fill here ---",
        q2="lost Answer: a b c d e",
        q3="a b c d e\n\n```\n## f\n```",
        q4="### a b c d e",
    )
    verdict = verdict_of(Report.from_bytes(text.encode()))
    assert verdict.error is None
    assert [answer.words for answer in verdict.answers[:4]] == [6, 5, 6, 0]


def test_follows_the_edits() -> None:
    """The verdict is on the report as it is now."""
    report = Report.from_bytes(form(27).encode())
    report.set_answer(3, "x")
    assert [f.question for f in verdict_of(report).failures] == [3]
    report.set_answer(27, "a b c d e\n\n### f")
    assert verdict_of(report).error == "it finds 28 answers where its template has 27"


def test_bytes_that_are_no_text_stop_it() -> None:
    """It would raise on reading."""
    verdict = verdict_of(Report.from_bytes(form(27).encode() + b"\xff"))
    assert (verdict.error, verdict.passed, verdict.answers) == ("the file is not valid UTF-8", None, ())


def truths(corpus: Path) -> list[dict[str, Any]]:
    """Return what the checker really said of every file."""
    lines = (corpus / "checker-truth.jsonl").read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


def test_stops_and_counts_as_the_checker_did_on_all_real_files(corpus: Path) -> None:
    """Every file: whether it stops, and every answer's words and images where it told them."""
    all_truths = truths(corpus)
    assert len(all_truths) == {OWN: 47, CORPUS: 116}[corpus]
    for truth in all_truths:
        verdict = verdict_of(Report.load(corpus / truth["report"]))
        assert (verdict.error is None) == (truth["error"] is None), truth["report"]
        if truth["counts"]:
            counts = {str(a.number): {"words": a.words, "images": a.images} for a in verdict.answers}
            assert counts == truth["counts"], truth["report"]


def test_the_checker_told_a_second_time_says_what_the_real_one_said(corpus: Path) -> None:
    """So it can say what the made-up course's check says, whose files were never before the real one."""
    for truth in truths(corpus):
        said = second_checker((corpus / truth["report"]).read_bytes())
        assert said == Said(stops=truth["error"] is not None, counts=truth["counts"]), truth["report"]


@pytest.mark.parametrize("seed", sampled(range(200), 40))
def test_the_checker_told_twice_says_the_same_of_damaged_reports(seed: int) -> None:
    """Whatever people, merges and editors do to a file."""
    chance = random.Random(seed)
    path = chance.choice(sorted((OWN / "reports").glob("*.md")))
    damaged = mutated(chance, path.read_bytes().decode("utf-8", "surrogateescape"))
    verdict, said = verdict_of(Report.from_bytes(damaged)), second_checker(damaged)
    assert (verdict.error is not None) == said.stops
    assert said.stops or said.counts == {
        str(answer.number): {"words": answer.words, "images": answer.images} for answer in verdict.answers
    }


def test_complains_as_the_checker_did_wherever_the_limits_are_its_own(corpus: Path) -> None:
    """Every file and question whose limit, read from the file, is the one that the checker has built in."""
    compared = alike = 0
    all_truths = truths(corpus)
    built_in: dict[tuple[str, int], tuple[int, int]] = {
        (truth["checker"], failed["question"]): (failed["min"], failed["max"])
        for truth in all_truths
        for failed in truth["failed"]
        if failed["kind"] == "screenshots"
    }
    for truth in all_truths:
        report = Report.load(corpus / truth["report"])
        if truth["error"]:
            assert verdict_of(report).failures == (), truth["report"]
            continue
        said = {(f["question"], f["kind"], f["min"], f["max"], f["got"]) for f in truth["failed"]}
        ours = {(f.question, f.kind, f.min, f.max, f.got) for f in verdict_of(report).failures}
        for q in report.questions:
            words, images = q.limits.words, q.limits.images
            own = truth["word_limits"].get(str(q.number))
            same = {
                "words": (words and [words.min, words.max]) == own,
                "screenshots": (images and (images.min, images.max)) == built_in.get((truth["checker"], q.number)),
            }
            for kind, is_same in same.items():
                compared += 1
                alike += is_same
                if is_same:
                    mine = {failure for failure in ours if failure[:2] == (q.number, kind)}
                    theirs = {failure for failure in said if failure[:2] == (q.number, kind)}
                    assert mine == theirs, (truth["report"], q.number)
    assert alike > 0.95 * compared
    print(f"limits as the checker's: {alike} of {compared}")  # noqa: T201 - shown by pytest -rP, for the record


def test_passing_is_qualified_where_limits_are_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The checker has its own for them, and the words say so; question 7 had none in one template."""
    text = report()
    limit = ">\n> Recommended answer length: 5-20 words.\n"
    for number in (5, 7):
        head, heading, tail = text.partition(f"### Question {number}\n")
        text = head + heading + tail.replace(limit, "", 1)
    read = Report.from_bytes(text.encode())
    assert verdict_words(verdict_of(read)) == "passes all 27 answers"
    know(monkeypatch)
    assert verdict_words(verdict_of(Report.from_bytes(report().encode()))) == "passes all 27 answers"
    assert verdict_of(read).unlimited == (5,)
    assert verdict_words(verdict_of(read)) == "passes all 27 answers, by the limits in this file"
    target = text.replace("### Question 5\n", "### Question 5\n> Answer length: about 20 words.\n>\n")
    assert verdict_of(Report.from_bytes(target.encode())).unlimited == (5,), "a target is no limit"
    stops = Report.from_bytes(text.replace("Question 5", "Question 28").encode())
    assert verdict_of(stops).unlimited == ()
    assert verdict_words(verdict_of(stops)) == "would stop: it finds 27 answers where its template has 31"


def test_which_questions_have_a_limit_is_that_of_the_known_templates(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that never had one are not taken for changed."""
    know_all_of(monkeypatch, corpus)
    for path in sorted((corpus / "templates").glob("*.md")):
        assert verdict_of(Report.load(path)).unlimited == ()
