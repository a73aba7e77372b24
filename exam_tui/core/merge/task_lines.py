"""The checklist in a merge: where both sides changed lines of it, each task is merged on its own."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from exam_tui.core.merge.line_merge import Line
from exam_tui.core.report.task_identity import same_tasks, task_key
from exam_tui.core.text.lines import Span
from exam_tui.core.text.merge3 import Stretch


def by_task(base: Sequence[Line], ours: Sequence[Line], theirs: Sequence[Line], stretch: Stretch) -> Iterator[Stretch]:
    """Yield the parts of a stretch that both sides changed: each task that all three have, and what is between them.

    Without a task in the base the stretch stays as it is.
    """
    sides = base, ours, theirs
    if not any(line.tick for line in base[slice(*stretch.base)]):
        yield stretch
        return
    items = [_items(side, span) for side, span in zip(sides, stretch, strict=True)]
    keys = [[_key(side, item) for item in own] for side, own in zip(sides, items, strict=True)]
    places = [_aligned(keys[0], other) for other in keys[1:]]
    starts = [span.start for span in stretch]
    for at, both in enumerate(zip(*places, strict=True)):
        mine, other = both
        if mine is None or other is None:
            continue
        found = [own[place] for own, place in zip(items, (at, mine, other), strict=True)]
        between = Stretch(*(Span(start, item.start) for start, item in zip(starts, found, strict=True)))
        if any(span.start < span.end for span in between):
            yield between
        yield Stretch(*found)
        starts = [item.end for item in found]
    after = Stretch(*(Span(start, span.end) for start, span in zip(starts, stretch, strict=True)))
    if any(span.start < span.end for span in after):
        yield after


def _items(lines: Sequence[Line], span: Span) -> list[Span]:
    """Return where each task is in a span of lines, with the lines on which it goes on, and each other line."""
    first = [at for at in range(*span) if at == span.start or lines[at].tick or lines[at].text[:1].strip()]
    return [Span(start, end) for start, end in pairwise([*first, span.end])]


def _key(lines: Sequence[Line], item: Span) -> str:
    return " ".join(task_key(line.key) for line in lines[slice(*item)]).strip()


def _aligned(base: Sequence[str], other: Sequence[str]) -> list[int | None]:
    """Return for each item of the base its place on a side, in order: by its words, else as the one that is left."""
    places: list[int | None] = [None] * len(base)
    pairs = [(-1, -1)]
    for at, place in enumerate(same_tasks(base, other)):
        if place is not None and place > pairs[-1][1]:
            pairs.append((at, place))
    for (at, place), (at_next, next_place) in pairwise([*pairs, (len(base), len(other))]):
        if at >= 0:
            places[at] = place
        if at_next - at == next_place - place:
            places[at + 1 : at_next] = range(place + 1, next_place)
    return places
