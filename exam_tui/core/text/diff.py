"""Which lines of two texts are the same: first the lines that occur once in each, then what fits between those.

Blank lines do not tell where a text belongs: they match only beside lines that do.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from exam_tui.core.text.lines import Span

# difflib takes quadratic time: more lines than these, none of which occurs once, count as changed.
_LARGEST = 250_000


def matching(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return the pairs of indexes, both rising, of lines that are the same; "" is a blank line.

    Takes n log n time for n lines that occur once, and bounded time for the others.
    """
    same, inner, other = _inner(old, new, Span(0, len(old)), Span(0, len(new)))
    pairs = [(at, at) for at in range(same)]
    old_at, new_at = same, same
    for old_next, new_next in _anchors(old, new, inner, other):
        pairs += _between(old, new, Span(old_at, old_next), Span(new_at, new_next))
        pairs.append((old_next, new_next))
        old_at, new_at = old_next + 1, new_next + 1
    pairs += _between(old, new, Span(old_at, len(old)), Span(new_at, len(new)))
    return pairs


def end_of_change(before: str, after: str) -> tuple[int, int]:
    """Return the end of the last line of a text that is not as before, as line and column from 0.

    Where lines are only missing, it is the end of what stands above them.
    """
    old, new = before.split("\n"), after.split("\n")
    _, _, changed = _inner(old, new, Span(0, len(old)), Span(0, len(new)))
    row = max(changed.end - 1, 0)
    while row and not new[row].strip():
        row -= 1
    return row, len(new[row])


def _inner(old: Sequence[str], new: Sequence[str], span: Span, other: Span) -> tuple[int, Span, Span]:
    """Return how many lines at the start of two spans are the same, and the spans without such lines at both ends."""
    (at, end), (to, stop) = span, other
    while at < end and to < stop and old[at] == new[to]:
        at, to = at + 1, to + 1
    while at < end and to < stop and old[end - 1] == new[stop - 1]:
        end, stop = end - 1, stop - 1
    return at - span.start, Span(at, end), Span(to, stop)


def _anchors(old: Sequence[str], new: Sequence[str], span: Span, other: Span) -> list[tuple[int, int]]:
    """Return the lines that occur once in each span: as many as are in the same order."""
    once = _once(new, other)
    common = [(at, once[line]) for line, at in _once(old, span).items() if line in once]
    # Patience sorting: the last line of each pile, and for each line the one below it in the pile to the left.
    tops: list[int] = []
    piles: list[int] = []
    before: list[int] = []
    for index, (_, at) in enumerate(common):
        pile = bisect_left(tops, at)
        before.append(piles[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [at]
        piles[pile : pile + 1] = [index]
    found: list[tuple[int, int]] = []
    index = piles[-1] if piles else -1
    while index >= 0:
        found.append(common[index])
        index = before[index]
    return found[::-1]


def _once(lines: Sequence[str], span: Span) -> dict[str, int]:
    """Return where each line that stands once in a span is, in order; blank ones left out."""
    places: dict[str, int] = {}
    for at in range(*span):
        places[lines[at]] = -1 if lines[at] in places else at
    return {line: at for line, at in places.items() if at >= 0 and line}


def _between(old: Sequence[str], new: Sequence[str], span: Span, other: Span) -> Iterator[tuple[int, int]]:
    """Yield the pairs between two that are known."""
    same, inner, inner_other = _inner(old, new, span, other)
    yield from zip(range(span.start, span.start + same), range(other.start, other.start + same), strict=True)
    (at, end), (to, stop) = inner, inner_other
    if 0 < (end - at) * (stop - to) <= _LARGEST:
        matcher = SequenceMatcher(_is_blank, old[at:end], new[to:stop], autojunk=False)
        for block in matcher.get_matching_blocks():
            for offset in range(block.size):
                yield at + block.a + offset, to + block.b + offset
    yield from zip(range(end, span.end), range(stop, other.end), strict=True)


def _is_blank(line: str) -> bool:
    return not line
