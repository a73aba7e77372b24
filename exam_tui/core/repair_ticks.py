"""The ticks of a report for the tasks of its template, found by their words: marks may be spoilt, tasks reworded."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from exam_tui.core.lines import Lines, is_blank
from exam_tui.core.repair_lines import words_of
from exam_tui.core.report import Report
from exam_tui.core.spans import Span, Splice, splice

if TYPE_CHECKING:
    from exam_tui.core.template import TaskPlace

# A task as it may stand after many hands: `* [x ] text`, `- [] text`, `* [(x)] text`.
_TASK = re.compile(r"[ \t>]*(?:[-*+]|[0-9]{1,9}[.)])[ \t]*\[[ \t(]*(.?)[ \t)]*\][ \t]*(\S.*)")
_MODULE = re.compile(r"\(M[0-9+M ]*\)", re.IGNORECASE)
# difflib takes its time: no checklist is longer.
_MOST_TASKS = 200
_ALIKE = 0.75


@dataclass(frozen=True, slots=True)
class Ticks:
    """What becomes of the marks.

    Attributes:
        edits: the template's marks as the report has them.
        known: what the template's tasks say.
        lost: what the ticked tasks say that have no place in the template.
        reworded: what the tasks say whose mark went to a task in other words.

    """

    edits: Sequence[Splice]
    known: Collection[str]
    lost: Collection[str]
    reworded: Collection[str]

    def tells_of(self, task: str) -> bool:
        """Tell whether a line of a task, by its words, is in the template, or what became of its mark is said."""
        if task in self.lost or task in self.reworded:
            return True
        return any(f" {task} " in f" {known} " for known in self.known)

    def put_into(self, source: str, start: int, end: int) -> str:
        """Return a stretch of the template's source with the marks in it."""
        inside = [edit for edit in self.edits if start <= edit.span.start < end]
        return splice(
            source[start:end], [Splice(Span(e.span.start - start, e.span.end - start), e.text) for e in inside]
        )


def task_in(line: str) -> str | None:
    """Return what a line of a task says, by its words alone; None where it is no task, not even with a spoilt mark."""
    task = _TASK.match(line)
    return None if task is None else _key(task[2])


def ticks_of(report: Report, template: Report, lines: Collection[int]) -> Ticks:
    """Find for each task of the template the mark that it has on one of the `lines` (from 0) of the report."""
    wanted = [(place, _key(place.text)) for place in template.template.tasks]
    places = Counter(key for _, key in wanted)
    marks = _marks(report, lines)
    for key, found in marks.items():
        if len(found) > places[key] > 0:  # the same line twice: it is done where it is ticked once
            marks[key] = sorted(found, key=lambda mark: mark not in "xX")[: places[key]]
    edits: list[Splice] = []
    others: list[tuple[TaskPlace, str]] = []
    for place, key in wanted:
        if marks.get(key):
            edits.append(Splice(place.mark, marks[key].pop(0)))
        else:
            others.append((place, key))
    reworded: set[str] = set()
    tasks = sorted(places)
    # Tasks are reworded from year to year: the one that reads most alike is meant.
    for place, key in others:
        left = [other for other, found in marks.items() if found][:_MOST_TASKS]
        longer = [other for other in left if other.startswith(key)][:1]  # a note was added
        shorter = [] if longer else [other for other in left if _begun(other, tasks) == key][:1]  # its end is gone
        alike = [] if longer or shorter else get_close_matches(key, left, n=1, cutoff=_ALIKE)
        reworded.update(shorter + alike)
        edits += (Splice(place.mark, marks[other].pop(0)) for other in longer + shorter + alike)
    ticked = [key for key, found in marks.items() if any(mark in "xX" for mark in found)]
    done = [key for place, key in wanted if any(edit.span == place.mark and edit.text in "xX" for edit in edits)]
    # A part of a task that is done is a line twice, unless it may be another task's part too.
    lost = dict.fromkeys(key for key in ticked if _begun(key, tasks) not in done)
    return Ticks(edits, places.keys(), lost.keys(), reworded)


def _begun(key: str, tasks: Sequence[str]) -> str:
    """Return the one of some sorted tasks that begins so, "" where none does or several do."""
    at = bisect_left(tasks, key)
    found = [task for task in tasks[at : at + 2] if task.startswith(key)]
    return found[0] if key and len(found) == 1 else ""


def _marks(report: Report, lines: Collection[int]) -> dict[str, list[str]]:
    """Return the marks of the tasks by what they say: all of the report's, and spoilt ones above the questions."""
    structure = report.template
    known = {place.line: place for place in structure.tasks}
    first = structure.questions[0].heading_line if structure.questions else len(structure.lines)
    marks: dict[str, list[str]] = {}
    for line in sorted(lines):
        if line in known:
            mark = known[line].mark
            marks.setdefault(_key(known[line].text), []).append(report.source[mark.start : mark.end])
        elif line < first and (task := _TASK.match(structure.lines[line])):
            meant = "x" if task[1] in {"x", "X"} else " "
            marks.setdefault(_key(task[2] + _rest(structure.lines, line + 1)), []).append(meant)
    return marks


def _rest(lines: Lines, line: int) -> str:
    """Return the indented lines below a task."""
    texts: list[str] = []
    while (
        line < len(lines)
        and lines[line][:1] in {" ", "\t"}
        and not is_blank(lines[line])
        and not _TASK.match(lines[line])
    ):
        texts.append(lines[line])
        line += 1
    return " ".join(["", *texts])


def _key(text: str) -> str:
    """Return what a task says: its words without the module in brackets."""
    return words_of(_MODULE.sub("", text))
