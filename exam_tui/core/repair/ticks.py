"""The ticks of a report for the tasks of its template, found by their words: marks may be spoilt, tasks reworded.

A task that the template does not have stays, below the one that it stood below.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from exam_tui.core.report.report import Report
from exam_tui.core.report.task_identity import begun_task, same_tasks, task_key
from exam_tui.core.text.lines import Lines, Span, Splice, is_blank, splice
from exam_tui.core.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from exam_tui.core.report.parser import TaskPlace

# A task as it may stand after many hands: `* [x ] text`, `- [] text`, `* [(x)] text`.
_TASK = lazy_pattern(r"[ \t>]*(?:[-*+]|[0-9]{1,9}[.)])[ \t]*\[[ \t(]*(.?)[ \t)]*\][ \t]*(\S.*)")


class _Task(NamedTuple):
    """A task of the report: what it says, its mark, its lines in the file."""

    key: str
    mark: str
    lines: range


@dataclass(frozen=True, slots=True)
class Ticks:
    """What becomes of the tasks.

    Attributes:
        edits: the template's marks as the report has them, and the tasks that it does not have, as splices into it.
        known: what the template's tasks say.
        own: what the report's tasks say that stay though the template does not have them.
        own_lines: their lines in the report, from 0.
        own_starts: the offsets in the template's source where they stand then.
        lost: what the ticked tasks say that have no place at all.
        reworded: what the tasks say whose mark went to a task in other words.

    """

    edits: Sequence[Splice]
    known: Collection[str]
    own: Collection[str]
    own_lines: Collection[int]
    own_starts: Collection[int]
    lost: Collection[str]
    reworded: Collection[str]

    def tells_of(self, task: str) -> bool:
        """Return whether a line of a task, by its words, is in the template, or what became of its mark is said."""
        if task in self.lost or task in self.reworded:
            return True
        return any(f" {task} " in f" {known} " for known in self.known)

    def questions_below_own(self, template: Report) -> set[int]:
        """Return the template's questions that have a task which it does not have itself in the text above them."""
        places = template.template.questions
        below = (next((p.number for p in places if start < p.slot.start), None) for start in self.own_starts)
        return {number for number in below if number is not None}

    def put_into(self, source: str, start: int, end: int) -> str:
        """Return a stretch of the template's source with the marks and tasks in it."""
        inside = [edit for edit in self.edits if start <= edit.span.start < end]
        return splice(
            source[start:end], [Splice(Span(e.span.start - start, e.span.end - start), e.text) for e in inside]
        )


def task_in(line: str) -> str | None:
    """Return the words of a task's line; None where it is not a task, not even one with a spoilt mark."""
    task = _TASK.match(line)
    return None if task is None else task_key(task[2])


def ticks_of(report: Report, template: Report, lines: Collection[int]) -> Ticks:
    """Find for each task of the template the mark that it has on one of the `lines` (from 0) of the report."""
    wanted = template.template.tasks
    keys = [task_key(place.text) for place in wanted]
    tasks = _once(list(_tasks(report, lines)), Counter(keys))
    places = _places(tasks, keys)
    marks: dict[int, str] = {}
    reworded: set[str] = set()
    lost: list[str] = []
    own: dict[int, list[_Task]] = {}
    above = -1
    for task, at in zip(tasks, places, strict=True):
        if at is not None:
            above = at
            marks[at] = min(marks.get(at, task.mark), task.mark, key=_is_open)
            if not task.key.startswith(keys[at]):  # where it does, a note was added: that is not in the template
                reworded.add(task.key)
        elif wanted:
            own.setdefault(above, []).append(task)
        elif task.mark in "xX":
            lost.append(task.key)
    edits = [Splice(wanted[at].mark, mark) for at, mark in marks.items()]
    starts = _starts(template, wanted, own)
    for at, those in own.items():
        texts = (report.template.lines[line] for task in those for line in task.lines)
        edits.append(Splice(Span(starts[at], starts[at]), "".join(f"{text}\n" for text in texts)))
    stay = [task for those in own.values() for task in those]
    own_lines = {line for task in stay for line in task.lines}
    return Ticks(edits, set(keys), [task.key for task in stay], own_lines, set(starts.values()), lost, reworded)


def _places(tasks: Sequence[_Task], keys: Sequence[str]) -> list[int | None]:
    """Return the place of each task among the template's; where only its beginning stands a second time, that too."""
    places = same_tasks([task.key for task in tasks], keys)
    known, at = sorted(set(keys)), {key: index for index, key in enumerate(keys)}
    return [
        at.get(begun_task(task.key, known)) if place is None else place
        for task, place in zip(tasks, places, strict=True)
    ]


def _once(tasks: Sequence[_Task], places: Mapping[str, int]) -> Sequence[_Task]:
    """Return the tasks without lines that stand more often than in the template: done is what is ticked once."""
    often = Counter(task.key for task in tasks)
    too_many = {key for key, number in often.items() if number > places[key] > 0}
    kept: dict[str, list[_Task]] = {}
    for task in tasks:
        if task.key in too_many:
            kept.setdefault(task.key, []).append(task)
    marks = {key: iter(sorted((task.mark for task in same), key=_is_open)) for key, same in kept.items()}
    left = {key: places[key] for key in too_many}
    found: list[_Task] = []
    for task in tasks:
        if task.key not in too_many:
            found.append(task)
        elif left[task.key]:
            left[task.key] -= 1
            found.append(task._replace(mark=next(marks[task.key])))
    return found


def _is_open(mark: str) -> bool:
    return mark not in "xX"


def _starts(template: Report, wanted: Sequence["TaskPlace"], above: Collection[int]) -> dict[int, int]:
    """Return the offset in the template's source below each of some tasks; -1 is the start of the first task's line."""
    lines = template.template.lines
    starts: dict[int, int] = {}
    for at in above:
        line = wanted[max(at, 0)].line
        starts[at] = lines.start(line if at < 0 else _end(lines, line))
    return starts


def _tasks(report: Report, lines: Collection[int]) -> Iterator[_Task]:
    """Yield the tasks on some lines, in file order: all of the report's, and spoilt ones above the questions."""
    structure = report.template
    known = {place.line: place for place in structure.tasks}
    first = structure.questions[0].heading_line if structure.questions else len(structure.lines)
    for line in sorted(lines):
        span = range(line, _end(structure.lines, line))
        if line in known:
            mark = known[line].mark
            yield _Task(task_key(known[line].text), report.source[mark.start : mark.end], span)
        elif line < first and (task := _TASK.match(structure.lines[line])):
            meant = "x" if task[1] in {"x", "X"} else " "
            rest = " ".join(["", *(structure.lines[at] for at in span[1:])])
            yield _Task(task_key(task[2] + rest), meant, span)


def _end(lines: Lines, line: int) -> int:
    """Return the line below a task and the indented lines that belong to it."""
    line += 1
    while (
        line < len(lines)
        and lines[line][:1] in {" ", "\t"}
        and not is_blank(lines[line])
        and not _TASK.match(lines[line])
    ):
        line += 1
    return line
