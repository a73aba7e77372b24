"""A promise: where the checker's number differs from ours, a finding says why."""

from collections.abc import Sequence
from typing import NamedTuple

from exam_tui.core.checker import Verdict, verdict_of
from exam_tui.core.findings.engine import findings_of
from exam_tui.core.findings.finding import Finding
from exam_tui.core.report.report import Report

# Codes that say for one question why the checker counts otherwise.
_OF_QUESTION = {
    "unanswered",
    "placeholder-left",
    "inside-quote",
    "checker-cuts-answer",
    "checker-drops-text",
    "checker-stops",
}
# Codes after which positions and numbers no longer agree for the whole file.
_OF_FILE = {
    "question-missing",
    "marker-missing",
    "question-duplicate",
    "question-order",
    "conflict-marker",
    "checker-stops",
}
STOPS = {
    "checker-stops",
    "question-missing",
    "marker-missing",
    "question-duplicate",
    "conflict-marker",
    "undecodable",
}


class Said(NamedTuple):
    """A report and what is said of it: our findings, no images looked up, and the checker's verdict."""

    report: Report
    findings: Sequence[Finding]
    verdict: Verdict


def said_of(report: Report) -> Said:
    """Ask for all of it once."""
    return Said(report, findings_of(report), verdict_of(report))


def unexplained(said: Said) -> list[str]:
    """Return what the checker would say otherwise than we do, without a finding that says why."""
    report, findings, verdict = said
    if not report.is_course_report:
        return []
    codes = {finding.code for finding in findings}
    if verdict.error is not None:
        return [] if codes & STOPS else [f"stops: {verdict.error}"]
    if codes & _OF_FILE or any("mix up answers" in finding.message for finding in findings):
        return []
    named = {
        finding.question
        for finding in findings
        if finding.code in _OF_QUESTION or "reads as part of the answer above" in finding.message
    }
    ours = {question.number: question.counts for question in report.questions}
    return [
        f"question {answer.number}: checker {answer.words}/{answer.images}, we {ours.get(answer.number)}"
        for answer in verdict.answers
        if answer.number not in named
        and (
            answer.number not in ours
            or (answer.words, answer.images) != (ours[answer.number].words, ours[answer.number].images)
        )
    ]


def complaints_without_error(said: Said) -> list[str]:
    """Return the checker's complaints on questions for which we report no error."""
    report, findings, verdict = said
    if not report.is_course_report or verdict.error is not None:
        return []
    errors = {finding.question for finding in findings if finding.severity == "error"}
    whole = [f for f in findings if f.code in _OF_FILE or "mix up answers" in f.message]
    return [
        f"question {failure.question}: {failure.kind}"
        for failure in verdict.failures
        if failure.question not in errors and not whole
    ]
