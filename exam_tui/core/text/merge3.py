"""Two changed versions of a sequence of lines, merged over the version that both were made from.

Lines are compared by keys, "" for a blank one. Nothing here knows of files or reports: what comes out are stretches
of the three sequences, and who changed each.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from exam_tui.core.text.diff import matching
from exam_tui.core.text.lines import Span

Kind = Literal["same", "ours", "theirs", "both", "conflict"]
"""Who changed a stretch: nobody, one side, both in the same way, or each in another way."""

Part = tuple[Kind, Span, Span]
"""Who changed it, and where it is on our side and on theirs."""

IsBreak = Callable[[str | None, str | None], bool]
"""Whether changes of two sides may stand next to each other, by the lines at their border; None beyond the ends."""


class Stretch(NamedTuple):
    """Where lines of the base are on each side."""

    base: Span
    ours: Span
    theirs: Span


Split = Callable[[Stretch], Iterable[Stretch]]
"""How a stretch that both sides changed is taken apart, into parts that follow each other and are all of it."""


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
    base: Sequence[str],
    ours: Sequence[str],
    theirs: Sequence[str],
    is_break: IsBreak | None = None,
    split: Split | None = None,
) -> Iterator[Chunk]:
    """Yield the chunks of a merge in order; together they are all of the base and of both sides.

    Changes of both sides that share no line of the base do not meet. Where they stand next to each other `is_break`
    decides, always yes by default; two insertions at one place meet. What meets is taken apart by `split`, if any.
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
            stretch = Stretch(*chunk[1:])
            for part in split(stretch) if split else (stretch,):
                yield from _judged(base, ours, theirs, part)
    if at[0] < len(base):
        yield _same(at, len(base) - at[0])


def _judged(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str], part: Stretch) -> Iterator[Chunk]:
    """Yield the chunks of a part of what both sides changed."""
    old, mine, other = base[slice(*part.base)], ours[slice(*part.ours)], theirs[slice(*part.theirs)]
    if old in (mine, other):
        yield Chunk("theirs" if old == mine else "ours", *part)
    else:
        yield from _refined(base, ours, theirs, Chunk("conflict", *part))


def _refined(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str], chunk: Chunk) -> Iterator[Chunk]:
    """Yield what both sides changed, in as many chunks as it takes to say who changed what; the first has the base."""
    lines = base[slice(*chunk.base)], ours[slice(*chunk.ours)], theirs[slice(*chunk.theirs)]
    old = chunk.base
    for kind, own, other in _resolved(*lines):
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
    """Return whether an edit that begins where a group of others ends is one of them."""
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


# What both sides changed: what they agree on is taken out, and the rest is the conflict


def _resolved(old: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> list[Part]:
    """Merge lines that both sides changed: return parts in order that together hold all of both sides.

    Nothing comes out twice: it is `both` where the sides agree, one side where the other changed only blank lines.
    """
    kind: Kind | None = None
    if ours == theirs:
        kind = "both"
    elif _filled(theirs) in (_filled(old), _filled(ours)):
        kind = "ours"
    elif _filled(ours) == _filled(old):
        kind = "theirs"
    if kind:
        return [(kind, Span(0, len(ours)), Span(0, len(theirs)))]
    if _is_left_of(ours, old) and _is_left_of(theirs, old):
        return list(_without_removed(ours, theirs))
    pairs = _common(ours, theirs)
    common = sum(1 for at, _ in pairs if ours[at])
    if common >= len(_filled(old)) and common * 2 > min(len(_filled(ours)), len(_filled(theirs))):
        return list(_with_added(ours, theirs, pairs))
    return list(_between_ends(old, ours, theirs))


def _filled(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if line]


def _is_left_of(lines: Sequence[str], old: Sequence[str]) -> bool:
    """Return whether lines are others with some of them taken out."""
    rest = iter(old)
    return all(line in rest for line in lines if line)


def _common(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int]]:
    """Return the pairs of lines that match, the same ones if the sides change places."""
    if list(ours) <= list(theirs):
        return matching(ours, theirs)
    return [(at, to) for to, at in matching(theirs, ours)]


def _without_removed(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[Part]:
    """Yield what both sides still have: what is on one side alone, the other has removed."""
    at, to = 0, 0
    for at_next, to_next in [*_common(ours, theirs), (len(ours), len(theirs))]:
        if at < at_next:
            yield "theirs", Span(at, at_next), Span(to, to)
        if to < to_next:
            yield "ours", Span(at_next, at_next), Span(to, to_next)
        if at_next < len(ours):
            yield "both", Span(at_next, at_next + 1), Span(to_next, to_next + 1)
        at, to = at_next + 1, to_next + 1


def _with_added(ours: Sequence[str], theirs: Sequence[str], pairs: Sequence[tuple[int, int]]) -> Iterator[Part]:
    """Yield two sides that agree on more than half, and on all that was there before: each has added the rest."""
    at, to = 0, 0
    for at_next, to_next in [*pairs, (len(ours), len(theirs))]:
        if at < at_next or to < to_next:
            kind: Kind = "theirs" if at == at_next else "ours" if to == to_next else "conflict"
            yield kind, Span(at, at_next), Span(to, to_next)
        if at_next < len(ours):
            yield "both", Span(at_next, at_next + 1), Span(to_next, to_next + 1)
        at, to = at_next + 1, to_next + 1


def _between_ends(old: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> Iterator[Part]:
    """Yield what the sides share at their ends, and between these the conflict, or what only one side changed."""
    shorter = min(len(ours), len(theirs))
    first = next((at for at in range(shorter) if ours[at] != theirs[at]), shorter)
    last = next((at for at in range(shorter - first) if ours[-1 - at] != theirs[-1 - at]), shorter - first)
    span, other = Span(first, len(ours) - last), Span(first, len(theirs) - last)
    if first:
        yield "both", Span(0, first), Span(0, first)
    yield _changed(_filled(old), ours, theirs, span, other), span, other
    if last:
        yield "both", Span(span.end, len(ours)), Span(other.end, len(theirs))


def _changed(old: Sequence[str], ours: Sequence[str], theirs: Sequence[str], span: Span, other: Span) -> Kind:
    """Return who changed what is between the ends that both sides share.

    It is one side alone where the other still has what was there before: both made the same change beside it.
    """
    before, after = any(ours[: span.start]), any(ours[span.end :])
    kept = _filled(ours[slice(*span)]), _filled(theirs[slice(*other)])
    sides: tuple[Kind, Kind] = ("theirs", "ours")
    for side, left, changed in zip(sides, kept, reversed(kept), strict=True):
        # What one side has removed must not come back with the other's change.
        if _stand_in(old, left, before=before, after=after) and not set(changed) & (set(old) - set(left)):
            return side
    return "conflict"


def _stand_in(old: Sequence[str], left: Sequence[str], *, before: bool, after: bool) -> bool:
    """Return whether lines are side by side among the old ones, with others around them `before` and `after`."""
    if not left or left[0] not in old:
        return False
    return any(
        old[start : start + len(left)] == left and (before or start == 0) and (after or start + len(left) == len(old))
        for start in (0, old.index(left[0]), max(0, len(old) - len(left)))
    )
