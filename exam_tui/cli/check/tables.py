"""Every question on a line: state, number, words and images with their limits, what is to do, what is asked."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from exam_tui.cli.check.summary import number_of
from exam_tui.cli.output import Output, Style
from exam_tui.core.report.limits import Limit
from exam_tui.core.report.report import Question

_PROMPT: Final = 20
"""Characters of a prompt that make it worth showing."""


_LEFT: Final = slice(4, 7)
"""The cells of a row that are aligned on the left: limit, images, remark."""


class Row(NamedTuple):
    """One question as text; `style` is that of the symbol."""

    style: Style
    symbol: str
    number: str
    words: str
    words_limit: str
    images: str
    remark: str
    prompt: str


def print_questions(questions: Sequence[Question], out: Output) -> None:
    """Print all questions below the titles of their sections."""
    rows = [_row(question) for question in questions]
    widest = Row._make(max(column, key=len) for column in zip(*rows, strict=True))
    section = ""
    for question, row in zip(questions, rows, strict=True):
        if question.section != section:
            section = question.section
            out.data((section, "bold"))
        _print_row(row, widest, out)


def remarks(question: Question) -> Iterator[str]:
    """Yield what has to be done to a question, in plain words: `39 more words`, `1 image too many`."""
    if question.state == "unanswered":
        yield "no answer"
        return
    for got, limit, thing in (
        (question.counts.words, question.limits.words, "word"),
        (question.counts.images, question.limits.images, "image"),
    ):
        if limit is not None and got < limit.min:
            yield number_of(limit.min - got, f"more {thing}")
        if limit is not None and got > limit.max:
            yield f"{number_of(got - limit.max, thing)} too many"


def _row(question: Question) -> Row:
    style, symbol = _look(question)
    counts, limits = question.counts, question.limits
    images = ""
    if counts.images or limits.images is not None:
        images = f"{_count(counts.images, 'image')} {_range(limits.images)}".rstrip()
    return Row(
        style,
        symbol,
        str(question.number),
        _count(counts.words, "word"),
        _range(limits.words),
        images,
        ", ".join(remarks(question)) or "fine",
        question.parts.plain,
    )


def _look(question: Question) -> tuple[Style, str]:
    """Return style and symbol of a state; the editor's navigator has the same symbols."""
    if question.state == "unanswered":
        return "dim", "○"
    if question.state == "passing":
        return "good", "✓"
    words, limit = question.counts.words, question.limits.words
    if limit is None or limit.allows(words):
        return "bad", "!"
    return "bad", "▼" if words < limit.min else "▲"


def _print_row(row: Row, widest: Row, out: Output) -> None:
    cells = [f"{row.number:>{len(widest.number)}}", f"{row.words:>{len(widest.words)}}"]
    for cell, longest in zip(row[_LEFT], widest[_LEFT], strict=True):
        if longest:
            cells.append(f"{cell:{len(longest)}}")
    text = "  ".join(cells)
    room = out.width - len(f"  {row.symbol} {text}  ")
    if room < _PROMPT or not row.prompt:
        out.data("  ", (row.symbol, row.style), f" {text.rstrip()}")
        return
    prompt = row.prompt if len(row.prompt) <= room else row.prompt[: room - 1].rstrip() + "…"
    out.data("  ", (row.symbol, row.style), f" {text}  ", (prompt, "dim"))


def _count(count: int, thing: str) -> str:
    # A blank keeps the singular in its column.
    return f"{count} {thing}{' ' if count == 1 else 's'}"


def _range(limit: Limit | None) -> str:
    if limit is None:
        return ""
    return str(limit.min) if limit.min == limit.max else f"{limit.min}–{limit.max}"
