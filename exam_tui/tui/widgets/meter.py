"""The meters below the answer: words and images against the limits that there are, drawn in the frame of the key."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual.document._document import Selection
from textual.strip import Strip
from textual.widget import Widget

from exam_tui.core.report.counting import Counts, count
from exam_tui.core.report.limits import Limit, Limits
from exam_tui.core.text.escape import display
from exam_tui.core.text.words import plural
from exam_tui.tui.widgets.cells import limit_bar, truncate
from exam_tui.tui.widgets.late_styles import part_style

if TYPE_CHECKING:
    from exam_tui.tui.widgets.answer.answer import AnswerArea

_BAR_WIDTH = 18
_BESIDE_BAR = 30  # cells that the words and numbers of a line take without the limit
_LEAST_LIMIT = 8  # cells of a limit, so that most questions have their columns in the same places
_SMALLEST_BAR = 6


class Meter(Widget):
    """A line for each limit of the question: words, images; that of the words where there is none.

    Its size is the question's: showing a count never moves anything.
    """

    def __init__(self) -> None:
        super().__init__(id="meter")
        self._counts = Counts()
        self._limits = Limits()
        self._rows = _rows(self._limits)[:1]
        self._selected = 0  # words
        self._limit_width = _LEAST_LIMIT
        self._note = ("", "")
        self._marked: Sequence[str] = ()

    def set_limits(self, limits: Limits) -> None:
        """Take the limits of the question that is shown."""
        self._limits = limits
        self._rows = [row for row in _rows(limits) if row.limit] or [_rows(limits)[0]]
        self.set_class(len(self._rows) == 1, "-one-line")
        self._limit_width = max(_LEAST_LIMIT, *(cell_len(str(limit)) + 2 for limit in limits))
        self.refresh()

    def set_counts(self, counts: Counts) -> None:
        """Take the current counts of the answer."""
        if counts != self._counts:
            self._counts = counts
            self.refresh()

    def count_selected(self, area: "AnswerArea") -> None:
        """Show from now on how many words are selected in an area while it has the keys: what is found is not meant."""

        def show(selection: Selection) -> None:
            is_own = area.has_focus and area.app.screen is area.screen and not selection.is_empty
            self._selected = count(area.selected_text).words if is_own else 0
            self.refresh()

        self.watch(area, "selection", show)

    def on_resize(self) -> None:
        """Cut the note for the new width."""
        self.set_note(*self._note, marked=self._marked)

    def set_note(self, note: str, more: str = "", *, marked: Sequence[str] = ()) -> None:
        """Show a line above the meters: what they cannot say, truncated to their width, and `more`, which is not.

        `marked` is what is marked in the answer, in wordings ever shorter: the first that leaves the rest its room, or
        the last.
        """
        self._note, self._marked = (note, more), marked
        width = self.size.width - 4
        text = display(note)
        for counted in marked or [""]:
            end = more + (f" · {counted}" if counted and note else counted)
            if cell_len(text) + cell_len(end) <= width:
                break
        shown = truncate(text, max(width - cell_len(end), 10)) + end
        self.border_title = f" {shown} ".replace("[", r"\[") if shown else ""

    def render_line(self, y: int) -> Strip:
        """Draw one of the lines; the first one shows the number of selected words instead of its remark."""
        width = self.size.width
        if y >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        name, limit = self._rows[y]
        cells = _line(
            name, self._counts.words if name == "words" else self._counts.images, limit, self._limit_width, width
        )
        if y == 0 and self._selected:
            cells = _with_selected(cells, self._selected, width)
        segments = [
            Segment(text, self.rich_style + part_style(self, f"meter--{kind}"))
            if kind
            else Segment(text, self.rich_style)
            for text, kind in cells
        ]
        return Strip(segments).adjust_cell_length(width, self.rich_style)


class _Row(NamedTuple):
    """What a line is about, and its limit."""

    name: Literal["words", "images"]
    limit: Limit | None


def _rows(limits: Limits) -> list[_Row]:
    return [_Row("words", limits.words), _Row("images", limits.images)]


def _line(name: str, count: int, limit: Limit | None, limit_width: int, width: int) -> list[tuple[str, str]]:
    head = f" {name:<6} {count:>5}  "
    if limit is None:
        return [(head, ""), ("no limit", "none")]
    kind = "off" if not limit.allows(count) else "ok" if limit.target is None else "none"
    room = min(_BAR_WIDTH, width - _BESIDE_BAR - limit_width)
    drawn = f"{limit_bar(count, limit, room)} " if room >= _SMALLEST_BAR else ""
    return [(head, ""), (drawn, kind), (f"{limit!s:<{limit_width}}", ""), (distance(count, limit), kind)]


def _with_selected(cells: list[tuple[str, str]], words: int, width: int) -> list[tuple[str, str]]:
    """Return a line with the words that are selected in place of the distance; of the limit too for want of room."""
    text = f"{plural(words, 'word')} selected"
    room = width - sum(cell_len(cell) for cell, _ in cells[:-1])
    return [*cells[: -1 if cell_len(text) <= room else -2], (text, "")]


def distance(count: int, limit: Limit) -> str:
    """Say how far a count is from a limit, in words; a target is none, and nothing is said."""
    if missing := limit.missing(count):
        return f"{missing} more"
    if excess := limit.excess(count):
        return f"{excess} too many"
    return "ok" if limit.target is None else ""
