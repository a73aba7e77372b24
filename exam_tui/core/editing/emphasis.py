"""Bold, italic, code and links around a selection or a word, on and off by the same key."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from exam_tui.core.editing.list_continuation import marks_width
from exam_tui.core.text.patterns import lazy_pattern

Emphasis = Literal["bold", "italic", "code"]
Place = tuple[int, int]
"""A line and a column of an answer, both from 0."""

_CHARACTERS: Final[Mapping[Emphasis, str]] = {"bold": "*_", "italic": "*_", "code": "`"}
_BOLD: Final = 2
_BOTH: Final = 3
_WORD: Final = lazy_pattern(r"[^\W_]+(?:['’_-]+[^\W_]+)*")
_BACKTICKS: Final = lazy_pattern("`+")
_ADDRESS: Final = lazy_pattern(r"(?:https?://|www\.)[^\s()<>]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Emphasised:
    """What becomes of some lines: those that change, by row, and what is selected then, from `start` to `end`."""

    lines: Mapping[int, str]
    start: Place
    end: Place


@dataclass(slots=True)
class _Span:
    """A part of a line, from the column `start` to just before `end`."""

    row: int
    line: str
    start: int
    end: int


def emphasise(lines: Sequence[str], start: Place, end: Place, kind: Emphasis) -> Emphasised:
    """Put marks around what is selected, or take them away where all of it has them.

    Each line of the selection gets its own marks, inside the spaces and list marks around its text. Without a selection
    it is the word at the cursor; between words the cursor comes between two new marks. At the end of marked text the
    cursor goes past its marks, so that the key that began it ends it.
    """
    if start == end:
        return _at_cursor(lines, start, kind)
    spans = _spans(lines, start, end)
    if not spans:
        return Emphasised({}, start, end)
    is_on = all(_marks_of(span, kind) for span in spans)
    for span in spans:
        if is_on:
            _take_off(span, kind)
        elif not _marks_of(span, kind):
            _put_on(span, kind)
    return Emphasised(
        {span.row: span.line for span in spans}, (spans[0].row, spans[0].start), (spans[-1].row, spans[-1].end)
    )


def make_link(lines: Sequence[str], start: Place, end: Place) -> Emphasised:
    """Make a link of what is selected in a line, or of the word at the cursor, with the cursor where the rest belongs.

    That is the address; where an address is selected, its text.
    """
    span = (_spans(lines, start, end) or [_Span(start[0], lines[start[0]], start[1], start[1])])[0]
    if start == end:
        span.start, span.end = _word_at(lines[start[0]], start[1]) or (start[1], start[1])
    text = span.line[span.start : span.end]
    is_address = bool(_ADDRESS.fullmatch(text))
    link = f"[]({text})" if is_address else f"[{text}]()"
    column = span.start + (1 if is_address or not text else len(link) - 1)
    line = f"{span.line[: span.start]}{link}{span.line[span.end :]}"
    return Emphasised({span.row: line}, (span.row, column), (span.row, column))


def _at_cursor(lines: Sequence[str], place: Place, kind: Emphasis) -> Emphasised:
    row, column = place
    line = lines[row]
    here = _Span(row, line, column, column)
    if marks := _marks_of(here, kind):  # two marks and nothing between them
        _take_off(here, kind)
        return _moved(here, column - marks)
    if ends := _closed_after(line, column, kind):
        return _moved(here, column + ends)
    word = _word_at(line, column)
    if word is None:
        _put_on(here, kind)
        return _moved(here, here.start)
    span = _Span(row, line, *word)
    if _marks_of(span, kind):
        _take_off(span, kind)
    else:
        _put_on(span, kind)
    return _moved(span, column + span.start - word[0])


def _moved(span: _Span, column: int) -> Emphasised:
    return Emphasised({span.row: span.line}, (span.row, column), (span.row, column))


def _spans(lines: Sequence[str], start: Place, end: Place) -> list[_Span]:
    """Return what is selected of each line, without the spaces around it; no line without text."""
    found = []
    for row in range(start[0], end[0] + 1):
        line = lines[row]
        first = start[1] if row == start[0] else 0
        after = end[1] if row == end[0] else len(line)
        first = max(first, marks_width(line)) if first < marks_width(line) < after else first
        text = line[first:after]
        first += len(text) - len(text.lstrip())
        after -= len(text) - len(text.rstrip())
        if first < after:
            found.append(_evened(_Span(row, line, first, after)))
    return found


def _evened(span: _Span) -> _Span:
    """Return a span with the marks on both sides of it out of it, where the selection has those on one side alone."""
    line = span.line
    for mark in "*_`":
        most = span.end - span.start - 1
        span.start += min(_run_after(line, span.start, mark), _run_after(line, span.end, mark), most)
        most = span.end - span.start - 1
        span.end -= min(_run_before(line, span.end, mark), _run_before(line, span.start, mark), most)
    return span


def _word_at(line: str, column: int) -> tuple[int, int] | None:
    return next((match.span() for match in _WORD.finditer(line) if match.start() <= column <= match.end()), None)


def _size(kind: Emphasis, run: int) -> int:
    """Return how many of a run of marks are of a kind, 0 where none of them are: `***` is bold and italic."""
    if kind == "code":
        return run
    if kind == "bold":
        return _BOLD if run >= _BOLD else 0
    return 1 if run in {1, _BOTH} else 0


def _marks_of(span: _Span, kind: Emphasis) -> int:
    """Return the length of the marks right around a span, or of those that it begins and ends with; 0 for none."""
    return _outer(span, kind) or _inner(span, kind)


def _outer(span: _Span, kind: Emphasis) -> int:
    line, start, end = span.line, span.start, span.end
    runs = (min(_run_before(line, start, mark), _run_after(line, end, mark)) for mark in _CHARACTERS[kind])
    return _size(kind, max(runs))


def _inner(span: _Span, kind: Emphasis) -> int:
    text = span.line[span.start : span.end]
    runs = (min(_run_after(text, 0, mark), _run_before(text, len(text), mark)) for mark in _CHARACTERS[kind])
    size = _size(kind, max(runs))
    return size if 2 * size < len(text) else 0


def _take_off(span: _Span, kind: Emphasis) -> None:
    line, start, end = span.line, span.start, span.end
    if size := _outer(span, kind):
        span.line = f"{line[: start - size]}{line[start:end]}{line[end + size :]}"
        span.start, span.end = start - size, end - size
    else:
        size = _inner(span, kind)
        span.line = f"{line[:start]}{line[start + size : end - size]}{line[end:]}"
        span.end = end - 2 * size


def _put_on(span: _Span, kind: Emphasis) -> None:
    text = span.line[span.start : span.end]
    mark, space = {"bold": "**", "italic": "*", "code": "`"}[kind], ""
    if kind == "code" and (runs := [len(run) for run in _BACKTICKS.findall(text)]):
        mark, space = "`" * (max(runs) + 1), " "
    span.line = f"{span.line[: span.start]}{mark}{space}{text}{space}{mark}{span.line[span.end :]}"
    size = len(mark) + len(space)
    span.start, span.end = span.start + size, span.end + size


def _closed_after(line: str, column: int, kind: Emphasis) -> int:
    """Return the length of the marks right after a column where they end a marked text; else 0."""
    for mark in _CHARACTERS[kind]:
        size = _size(kind, _run_after(line, column, mark))
        if size and column and not line[column - 1].isspace() and mark * size in line[: column - 1]:
            return size
    return 0


def _run_before(line: str, at: int, mark: str) -> int:
    return at - len(line[:at].rstrip(mark))


def _run_after(line: str, at: int, mark: str) -> int:
    return len(line) - at - len(line[at:].lstrip(mark))
