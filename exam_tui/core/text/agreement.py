"""What is left of a conflict between two versions of some lines, when what they agree on is taken out.

Lines are compared by keys, "" for a blank one, which counts for nothing here.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

from exam_tui.core.text.diff import matching
from exam_tui.core.text.spans import Span

Kind = Literal["same", "ours", "theirs", "both", "conflict"]
"""Who changed a stretch: nobody, one side, both alike, or both otherwise than the other."""

Part = tuple[Kind, Span, Span]
"""Who changed it, and where it is on our side and on theirs."""


def settled(old: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> list[Part]:
    """Return what becomes of lines that both sides changed: parts in order, together all of both sides.

    Never the same twice: `both` where the sides agree, one side where the other changed nothing but blank lines.
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
    """Tell whether lines are what is left of others."""
    rest = iter(old)
    return all(line in rest for line in lines if line)


def _common(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int]]:
    """Return the pairs of lines that match, the same ones if the sides change places."""
    if list(ours) <= list(theirs):
        return matching(ours, theirs)
    return [(at, to) for to, at in matching(theirs, ours)]


def _without_removed(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[Part]:
    """Yield what both sides have left: what only one still has, the other has taken away."""
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
    """Yield two sides that agree on more than half, and on no less than stood there: the rest each has added."""
    at, to = 0, 0
    for at_next, to_next in [*pairs, (len(ours), len(theirs))]:
        if at < at_next or to < to_next:
            kind: Kind = "theirs" if at == at_next else "ours" if to == to_next else "conflict"
            yield kind, Span(at, at_next), Span(to, to_next)
        if at_next < len(ours):
            yield "both", Span(at_next, at_next + 1), Span(to_next, to_next + 1)
        at, to = at_next + 1, to_next + 1


def _between_ends(old: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> Iterator[Part]:
    """Yield what the sides have in common at their ends, and between the conflict, or what one side alone changed."""
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
    """Return who changed what lies between the ends that both sides have in common.

    One side alone, where the other has left there what stood before: both made the same change beside it.
    """
    before, after = any(ours[: span.start]), any(ours[span.end :])
    kept = _filled(ours[slice(*span)]), _filled(theirs[slice(*other)])
    sides: tuple[Kind, Kind] = ("theirs", "ours")
    for side, left, changed in zip(sides, kept, reversed(kept), strict=True):
        # What one side has taken out must not come back with the other's change.
        if _stand_in(old, left, before=before, after=after) and not set(changed) & (set(old) - set(left)):
            return side
    return "conflict"


def _stand_in(old: Sequence[str], left: Sequence[str], *, before: bool, after: bool) -> bool:
    """Tell whether lines stand side by side in the old ones, and where others are around them `before` and `after`."""
    if not left or left[0] not in old:
        return False
    return any(
        old[start : start + len(left)] == left and (before or start == 0) and (after or start + len(left) == len(old))
        for start in (0, old.index(left[0]), max(0, len(old) - len(left)))
    )
