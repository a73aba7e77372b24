"""The meters below the answer: words and images against their limits, drawn in the frame of the key."""

from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from exam_tui.core.report.counting import Counts
from exam_tui.core.report.limits import Limit, Limits
from exam_tui.core.text.escape import display
from exam_tui.tui.widgets.cells import limit_bar, truncate

_BAR_WIDTH = 18
_BESIDE_BAR = 30  # cells that the words and numbers of a line take without the limit
_LEAST_LIMIT = 8  # cells of a limit, so that most questions have their columns in the same places
_SMALLEST_BAR = 6


class Meter(Widget):
    """Two lines: words and images. Its size never changes, so that showing a count never moves anything."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"meter--ok", "meter--off", "meter--none"}

    def __init__(self) -> None:
        super().__init__(id="meter")
        self._counts = Counts()
        self._limits = Limits()
        self._limit_width = _LEAST_LIMIT
        self._note = ("", "")

    def set_limits(self, limits: Limits) -> None:
        """Take the limits of the question that is shown."""
        self._limits = limits
        self._limit_width = max(_LEAST_LIMIT, *(cell_len(str(limit)) + 2 for limit in limits))
        self.refresh()

    def set_counts(self, counts: Counts) -> None:
        """Take the current counts of the answer."""
        if counts != self._counts:
            self._counts = counts
            self.refresh()

    def on_resize(self) -> None:
        """Cut the note for the new width."""
        self.set_note(*self._note)

    def set_note(self, note: str, more: str = "") -> None:
        """Show a line above the meters: what they cannot say, truncated to their width, and `more`, which is not."""
        self._note = note, more
        room = max(self.size.width - 4 - cell_len(more), 10)
        text = f" {truncate(display(note), room)}{more} " if note else ""
        self.border_title = text.replace("[", r"\[")

    def render_line(self, y: int) -> Strip:
        """Draw one of the two lines."""
        width = self.size.width
        if y == 0:
            cells = _line("words", self._counts.words, self._limits.words, self._limit_width, width)
        elif y == 1:
            cells = _line("images", self._counts.images, self._limits.images, self._limit_width, width)
        else:
            return Strip.blank(width, self.rich_style)
        segments = [
            Segment(text, self.rich_style + self.get_component_rich_style(f"meter--{kind}", partial=True))
            if kind
            else Segment(text, self.rich_style)
            for text, kind in cells
        ]
        return Strip(segments).adjust_cell_length(width, self.rich_style)


def _line(name: str, count: int, limit: Limit | None, limit_width: int, width: int) -> list[tuple[str, str]]:
    head = f" {name:<6} {count:>5}  "
    if limit is None:
        return [(head, ""), ("no limit" if name == "words" else "none asked for", "none")]
    kind = "off" if not limit.allows(count) else "ok" if limit.target is None else "none"
    room = min(_BAR_WIDTH, width - _BESIDE_BAR - limit_width)
    drawn = f"{limit_bar(count, limit, room)} " if room >= _SMALLEST_BAR else ""
    return [(head, ""), (drawn, kind), (f"{limit!s:<{limit_width}}", ""), (distance(count, limit), kind)]


def distance(count: int, limit: Limit) -> str:
    """Say how far a count is from a limit, in words; a target is none, and nothing is said."""
    if missing := limit.missing(count):
        return f"{missing} more"
    if excess := limit.excess(count):
        return f"{excess} too many"
    return "ok" if limit.target is None else ""
