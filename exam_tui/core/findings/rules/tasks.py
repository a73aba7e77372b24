"""Rules on the checklist: marks that are not ticks, and tasks that are there twice."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from exam_tui.core.course import COURSE
from exam_tui.core.findings.catalog import CODES
from exam_tui.core.findings.context import CheckContext, at_offset
from exam_tui.core.findings.finding import Finding
from exam_tui.core.report.report import Report
from exam_tui.core.report.task_identity import task_key
from exam_tui.core.report.task_marks import OddMark, odd_marks
from exam_tui.core.text.words import plural

_MOST_RUNS: Final = 4
_SHOWN: Final = 60
_NEAR: Final = 2
"""Lines that a task takes at most, to be right above the next one."""


class _Repeated(NamedTuple):
    """A task that stands a second time: its place among all, its line, its text, its first line; lines from 1."""

    at: int
    line: int
    text: str
    first: int


def task_findings(context: CheckContext) -> Iterator[Finding]:
    """Find what is wrong with the tasks of a report."""
    report = context.report
    marks = odd_marks(report.template)
    for odd in marks:
        yield _mark(report, odd)
    yield from _twice(_repeated(context, marks))


def _mark(report: Report, odd: OddMark) -> Finding:
    shown = f"`[{odd.written}]`"
    if odd.meant is None:
        wanted, remedy = (
            "`[x]` where the task is done, `[ ]` where it is not",
            "Only these work as ticks on every page.",
        )
    else:
        wanted = f"`[{odd.meant[0]}]`"
        remedy = "Only `[x]` and `[ ]` work as ticks on every page; `exam-tui check --fix` writes them."
    is_glued = odd.span.end - odd.span.start > len(odd.written)
    space = " and a space" if is_glued else ""
    return at_offset(report, "task-mark", odd.bracket, f"{shown} is not a tick: write {wanted}{space}", remedy)


def missing_tasks(report: Report, remedy: str) -> Iterator[Finding]:
    """Find the parts of the checklist that have fewer tasks than in any known template, whatever else was changed."""
    wanted = COURSE.form(max(question.number for question in report.questions)).tasks
    parts = [list(tasks) for _, tasks in groupby(report.tasks, key=lambda task: task.group)]
    if len(parts) != len(wanted):
        return
    starts = [part[0].line for part in parts]
    keys = [{task_key(task.text) for task in part} for part in parts]
    for odd in odd_marks(report.template):
        keys[max(bisect_right(starts, odd.line + 1) - 1, 0)].add(task_key(odd.text))
    for part, own, most in zip(parts, keys, wanted, strict=True):
        if len(own) < most:
            left = plural(most - len(own), "task")
            message = f"the template's text is missing here: {left} of “{part[0].group}”"
            severity = CODES["template-changed"].severity
            yield Finding("template-changed", severity, part[0].line, 1, None, message, remedy)


def lines_of_repeated_tasks(context: CheckContext) -> frozenset[int]:
    """Return the lines (from 0) of the tasks that stand a second time."""
    return frozenset(task.line - 1 for task in _repeated(context, odd_marks(context.report.template)))


def _repeated(context: CheckContext, marks: Sequence[OddMark]) -> Iterator[_Repeated]:
    """Yield the tasks that stand a second time, whatever their marks."""
    tasks = [(task.line, task.text) for task in context.report.tasks]
    tasks += [(odd.line + 1, odd.text) for odd in marks if not odd.is_task]
    first: dict[str, int] = {}
    for at, (line, text) in enumerate(sorted(tasks)):
        key = task_key(text)
        if not key or context.in_conflict(line - 1):  # there both sides stand
            continue
        if first.setdefault(key, line) != line:
            yield _Repeated(at, line, text, first[key])


def _twice(repeated: Iterator[_Repeated]) -> Iterator[Finding]:
    """Name the tasks that stand a second time: one finding for those below each other."""
    runs: list[list[_Repeated]] = []
    for task in repeated:
        above = runs[-1][-1] if runs else None
        if above is None or task.at != above.at + 1 or task.line > above.line + _NEAR:
            runs.append([])
        runs[-1].append(task)
    for run in runs[:_MOST_RUNS]:
        text = run[0].text if len(run[0].text) <= _SHOWN else f"{run[0].text[: _SHOWN - 1]}…"
        more = f" and {plural(len(run) - 1, 'more task')}" if len(run) > 1 else ""
        message = f"this task is here a second time: “{text}”{more}"
        remedy = f"It is already in line {run[0].first}: delete one of the two, and tick the other if it is done."
        yield Finding("template-changed", CODES["template-changed"].severity, run[0].line, 1, None, message, remedy)
