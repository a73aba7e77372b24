"""The page beside a report: whether it may be written there, and writing it.

The page never decides whether the report is saved: whatever goes wrong with it is a notice.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from exam_tui.core.report import Report
from exam_tui.errors import ExamTuiError, PageError, WriteError
from exam_tui.storage import git, memory
from exam_tui.storage.files import fingerprint
from exam_tui.storage.pages import is_foreign
from exam_tui.storage.write import write_file

if TYPE_CHECKING:
    from exam_tui.export import Summary

PAGE_NAME = "report.html"
COURSE_PAGE_NAME = "report.course.html"


class PageQuestion(Enum):
    """What has to be asked, once, before a page is written beside a report."""

    KEEP_OUT_OF_GIT = "keep_out_of_git"
    """The page is neither tracked nor ignored: shall git leave it out?"""
    REPLACE_TRACKED = "replace_tracked"
    """The page is tracked: may it be replaced?"""
    REPLACE_FOREIGN = "replace_foreign"
    """The file in its place was made by another program: may it be replaced?"""


@dataclass(frozen=True, slots=True)
class PageResult:
    """What became of the page.

    Attributes:
        path: where it was written, or None.
        notices: what its reader will miss, such as an image that was not found; or why there is no page.

    """

    path: Path | None
    notices: tuple[str, ...] = ()


def page_path(path: Path) -> Path:
    """Return where the page of a report goes unless told otherwise."""
    return path.parent / PAGE_NAME


def page_question(path: Path) -> PageQuestion | None:
    """Return what to ask before the page of a report is written, or None where it was asked or need not be."""
    known = memory.recall(path)
    page = page_path(path)
    if known.get("page") == "never":
        return None
    state = git.FileState.NO_REPOSITORY if "page" in known else git.file_state(page)
    if state in {git.FileState.MODIFIED, git.FileState.COMMITTED}:
        return PageQuestion.REPLACE_TRACKED
    if _is_kept(page, known):
        return PageQuestion.REPLACE_FOREIGN
    is_new = state is git.FileState.UNKNOWN and not page.exists() and not git.is_ignored(page)
    return PageQuestion.KEEP_OUT_OF_GIT if is_new or state is git.FileState.UNTRACKED else None


def answer_page_question(path: Path, question: PageQuestion, *, yes: bool) -> str:
    """Do what was answered, remember it, and say what was done in one line.

    Raises:
        WriteError: git's list of excluded files could not be written.

    """
    if question is not PageQuestion.KEEP_OUT_OF_GIT:
        # A tracked page may be replaced whoever made it; of another one git is asked about next.
        facts = {"foreign_page": "replace"} if yes else {"page": "never"}
        if yes and question is PageQuestion.REPLACE_TRACKED:
            facts["page"] = "write"
        memory.remember(path, facts)
        return "" if yes else f"{PAGE_NAME} stays as it is."
    if yes:
        git.exclude(page_path(path))
        memory.remember(path, {"page": "write"})
        return f"{PAGE_NAME} stays out of git."
    memory.remember(path, {"page": "write"})
    return f"git may see {PAGE_NAME}."


def page_is_wanted(path: Path) -> bool:
    """Tell whether the page may be written on save: not where its replacement was declined."""
    return memory.recall(path).get("page") != "never"


def _is_kept(page: Path, known: Mapping[str, object]) -> bool:
    """Tell whether a file stands in the place of the page that nobody has allowed to replace."""
    return known.get("foreign_page") != "replace" and is_foreign(page)


def write_page(path: Path, data: bytes, out: Path | None = None) -> PageResult:
    """Write the page of a report with these bytes; whatever goes wrong is a notice.

    A page of another program stays, unless the user said that it may go.
    """
    if out is None and not page_is_wanted(path):
        return PageResult(None)
    if out is None and _is_kept(page_path(path), memory.recall(path)):
        stays = f"{PAGE_NAME} was not made by exam-tui and stays as it is; exam-tui html --force replaces it"
        return PageResult(None, (f"{stays}.",))
    try:
        return PageResult(*export_page(Report.from_bytes(data), path, out))
    except ExamTuiError as error:
        return PageResult(None, (str(error),))
    except Exception as error:  # noqa: BLE001 - the report is saved already, whatever is the matter with its page
        fault = f"The page could not be made ({type(error).__name__}: {error})."
        return PageResult(None, (f"{fault} This is a fault of exam-tui or its installation, please report it.",))


def export_page(
    report: Report, path: Path, out: Path | None = None, *, summary: "Summary | None" = None
) -> tuple[Path, tuple[str, ...]]:
    """Render the page of a report and write it to `out`, by default beside the report.

    With `summary`, what the check says stands on top.

    Returns:
        Where it was written, and notices.

    Raises:
        PageError: it would overwrite the report itself.
        WriteError: it could not be written.

    """
    from exam_tui.export import render_page  # noqa: PLC0415 - only who writes a page pays for its imports

    out = out or page_path(path)
    if out.resolve() == path.resolve():
        raise PageError("The page would overwrite the report.", help="Choose another name with -o.")
    page = render_page(report, folder=path.parent, summary=summary)
    write_file(out, page.html.encode("utf-8"), expected=None)
    return out, page.notices


def export_course_page(report: Report, path: Path, out: Path | None = None) -> Path:
    """Write the page as the course's own script makes it to `out`, by default beside the report; return where.

    Raises:
        PageError: it would overwrite the report itself, Python-Markdown is not installed, or that script would stop.
        WriteError: it could not be written.

    """
    from exam_tui.export.course_page import render_course_page  # noqa: PLC0415 - as above

    out = out or path.parent / COURSE_PAGE_NAME
    if out.resolve() == path.resolve():
        raise PageError("The page would overwrite the report.", help="Choose another name with -o.")
    data = render_course_page(report).encode("utf-8")
    write_file(out, data, expected=None)
    memory.remember(out, {"course_page": fingerprint(data)})
    return out


def is_our_course_page(page: Path) -> bool:
    """Tell whether a file is the course's page as it was written here last: nothing in such a page says who made it."""
    try:
        return memory.recall(page).get("course_page") == fingerprint(page.read_bytes())
    except OSError:
        return False


def preview_page(report: Report, path: Path) -> Path:
    """Render the page of a report as it is now, saved or not, into the user's state folder; return where it is.

    Raises:
        PageError: it cannot be rendered.
        WriteError: it could not be written.

    """
    from exam_tui.export import render_page  # noqa: PLC0415 - only who makes a page pays for its imports
    from exam_tui.storage.places import state_folder  # noqa: PLC0415 - the same

    try:
        page = state_folder("pages") / f"{fingerprint(os.fsencode(os.path.realpath(path)))[:32]}.html"
    except OSError as error:
        raise WriteError(f"There is no place for the page: {error.strerror}.") from error
    write_file(page, render_page(report, folder=path.parent).html.encode("utf-8"), expected=None)
    return page


def export_notices(notices: Sequence[str]) -> str:
    """Sum up a page's notices in one line."""
    if not notices:
        return ""
    more = f" (and {len(notices) - 1} more)" if len(notices) > 1 else ""
    return f"{notices[0]}{more}"
