"""Copying an image into `figures/` beside a report, so that whoever has the repository has the image."""

import os
import re
import unicodedata
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Final

from exam_tui.core.report.image_links import IMAGE_SUFFIXES, STAND_INS, Content, is_device
from exam_tui.core.text.patterns import lazy_pattern
from exam_tui.errors import ExamTuiError, ReportNotFoundError, UnreadableFileError, WriteError
from exam_tui.storage.disk import syscalls
from exam_tui.storage.disk.os_errors import cause, remedy
from exam_tui.storage.disk.outputs import refuse_links
from exam_tui.storage.disk.read import refuse_special
from exam_tui.storage.disk.real_path import folded
from exam_tui.storage.disk.syscalls import CREATE, READ, opened, read_all, write_all
from exam_tui.storage.images.figures import FOLDER, figures_folder, is_inside, list_figures
from exam_tui.storage.images.types import LARGEST_IMAGE, content_of, fault_of

_TRIES: Final = 20
_SUFFIXES: Final = {Content.PNG: ".png", Content.JPEG: ".jpg"}
_LONGEST: Final = 50
"""Characters of a name without its suffix: at four bytes each, a number and a suffix added, below 255 bytes."""
_NAMELESS: Final = "image"
_DASHES: Final = lazy_pattern(r"-{2,}|-*\.[-.]+|-+\.")


class FigureError(ExamTuiError):
    """The file is not an image that a report may have: of another type, empty, or too large."""


def copy_into_figures(source: Path, folder: Path) -> Path:
    """Copy an image into the figures folder of a report's folder, under a free and clean name; return its path.

    It is on the disk itself once this returns. An image that is there already, byte by byte, is not copied again. A
    `~` at the start of `source` is the home folder.

    Raises:
        ReportNotFoundError: there is no such file.
        UnreadableFileError: it is a folder or a device, or may not be read.
        FigureError: it is neither PNG nor JPEG by its first bytes, or above LARGEST_IMAGE.
        LinkError: the figures folder is a link, or lies below one of the repository.
        WriteError: it could not be written; then nothing of it is left.

    """
    data, content = _read(source)
    return _keep(data, content, source, folder)


def store_in_figures(data: bytes, name: str, folder: Path) -> Path:
    """Write an image that is in no file yet into the figures folder of a report's folder, as `copy_into_figures` does.

    `name` is what it is called without a suffix.
    """
    content = _content(name, data, len(data))
    return _keep(data, content, Path(name), folder)


def _keep(data: bytes, content: Content, source: Path, folder: Path) -> Path:
    figures = figures_folder(folder)
    if not is_inside(figures, folder):
        raise WriteError(
            f"{figures} leads out of the report's folder, and the image would not be found there.",
            help=f"Make {FOLDER} a real folder beside the report.",
        )
    there = _same(data, source, folder)
    if there:
        return there
    refuse_links(figures)
    try:
        if not figures.is_dir():
            figures.mkdir(exist_ok=True)
            syscalls.OS.fsync_folder(str(folder))
        for _ in range(_TRIES):
            path = figures / free_image_name(figures, source.name, _SUFFIXES[content])
            with suppress(FileExistsError):  # another program took the name just now
                _create(str(path), data)
                return path
    except OSError as error:
        raise WriteError(f"{figures} cannot be written: {cause(error)}.", help=remedy(error)) from error
    raise WriteError(f"{figures} is being changed by another program.", help="Try again.")


def path_of(typed: str, folder: Path) -> Path:
    """Return the file that a typed or pasted path names: a relative one from a report's folder, or the current folder.

    A `~` at its start is the home folder. Where there is no such file, the path as it was typed. Raises nothing.
    """
    path = Path(typed)
    with suppress(OSError, ValueError, RuntimeError):  # a name that no file can have, a `~` of nobody
        beside = folder / path.expanduser()  # an absolute path stays as it is
        if beside.is_file():
            return beside
    return path


def _create(path: str, data: bytes) -> None:
    """Bring a new file to the disk; FileExistsError where the name is taken. Nothing is left of one that fails."""
    try:
        with opened(path, CREATE, 0o666) as fd:
            write_all(fd, data)
            syscalls.OS.fsync(fd)
        syscalls.OS.fsync_folder(os.path.dirname(path))  # noqa: PTH120 - the path is a string here
    except FileExistsError:  # not ours
        raise
    except BaseException:
        with suppress(OSError):
            syscalls.OS.unlink(path)
        raise


