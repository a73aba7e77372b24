"""Which report is meant: the one named, or the one that the search finds, and saying which."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from exam_tui.cli.command_line import UsageError
from exam_tui.cli.output import PROGRAM, Output
from exam_tui.cli.standard_input import STDIN
from exam_tui.core.course import COURSE
from exam_tui.errors import ReportNotFoundError

if TYPE_CHECKING:
    from exam_tui.session.find_report import FoundReport, Search

_OTHERS_NAMED: Final = 3
_HOW_TO_BEGIN: Final = f"Give the file, or start a report with {PROGRAM} new."


def named_report(files: Sequence[str], out: Output, refusal: str) -> Path:
    """Return the report that is named, or else the one that is found; `refusal` says why more than one will not do.

    Raises:
        UsageError: more than one is named.
        ReportNotFoundError: none is named and none is found.

    """
    if len(files) > 1:
        raise UsageError(refusal, help="Give one file.")
    return Path(report_at(files[0], out)) if files else find_report(out)


def report_at(name: str, out: Output) -> str:
    """Return the report that is named: the file as it was typed, or the one that is found in a folder.

    Raises:
        UsageError: it is `-`, standard input, which has no file.
        ReportNotFoundError: there is none in the folder.

    """
    if name == STDIN:
        raise UsageError(
            "Only check and html read standard input.", help=f"For a file with that name: .{os.sep}{STDIN}"
        )
    if not os.path.isdir(name):  # noqa: PTH112 - False too for what is not a file name
        return name
    from exam_tui.session.find_report import find_reports  # noqa: PLC0415 - a named file needs no search

    return str(Path(name) / _chosen(find_reports(Path(name), upward=False), out, folder=name))


def find_report(out: Output) -> Path:
    """Return the report found from the present folder on; where there are several, say which one was taken.

    Raises:
        ReportNotFoundError: there is none; the message says where it looked, and how to get the template.

    """
    from exam_tui.session.find_report import find_reports  # noqa: PLC0415 - a named file needs no search

    return _chosen(find_reports(Path()), out)


def _chosen(search: "Search", out: Output, folder: str = "") -> Path:
    """Return the report that a search brought; `folder` is the one that was named, "" for the present one."""
    choice = search.choice
    if choice is None:
        raise ReportNotFoundError(_nothing_found(search, folder), help=_HOW_TO_BEGIN)
    if len(search.reports) > 1:
        _list(search, choice, out, Path(folder))
    return choice.path


def _list(search: "Search", choice: "FoundReport", out: Output, folder: Path) -> None:
    paths = [str(folder / report.path) for report in search.reports]
    why = "" if choice is search.reports[0] else f": {paths[0]} looks like a blank template"
    out.talk(f"Found {len(paths)} reports, using {folder / choice.path}{why}.")
    width = max(map(len, paths))
    for path, report in zip(paths, search.reports, strict=True):
        out.talk(f"  {path:{width}}  {report.answered} of {report.total} answered")


def _nothing_found(search: "Search", folder: str) -> str:
    looked = f"{COURSE.report_path} and {COURSE.report_name} in {search.folder}"
    if search.top != search.folder:
        looked += f" and every folder up to {search.top}"
    where = f"in {folder}" if folder else "here"
    found = f"No report {where}: looked for {looked}, then {COURSE.report_name} in the folders below."
    if not search.others:
        return found
    names = ", ".join(str(path) for path in search.others[:_OTHERS_NAMED])
    more = f" and {len(search.others) - _OTHERS_NAMED} more" if len(search.others) > _OTHERS_NAMED else ""
    return f"{found} No questions in {names}{more}."
