"""`exam-tui html [FILE] [-o OUT]`: the page, without the editor."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from exam_tui.cli.command_line import Options, UsageError
from exam_tui.cli.output import STDOUT, ExitCode, Output
from exam_tui.cli.standard_input import STDIN, read_standard_input
from exam_tui.cli.which_report import named_report
from exam_tui.core.report.report import Report
from exam_tui.errors import ExamTuiError, LinkError, NotAReportError, PageError, ReadOnlyFileError
from exam_tui.page.process import PAGES
from exam_tui.session.page import (
    COURSE_PAGE_NAME,
    export_course_page,
    export_page,
    is_foreign,
    is_our_course_page,
    page_path,
)
from exam_tui.storage.disk.outputs import refuse_links
from exam_tui.storage.disk.read import read_file, read_report, report_of
from exam_tui.storage.disk.real_path import real_path

if TYPE_CHECKING:
    from exam_tui.page.top import CheckSummary

_LINKED_IMAGES: Final = "Its images are linked from the report's folder and show only there."


def run(options: Options, files: list[str], out: Output) -> ExitCode:
    """Write the page and return the exit code.

    Raises:
        UsageError: the arguments make no sense.
        ReadOnlyFileError: the page is marked so.
        LinkError: the page's name is a link, or leads through one.
        PageError: a report, a page of another program or something that is not a file would be overwritten, or the page
            cannot be made.
        ExamTuiError: the report cannot be read, the page cannot be written.

    """
    if options.as_course and options.check_summary:
        raise UsageError("The course's page has no summary.", help="Leave out --as-course or --check-summary.")
    if options.output == STDOUT and options.open:
        raise UsageError("A printed page cannot be opened.", help="Leave out --open, or name a file with -o.")
    path = None if files == [STDIN] else named_report(files, out, "A page holds one report.")
    if path is None and options.output is None:
        raise UsageError("A page from standard input has no name.", help=f"Give one with -o, or print it: -o {STDOUT}")
    PAGES.start()  # while the report is read
    report = report_of(read_standard_input()) if path is None else read_report(path)[1]
    if options.output == STDOUT:
        _print(path, report, options, out)
        return ExitCode.CLEAN
    target = Path(options.output) if options.output is not None else _usual(path or Path(), options)
    try:
        page = _write(path, report, target, options, out)
    except ReadOnlyFileError as error:
        remedy = "Make it writable and try again, or choose another name with -o."
        raise ReadOnlyFileError(error.message, help=remedy) from error
    except LinkError as error:
        raise LinkError(error.message, help="Remove the link, or choose another name with -o.") from error
    out.data(str(page))
    if options.open:
        from exam_tui.desktop.browser import show_in_browser  # noqa: PLC0415 - only where it is asked for

        out.talk(show_in_browser(page.absolute()))
    return ExitCode.CLEAN


def _usual(path: Path, options: Options) -> Path:
    """Return where the page of a report goes unless told otherwise."""
    return path.parent / COURSE_PAGE_NAME if options.as_course else page_path(path)


def _print(path: Path | None, report: Report, options: Options, out: Output) -> None:
    """Print the page that was asked for to stdout, and tell what its reader will miss."""
    if options.as_course:
        out.file(PAGES.course_page(report.to_bytes()).data)
        _tell_of_course_page(path, report, out)
        out.talk(_LINKED_IMAGES)
        return
    folder = path.parent if path else None
    page = PAGES.page(report.to_bytes(), folder, _summary(path, report) if options.check_summary else None)
    out.file(page.data)
    for notice in page.notices:
        out.talk(notice)


def _write(path: Path | None, report: Report, target: Path, options: Options, out: Output) -> Path:
    """Write the page that was asked for, tell what its reader will miss, and return where it is."""
    refuse_links(target)
    _refuse_report(target)
    if not options.force and is_foreign(target) and not (options.as_course and is_our_course_page(target)):
        raise PageError(
            f"{target} was not made by exam-tui and would be replaced.",
            help="Use --force to replace it, or choose another name with -o.",
        )
    if options.as_course:
        page = export_course_page(report.to_bytes(), path, target)
        _tell_of_course_page(path, report, out)
        if path is None or real_path(page.parent) != real_path(path.parent):
            out.talk(_LINKED_IMAGES)
        return page
    summary = _summary(path, report) if options.check_summary else None
    page, notices = export_page(report.to_bytes(), path, target, summary=summary)
    for notice in notices:
        out.talk(notice)
    return page


def _summary(path: Path | None, report: Report) -> "CheckSummary":
    """Return what `check` says of a report."""
    from exam_tui.cli.check.checked_file import check_report  # noqa: PLC0415 - only where it is asked for
    from exam_tui.cli.check.summary import summary_lines  # noqa: PLC0415 - the same
    from exam_tui.page.top import CheckSummary  # noqa: PLC0415 - the same

    checked = check_report(path, report)
    return CheckSummary(summary_lines(checked), checked.listed)


def _tell_of_course_page(path: Path | None, report: Report, out: Output) -> None:
    """Say which answers will look wrong on the course's page."""
    from exam_tui.session.problems import Problems  # noqa: PLC0415 - only where it is asked for

    found = Problems(path).of(report).own_findings
    wrong = sorted({finding.question or 0 for finding in found if finding.code == "course-page"})
    if wrong:
        numbers = ", ".join(map(str, wrong))
        out.talk(f"It shows {'answer' if len(wrong) == 1 else 'answers'} {numbers} wrongly; exam-tui check shows why.")


def _refuse_report(target: Path) -> None:
    """Refuse to overwrite a report, whichever: `-o` one argument too early would cost somebody's answers."""
    if not os.path.lexists(target):
        return
    if target.exists() and not target.is_file():
        raise PageError(f"{target} is not a file that can be written.", help="Name a file with -o.")
    try:
        snapshot = read_file(target)
    except ExamTuiError:  # too large for a report, as pages with pictures are, or not text
        return
    if snapshot.data.lstrip()[:9].lower() == b"<!doctype":  # a page may show a whole report in a code block
        return
    try:
        report_of(snapshot)
    except NotAReportError:
        return
    raise PageError(f"{target} is a report; the page would overwrite it.", help="Choose another name with -o.")
