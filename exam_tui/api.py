"""What `exam-tui check` knows of a report, for programs: the verdict of the course's checker, and the findings."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from exam_tui.core.checker import Verdict
from exam_tui.core.findings.context import CheckContext
from exam_tui.core.findings.engine import findings_in
from exam_tui.core.findings.finding import Finding
from exam_tui.core.report.limits import Limit, Limits
from exam_tui.core.report.question import Question, Task
from exam_tui.core.report.report import Report
from exam_tui.session.problems import Problems
from exam_tui.session.session import Session

__all__ = ["CheckResult", "Finding", "Limit", "Limits", "Question", "Report", "Session", "Task", "Verdict", "check"]


class CheckResult(NamedTuple):
    """What there is to say of a report.

    Attributes:
        verdict: what the course's checker says; of no use where `report.is_course_report` is False.
        findings: everything found, sorted by position.

    """

    verdict: Verdict
    findings: Sequence[Finding]


def check(report: Report, path: str | Path | None = None) -> CheckResult:
    """Check a report as it is now. Never raises, whatever the report holds.

    Args:
        report: the report, edited or not.
        path: its file. With it the images that answers link are looked up beside the file, and what was changed in the
            template by git's history of the file; without it nothing but the report is read.

    """
    if path is None:
        context = CheckContext(report.reparsed())
        return CheckResult(context.verdict, findings_in(context))
    seen = Problems(Path(path)).of(report)
    return CheckResult(seen.context.verdict, seen.findings)
