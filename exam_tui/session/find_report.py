"""Find the report where none is named. Most repositories have other README.md files too."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from exam_tui.core.course import COURSE
from exam_tui.core.text.patterns import lazy_pattern
from exam_tui.errors import ExamTuiError
from exam_tui.storage.disk.read import read_file, report_of
from exam_tui.storage.disk.real_path import real_path
from exam_tui.storage.disk.repository_root import repository_root

_DEPTH: Final = 3
_FOLDERS: Final = 1_000
_ENTRIES: Final = 2_000
"""Limits of the look below: levels, folders in all, entries of one folder. Data sets have far more of them."""
_PASSED_OVER: Final = frozenset({"node_modules", "venv", "env", "site-packages", "__pycache__", "build", "dist"})
# A file without these words is not parsed: READMEs of packages are many.
_MAY_BE_REPORT: Final = lazy_pattern(rb"question\s+[0-9]", re.IGNORECASE)


class FoundReport(NamedTuple):
    """A report that was found, and how many of its questions have an answer."""

    path: Path
    answered: int
    total: int

    @property
    def is_touched(self) -> bool:
        """Whether somebody has begun to answer; a copy of the template holds a stray text at most."""
        return COURSE.is_begun(self.answered, self.total)


class Search(NamedTuple):
    """What a search brought.

    Attributes:
        folder: where it began, absolute.
        top: the highest folder it looked at.
        reports: from the folder upward, then below it.
        others: files of the right name that hold no question.

    """

    folder: Path
    top: Path
    reports: tuple[FoundReport, ...]
    others: tuple[Path, ...]

    @property
    def choice(self) -> FoundReport | None:
        """The first report, unless it is an untouched copy of the template and another has answers."""
        touched = (report for report in self.reports if report.is_touched)
        return next(touched, self.reports[0] if self.reports else None)


def find_reports(folder: Path, *, upward: bool = True) -> Search:
    """Look for reports from a folder on: here, upward to the repository's root, then below.

    Without `upward` only here and below. Paths are relative to `folder` where they can be. Unreadable files and folders
    are passed over.
    """
    here = Path(os.path.abspath(folder))  # noqa: PTH100 - Path.resolve would follow links, and `..` would differ
    levels = _upward(here, repository_root(here)) if upward else [here]
    reports: list[FoundReport] = []
    others: list[Path] = []
    seen: set[str] = set()
    for path in _places(here, levels):
        real = real_path(path)
        if real in seen or not os.path.isfile(path):  # noqa: PTH113 - Path.is_file raises where we may not look
            continue
        seen.add(real)
        found = _look_at(path, here)
        if found is None:
            others.append(_relative(path, here))
        else:
            reports.append(found)
    return Search(here, levels[-1], tuple(reports), tuple(others))


def _upward(here: Path, root: Path | None) -> list[Path]:
    """Return the folders from here to the repository's root; here alone where there is no repository."""
    folders = [here]
    for folder in here.parents if root else ():
        if real_path(folders[-1]) == str(root):
            break
        folders.append(folder)
    return folders


def _places(here: Path, upward: list[Path]) -> Iterator[Path]:
    for folder in upward:
        yield folder / COURSE.report_path
        yield folder / COURSE.report_name
    budget = _FOLDERS
    for top in dict.fromkeys((here, upward[-1])):
        for folder in _below(top, budget):
            budget -= 1
            yield folder / COURSE.report_name


def _below(top: Path, budget: int) -> Iterator[Path]:
    """Yield the folders below, the nearest first, then by name; links are not followed."""
    level = [top]
    for _ in range(_DEPTH):
        following: list[Path] = []
        for folder in level:
            for child in _folders_in(folder):
                if budget <= 0:
                    return
                budget -= 1
                yield child
                following.append(child)
        level = following


def _folders_in(folder: Path) -> list[Path]:
    names: list[str] = []
    try:
        with os.scandir(folder) as entries:
            for count, entry in enumerate(entries):
                if count >= _ENTRIES:
                    break
                if entry.name[0] != "." and entry.name not in _PASSED_OVER and entry.is_dir(follow_symlinks=False):
                    names.append(entry.name)
    except OSError:
        return []
    return [folder / name for name in sorted(names)]


def _look_at(path: Path, here: Path) -> FoundReport | None:
    try:
        snapshot = read_file(path)
        if not _MAY_BE_REPORT.search(snapshot.data):
            return None
        questions = report_of(snapshot).questions
    except ExamTuiError:
        return None
    answered = sum(question.state != "unanswered" for question in questions)
    return FoundReport(_relative(path, here), answered, len(questions))


def _relative(path: Path, here: Path) -> Path:
    try:
        return Path(os.path.relpath(path, here))
    except ValueError:  # on Windows, another drive
        return path
