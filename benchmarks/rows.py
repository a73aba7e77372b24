"""The lines of the table of speed: what was measured, beside what, and the aim; and the table itself."""

import statistics
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_HEAD = ("what", "exam-tui", "beside", "ratio", "aim", "")


class Row(NamedTuple):
    """A line of the table.

    Attributes:
        what: what was measured.
        ours: the figure of this program, with its unit.
        beside: what it is set beside, with its figure; why there is none where that is missing.
        ratio: the one by the other, or the figure itself where the aim is none of a ratio; None where it is missing.
        aim: what the ratio is at most to be; 0 for what has no aim and is there to compare.

    """

    what: str
    ours: str
    beside: str
    ratio: float | None
    aim: float = 0.0

    @property
    def mark(self) -> str:
        """Whether the aim is reached, in a character."""
        if not self.aim:
            return ""
        return "?" if self.ratio is None else "✓" if round(self.ratio, 2) <= self.aim else "✗"


def compared(what: str, ours: Sequence[float], other: Sequence[float], name: str, aim: float) -> Row:
    """Return a line of two figures in milliseconds, medians; without any the other program is not there."""
    mine = f"{statistics.median(ours):,.1f} ms"
    if not other:
        return Row(what, mine, f"{name}: not installed", None, aim)
    ratio = statistics.median(ours) / statistics.median(other)
    return Row(what, mine, f"{name}: {statistics.median(other):,.1f} ms", ratio, aim)


def table(rows: Iterable[Row]) -> str:
    """Return the lines as a table in Markdown that is aligned as text too."""
    cells = [_HEAD]
    for row in rows:
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        cells.append((row.what, row.ours, row.beside, ratio, f"≤ {row.aim:g}" if row.aim else "", row.mark))
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [
        "| " + " | ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)) + " |" for row in cells
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)
