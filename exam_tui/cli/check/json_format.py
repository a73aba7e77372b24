"""`check --format json`: the first version of its shape; fields may be added, not changed."""

import json
from typing import TypeAlias

from exam_tui.cli.check.checked_file import CheckedFile, CheckedReport
from exam_tui.cli.output import Output
from exam_tui.cli.runner import json_without_commands
from exam_tui.core.checker import Failure, Verdict
from exam_tui.core.findings.finding import Finding
from exam_tui.core.report.limits import Limit
from exam_tui.core.report.question import Question
from exam_tui.errors import ExamTuiError

VERSION = 1
_IN_ENGLISH = frozenset({"spelling", "grammar"})
"""The codes of mistakes in English: they name what may stand there instead."""

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | None"


class JsonFormat:
    """Prints one document, each report on a line of its own as soon as it is known.

    Only ASCII is printed (JSON's escapes for the rest): file names come back exactly as they were typed,
    and nothing in them reaches a terminal.
    """

    def __init__(self, out: Output) -> None:
        self._out = out
        self._previous = ""

    def add(self, checked: CheckedFile) -> None:
        """Print the report before this one, now that a comma has to follow it."""
        if self._previous:
            self._out.data(self._previous, ",")
        else:
            self._out.data(f'{{"version": {VERSION}, "reports": [')
        self._previous = json_without_commands(json.dumps(file_facts(checked)))

    def finish(self) -> None:
        """Print the last report and the end of the document."""
        self._out.data(self._previous, "]}")


def file_facts(checked: CheckedFile) -> Json:
    """Return one file as JSON; one that is not a report has `error` set and nothing else."""
    result = checked.result
    if isinstance(result, ExamTuiError):
        nothing: Json = dict.fromkeys(("tasks", "checker", "questions", "findings"))
        return {"path": checked.path, "error": str(result), **nothing}  # type: ignore[dict-item]
    return {"path": checked.path, "error": None, **_report(result)}


def _report(checked: CheckedReport) -> "dict[str, Json]":
    tasks = checked.tasks
    return {
        "tasks": {"done": sum(task.done for task in tasks), "total": len(tasks)},
        "checker": None if checked.verdict is None else _verdict(checked.verdict),
        "questions": [_question(question) for question in checked.questions],
        "findings": [_finding(finding) for finding in checked.findings],
    }


def _verdict(verdict: Verdict) -> Json:
    return {
        "error": verdict.error,
        "passed": verdict.passed,
        "total": verdict.total,
        "counts": {str(answer.number): {"words": answer.words, "images": answer.images} for answer in verdict.answers},
        "failed": [_failure(failure) for failure in verdict.failures],
    }


def _failure(failure: Failure) -> Json:
    return {
        "question": failure.question,
        "kind": failure.kind,
        "min": failure.min,
        "max": failure.max,
        "got": failure.got,
    }


def _question(question: Question) -> Json:
    return {
        "number": question.number,
        "section": question.section,
        "line": question.line,
        "state": question.state,
        "words": question.counts.words,
        "visible_words": question.visible_words,
        "images": question.counts.images,
        "limits": {"words": _limit(question.limits.words), "images": _limit(question.limits.images)},
    }


def _limit(limit: Limit | None) -> Json:
    if limit is None:
        return None
    return {"min": limit.min, "max": limit.max} if limit.target is None else {"target": limit.target}


def _finding(finding: Finding) -> Json:
    facts: dict[str, Json] = {
        "code": finding.code,
        "severity": finding.severity,
        "question": finding.question,
        "line": finding.line,
        "column": finding.column,
        "message": finding.message,
        "help": finding.help,
    }
    if finding.code in _IN_ENGLISH:
        facts["replacements"] = list(finding.replacements)
    return facts
