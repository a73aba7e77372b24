"""Report -> findings: the one place that assembles the rules."""

from collections.abc import Iterator, Sequence

from exam_tui.core.course import COURSE
from exam_tui.core.findings.context import CheckContext, at_offset
from exam_tui.core.findings.finding import Finding
from exam_tui.core.findings.rules.answers import answer_findings
from exam_tui.core.findings.rules.checker_cuts import checker_findings, lost_intro_findings
from exam_tui.core.findings.rules.images import image_findings
from exam_tui.core.findings.rules.links import link_findings
from exam_tui.core.findings.rules.members import text_findings
from exam_tui.core.findings.rules.structure import structure_findings
from exam_tui.core.findings.rules.tasks import task_findings
from exam_tui.core.report.image_links import Content, Files, ImageFile, Lookup
from exam_tui.core.report.report import Report

__all__ = ["Content", "Files", "ImageFile", "Lookup", "findings_of"]

# Codes that change the checker's number of an answer.
_TIPPING = {"placeholder-left", "inside-quote", "unanswered"}
# Codes that by themselves say why the checker stops.
_STOPPERS = {
    "checker-stops",
    "question-missing",
    "marker-missing",
    "question-duplicate",
    "conflict-marker",
    "undecodable",
}


def findings_of(report: Report, files: Files | None = None, template: Report | None = None) -> Sequence[Finding]:
    """Return all findings on a report as it is now, sorted by position. Never raises, whatever the report holds.

    Lines and columns are those of `report.to_bytes()`, from 1, in code points (a byte order mark not counted).

    Args:
        report: the report, edited or not.
        files: looks up the images that answers link; without it those codes are silent.
        template: the pristine template; without it `template-changed` names nothing but introductions that count as
            answers because they lost their `>`.

    """
    return findings_in(CheckContext(report.reparsed()), files, template)


def findings_in(context: CheckContext, files: Files | None = None, template: Report | None = None) -> Sequence[Finding]:
    """Return all findings on the report of a context, for who needs the context himself; see `findings_of`."""
    found = _with_complaints(context, list(_all(context, files)))
    if context.report.is_course_report and context.verdict.error and not any(f.code in _STOPPERS for f in found):
        found.append(_stop_without_place(context))
    if template is not None:
        from exam_tui.core.findings.rules.template_text import template_findings  # noqa: PLC0415 - few name one

        # One cause, one finding: where a line of the template is spoilt and a rule says so, that is enough.
        said = {finding.line for finding in found if finding.severity == "error" or finding.code == "template-changed"}
        found += (finding for finding in template_findings(context, template) if finding.line not in said)
    return tuple(sorted(found, key=lambda finding: (finding.line, finding.column, finding.code)))


def _all(context: CheckContext, files: Files | None) -> Iterator[Finding]:
    yield from structure_findings(context)
    yield from answer_findings(context)
    yield from image_findings(context, files)
    yield from link_findings(context, files)
    yield from checker_findings(context)
    yield from lost_intro_findings(context)
    yield from task_findings(context)
    yield from text_findings(context)


def _with_complaints(context: CheckContext, found: list[Finding]) -> list[Finding]:
    """Make an error of what tips a passing answer over a limit in the checker's count: placeholder, quote marks."""
    failing = {failure.question for failure in context.verdict.failures} if context.report.is_course_report else set()
    failing -= {finding.question for finding in found if finding.severity == "error" and finding.question}
    if not failing:
        return found
    return [
        finding._replace(severity="error") if finding.question in failing and finding.code in _TIPPING else finding
        for finding in found
    ]


def _stop_without_place(context: CheckContext) -> Finding:
    """Make the finding for a report whose number of questions fits no template, though none is out of place."""
    last = context.answers[-1] if context.answers else None
    offset = context.report.template.lines.start(last.place.heading_line) if last else 0
    return at_offset(
        context.report,
        "checker-stops",
        offset,
        f"the course's check would stop: {context.verdict.error}",
        f"Restore the questions of the template: {COURSE.sizes}.",
        question=last.question.number if last else None,
    )
