"""`check --format text`: problems first, then every question, then the verdict."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from exam_tui.cli.check.checked_file import CheckedFile, CheckedReport
from exam_tui.cli.check.summary import message_of, summary_lines
from exam_tui.cli.output import Output, Style
from exam_tui.core.findings.finding import Finding, Severity
from exam_tui.errors import ExamTuiError

if TYPE_CHECKING:
    from exam_tui.cli.check.tables import FileTable

_STYLES: Final[dict[Severity, Style]] = {"error": "error", "warning": "warning", "info": "dim"}


class TextFormat:
    """Prints one file in full, several as their problems and a table at the end."""

    def __init__(self, out: Output, *, several: bool, quiet: bool) -> None:
        self._out = out
        self._quiet = quiet
        self._table = _table(out) if several and not quiet else None

    def add(self, checked: CheckedFile) -> None:
        """Print the problems of a file and, where it is the only one, its questions and verdict."""
        if self._table is not None:
            self._table.add(checked)
        if isinstance(checked.result, ExamTuiError):
            return
        self._findings(checked.path, checked.result.listed)
        if self._table is None and not self._quiet:
            self._report(checked.result)

    def finish(self) -> None:
        """Print the table of several files."""
        if self._table is not None:
            self._table.print()

    def _findings(self, path: str, findings: Sequence[Finding]) -> None:
        remedies: set[str] = set()
        for finding in findings:
            place = f"{path}:{finding.line}:{finding.column}: "
            self._out.data(place, (finding.code, _STYLES[finding.severity]), f" {message_of(finding)}")
            if finding.help and finding.help not in remedies and not self._quiet:
                remedies.add(finding.help)  # a template that nobody has touched has one remedy, not thirty
                self._out.data("    ", (finding.help, "dim"))

    def _report(self, checked: CheckedReport) -> None:
        from exam_tui.cli.check.tables import print_questions  # noqa: PLC0415 - see `_table`

        if checked.findings:
            self._out.data()
        print_questions(checked.questions, self._out)
        self._out.data()
        *lines, last = summary_lines(checked)
        for line in lines:
            self._out.data(line)
        self._out.data((last, "error" if checked.has_complaints else "bold"))


def _table(out: Output) -> "FileTable":
    from exam_tui.cli.check.tables import FileTable  # noqa: PLC0415 - with what it takes to name questions: not for -q

    return FileTable(out)
