"""Looks up the images that a report links, below its folder only. Nothing is fetched, no device or pipe is opened.

Names are compared with the folder's listing, so that upper and lower case are told apart on systems that do not.
"""

import os
import stat
import sys
import unicodedata
from pathlib import Path
from urllib.parse import unquote

from exam_tui.core.report.image_links import Content, ImageFile, Lookup, clean_target, file_part, is_remote, is_rooted
from exam_tui.storage.images.types import LONGEST_MAGIC, content_of

_LONGEST_NAME = 4_000
# Windows has no O_NONBLOCK and wants O_BINARY. The file was a regular one a moment ago; should a pipe have taken its
# place, O_NONBLOCK keeps the open from waiting for a writer.
_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY"))


class FolderFiles:
    """The images below a report's folder. Listings and results are kept: make a new one to look again."""

    def __init__(self, folder: Path) -> None:
        self._folder = Path(os.path.realpath(folder))
        self._listings: dict[Path, dict[str, str] | None] = {}
        self._found: dict[str, ImageFile] = {}
        self._named: dict[str, ImageFile] = {}

    def lookup(self, target: str) -> ImageFile:
        """Return what stands behind a link target as it is written in the report. Never raises."""
        found = self._found.get(target)
        if found is None:
            try:
                found = self._look(clean_target(target))
            except (OSError, ValueError):  # ValueError: a name that no file can have
                found = ImageFile(Lookup.MISSING)
            self._found[target] = found
        return found

    def _look(self, target: str) -> ImageFile:
        if is_remote(target):
            return ImageFile(Lookup.REMOTE)
        results: list[ImageFile] = []
        for reading in readings(target):
            if reading not in self._named:
                self._named[reading] = self._look_for(reading)
            results.append(self._named[reading])
            if results[-1].result is Lookup.FOUND:
                break
        order = (Lookup.FOUND, Lookup.WRONG_FORM, Lookup.WRONG_CASE, Lookup.NOT_REGULAR, Lookup.OUTSIDE, Lookup.MISSING)
        return min(results, key=lambda file: order.index(file.result))

    def _look_for(self, name: str) -> ImageFile:
        if not name.strip() or len(name) > _LONGEST_NAME:
            return ImageFile(Lookup.MISSING)
        if is_rooted(name):
            return ImageFile(Lookup.OUTSIDE)
        here, result = self._folder, Lookup.FOUND
        for part in name.split("/"):
            if part in {"", "."}:
                continue
            if part == "..":
                here = here.parent
                if not here.is_relative_to(self._folder):
                    return ImageFile(Lookup.OUTSIDE)
                continue
            listed = self._listing(here)
            if listed is None:
                return ImageFile(Lookup.OUTSIDE)
            entry = listed.get(part) or listed.get(_normal(part)) or listed.get(_folded(part))
            if entry is None:
                return ImageFile(Lookup.MISSING)
            if _normal(entry) != _normal(part):
                result = Lookup.WRONG_CASE
            elif _committed(entry) != part and result is Lookup.FOUND:
                result = Lookup.WRONG_FORM
            here /= entry
        return self._at(here, result)

    def _at(self, path: Path, result: Lookup) -> ImageFile:
        resolved = Path(os.path.realpath(path, strict=True))
        if not resolved.is_relative_to(self._folder):
            return ImageFile(Lookup.OUTSIDE)
        if not stat.S_ISREG(resolved.lstat().st_mode):
            return ImageFile(Lookup.NOT_REGULAR)
        name = "" if result is Lookup.FOUND else path.relative_to(self._folder).as_posix()
        return ImageFile(result, _content(resolved), name)

    def _listing(self, folder: Path) -> dict[str, str] | None:
        """Return a folder's entries by their name in composed form and without case, None for a folder outside.

        A link may lead out of the report's folder: nothing is read there.
        """
        if folder not in self._listings:
            is_inside = Path(os.path.realpath(folder)).is_relative_to(self._folder)
            self._listings[folder] = _entries(folder) if is_inside else None
        return self._listings[folder]


def _entries(folder: Path) -> dict[str, str]:
    try:
        names = sorted(entry.name for entry in folder.iterdir())
    except OSError:
        names = []
    listed = {_folded(name): name for name in reversed(names)}
    listed |= {_normal(name): name for name in names}
    return listed | {name: name for name in names}


def readings(target: str) -> list[str]:
    """Return what a cleaned link target may mean as a name; the first of them that names a file counts.

    A `#` or `?` may be part of the name itself, and a `%` too.
    """
    return list(dict.fromkeys([unquote(file_part(target)), file_part(target), unquote(target), target]))


def _normal(name: str) -> str:
    """Return a name in composed form: macOS decomposes letters such as `é`."""
    return unicodedata.normalize("NFC", name)


def _committed(name: str) -> str:
    """Return a name of a listing as git has it: on macOS it composes what the file system may have decomposed."""
    return _normal(name) if sys.platform == "darwin" else name


def _folded(name: str) -> str:
    return _normal(name).casefold()


def _content(path: Path) -> Content:
    """Return what a regular file is by its first bytes; UNKNOWN where it may not be read."""
    data = first_bytes(path)
    return Content.UNKNOWN if data is None else content_of(data)


def first_bytes(path: Path) -> bytes | None:
    """Return as many bytes of a regular file as tell what it is; None where it may not be read."""
    try:
        descriptor = os.open(path, _FLAGS)
        with os.fdopen(descriptor, "rb") as file:
            return file.read(LONGEST_MAGIC) if stat.S_ISREG(os.fstat(descriptor).st_mode) else None
    except OSError:
        return None