def _same(data: bytes, source: Path, folder: Path) -> Path | None:
    """Return the image of the figures folder that has these bytes: the source itself where it is one."""
    same = [figure.path for figure in list_figures(folder) if figure.size == len(data)]
    same.sort(key=lambda path: os.path.realpath(path) != os.path.realpath(source.expanduser()))
    for path in same:
        try:
            if path.read_bytes() == data:
                return path
        except OSError:
            continue
    return None


def _read(source: Path) -> tuple[bytes, Content]:
    """Return the bytes of an image and what it is."""
    name = source.name
    try:
        path = source.expanduser()
        # Asked before opening: opening a pipe can wait forever, opening a device can do anything.
        refuse_special(name, path.stat(), kind="an image", wanted="an image")
        with opened(str(path), READ) as fd:
            refuse_special(name, os.fstat(fd), kind="an image", wanted="an image")
            data = read_all(fd, LARGEST_IMAGE + 1)
            size = max(os.fstat(fd).st_size, len(data))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ReportNotFoundError(f"No such file: {source}.", help="Check the path.") from error
    except (RuntimeError, ValueError) as error:  # no home folder; a NUL
        raise ReportNotFoundError(f"{name} is not a file name.", help="Check the path.") from error
    except OSError as error:
        raise UnreadableFileError(f"{source} cannot be read: {cause(error)}.", help=remedy(error)) from error
    return data, _content(name, data, size)


def _content(name: str, data: bytes, size: int) -> Content:
    """Return what an image is; `size` are the bytes of its file, of which `data` may be the first ones."""
    content = content_of(data)
    if not content.is_image:
        raise _other_type(name, data)
    if len(data) > LARGEST_IMAGE:
        raise FigureError(
            f"{name} is {size / 1_000_000:.1f} MB; the limit is {LARGEST_IMAGE // 1_000_000} MB.",
            help="Make it smaller, or save it as JPEG.",
        )
    return content


def _other_type(name: str, data: bytes) -> FigureError:
    if stand_in := STAND_INS.get(content_of(data)):
        return FigureError(f"{name} {stand_in.fault}.", help=stand_in.remedy)
    return FigureError(
        f"{name} {fault_of(data)}; the course accepts only png and jpg.",
        help="Open it in an image editor and save it as PNG.",
    )


def free_image_name(folder: Path, name: str, suffix: str = ".png") -> str:
    """Return a name like `name` that no entry of a folder has, not even in other case.

    Letters, digits, `_`, `-` and `.` stay, in composed form (NFC); everything else is a `-`. The suffix is lower-case
    png, jpg or jpeg: its own, else `suffix`. Folders before the name are dropped. A folder that is not there has no
    entries; raises OSError where it cannot be listed.
    """
    stem, suffix = _split(re.split(r"[/\\]", name)[-1], suffix)
    stem = _cut(_clean(stem))
    if is_device(stem):
        stem = f"{_NAMELESS}-{stem}"
    taken = _taken(folder)
    names = (f"{stem}{suffix}" if number == 1 else f"{stem}-{number}{suffix}" for number in count(1))
    return next(free for free in names if folded(free) not in taken)


def _split(name: str, suffix: str) -> tuple[str, str]:
    for own in IMAGE_SUFFIXES:
        if name.lower().endswith(own):
            return name[: -len(own)], own
    return name, suffix


def _clean(stem: str) -> str:
    composed = unicodedata.normalize("NFC", stem)
    plain = "".join(letter if letter.isalnum() or letter in "_-." else "-" for letter in composed)
    return _DASHES.sub(lambda match: "." if "." in match[0] else "-", plain)


def _cut(stem: str) -> str:
    """Return a stem that is short enough and neither hidden, an option of a program nor without a letter."""
    return unicodedata.normalize("NFC", stem.lstrip("-.")[:_LONGEST].rstrip("-.")) or _NAMELESS


def _taken(folder: Path) -> set[str]:
    try:
        return {folded(entry.name) for entry in folder.iterdir()}
    except FileNotFoundError:
        return set()
