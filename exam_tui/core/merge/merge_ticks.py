"""Ticks in a merge: which mark a task gets, and to which task a mark goes whose line reads otherwise now."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple

# A task is the same in other words where so much of it is alike; difflib takes its time: no checklist is longer.
_ALIKE = 0.75
_MOST_TASKS = 200


class LooseTick(NamedTuple):
    """A mark that one side changed on a line that the other side changed too.

    Attributes:
        task: what the line is compared by.
        before: the mark in the base.
        mark: the mark now.

    """

    task: str
    before: str
    mark: str


def merged_mark(before: str, ours: str, theirs: str) -> str:
    """Return the mark of a task: that of the side that changed it; where both did, one that says it is done."""
    if before == ours or _state(ours) == _state(before) != _state(theirs):
        return theirs
    return theirs if _state(ours) != "x" == _state(theirs) != _state(before) else ours


def _state(mark: str) -> str:
    return mark.lower()


def placed(
    loose: Sequence[LooseTick], tasks: Mapping[str, int]
) -> tuple[list[tuple[int, LooseTick]], Sequence[LooseTick]]:
    """Find for each mark the task that reads the same, or most alike, each task once; return those without one too."""
    left = dict(tasks)
    found: list[tuple[int, LooseTick]] = []
    lost: list[LooseTick] = []
    for tick in loose:
        others = list(left)[:_MOST_TASKS] if len(loose) <= _MOST_TASKS else []
        keys = [tick.task] if tick.task in left else get_close_matches(tick.task, others, 1, _ALIKE)
        if keys:
            found.append((left.pop(keys[0]), tick))
        else:
            lost.append(tick)
    return found, lost
