"""Which rows of a line that was edited look another way: only these are painted again."""

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple, Protocol

from textual.document._wrapped_document import WrappedDocument
from textual.widgets import TextArea

if TYPE_CHECKING:
    from exam_tui.tui.widgets.answer.highlight import Mark


class Marking(Protocol):
    """What gives the parts of a text their looks."""

    def marks_in(self, row: int, /) -> "list[Mark]":
        """Return the marks of a line."""


class DrawnLine(NamedTuple):
    """What is drawn of a line: its rows with their marks; the row of the text that it begins in, and the cursor's."""

    rows: "list[tuple[str, list[Mark]]]"
    top: int
    cursor: int


def drawn_line(area: TextArea, line: int, *markings: Marking) -> DrawnLine:
    """Return what is drawn of a line of an area now."""
    text, wrapped = area.document.get_line(line), area.wrapped_document
    marks = [mark for marking in markings for mark in marking.marks_in(line)]
    ends = [*wrapped.get_offsets(line), len(text)]
    rows = [(text[start:end], _part(marks, start, end)) for start, end in zip([0, *ends], ends, strict=False)]
    return DrawnLine(rows, _row_of(wrapped, (line, 0)), _row_of(wrapped, area.cursor_location))


def _row_of(wrapped: WrappedDocument, place: tuple[int, int]) -> int:
    """Return the row that a place is in. Textual would cut the whole line into its rows, for the column in it."""
    line, column = place
    return wrapped._line_index_to_offsets[line][bisect_right(wrapped.get_offsets(line), column)]  # noqa: SLF001 - no other way


def _part(marks: "list[Mark]", start: int, end: int) -> "list[Mark]":
    """Return the marks between two columns, by their columns from the first of these on."""
    return [
        (max(left, start) - start, min(right, end) - start, kind)
        for left, right, kind in marks
        if left < end and right > start
    ]


def changed_rows(before: DrawnLine, now: DrawnLine) -> range:
    """Return the rows of the whole text that look another way in a line that has as many rows as before."""
    pairs = zip(before.rows, now.rows, strict=True)
    rows = {now.cursor, before.cursor, *(now.top + row for row, (old, new) in enumerate(pairs) if old != new)}
    return range(min(rows), max(rows) + 1)
