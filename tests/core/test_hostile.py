"""No file of the permitted size may hang the reader, the counter or the prompt: their time is linear."""

import time
from collections.abc import Callable

import pytest

from exam_tui import Report
from exam_tui.core.counting import count, visible_words
from exam_tui.core.prompt import split_prompt
from tests.core.build import question, report_of

# Linear work takes a fraction of this; quadratic work at these sizes takes minutes.
SECONDS = 3

PIECES = [
    ">", "[", "`", "```\n", "~~~\n```\n", "![", "![a](", "[a](", "[a]: b\n", "- ", "\n", "\r", "#", "-", "--- ", "<!--",
    "<a>\n", "(", "\t", " ", "\\", "*", "|", "1. ", "\0", "Answer:", "> ```\n", "> > ", "<br ", "&",
    "--- question 1 fill here ",
]  # fmt: skip


def in_time(work: Callable[[], object]) -> None:
    """Fail where a call takes too much processor time."""
    start = time.process_time()
    work()
    assert time.process_time() - start < SECONDS


def read_all(data: bytes) -> None:
    """Read a report and ask it everything that opening it asks."""
    report = Report.from_bytes(data)
    assert report.questions is not None
    assert report.tasks is not None
    assert report.verdict() is not None


@pytest.mark.parametrize("piece", PIECES)
def test_one_thing_over_and_over(piece: str) -> None:
    """100 kB of it, as the file, in an answer, in a prompt, and as an answer to be counted."""
    text = piece * (100_000 // len(piece)) + "x"
    in_time(lambda: read_all(text.encode()))
    in_time(lambda: read_all((question(1) + text).encode()))
    in_time(lambda: (count(text), visible_words(text)))
    in_time(lambda: (split_prompt(text).limits, split_prompt(text).plain))


@pytest.mark.parametrize(
    "slot", ["\n\nwords\n\n", "\n\n```\nnot closed\n\n", "\n\n<!--\n\n"], ids=["plain", "fences", "comments"]
)
def test_very_many_questions(slot: str) -> None:
    """3,000 of them, closed or each swallowing the next, are all found."""
    text = "".join(f"### Question {number}\n> Answer:{slot}" for number in range(3_000))
    in_time(lambda: read_all(text.encode()))
    assert len(Report.from_bytes(text.encode()).questions) == 3_000


def test_very_many_headings_of_one_number() -> None:
    """In an unclosed fence, where each looks like a missing question."""
    text = "```\n" + "### Question 1\n> Answer:\n\n" * 10_000
    in_time(lambda: read_all(text.encode()))


@pytest.mark.parametrize(
    "line", [f"### {' ' * 100_000}x", f"### Question 1 {'#' * 100_000} x", f"### a{' #' * 50_000}x"]
)
def test_long_heading_lines_behind_a_fence(line: str) -> None:
    """A line that nearly is a heading is looked at once."""
    in_time(lambda: read_all(f"```\n{line}\n> Answer:\n".encode()))


@pytest.mark.parametrize(
    "line", [f"{' ' * 50_000}x", f"{'-' * 50_000}x", f"{'`' * 50_000}x", f"{'| ' * 23_000}x", f"{' -' * 23_000}x"]
)
def test_long_lines_are_counted_at_once(line: str) -> None:
    """Rules, code spans and wrapping dashes that nearly are."""
    in_time(lambda: visible_words(line))
    in_time(lambda: visible_words(f"{line}\n{line}"))


def test_ever_deeper_nesting() -> None:
    """Quotes in quotes and lists in lists: markdown-it stops at its own depth."""
    in_time(lambda: read_all("".join(f"{'>' * depth} a\n" for depth in range(300)).encode()))
    in_time(lambda: read_all("".join(f"{'  ' * depth}- a\n" for depth in range(200)).encode()))


def test_edits_in_a_large_report() -> None:
    """One answer set among thousands, and a very large answer."""
    report = report_of(*(question(number) for number in range(1_000)))
    in_time(lambda: (report.set_answer(500, "new\n\nwords"), report.questions, report.to_bytes()))
    in_time(lambda: (report.set_answer(500, "word " * 100_000), report.questions, report.to_bytes()))
