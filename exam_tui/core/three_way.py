"""Two changed versions of a sequence of lines, merged over the version that both were made from.

Lines are compared by keys, "" for a blank one. Nothing here knows of files or reports: what comes out are stretches
of the three sequences, and who changed each.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from exam_tui.core.matching import matching
from exam_tui.core.spans import Span

Kind = Literal["same", "ours", "theirs", "both", "conflict"]
"""Who changed a stretch: nobody, one side, both alike, or both otherwise than the other."""

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


def _settled(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str], chunk: Chunk) -> Iterator[Chunk]:
    """Yield what is left of a conflict where both sides did the same, or one of them moved blank lines only."""
    old, mine, other = base[slice(*chunk.base)], ours[slice(*chunk.ours)], theirs[slice(*chunk.theirs)]
    if mine == other:
        yield chunk._replace(kind="both")
    elif _filled(other) in (_filled(old), _filled(mine)):
        yield chunk._replace(kind="ours")
    elif _filled(mine) == _filled(old):
        yield chunk._replace(kind="theirs")
    else:
        yield from _refined(old, mine, other, chunk)


def _filled(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if line]


def _refined(old: Sequence[str], mine: Sequence[str], other: Sequence[str], chunk: Chunk) -> Iterator[Chunk]:
    """Yield a conflict without what both sides have in common at its ends, or all of it.

    Where the sides agree on more than half, and on no less than stood there before, the rest is what each has added.
    """
    pairs = matching(mine, other)
    common = sum(1 for at, _ in pairs if mine[at])
    is_added = common >= len(_filled(old)) and common * 2 > min(len(_filled(mine)), len(_filled(other)))
    rest: Kind = "conflict"
    if not is_added:
        first, last = _common_ends(mine, other)
        rest = _changed_rest(old, mine, other, first, last)
        pairs = [(at, at) for at in range(first)]
        pairs += [(len(mine) - at, len(other) - at) for at in range(last, 0, -1)]
    base = chunk.base
    at, to = 0, 0
    for at_next, to_next in [*pairs, (len(mine), len(other))]:
        mine_only, other_only = _part(chunk.ours, at, at_next), _part(chunk.theirs, to, to_next)
        if at < at_next or to < to_next:
            kind = rest
            if is_added and (at == at_next or to == to_next):
                kind = "theirs" if at == at_next else "ours"
            yield Chunk(kind, base, mine_only, other_only)
            base = Span(base.end, base.end)
        if at_next < len(mine) and to_next < len(other):
            both = _part(chunk.ours, at_next, at_next + 1), _part(chunk.theirs, to_next, to_next + 1)
            yield Chunk("both", Span(base.start, base.start), *both)
        at, to = at_next + 1, to_next + 1


def _part(span: Span, start: int, end: int) -> Span:
    return Span(span.start + start, span.start + end)


def _common_ends(mine: Sequence[str], other: Sequence[str]) -> tuple[int, int]:
    """Return how many lines are the same at the start, and how many of the others at the end."""
    shorter = min(len(mine), len(other))
    first = next((at for at in range(shorter) if mine[at] != other[at]), shorter)
    last = next((at for at in range(shorter - first) if mine[-1 - at] != other[-1 - at]), shorter - first)
    return first, last


def _changed_rest(old: Sequence[str], mine: Sequence[str], other: Sequence[str], first: int, last: int) -> Kind:
    """Return who changed what lies between the `first` and `last` lines that the sides have in common.

    One side alone, where the other has left there what stood before: both made the same change beside it.
    """
    filled = _filled(old)
    before, after = any(mine[:first]), any(mine[len(mine) - last :])
    rests = _filled(mine[first : len(mine) - last]), _filled(other[first : len(other) - last])
    sides: tuple[Kind, Kind] = ("theirs", "ours")
    for side, kept, changed in zip(sides, rests, reversed(rests), strict=True):
        is_left = kept and _stands_in(filled, kept, before=before, after=after)
        # What one side has taken out must not come back with the other's change.
        if is_left and not set(changed) & (set(filled) - set(kept)):
            return side
    return "conflict"


def _stands_in(old: Sequence[str], kept: Sequence[str], *, before: bool, after: bool) -> bool:
    """Tell whether lines stand in the old ones, where `before` and `after` say, with more lines around them."""
    starts = {0, len(old) - len(kept), old.index(kept[0]) if kept[0] in old else 0}
    return any(
        old[start : start + len(kept)] == kept and (before or start == 0) and (after or start + len(kept) == len(old))
        for start in starts
        if start >= 0
    )
