"""`exam-tui [edit] [FILE]`: the editor, or with --plain the report line by line."""

import codecs
import gc
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import exam_tui
from exam_tui.cli.command_line import Options, UsageError
from exam_tui.cli.output import PROGRAM, ExitCode, Output, is_terminal
from exam_tui.errors import ExamTuiError, ReportNotFoundError

if TYPE_CHECKING:
    from exam_tui.settings.settings import Settings

HELP = """\
Fill in an exam report: every question, every limit, nothing lost.

  exam-tui [edit] [FILE]     edit a report
  exam-tui check [FILE…]     say what the course's check will say, and why
  exam-tui repair [FILE]     put the template's text back around the answers
  exam-tui history [FILE]    list its earlier versions, show or restore one
  exam-tui html [FILE]       write the report as an HTML page
  exam-tui merge             merge two versions of a report by question; for git

Without FILE: reports/README.md, README.md here, then upward to the repository's
root, then README.md in the folders below; the first that is a report.
A file that has the name of a command: exam-tui ./check

  --plain        edit line by line, for screen readers: no cursor movement, no colour
  --no-html      do not write the page when saving
  --version      print the version
  -h, --help     print this; `exam-tui check -h` explains a command

Exit code: 0 fine · 1 the report has errors (check) or needs repair · 2 wrong usage, or no report · 130 interrupted
"""


class NoTerminalError(ExamTuiError):
    """The editor was started where there is nothing to draw on or nobody to type."""


def run(arguments: list[str], out: Output) -> ExitCode:
    """Open the editor and return how it ended.

    Raises:
        UsageError: the arguments make no sense.
        NoTerminalError: stdin or stdout is no terminal, a dumb one, or one without UTF-8.
        ExamTuiError: the report cannot be opened.

    """
    parser = Options()
    parser.add_argument("--version", action="store_true")
    parser.add_argument("--no-html", action="store_true")
    parser.add_argument("--plain", action="store_true")
    options, files = parser.read(arguments)
    if options.help:
        for line in HELP.rstrip().split("\n"):
            out.data(line)
        return ExitCode.CLEAN
    if options.version:
        out.data(f"{PROGRAM} {exam_tui.__version__}")
        return ExitCode.CLEAN
    if len(files) > 1:
        raise UsageError("The editor opens one report at a time.", help="Name one file, or use exam-tui check.")
    path = _existing(files[0]) if files else _found(out)
    from exam_tui.settings.settings import load_settings  # noqa: PLC0415 - the help needs none

    settings = load_settings(path, os.environ, {"html": False if options.no_html else None})
    if options.plain:
        from exam_tui.cli.plain.editor import run_plain  # noqa: PLC0415 - not for the editor

        return run_plain(path, out, _judged(settings))
    _require_terminal(path)
    gc.disable()  # it would look three times at what is being imported; the editor enables it behind its first frame
    from exam_tui.tui.app import run_editor  # noqa: PLC0415 - Textual's import takes longer than all the rest

    return ExitCode(run_editor(path, settings))


def _judged(settings: "Settings") -> "Settings":
    """Return settings with the problems that only the editor sees in keys and theme; without these it is not loaded."""
    if not settings.keys and not settings.theme:
        return settings
    from exam_tui.tui.keys.settings_check import setting_problems  # noqa: PLC0415 - loads Textual

    return replace(settings, problems=tuple(setting_problems(settings)))


def _found(out: Output) -> Path:
    from exam_tui.cli.which_report import find_report  # noqa: PLC0415 - a named file needs no search

    return find_report(out)


def _existing(name: str) -> Path:
    """Return the path, once it is known that there is a file to read: that costs nothing beside the editor's start."""
    from exam_tui.storage.disk.read import read_file  # noqa: PLC0415 - the help needs none

    path = Path(name)
    try:
        read_file(path)
    except ReportNotFoundError as error:
        if name.isalpha():  # more likely meant as a command
            raise ReportNotFoundError(
                f"There is no file {name}, and no command of that name.", help=f"See {PROGRAM} -h."
            ) from error
        raise
    return path


def _require_terminal(path: Path) -> None:
    can_draw = is_terminal(sys.stdin) and is_terminal(sys.stdout) and os.environ.get("TERM") != "dumb"
    encoding = getattr(sys.__stderr__, "encoding", None) or "utf-8"  # the editor is drawn there
    if can_draw and codecs.lookup(encoding).name == "utf-8":
        return
    from exam_tui.session.session import Session  # noqa: PLC0415 - the editor opens the report itself

    Session.open(path)  # what is wrong with the file matters more than that there is no terminal
    if can_draw:
        raise NoTerminalError(
            f"The editor needs a terminal with UTF-8; the locale says {encoding}.",
            help=f"If your terminal uses UTF-8, start the editor with LC_ALL=C.UTF-8 {PROGRAM}; "
            f"{PROGRAM} edit --plain works without.",
        )
    raise NoTerminalError(
        "The editor needs a terminal.",
        help=f"{PROGRAM} check, {PROGRAM} html and {PROGRAM} edit --plain work without one.",
    )
