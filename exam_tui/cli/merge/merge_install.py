"""`exam-tui merge --install` and `--uninstall`: git is told, in one clone, to merge the report question by question."""

import sys
from collections.abc import Sequence
from pathlib import Path

from exam_tui.cli.command_line import UsageError
from exam_tui.cli.output import PROGRAM, ExitCode, Output, is_terminal
from exam_tui.cli.which_report import named_report
from exam_tui.errors import ExamTuiError
from exam_tui.git.merging.merge_driver import Setup, install, setup_of, uninstall
from exam_tui.storage.disk.read import read_report
from exam_tui.storage.disk.real_path import real_path


class NobodyToAskError(ExamTuiError):
    """There is no terminal to ask the user in."""


def set_up(files: Sequence[str], out: Output, *, yes: bool) -> ExitCode:
    """Show what is to be written, ask, write it; 1 if the answer is no.

    Raises:
        UsageError: more than one report is named.
        NobodyToAskError: there is no terminal.
        ExamTuiError: there is no report or no repository, git refuses, or something cannot be written.

    """
    path = named_report(files, out, "One report can be set up at a time.")
    read_report(path)
    setup = setup_of(path)
    if setup.has_line and setup.has_settings:
        out.talk(f"git already merges {setup.report} question by question in this clone.")
        return ExitCode.CLEAN
    _show(setup, out)
    if not yes and not _agreed(out):
        out.talk("Nothing was written.")
        return ExitCode.ERRORS
    install(setup)
    out.talk(f"git now merges {setup.report} question by question in this clone. Other clones need the same command.")
    return ExitCode.CLEAN


def take_back(files: Sequence[str], out: Output) -> ExitCode:
    """Remove what was written into the clone that the report, or else the folder we are in, belongs to.

    Raises:
        ExamTuiError: there is no repository, git refuses, or something cannot be written.

    """
    if len(files) > 1:
        raise UsageError("At most one report can be given.", help="Give one file.")
    folder = Path(real_path(files[0])).parent if files else Path()
    done = uninstall(folder)
    for line in done or ["Nothing to remove."]:
        out.talk(line if line.endswith(".") else f"{line}.")
    return ExitCode.CLEAN


def _show(setup: Setup, out: Output) -> None:
    out.data(f"To make git merge {setup.report} question by question, this is written into this clone only.")
    out.data("If exam-tui is uninstalled, git falls back to its normal merge.")
    if not setup.has_line:
        out.data((str(setup.attributes), "bold"))
        out.data(f"  {setup.line}")
    if not setup.has_settings:
        out.data((str(setup.attributes.parent.parent / "config"), "bold"))
        for name, value in setup.settings:
            out.data(f"  {name} = {value}")


def _agreed(out: Output) -> bool:
    """Ask whether to write it.

    Raises:
        NobodyToAskError: there is no terminal.

    """
    if not is_terminal(sys.stdin) or not is_terminal(sys.stdout):
        raise NobodyToAskError("Not a terminal, so nothing was written.", help=f"Use {PROGRAM} merge --install --yes.")
    out.finish(ExitCode.CLEAN)
    try:
        return input("Write it? [y/N] ").strip().lower() in {"y", "yes"}
    except EOFError:
        return False
