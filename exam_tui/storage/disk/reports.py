"""Read a file that is to be a report. The one place that decides which files are opened as reports."""

from pathlib import Path
from typing import Final

from exam_tui.core.report.report import Report
from exam_tui.errors import NotAReportError, TooLargeError
from exam_tui.storage.disk.read import MAX_BYTES, Snapshot, read_file

MAX_LINES: Final = 40_000
"""Lines that a report may have; the largest real ones have about 1,500. So many are read in about a second."""


def read_report(path: Path) -> tuple[Snapshot, Report]:
    """Return a file's content and the report in it.

    Raises:
        ReportNotFoundError: there is no such file.
        UnreadableFileError: it cannot be read as text.
        TooLargeError: it is above 1 MB or MAX_LINES.
        NotAReportError: it holds no question.

    """
    snapshot = read_file(path)
    return snapshot, report_of(snapshot)


def report_of(snapshot: Snapshot) -> Report:
    """Return the report in a file that has been read.

    Raises:
        TooLargeError: it has more than MAX_LINES lines.
        NotAReportError: it holds no question.

    """
    lines = _count_lines(snapshot.data)
    if lines > MAX_LINES:
        raise TooLargeError(
            f"{snapshot.path} has {lines:,} lines; a report has at most {MAX_LINES:,}.",
            help="Check that it is the right file.",
        )
    report = Report.from_bytes(snapshot.data)
    if not report.questions:
        what = "holds no question" if snapshot.data.strip() else "is empty"
        raise NotAReportError(
            f"{snapshot.path} {what}.", help="A report has headings such as “### Question 1”, each with an “Answer:”."
        )
    return report


def too_large_to_open(data: bytes) -> str:
    """Return why a report with this content could not be opened again, as a sentence without a dot; "" where it can."""
    if len(data) > MAX_BYTES:
        return "it is larger than 1 MB now and cannot be opened again: shorten it before you leave"
    if _count_lines(data) > MAX_LINES:
        return f"it has more than {MAX_LINES:,} lines now and cannot be opened again: shorten it before you leave"
    return ""


def _count_lines(data: bytes) -> int:
    return data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n") + (not data.endswith((b"\n", b"\r")))
