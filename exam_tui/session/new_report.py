"""A new report: the course's template where the course wants it, and the folder for its images. Nothing is replaced."""

import os
from pathlib import Path
from typing import Final

from exam_tui.core.course import COURSE
from exam_tui.core.report.report import Report
from exam_tui.errors import DownloadError, ExamTuiError, WriteError
from exam_tui.storage.disk.outputs import make_folder, refuse_links, remove_folders, write_output
from exam_tui.storage.disk.read import MAX_BYTES, MISSING, Snapshot, report_of
from exam_tui.storage.disk.repository_root import repository_root
from exam_tui.storage.disk.write import WriteResult
from exam_tui.storage.images.figures import FOLDER as FIGURES

_FOLDER: Final = COURSE.report_path.rpartition("/")[0]


def usual_folder(here: Path) -> Path:
    """Return where a report belongs, seen from a folder: `reports` at the top of the repository around it.

    Outside a repository that is `reports` in it, or the folder itself where it has that name.
    """
    here = Path(os.path.abspath(here))  # noqa: PTH100 - Path.resolve would follow links
    top = repository_root(here) or (here.parent if here.name == _FOLDER else here)
    try:
        return Path(os.path.relpath(top / _FOLDER, here))
    except ValueError:  # on Windows, another drive
        return top / _FOLDER


def require_room(folder: Path) -> Path:
    """Return the path of the report that a folder is to hold, once nothing is in its way.

    Raises:
        LinkError: one of the names is a link, or lies below one of the repository's.
        WriteError: there is something of that name already.

    """
    path, figures = folder / COURSE.report_name, folder / FIGURES
    for name in (path, figures):
        refuse_links(name)
    if os.path.lexists(path):
        raise WriteError(
            f"{path} already exists and is not replaced.",
            help="exam-tui opens it; for another report, name another folder.",
        )
    for place, what in ((folder, "the report"), (figures, "images")):
        if os.path.lexists(place) and not os.path.isdir(place):  # noqa: PTH112 - Path.is_dir raises
            raise WriteError(f"{place} is a file, so {what} cannot go in it.", help="Rename it.")
    return path


def fetched_template() -> Snapshot:
    """Return the course's template as it is handed out now, under its address.

    Raises:
        DownloadError: it cannot be fetched, or what was sent is not a report of the course.

    """
    from exam_tui.web.download import download  # noqa: PLC0415 - nothing else needs the network

    address = COURSE.template_file
    template = Snapshot(Path(address), download(address, MAX_BYTES))
    try:
        is_template = report_of(template).is_course_report
    except ExamTuiError:
        is_template = False
    if not is_template:
        raise DownloadError(f"{address} is not a report of course {COURSE.number}.")
    return template


def begin_report(path: Path, data: bytes) -> WriteResult:
    """Write a new report and make the folder for its images; nothing is left of either where one of them fails.

    Raises:
        LinkError: one of the names is a link by now, or lies below one of the repository's.
        FileChangedError: there is such a file by now.
        WriteError: it could not be written.

    """
    made: list[Path] = []
    try:
        made += make_folder(path.parent)
        made += make_folder(path.parent / FIGURES)
        return write_output(path, data, expected=MISSING)
    except BaseException:  # ctrl+c too
        remove_folders(made)
        raise


def answered_in(report: Report) -> int:
    """Return how many questions of a template have an answer, 0 where they are no more than a template may have."""
    answered = sum(question.state != "unanswered" for question in report.questions)
    return answered if COURSE.is_begun(answered, len(report.questions)) else 0
