"""The images in `figures/` beside a report."""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from exam_tui.core.report.image_links import IMAGE_SUFFIXES
from exam_tui.storage.disk.real_path import folded
from exam_tui.storage.images.open_image import first_bytes
from exam_tui.storage.images.types import fault_of

FOLDER: Final = "figures"
"""The folder beside a report that holds its images."""

_DEPTH: Final = 4
_ENTRIES: Final = 5_000
"""Limits of the listing: levels of folders, entries in all."""


@dataclass(frozen=True, slots=True)
class Figure:
    """An image in the figures folder.

    Attributes:
        path: where it is.
        name: its path from the figures folder on, with `/`.
        target: its path from the report's folder on, with `/`, as `image_link` wants it; "" where it is elsewhere.
        size: bytes.
        modified: seconds since 1970.
        fault: what is wrong with it as an image for the course, as the end of a sentence; "" for PNG and JPEG.

    """

    path: Path
    name: str
    target: str
    size: int
    modified: float
    fault: str = ""


def figures_folder(folder: Path) -> Path:
    """Return the figures folder of a report's folder, whether it exists or not.

    An existing one that differs in case (`Figures`) is taken: on some systems there can be no second one.
    """
    try:
        names = sorted(entry.name for entry in folder.iterdir() if folded(entry.name) == FOLDER)
    except OSError:
        names = []
    return folder / (names[-1] if names and FOLDER not in names else FOLDER)


def list_figures(folder: Path) -> Sequence[Figure]:
    """Return the images in a report's figures folder and the folders in it, the newest first.

    These are regular files named png, jpg or jpeg, whatever is in them; links and hidden files are left out.
    """
    figures = figures_folder(folder)
    found = list(_walk(figures, folder)) if is_inside(figures, folder) else []
    return tuple(sorted(found, key=lambda figure: (-figure.modified, figure.name)))


def is_inside(figures: Path, folder: Path) -> bool:
    """Return whether a figures folder really lies in the report's: links may lead out of it."""
    return Path(os.path.realpath(figures)).is_relative_to(os.path.realpath(folder))


def _walk(figures: Path, folder: Path) -> Iterator[Figure]:
    level, budget = [figures], _ENTRIES
    for _ in range(_DEPTH):
        following: list[Path] = []
        for here in level:
            for entry in _entries(here):
                budget -= 1
                if budget < 0:
                    return
                path = here / entry.name
                if entry.is_dir(follow_symlinks=False):
                    following.append(path)
                elif entry.name.lower().endswith(IMAGE_SUFFIXES):
                    figure = picture_at(path, path.relative_to(figures).as_posix(), path.relative_to(folder).as_posix())
                    if figure:
                        yield figure
        level = following


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """Return the entries of a folder that are not hidden and whose names can be written in a report."""
    try:
        with os.scandir(folder) as entries:
            return [entry for entry in entries if entry.name[0] != "." and _is_text(entry.name)]
    except OSError:
        return []


def _is_text(name: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


def picture_at(path: Path, name: str, target: str) -> Figure | None:
    """Return the picture in a file, by a name and its path from the report's folder; None for no regular file."""
    try:
        status = path.lstat()
    except OSError:
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    data = first_bytes(path)
    fault = "cannot be read" if data is None else fault_of(data)
    return Figure(path, name, target, status.st_size, status.st_mtime, fault)
