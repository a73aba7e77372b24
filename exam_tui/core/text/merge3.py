"""Two changed versions of a sequence of lines, merged over the version that both were made from.

Lines are compared by keys, "" for a blank one. Nothing here knows of files or reports: what comes out are stretches
of the three sequences, and who changed each.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from exam_tui.core.text.agreement import Kind, settled
from exam_tui.core.text.diff import matching
from exam_tui.core.text.spans import Span

IsBreak = Callable[[str | None, str | None], bool]
"""Whether changes of two sides may stand next to each other, by the lines at their border; None beyond the ends."""


class Chunk(NamedTuple):
    """A stretch of the base, and what has become of it on each side. `same` and `both` have sides of one length."""

    kind: Kind
    base: Span
    ours: Span
    theirs: Span


class _Edit(NamedTuple):
    """A stretch of the base, and what a side, 0 or 1, has put in its place."""

    base: Span
    side: int
    new: Sequence[str]


def merge(
    base: Sequence[str], ours: Sequence[str], theirs: Sequence[str], is_break: IsBreak | None = None
) -> Iterator[Chunk]:
    """Yield the chunks of a merge in order; together they are all of the base and of both sides.

    Changes of both sides that share no line of the base do not meet. Where they stand next to each other `is_break`
    decides, always yes by default; two insertions at one place meet.
    """
    edits = sorted(_edits(base, ours, 0) + _edits(base, theirs, 1))
    at = (0, 0, 0)
    index = 0
    while index < len(edits):
        group = [edits[index]]
        low, high = group[0].base
        index += 1
        while index < len(edits) and (
            edits[index].base.start < high
            or (edits[index].base.start == high and _meet(base, group, edits[index], is_break))
        ):
            group.append(edits[index])
            high = max(high, edits[index].base.end)
            index += 1
        same = _same(at, low - at[0])
        if low > at[0]:
            yield same
        start = (low, same.ours.end, same.theirs.end)
        ours_end, theirs_end = (start[side + 1] + high - low + _growth(group, side) for side in (0, 1))
        at = (high, ours_end, theirs_end)
        chunk = Chunk("conflict", *map(Span, start, at))
        changed = {edit.side for edit in group}
        if len(changed) == 1:
            yield chunk._replace(kind="theirs" if changed.pop() else "ours")
        else:
            yield from _settled(base, ours, theirs, chunk)
    if at[0] < len(base):
        yield _same(at, len(base) - at[0])


def _settled(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str], chunk: Chunk) -> Iterator[Chunk]:
    """Yield what both sides changed, in as many chunks as it takes to say who changed what; the first has the base."""
    lines = base[slice(*chunk.base)], ours[slice(*chunk.ours)], theirs[slice(*chunk.theirs)]
    old = chunk.base
    for kind, own, other in settled(*lines):
        yield Chunk(kind, old, _shifted(own, chunk.ours.start), _shifted(other, chunk.theirs.start))
        old = Span(old.end, old.end)


def _shifted(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _same(at: tuple[int, int, int], size: int) -> Chunk:
    return Chunk("same", *(Span(start, start + size) for start in at))


def _growth(group: Sequence[_Edit], side: int) -> int:
    """Return how many lines the edits of one side add."""
    return sum(len(edit.new) - (edit.base.end - edit.base.start) for edit in group if edit.side == side)


def _edits(base: Sequence[str], new: Sequence[str], side: int) -> list[_Edit]:
    pairs = [(-1, -1), *matching(base, new), (len(base), len(new))]
    return [
        _Edit(Span(old_at + 1, old_end), side, new[new_at + 1 : new_end])
        for (old_at, new_at), (old_end, new_end) in pairwise(pairs)
        if old_end - old_at > 1 or new_end - new_at > 1
    ]


def _meet(base: Sequence[str], group: Sequence[_Edit], edit: _Edit, is_break: IsBreak | None) -> bool:
    """Tell whether an edit that begins where a group of others ends is one of them."""
    at = edit.base.start
    last = next(item for item in reversed(group) if item.base.end == at)
    if last.base.start == edit.base.end:
        return True  # two insertions
    if is_break is None:
        return False
    # Both before and after the changes something has to part them.
    left = last.new[-1] if last.new else _line(base, last.base.start - 1)
    right = edit.new[0] if edit.new else _line(base, edit.base.end)
    return not (is_break(_line(base, at - 1), _line(base, at)) and is_break(left, right))


def _line(lines: Sequence[str], at: int) -> str | None:
    return lines[at] if 0 <= at < len(lines) else None
