"""`exam-tui [edit] [FILE]`: the editor, or with --plain the report line by line."""

import codecs
import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import exam_tui
from exam_tui.cli.command_line import Options, UsageError
from exam_tui.cli.command_table import may_be_command, no_such_command
from exam_tui.cli.output import PROGRAM, ExitCode, Output, is_terminal
from exam_tui.cli.which_report import find_report, report_at
from exam_tui.errors import ExamTuiError, ReportNotFoundError

if TYPE_CHECKING:
    from exam_tui.settings.settings import Settings


class NoTerminalError(ExamTuiError):
    """The editor was started where there is nothing to draw on or nobody to type."""


def run(options: Options, files: list[str], out: Output) -> ExitCode:
    """Open the editor and return how it ended.

    Raises:
        UsageError: the arguments make no sense.
        NoTerminalError: stdin or stdout is not a terminal, or is a dumb one, or one without UTF-8.
        ExamTuiError: the report cannot be opened.

    """
    if options.version:
        out.data(f"{PROGRAM} {exam_tui.__version__}")
        return ExitCode.CLEAN
    if len(files) > 1:
        raise UsageError("The editor opens one report at a time.", help="Give one file, or use exam-tui check.")
    path = _existing(files[0], out) if files else find_report(out)
    from exam_tui.settings.settings import load_settings  # noqa: PLC0415 - the help needs none

    settings = load_settings(path, os.environ, {"html": False if options.no_html else None})
    if options.plain:
        from exam_tui.cli.plain.editor import run_plain  # noqa: PLC0415 - not for the editor

        return run_plain(path, out, _judged(settings))
    _require_terminal(path)
    gc.disable()  # it would look three times at what is being imported; the editor enables it after its first frame
    from exam_tui.tui.app import open_editor  # noqa: PLC0415 - Textual's import takes longer than all the rest

    return ExitCode(open_editor(path, settings))


def _judged(settings: "Settings") -> "Settings":
    """Return settings with the problems that only the editor sees in keys and theme; without these it is not loaded."""
    if not settings.keys and not settings.theme:
        return settings
    from dataclasses import replace  # noqa: PLC0415 - loads a lot that only settings need

    from exam_tui.tui.keys.keymap import setting_problems  # noqa: PLC0415 - loads Textual

    return replace(settings, problems=tuple(setting_problems(settings)))


def _existing(name: str, out: Output) -> Path:
    """Return the report's path, once there is known to be a file: that costs nothing beside the editor's start."""
    from exam_tui.storage.disk.read import read_file  # noqa: PLC0415 - the help needs none

    path = Path(report_at(name, out))
    try:
        read_file(path)
    except ReportNotFoundError as error:
        if may_be_command(name):
            raise no_such_command(name) from error
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
            f"The editor needs a UTF-8 terminal; the locale says {encoding}.",
            help=f"If your terminal uses UTF-8, start the editor with LC_ALL=C.UTF-8 {PROGRAM}; "
            f"{PROGRAM} edit --plain works without it.",
        )
    raise NoTerminalError(
        "The editor needs a terminal.",
        help=f"{PROGRAM} check, {PROGRAM} html and {PROGRAM} edit --plain work without one.",
    )
