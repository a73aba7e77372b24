"""One file as `check` has seen it; the formats print it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from exam_tui.cli.output import ExitCode
from exam_tui.cli.standard_input import STDIN, read_standard_input
from exam_tui.core.checker import Verdict
from exam_tui.core.findings.context import CheckContext
from exam_tui.core.findings.finding import Finding
from exam_tui.core.findings.joined import joined
from exam_tui.core.report.question import Question, Task
from exam_tui.core.report.report import Report
from exam_tui.errors import REPORT_IT, ExamTuiError
from exam_tui.session.problems import Problems
from exam_tui.storage.disk.read import read_report, report_of


class CheckedReport(NamedTuple):
    """What there is to say of a report.

    Attributes:
        tasks: the report's.
        verdict: what the course's checker says; None for reports of other courses.
        findings: sorted by position.
        questions: the report's, each with the state that the findings leave it.
        is_partial: whether findings were left out because the user ignores their codes.
        notes: what kept something from being looked at, with what to do, a sentence each.

    """

    tasks: Sequence[Task]
    verdict: Verdict | None
    findings: Sequence[Finding]
    questions: Sequence[Question]
    is_partial: bool = False
    notes: Sequence[str] = ()

    @property
    def listed(self) -> Sequence[Finding]:
        """The findings as they are listed: those of many unanswered questions are one."""
        return joined(self.findings)

    def count(self, severity: str) -> int:
        """Return how many of the findings that are listed have a severity."""
        return sum(finding.severity == severity for finding in self.listed)

    @property
    def has_complaints(self) -> bool:
        """Whether the course's checker complains or would stop."""
        return self.verdict is not None and (self.verdict.error is not None or bool(self.verdict.failures))


class CheckedFile(NamedTuple):
    """A file as it was named, and what came of it: a report, or why there is none."""

    path: str
    result: CheckedReport | ExamTuiError

    def exit_code(self, *, strict: bool) -> ExitCode:
        """Return the exit code that this file alone asks for; with `strict` warnings count as errors."""
        checked = self.result
        if isinstance(checked, ExamTuiError):
            return ExitCode.UNUSABLE
        complains = checked.has_complaints and not checked.is_partial  # each complaint has its error among the findings
        is_bad = checked.count("error") or complains or (strict and checked.count("warning"))
        return ExitCode.ERRORS if is_bad else ExitCode.CLEAN


Proofread = Callable[[Path | None, CheckContext], tuple[Sequence[Finding], Sequence[str]]]
"""Returns the mistakes in the English of a report, and what was not read and why."""


def check_file(
    name: str,
    template: Report | None = None,
    ignored: frozenset[str] = frozenset(),
    proofread: Proofread | None = None,
) -> CheckedFile:
    """Read and check one file, the codes in `ignored` left out. Whatever is wrong, the other files get their turn.

    `-` is standard input: images and the file's history are not looked up.
    """
    path = None if name == STDIN else Path(name)
    try:
        report = load_report(path) if path else report_of(read_standard_input())
        return CheckedFile(name, check_report(path, report, template, ignored, proofread))
    except ExamTuiError as error:
        return CheckedFile(name, error)
    except Exception as error:  # noqa: BLE001 - our fault, in one file of many: the others are checked all the same
        fault = f"{name} could not be checked: {type(error).__name__}: {error}."
        return CheckedFile(name, ExamTuiError(fault, help=f"This is a bug in exam-tui, {REPORT_IT}."))


def load_report(path: Path) -> Report:
    """Return the report in a file.

    Raises:
        ExamTuiError: it cannot be read or holds none; see `read_report`.

    """
    return read_report(path)[1]


def check_report(
    path: Path | None,
    report: Report,
    template: Report | None = None,
    ignored: frozenset[str] = frozenset(),
    proofread: Proofread | None = None,
) -> CheckedReport:
    """Check the report that was read from a file, the codes in `ignored` left out; `path` as in `Problems`."""
    problems = Problems(path, template)
    seen = problems.of(report)
    found = seen.own_findings if "template-changed" in ignored else seen.findings  # what takes long is not for nothing
    findings = tuple(finding for finding in found if finding.code not in ignored)
    is_partial = len(findings) < len(found)
    notes = [problems.refusal] if problems.refusal else []
    if proofread is not None:
        mistakes, unread = proofread(path, seen.context)
        kept = (finding for finding in mistakes if finding.code not in ignored)
        findings = tuple(sorted((*findings, *kept), key=lambda finding: (finding.line, finding.column)))
        notes += unread
    return CheckedReport(report.tasks, seen.verdict, findings, seen.questions, is_partial=is_partial, notes=notes)
