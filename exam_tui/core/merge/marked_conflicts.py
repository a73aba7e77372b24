"""Conflicts that stand in a report between git's markers: where they are, and the two versions that they came from."""

from collections.abc import Sequence
from typing import NamedTuple

from exam_tui.core.merge.conflict_markers import Markers
from exam_tui.core.text.lines import Lines, Span, Splice, splice

_BEGIN, _BASE, _MIDDLE, _END = "<<<<<<< ", "|||||||", "=======", ">>>>>>> "


class MarkedConflict(NamedTuple):
    """A conflict between markers; all are indexes of lines.

    Attributes:
        begin: the line `<<<<<<<`.
        base: the line `|||||||`; `middle` where git was not told to write what was there before.
        middle: the line `=======`.
        end: the line `>>>>>>>`.

    """

    begin: int
    base: int
    middle: int
    end: int


class Versions(NamedTuple):
    """The versions that a text with conflicts came from; what is merged already is the same in all.

    Attributes:
        base: the version before both; None where the markers do not hold it.
        ours: the version with the first of both texts in each conflict.
        theirs: the version with the second.
        markers: what the sides are called.

    """

    base: str | None
    ours: str
    theirs: str
    markers: Markers


def marked_conflicts(text: str, lines: Lines) -> Sequence[MarkedConflict]:
    """Return the conflicts in a text, whose lines these are, in order."""
    found: list[MarkedConflict] = []
    if _BEGIN not in text:
        return found
    begin = base = middle = -1
    for index in range(len(lines)):
        line = lines[index]
        if line.startswith(_BEGIN):
            begin, base, middle = index, -1, -1
        elif begin < 0:
            continue
        elif middle < 0 and base < 0 and line.startswith(_BASE):
            base = index
        elif middle < 0 and line.rstrip() == _MIDDLE:
            middle = index
        elif middle >= 0 and line.startswith(_END):
            found.append(MarkedConflict(begin, middle if base < 0 else base, middle, index))
            begin = -1
    return found


def versions_of(text: str, lines: Lines, conflicts: Sequence[MarkedConflict]) -> Versions:
    """Return the versions that a text came from, by some of the conflicts in it, at least one; the others stay."""
    first = lines[conflicts[0].begin], lines[conflicts[0].end]
    ours, theirs = (marker.partition(" ")[2] for marker in first)
    has_base = all(conflict.base < conflict.middle for conflict in conflicts)
    between = [
        [(conflict.base, conflict.middle) for conflict in conflicts],
        [(conflict.begin, conflict.base) for conflict in conflicts],
        [(conflict.middle, conflict.end) for conflict in conflicts],
    ]
    base, one, other = (_with(text, lines, conflicts, lines_of) for lines_of in between)
    return Versions(base if has_base else None, one, other, Markers(ours, theirs))


def common_of(text: str, lines: Lines, conflicts: Sequence[MarkedConflict]) -> str:
    """Return what both versions of a text have in common: it without the conflicts."""
    return _with(text, lines, conflicts, [(conflict.begin, conflict.begin + 1) for conflict in conflicts])


def _with(text: str, lines: Lines, conflicts: Sequence[MarkedConflict], between: Sequence[tuple[int, int]]) -> str:
    """Return a text with what stands between two lines of each conflict in its place."""
    spliced = []
    for conflict, (above, below) in zip(conflicts, between, strict=True):
        span = Span(lines.start(conflict.begin), lines.start(conflict.end + 1))
        spliced.append(Splice(span, text[lines.start(above + 1) : lines.start(below)]))
    return splice(text, spliced)
