"""Files made to be slow or to confuse are read, counted and written as any other; `benchmarks` has their time."""

import re

import pytest

from exam_tui import Report
from exam_tui.core.checker import verdict_of
from exam_tui.core.report.counting import Counts, count, visible_words
from exam_tui.core.report.wording.prompt import split_prompt
from tests.core.build import question, read_again, report_of

PIECES = {
    ">": 1, "[": 1, "`": 0, "```\n": 1, "~~~\n```\n": 201, "![": 1, "![a](": 1, "[a](": 1, "[a]: b\n": 1, "- ": 301,
    "\n": 1, "\r": 1, "#": 1, "-": 1, "--- ": 301, "<!--": 0, "<a>\n": 301, "(": 1, "\t": 1, " ": 1, "\\": 1, "*": 1,
    "|": 1, "1. ": 301, "\0": 1, "Answer:": 1, "> ```\n": 1, "> > ": 601, "<br ": 301, "&": 1,
    "--- question 1 fill here ": 1501,
}  # fmt: skip
"""What is repeated, and the words that a reader of the page sees of 300 with an `x` after them."""
SLOTS = {"plain": "\n\nwords\n\n", "fences": "\n\n```\nnot closed\n\n", "comments": "\n\n<!--\n\n"}


def read_all(data: bytes) -> Report:
    """Read a report and ask it everything that opening it asks."""
    report = Report.from_bytes(data)
    assert report.questions is not None
    assert report.tasks is not None
    assert verdict_of(report) is not None
    return report


def many_questions(count: int, slot: str) -> str:
    """Return a report of very short questions."""
    return "".join(f"### Question {number}\n> Answer:{slot}" for number in range(count))


@pytest.mark.parametrize("piece", PIECES)
def test_one_thing_over_and_over_is_read_and_written_back(piece: str) -> None:
    """As the file, and as the answer of a question, which can still be replaced."""
    text = piece * 300 + "x"
    assert read_all(text.encode()).to_bytes() == text.encode()
    asked = read_all((question(1) + text).encode())
    assert asked.to_bytes() == (question(1) + text).encode()
    asked.set_answer(1, "New words.")
    assert [found.answer for found in read_again(asked).questions] == ["New words."]


@pytest.mark.parametrize("piece", PIECES)
def test_one_thing_over_and_over_is_counted(piece: str) -> None:
    """As the checker does it, and as a reader of the page sees it."""
    text = piece * 300 + "x"
    assert count(text) == Counts(len(text.split()), len(re.findall(r"!\[.*?\]\(.*?\)", text)))
    assert visible_words(text) == PIECES[piece]


@pytest.mark.parametrize("piece", PIECES)
def test_one_thing_over_and_over_sets_no_limit(piece: str) -> None:
    """As a prompt, of which the last word is left."""
    prompt = split_prompt(piece * 300 + "x")
    assert (prompt.limits.words, prompt.limits.images) == (None, None)
    assert prompt.plain.endswith("x")


@pytest.mark.parametrize("slot", SLOTS)
def test_very_many_questions_are_all_found(slot: str) -> None:
    """Closed, or each swallowing the next."""
    report = read_all(many_questions(200, SLOTS[slot]).encode())
    assert [found.number for found in report.questions] == list(range(200))


def test_one_heading_over_and_over_in_an_open_fence_is_a_question_each_time() -> None:
    """Each looks like a missing question."""
    text = "```\n" + "### Question 1\n> Answer:\n\n" * 100
    report = read_all(text.encode())
    assert [found.number for found in report.questions] == [1] * len(report.questions)
    assert report.to_bytes() == text.encode()


@pytest.mark.parametrize("line", [f"### {' ' * 900}x", f"### Question 1 {'#' * 900} x", f"### a{' #' * 450}x"])
def test_a_long_line_that_nearly_is_a_heading_of_a_question_is_none(line: str) -> None:
    """After a fence that is not closed."""
    assert not read_all(f"```\n{line}\n> Answer:\n".encode()).questions


@pytest.mark.parametrize(
    ("line", "words"),
    [(f"{' ' * 900}x", 1), (f"{'-' * 900}x", 1), (f"{'| ' * 300}x", 301), (f"{' -' * 300}x", 300)],
    ids=["spaces", "dashes", "bars", "dashes apart"],
)
def test_long_lines_are_counted(line: str, words: int) -> None:
    """Rules and wrapping dashes that nearly are."""
    assert visible_words(line) == words
    assert visible_words(f"{line}\n{line}") == 2 * words


def test_ever_deeper_quotes_are_read() -> None:
    """markdown-it stops at its own depth; the answer is whole."""
    text = "".join(f"{'>' * depth} a\n" for depth in range(1, 200))
    report = read_all((question(1, f"\n\n{text}\n") + question(2)).encode())
    assert [found.number for found in report.questions] == [1, 2]
    assert count(report.question(1).answer).words == count(text).words


def test_ever_deeper_lists_are_read_and_written_back() -> None:
    """However much of what follows they take."""
    text = question(1, "\n\n" + "".join(f"{'  ' * depth}- a\n" for depth in range(200)))
    assert read_all(text.encode()).to_bytes() == text.encode()


def test_one_answer_among_many_is_set() -> None:
    """A short one, and a very long one."""
    report = report_of(*(question(number) for number in range(100)))
    for answer in ("new\n\nwords", ("word " * 20_000).strip()):
        report.set_answer(50, answer)
        assert [found.answer for found in read_again(report).questions] == [
            answer if number == 50 else "Some words." for number in range(100)
        ]
