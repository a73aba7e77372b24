"""The page beside a report: whether it may be written there, and writing it.

The page never decides whether the report is saved: whatever goes wrong with it is a notice.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from exam_tui.errors import ExamTuiError, GitError, LinkError, PageError, WriteError
from exam_tui.git import status as git
from exam_tui.page.process import PAGES
from exam_tui.storage.disk import ui_state
from exam_tui.storage.disk.os_errors import cause
from exam_tui.storage.disk.outputs import refuse_links, write_output
from exam_tui.storage.disk.read import fingerprint
from exam_tui.storage.disk.real_path import real_path
from exam_tui.storage.disk.write import write_file

if TYPE_CHECKING:
    from exam_tui.page.top import CheckSummary

PAGE_NAME: Final = "report.html"
COURSE_PAGE_NAME: Final = "report.course.html"
_GENERATOR: Final = b'<meta name="generator" content="exam-tui">'
"""What says in the head of a page that it was made here."""
_HEAD: Final = 4096
"""Bytes of a file that hold a page's head, up to its title."""
_TRACKED = frozenset({git.FileState.MODIFIED, git.FileState.COMMITTED})


@dataclass(frozen=True, slots=True)
class PageResult:
    """What became of the page.

    Attributes:
        path: where it was written, or None.
        notices: what its reader will miss, such as an image that was not found; or why there is no page.
        said: what else was done, a sentence, or "".

    """

    path: Path | None
    notices: tuple[str, ...] = ()
    said: str = ""


def page_path(path: Path) -> Path:
    """Return where the page of a report goes unless told otherwise."""
    return path.parent / PAGE_NAME


def is_foreign(path: Path) -> bool:
    """Return whether a file is there that was not made by this program and would be lost. Raises nothing."""
    try:
        if not path.is_file():
            return path.exists()
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except (OSError, ValueError):
        return True
    return bool(head) and _GENERATOR not in head


def begin_page(path: Path, data: bytes) -> None:
    """Begin with the page of a report with these bytes while they are still being written. Raises nothing."""
    PAGES.begin(data, path.parent)


def write_page(
    path: Path, data: bytes, *, in_git: bool = False, remedy: str = "exam-tui html --force replaces it"
) -> PageResult:
    """Write the page of a report with these bytes beside it; whatever goes wrong is a notice, and nothing is asked.

    A page that git tracks, or that another program made, stays unless the user said that it may go: `remedy` says how.
    One that git would show is kept out of git, in this clone alone, unless it is to be `in_git`.
    """
    try:
        return _write_page(path, data, in_git=in_git, remedy=remedy)
    except OSError as error:
        return PageResult(None, (f"The page was not written: {cause(error)}.",))
    except Exception as error:  # noqa: BLE001 - the report is saved already, whatever is the matter with its page
        return PageResult(None, (PAGES.fault(f"{type(error).__name__}: {error}"),))


def _write_page(path: Path, data: bytes, *, in_git: bool, remedy: str) -> PageResult:
    page, known = page_path(path), ui_state.load_state(path)
    try:
        refuse_links(page)
    except LinkError as error:
        return PageResult(None, (str(error),))
    is_settled = in_git or known.get("page") == "write"
    state = git.FileState.NO_REPOSITORY if is_settled else git.file_state(page)
    if state in _TRACKED:
        return PageResult(None, (f"{PAGE_NAME} is tracked by git and was not replaced; {remedy}.",))
    if known.get("foreign_page") != "replace" and is_foreign(page):
        return PageResult(None, (f"{PAGE_NAME} was not made by exam-tui and was not replaced; {remedy}.",))
    said = ""
    notices: tuple[str, ...] = ()
    is_new = state is git.FileState.UNKNOWN and not page.exists() and not git.is_ignored(page)
    if (is_new or state is git.FileState.UNTRACKED) and not known.get("page_excluded"):
        try:
            said = _keep_out_of_git(path)
        except ExamTuiError as error:
            notices = (f"{PAGE_NAME} could not be hidden from git: {error}",)
    result = _written(path, data)
    return PageResult(result.path, (*notices, *result.notices), said)


