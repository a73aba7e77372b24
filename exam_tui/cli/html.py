"""`exam-tui html [FILE] [-o OUT]`: the page, without the editor."""

import os
from pathlib import Path

from exam_tui.cli.arguments import Options, UsageError
from exam_tui.cli.find import find_report
from exam_tui.cli.output import ExitCode, Output
from exam_tui.errors import ExamTuiError, NotAReportError, PageError
from exam_tui.session import Session, export_page, page_path
from exam_tui.storage.files import read_file
from exam_tui.storage.reports import report_of

HELP = """\
Write a report as one self-contained HTML page and print where it is.

  exam-tui html [FILE] [-o OUT]

  -o, --output OUT   the page; otherwise report.html beside the report
  -h, --help         print this

Without FILE the report is looked for, see exam-tui -h.
"""


def run(arguments: list[str], out: Output) -> ExitCode:
    """Write the page and return the exit code.

    Raises:
        UsageError: the arguments make no sense.
        PageError: a report or something that is no file would be overwritten, or the page cannot be made.
        ExamTuiError: the report cannot be read, the page cannot be written.

    """
    parser = Options("html")
    parser.add_argument("-o", "--output")
    options, files = parser.read(arguments)
    if options.help:
        for line in HELP.rstrip().split("\n"):
            out.data(line)
        return ExitCode.CLEAN
    if len(files) > 1:
        raise UsageError("One page is made of one report.", help="Name one file.")
    path = Path(files[0]) if files else find_report(out)
    session = Session.open(path)
    target = page_path(path) if options.output is None else Path(options.output)
    _refuse_report(target)
    page, notices = export_page(session.report, path, target)
    for notice in notices:
        out.talk(notice)
    out.data(str(page))
    return ExitCode.CLEAN


def _refuse_report(target: Path) -> None:
    """Refuse to overwrite a report, whichever: `-o` one argument too early would cost somebody's answers."""
    if not os.path.lexists(target):
        return
    if target.exists() and not target.is_file():
        raise PageError(f"{target} is no file that a page can be written to.", help="Name a file with -o.")
    try:
        snapshot = read_file(target)
    except ExamTuiError:  # too large for a report, as pages with pictures are, or no text
        return
    if snapshot.data.lstrip()[:9].lower() == b"<!doctype":  # a page may show a whole report in a code block
        return
    try:
        report_of(snapshot)
    except NotAReportError:
        return
    raise PageError(f"{target} is a report, the page would overwrite it.", help="Choose another name with -o.")
