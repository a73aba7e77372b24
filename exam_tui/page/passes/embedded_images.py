"""The images of a report as data: addresses. The only place of the page that reads files.

Only regular files that are PNG or JPEG by their first bytes, whatever their name says, and whose real path is
in the report's folder. Devices and pipes are never opened.
"""

import base64
import errno
import os
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote

from exam_tui.core.report.image_links import is_device, is_rooted
from exam_tui.page.passes.html_allowlist import has_scheme, is_on_web, may_link, one_line

LARGEST_IMAGE = 10_000_000
"""Bytes that one image may have."""
LARGEST_PAGE = 40_000_000
"""Bytes that all images of a page may have together, one that is shown twice counted twice."""

_MAGIC = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
_LONGEST_MAGIC = max(map(len, _MAGIC))
_ELSEWHERE = "only files in the report's folder are embedded"
_Found = TypeVar("_Found")
_WINDOWS = sys.platform == "win32"
# Windows has neither O_NONBLOCK nor O_NOFOLLOW, and wants O_BINARY.
_FLAGS = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOFOLLOW", "O_CLOEXEC", "O_NOCTTY", "O_BINARY")
)


@dataclass(frozen=True, slots=True)
class Embedded:
    """An image as a data: address."""

    url: str


@dataclass(frozen=True, slots=True)
class Refused:
    """An image that is not in the page: why, and whether the page may link to it instead."""

    reason: str
    linked: bool = False


class Images:
    """Reads the images of one page."""

    def __init__(self, folder: Path) -> None:
        self._folder = Path(os.path.realpath(folder))
        self._left = LARGEST_PAGE
        self._places: dict[str, str | Refused] = {}
        self._read: dict[str, Embedded] = {}
        self._sizes: dict[str, int] = {}

    def get(self, target: str) -> Embedded | Refused:
        """Return the image at an address as it stands in the report, percent-encoded or not. Never raises."""
        place = self._places.get(target)
        if place is None:
            place = self._places[target] = self._asked(target, self._find)
        return place if isinstance(place, Refused) else self._asked(target, lambda _target: self._embed(place))

    def _find(self, target: str) -> str | Refused:
        """Return the real path of a file that may be read."""
        if not target:
            return Refused("it names no file")
        if is_on_web(target) and may_link(target):
            return Refused("it is on the web and nothing is fetched", linked=True)
        if has_scheme(target) or target.startswith(("/", "\\")):
            return Refused(_ELSEWHERE)
        name = _path_of(target)
        if is_rooted(name) or (_WINDOWS and any(is_device(part) for part in name.split("/"))):
            return Refused(_ELSEWHERE)  # not even looked at: Windows would ask the server of a share for it
        if _WINDOWS and "\\" in name:
            raise FileNotFoundError  # as on every other system
        path = os.path.realpath(self._folder / name, strict=True)
        if not Path(path).is_relative_to(self._folder):
            return Refused("it is outside the report's folder")
        # Asked before opening: to open a device or a pipe may do something, or wait.
        return path if stat.S_ISREG(os.lstat(path).st_mode) else Refused("it is not a regular file")

    def _asked(self, target: str, ask: Callable[[str], _Found | Refused]) -> _Found | Refused:
        """Ask for the file of an address; an error is a refusal."""
        try:
            return ask(target)
        except FileNotFoundError:
            return Refused(self._why_missing(_path_of(target)))
        except (OSError, ValueError) as error:  # ValueError: a name that no file can have
            if isinstance(error, OSError) and error.errno in {
                errno.ENOTDIR,
                errno.ENAMETOOLONG,
                errno.EINVAL,
            }:
                return Refused("there is no such file")
            return Refused(f"it cannot be read ({getattr(error, 'strerror', None) or 'its name is no file name'})")

    def _embed(self, path: str) -> Embedded | Refused:
        """Return the image in a file; one that there is no room for is not even read."""
        size = self._sizes.get(path, 0)
        if size > self._left:
            return _too_many()
        if path not in self._read:
            found, size = self._open(path)
            if isinstance(found, Refused):
                return found
            self._read[path], self._sizes[path] = found, size
        self._left -= size
        return self._read[path]

    def _open(self, path: str) -> tuple[Embedded | Refused, int]:
        """Read an image; return it, and its bytes as they are in the file."""
        descriptor = os.open(path, _FLAGS)
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                return Refused("it is not a regular file"), 0
            head = file.read(_LONGEST_MAGIC)
            kind = next((kind for magic, kind in _MAGIC.items() if head.startswith(magic)), None)
            if kind is None:
                return Refused("it is not a PNG or JPEG image"), 0
            # The file may grow while it is read.
            room = min(LARGEST_IMAGE, self._left)
            size = status.st_size
            data = b"" if size > room else head + file.read(max(0, room + 1 - len(head)))
        size = max(size, len(data))
        if size > LARGEST_IMAGE:
            return Refused(f"it is above {LARGEST_IMAGE // 1_000_000} MB", linked=True), 0
        if size > room:
            return _too_many(), 0
        return Embedded(f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"), len(data)

    def _why_missing(self, name: str) -> str:
        if "\\" in name:
            return "there is no such file; write / instead of \\"
        wanted = name.casefold().split("/")
        here = self._folder
        for part in wanted:
            try:
                twin = next((entry.name for entry in sorted(here.iterdir()) if entry.name.casefold() == part), None)
            except OSError:
                twin = None
            if twin is None:
                return "there is no such file"
            here /= twin
        twin = one_line(here.relative_to(self._folder).as_posix())
        return f"there is no such file, but {twin}: upper and lower case differ"


def _too_many() -> Refused:
    return Refused(f"the images of the page are above {LARGEST_PAGE // 1_000_000} MB together", linked=True)


def _path_of(target: str) -> str:
    """Return the file's name in an address: without query and fragment, percent-escapes read."""
    return unquote(target.split("#", 1)[0].split("?", 1)[0])
