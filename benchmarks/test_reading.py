"""Reading, counting and editing take time that grows as the report does, whatever stands in it."""

from collections.abc import Callable

import pytest

from benchmarks.ratios import Ratios, Work
from exam_tui import Report
from exam_tui.core.report.counting import count, visible_words
from exam_tui.core.report.wording.prompt import split_prompt
from tests.core.build import question, report_of
from tests.core.report.whole.test_hostile import PIECES, SLOTS, many_questions, read_all

READERS: dict[str, Callable[[str], object]] = {
    "as the file": lambda text: read_all(text.encode()),
    "in an answer": lambda text: read_all((question(1) + text).encode()),
    "counted": lambda text: (count(text), visible_words(text)),
    "in a prompt": lambda text: (split_prompt(text).limits, split_prompt(text).plain),
}
HEADINGS: dict[str, Callable[[int], str]] = {
    "spaces": lambda size: f"### {' ' * size}x",
    "hashes": lambda size: f"### Question 1 {'#' * size} x",
    "hashes apart": lambda size: f"### a{' #' * (size // 2)}x",
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("piece", PIECES)
def test_one_thing_over_and_over(ratios: Ratios, piece: str, reader: str) -> None:
    """100 kB of it."""

    def repeated(size: int) -> Work:
        text = piece * (size // len(piece)) + "x"
        return lambda: READERS[reader](text)

    ratios.linear(repeated, 50_000)


@pytest.mark.parametrize("slot", SLOTS)
def test_very_many_questions(ratios: Ratios, slot: str) -> None:
    """Closed, or each swallowing the next."""

    def asked(size: int) -> Work:
        data = many_questions(size, SLOTS[slot]).encode()
        return lambda: read_all(data)

    ratios.linear(asked, 1_500)


def test_very_many_headings_of_one_number(ratios: Ratios) -> None:
    """In an unclosed fence, where each looks like a missing question."""

    def headed(size: int) -> Work:
        data = ("```\n" + "### Question 1\n> Answer:\n\n" * size).encode()
        return lambda: read_all(data)

    ratios.linear(headed, 5_000)


@pytest.mark.parametrize("name", HEADINGS)
def test_a_long_line_that_nearly_is_a_heading(ratios: Ratios, name: str) -> None:
    """After a fence that is not closed, where headings are looked for once more."""

    def fenced(size: int) -> Work:
        data = f"```\n{HEADINGS[name](size)}\n> Answer:\n".encode()
        return lambda: read_all(data)

    ratios.linear(fenced, 50_000)


@pytest.mark.parametrize("piece", [" ", "-", "`", "| ", " -"])
@pytest.mark.parametrize("lines", [1, 2])
def test_long_lines_are_counted(ratios: Ratios, piece: str, lines: int) -> None:
    """Rules, code spans and wrapping dashes that nearly are."""

    def counted(size: int) -> Work:
        text = "\n".join([piece * (size // len(piece)) + "x"] * lines)
        return lambda: visible_words(text)

    ratios.linear(counted, 25_000)


@pytest.mark.parametrize("line", [">", "  "], ids=["quotes", "lists"])
def test_ever_deeper_nesting(ratios: Ratios, line: str) -> None:
    """The text grows with the square of its depth: half of the lines go down to a depth, the others stay there."""

    def nested(size: int) -> Work:
        lines = [f"{line * min(depth, 100)}{'- ' if line == '  ' else ' '}a\n" for depth in range(size)]
        data = "".join(lines).encode()
        return lambda: read_all(data)

    ratios.linear(nested, 400)


@pytest.mark.parametrize("answer", ["new\n\nwords", "word " * 20_000], ids=["short", "long"])
def test_an_edit_in_a_large_report(ratios: Ratios, answer: str) -> None:
    """One answer set among many."""

    def edited(size: int) -> Work:
        report = report_of(*(question(number) for number in range(size)))
        return lambda: (report.set_answer(size // 2, answer), report.questions, report.to_bytes())

    ratios.linear(edited, 500)


def test_a_long_paste_into_lines_of_mixed_ends(ratios: Ratios) -> None:
    """Thousands of equal lines into such a slot."""

    def pasted(size: int) -> Work:
        old = b"x\r\n" * size + b"y\n" * size
        report = Report.from_bytes(b"\n\n\n### Question 1\n> Answer:\n\n" + old)
        return lambda: (report.set_answer(1, "y\nx\n" * size), report.to_bytes())

    ratios.linear(pasted, 2_500)
