"""What is marked in an answer as a mistake in its English: a table of spans that move along with what is typed."""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence
from math import inf
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.segment import Segment
from rich.text import Text
from textual.document._document import Selection
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import TextArea

from exam_tui.tui.widgets.answer.textarea_text import from_view, place_in_view
from exam_tui.tui.widgets.late_styles import part_style

if TYPE_CHECKING:
    from exam_tui.proofread.remark import Remark
    from exam_tui.tui.widgets.answer.highlight import Mark

Location = tuple[int, int]
"""A line and a column of the area, both from 0."""

SIGN: Final = "~"
"""Stands at the left edge of each row with a mistake: to be found without colour, and where nothing is underlined."""
_MOST: Final = 300
"""Spans of an answer; with more of them it is no text in English."""


class MarkedSpan(NamedTuple):
    """What is marked, from `start` up to `end`, for a remark."""

    start: Location
    end: Location
    remark: "Remark"


class RemarkMarks:
    """Marks an area. Drawing a line is looking it up: nothing is looked for while somebody types.

    A span that is typed in is dropped, the others move. One is not shown while its word is being typed: as long as the
    cursor is where the last edit left it.
    """

    def __init__(self, area: TextArea) -> None:
        self._area = area
        self._spans: Sequence[MarkedSpan] = ()
        self._writing: Location | None = None
        self._rows: dict[int, list[tuple[int, float]]] = {}

    @property
    def spans(self) -> Sequence[MarkedSpan]:
        """What is shown, in order."""
        at = self._writing
        return [span for span in self._spans if at is None or not span.start <= at <= span.end]

    # What is marked

    def put(self, remarks: Iterable["Remark"]) -> None:
        """Mark these, on the answer that is in the area, in place of all others."""
        document, starts = self._area.document, [0]
        for line in document.lines:
            starts.append(starts[-1] + len(from_view(line)) + 1)

        def location(offset: int) -> Location:
            row = bisect_right(starts, offset) - 1
            return place_in_view(document, row, offset - starts[row])

        placed = [MarkedSpan(location(one.start), location(one.end), one) for one in remarks if one.end < starts[-1]]
        self._take(placed[:_MOST])

    def clear(self) -> None:
        """Mark nothing."""
        self._take(())

    def drop(self, is_dropped: Callable[[MarkedSpan], bool]) -> None:
        """Mark some spans no longer."""
        self._take([span for span in self._spans if not is_dropped(span)])

    def _take(self, spans: Sequence[MarkedSpan]) -> None:
        if spans or self._spans:
            self._spans = spans
            self._draw()

    def _draw(self) -> None:
        self._list_rows()
        self._area.notify_style_update()  # lines that were drawn before are not kept
        self._area.refresh()

    # What is typed

    def move(self, start: Location, end: Location, text: str, new_end: Location) -> None:
        """Follow an edit that put a text in the place of what was from `start` to `end`. Draws nothing."""
        self._writing = new_end
        if self._spans:
            moved = (_moved(span, start, end, text, new_end) for span in self._spans)
            self._spans = [span for span in moved if span]
            self._list_rows()

    def follow_cursor(self, selection: Selection) -> None:
        """Show what was being typed once the cursor is elsewhere."""
        if self._writing is not None and selection.end != self._writing:
            self.reveal()

    def reveal(self) -> None:
        """Show what was being typed, too."""
        before, self._writing = len(self.spans), None
        if before != len(self._spans):
            self._draw()

    # What is drawn

    def _list_rows(self) -> None:
        self._rows = {}
        for (first, left), (last, right), _ in self.spans:
            for row in range(first, last + 1):
                columns = left if row == first else 0, right if row == last else inf
                self._rows.setdefault(row, []).append(columns)

    def marks_in(self, row: int) -> "list[Mark]":
        """Return what is marked in a line of the area."""
        length = len(self._area.document.get_line(row)) if row in self._rows else 0
        return [(left, int(min(right, length)), "remark") for left, right in self._rows.get(row, ())]

    def stylize(self, line: Text, row: int) -> None:
        """Underline what is marked in a line of the area."""
        for left, right, kind in self.marks_in(row):
            line.stylize(part_style(self._area, f"answer--{kind}"), left, right)

    def with_signs(self, strips: list[Strip], crop: Region) -> list[Strip]:
        """Return rows of the area, from its padding on, with the sign at the edge of those with a mistake."""
        area = self._area
        if not self._rows or crop.x or not area.gutter.left:
            return strips
        first = crop.y - area.gutter.top + area.scroll_offset.y
        return [_signed(strip, area) if self._is_in(first + at) else strip for at, strip in enumerate(strips)]

    def _is_in(self, y: int) -> bool:
        """Return whether something is marked in a row of the wrapped text."""
        wrapped = self._area.wrapped_document
        if not 0 <= y < wrapped.height:
            return False
        row, section = wrapped._offset_to_line_info[y]  # noqa: SLF001 - Textual has no other way to ask for it
        columns: Collection[tuple[int, float]] = self._rows.get(row, ())
        if not columns:
            return False
        ends = [0, *wrapped.get_offsets(row), inf]
        return any(left < ends[section + 1] and right > ends[section] for left, right in columns)


def _signed(strip: Strip, area: TextArea) -> Strip:
    style = area.rich_style + part_style(area, "answer--sign")
    return Strip([Segment(SIGN, style), *strip.crop(1)])


def _moved(span: MarkedSpan, start: Location, end: Location, text: str, new_end: Location) -> MarkedSpan | None:
    """Return a span after an edit; None where the edit was in its words or made one of them longer."""
    is_apart = bool(text) and not (_is_in_word(text[0]) if span.end == start else _is_in_word(text[-1]))
    if span.end < start or (span.end == start and is_apart):
        return span
    if span.start > end or (span.start == end and is_apart):
        return span._replace(start=_shifted(span.start, end, new_end), end=_shifted(span.end, end, new_end))
    return None


def _shifted(at: Location, end: Location, new_end: Location) -> Location:
    row, column = at
    if row == end[0]:
        return new_end[0], column - end[1] + new_end[1]
    return row + new_end[0] - end[0], column


def _is_in_word(character: str) -> bool:
    return character.isalnum() or character in "'’_-"
