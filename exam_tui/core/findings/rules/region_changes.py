"""How the text before one answer differs from the pristine template: what one cause changed is one finding."""

from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from exam_tui.core.findings.catalog import CODES
from exam_tui.core.findings.finding import Finding
from exam_tui.core.findings.rules.excerpts import change, excerpt
from exam_tui.core.report.task_identity import same_tasks, task_key
from exam_tui.core.template.line_breaks import differing
from exam_tui.core.template.regions import Region
from exam_tui.core.text.patterns import lazy_pattern

# difflib takes quadratic time: above this only the first difference of a region is named.
_MOST_LINES = 400
# So few lines that are the same, between two changes, do not part them.
NEAR = 2
_REMEDY = "Restore the template's text; `exam-tui repair` does it around your answers and ticks."
DOUBLED = "this is here a second time"
_TASK = lazy_pattern(r"[-*+] \[ \] ")


def region_findings(
    region: Region, pristine: Region, remedy: str = _REMEDY, *, said: AbstractSet[int] = frozenset()
) -> Iterator[Finding]:
    """Compare the text before one answer with the text in the pristine template.

    Of lines that stand here twice, those in `said` (from 0) have a finding already.
    """
    ours, theirs, keys, their_keys = region.texts, pristine.texts, region.keys, pristine.keys
    first = 0
    while first < min(len(ours), len(theirs)) and keys[first] == their_keys[first]:
        first += 1
    if max(len(ours), len(theirs)) - first > _MOST_LINES:
        line = region.lines[min(first, len(ours) - 1)][0]
        yield changed_at(region, line, "the template's text differs from here on", remedy)
        return
    twice = _doubled(keys, their_keys)
    doubled: list[int] = []
    for group in _groups(region, pristine, first, twice):
        start, own, was = group[0].at, [ours[index] for index in group[0].ours], group[0].was
        if not was and all(keys[index] in twice for index in group[0].ours):
            doubled += group[0].ours
        elif len(group) == 1 and (places := _places_of_fewer(own, was)):
            yield from _tasks_changed(region, start, places, was, remedy)
        else:
            more = sum(max(len(one.ours), len(one.was)) for one in group[1:])
            line = region.lines[min(start, len(ours) - 1)][0]
            yield changed_at(region, line, change(own, was, more), remedy)
    doubled = [index for index in doubled if region.lines[index][0] not in said]
    if doubled:
        yield changed_at(
            region, region.lines[doubled[0]][0], f"{DOUBLED}: {excerpt(ours[doubled[0]], 0, len(doubled) - 1)}", remedy
        )


class _Change(NamedTuple):
    """Lines of ours, by their indexes, that are not as in the template, and what it `was` there; `at` is the place."""

    at: int
    ours: Sequence[int]
    was: Sequence[str]


def _doubled(ours: Sequence[str], theirs: Sequence[str]) -> AbstractSet[str]:
    """Return the lines that stand more often in ours than in the template, which has them."""
    expected = Counter(theirs)
    return {text for text, count in Counter(ours).items() if count > expected[text] > 0}


def _groups(region: Region, pristine: Region, first: int, twice: AbstractSet[str]) -> Iterator[list[_Change]]:
    """Yield the changes between two texts that are the same up to line `first`, those of one cause together.

    Where a block is reformatted or moved, single lines of it stay the same. Changed tasks with missing ones beside
    them are by themselves, and so are lines that stand here `twice`.
    """
    from difflib import SequenceMatcher  # noqa: PLC0415 - most templates are as handed out

    ours, theirs, keys = region.texts, pristine.texts, region.keys
    matcher = SequenceMatcher(None, keys[first:], pristine.keys[first:], autojunk=False)
    group: list[_Change] = []
    same = 0
    for kind, *bounds in matcher.get_opcodes():
        start, end, their_start, their_end = (first + bound for bound in bounds)
        own, other = differing(ours[start:end], theirs[their_start:their_end])
        if kind == "equal" or not (own or other):
            same += end - start
            continue
        if same > NEAR and group:
            yield group
            group = []
        same = 0
        if kind == "replace" and _places_of_fewer(ours[start:end], theirs[their_start:their_end]):
            yield from filter(None, (group, [_Change(start, range(start, end), theirs[their_start:their_end])]))
            group = []
            continue
        lines = range(start + own.start, start + own.stop)
        was = theirs[their_start + other.start : their_start + other.stop]
        new = lines if was else [index for index in lines if keys[index] not in twice]
        if len(new) < len(lines):
            yield [_Change(lines[0], [index for index in lines if keys[index] in twice], was)]
        if new or was:
            group.append(_Change(new[0] if new else lines.start, new, was))
    if group:
        yield group


def _task_places(now: Sequence[str], was: Sequence[str]) -> Sequence[int | None]:
    """Return which of the template's tasks each of some tasks is; none where other lines are among them."""
    if not all(_TASK.match(text) for text in (*now, *was)):
        return ()
    return same_tasks([task_key(text) for text in now], [task_key(text) for text in was])


def _places_of_fewer(now: Sequence[str], was: Sequence[str]) -> Sequence[int | None]:
    """Return `_task_places` where there are fewer tasks than in the template; else none."""
    return _task_places(now, was) if 0 < len(now) < len(was) else ()


def _tasks_changed(
    region: Region, start: int, places: Sequence[int | None], was: Sequence[str], remedy: str
) -> Iterator[Finding]:
    """Tell tasks that were changed from those that are missing beside them. `start` is the first one in the region."""
    for at, place in enumerate(places, start):
        line, text = region.lines[at]
        yield changed_at(region, line, change([text], [] if place is None else [was[place]]), remedy)
    missing = [text for at, text in enumerate(was) if at not in places]
    line = region.lines[start + len(places) - 1][0]
    yield changed_at(region, line, change([], missing), remedy)


def changed_at(region: Region, line: int, message: str, remedy: str) -> Finding:
    """Make the finding on a line (from 0) before an answer; what is above the question's heading is none of its own."""
    question = region.number if line >= region.heading else None
    return Finding("template-changed", CODES["template-changed"].severity, line + 1, 1, question, message, remedy)
