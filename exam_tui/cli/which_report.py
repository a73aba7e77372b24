"""Which report is meant: the one named, or the one that the search finds, and saying which."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from exam_tui.cli.command_line import UsageError
from exam_tui.cli.output import Output
from exam_tui.core.course import COURSE
from exam_tui.errors import ReportNotFoundError

if TYPE_CHECKING:
    from exam_tui.session.find_report import FoundReport, Search

_OTHERS_NAMED = 3


def named_report(files: Sequence[str], out: Output, refusal: str) -> Path:
    """Return the report that is named, or else the one that is found; `refusal` says why more than one will not do.

    Raises:
        UsageError: more than one is named.
        ReportNotFoundError: none is named and none is found.

    """
    if len(files) > 1:
        raise UsageError(refusal, help="Name one file.")
    return Path(files[0]) if files else find_report(out)


def find_report(out: Output) -> Path:
    """Return the report found from the present folder on; where there are several, say which one was taken.

    Raises:
        ReportNotFoundError: there is none; the message says where it looked, and how to get the template.

    """
    from exam_tui.session.find_report import find_reports  # noqa: PLC0415 - a named file needs no search

    search = find_reports(Path())
    choice = search.choice
    if choice is None:
        raise ReportNotFoundError(_nothing_found(search), help=_how_to_begin())
    if len(search.reports) > 1:
        _list(search, choice, out)
    return choice.path


def _list(search: "Search", choice: "FoundReport", out: Output) -> None:
    why = "" if choice is search.reports[0] else f": {search.reports[0].path} looks like an untouched template"
    out.talk(f"There are {len(search.reports)} reports, {choice.path} is taken{why}.")
    width = max(len(str(report.path)) for report in search.reports)
    for report in search.reports:
        out.talk(f"  {report.path!s:{width}}  {report.answered} of {report.total} answered")


def _nothing_found(search: "Search") -> str:
    looked = f"{COURSE.report_path} and {COURSE.report_name} in {search.folder}"
    if search.top != search.folder:
        looked += f" and every folder up to {search.top}"
    looked += f", then {COURSE.report_name} in the folders below"
    if not search.others:
        return f"There is no report here: looked for {looked}."
    names = ", ".join(str(path) for path in search.others[:_OTHERS_NAMED])
    more = f" and {len(search.others) - _OTHERS_NAMED} more" if len(search.others) > _OTHERS_NAMED else ""
    return f"There is no report here: looked for {looked}. No question in {names}{more}."


def _how_to_begin() -> str:
    return f"Name the file, or save the course's template as {COURSE.report_path}: {COURSE.template_url}"
