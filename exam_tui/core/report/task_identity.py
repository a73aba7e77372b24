"""Which task of one version of a report is which one of another: by its words, the nearest where it was reworded."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from exam_tui.core.course import COURSE
from exam_tui.core.text.patterns import lazy_pattern
from exam_tui.core.text.words import words_in

_MODULE = lazy_pattern(COURSE.module, re.IGNORECASE)
# difflib takes its time: no checklist is longer.
_MOST_TASKS = 200
_ALIKE = 0.75


def task_key(text: str) -> str:
    """Return what a task says: its words in small letters, without the module in brackets."""
    return " ".join(words_in(_MODULE.sub("", text)))


def same_tasks(ours: Sequence[str], theirs: Sequence[str]) -> list[int | None]:
    """Return for each of `ours` its place among `theirs`, None for one that is not there; both by their keys.

    Each place is taken once, first by what reads the same. Of the others one with a note added comes first, then
    one whose end is gone, then the one most alike: tasks are reworded from year to year. Of thousands only the first
    are compared so.
    """
    places: list[int | None] = [None] * len(ours)
    free: dict[str, list[int]] = {}
    for index, key in enumerate(ours):
        free.setdefault(key, []).append(index)
    left: list[int] = []
    for at, key in enumerate(theirs):
        if free.get(key):
            places[free[key].pop(0)] = at
        else:
            left.append(at)
    known = sorted(set(theirs))
    for at in left[:_MOST_TASKS]:
        key = theirs[at]
        others = [other for other, found in free.items() if found][:_MOST_TASKS]
        if not key:
            continue
        longer = [other for other in others if other.startswith(key)]
        shorter = longer or [other for other in others if begun_task(other, known) == key]
        for other in shorter[:1] or _alike(key, others):
            places[free[other].pop(0)] = at
    return places


def _alike(key: str, others: Sequence[str]) -> Sequence[str]:
    """Return the one that reads most like a task, where one does."""
    from difflib import get_close_matches  # noqa: PLC0415 - few tasks are reworded

    return get_close_matches(key, others, n=1, cutoff=_ALIKE)


def begun_task(key: str, tasks: Sequence[str]) -> str:
    """Return the one of some sorted tasks that begins so, "" where none does or several do."""
    at = bisect_left(tasks, key)
    found = [task for task in tasks[at : at + 2] if task.startswith(key)]
    return found[0] if key and len(found) == 1 else ""