def replace_page(path: Path, data: bytes) -> PageResult:
    """Write the page of a report over whatever page is there, as the user wishes, now and at every save to come."""
    facts = {"foreign_page": "replace"}
    if git.file_state(page_path(path)) in _TRACKED:
        facts["page"] = "write"
    ui_state.save_state(path, facts)
    return write_page(path, data)


def toggle_in_git(path: Path) -> str:
    """Let git see the page of a report, and replace it where it is tracked; or keep it out again. Say what was done.

    Raises:
        GitError: there is no repository, git is missing or refuses, or tracks what is to be kept out.
        WriteError: git's list of excluded files could not be written.

    """
    if ui_state.load_state(path).get("page") == "write":
        return _keep_out_of_git(path)
    git.include(page_path(path))
    ui_state.save_state(path, {"page": "write", "page_excluded": False})
    return f"git now sees {PAGE_NAME}: commit it like any other file."


def _keep_out_of_git(path: Path) -> str:
    page = page_path(path)
    if git.file_state(page) in _TRACKED:
        raise GitError(f"git already tracks {PAGE_NAME}.", help=f"Run: git rm --cached {PAGE_NAME}")
    git.exclude(page)
    ui_state.save_state(path, {"page": "", "page_excluded": True})
    return f"git ignores {PAGE_NAME} (.git/info/exclude)."


def _written(path: Path, data: bytes) -> PageResult:
    try:
        return PageResult(*export_page(data, path, page_path(path)))
    except ExamTuiError as error:
        return PageResult(None, (str(error),))


def export_page(
    data: bytes, path: Path | None, out: Path, *, summary: "CheckSummary | None" = None
) -> tuple[Path, tuple[str, ...]]:
    """Make the page of a report with these bytes and write it to `out`.

    `path` is the report's own, None for one that is in no file: its images are not in the page. With `summary`, the
    result of the check is at the top.

    Returns:
        Where it was written, and notices.

    Raises:
        PageError: it would overwrite the report itself, could not be made, or takes too long.
        WriteError: it could not be written.

    """
    _refuse_report_itself(out, path)
    page = PAGES.page(data, path.parent if path else None, summary)
    write_output(out, page.data)
    return out, page.notices


def export_course_page(data: bytes, path: Path | None, out: Path) -> Path:
    """Write the page as the course's own script makes it to `out` and return that; `path` as in `export_page`.

    Raises:
        PageError: it would overwrite the report itself, takes too long, Python-Markdown is not installed, or that
            script would stop.
        WriteError: it could not be written.

    """
    _refuse_report_itself(out, path)
    page = PAGES.course_page(data).data
    write_output(out, page)
    ui_state.save_state(out, {"course_page": fingerprint(page)})
    return out


def _refuse_report_itself(out: Path, path: Path | None) -> None:
    if path and real_path(out) == real_path(path):
        raise PageError("The page would overwrite the report.", help="Choose another name with -o.")


def is_our_course_page(page: Path) -> bool:
    """Return whether a file is the course's page as written here last: nothing in such a page says who made it."""
    try:
        return ui_state.load_state(page).get("course_page") == fingerprint(page.read_bytes())
    except OSError:
        return False


def preview_page(data: bytes, path: Path) -> Path:
    """Make the page of a report as it is now, saved or not, in the user's state folder; return where it is.

    Raises:
        PageError: it could not be made, or takes too long.
        WriteError: it could not be written.

    """
    from exam_tui.storage.disk.state_dir import state_folder  # noqa: PLC0415 - only who makes a page pays for its imports

    try:
        page = state_folder("pages") / f"{fingerprint(os.fsencode(real_path(path)))[:32]}.html"
    except OSError as error:
        raise WriteError(f"The page could not be written: {error.strerror}.") from error
    write_file(page, PAGES.page(data, path.parent).data, expected=None)
    return page


def export_notices(notices: Sequence[str]) -> str:
    """Sum up a page's notices in one line."""
    if not notices:
        return ""
    more = f" (and {len(notices) - 1} more)" if len(notices) > 1 else ""
    return f"{notices[0]}{more}"
