"""The images of a report as data: addresses. Nothing else in the page reads files.

Only regular files that are PNG or JPEG by their first bytes, whatever their name says, and whose real path is
in the report's folder. Devices and pipes are never opened.
"""

import base64
import os
from dataclasses import dataclass
from pathlib import Path

from exam_tui.core.report.image_links import STAND_INS, Lookup, is_rooted
from exam_tui.page.passes.html_allowlist import is_on_web, may_link, one_line
from exam_tui.storage.images.lookup import FolderFiles, Located, readings
from exam_tui.storage.images.open_image import open_regular
from exam_tui.storage.images.types import LARGEST_IMAGE, LONGEST_MAGIC, content_of

LARGEST_PAGE = 40_000_000
"""Bytes that all images of a page may have together, one that is shown twice counted twice."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """An image as a data: address."""

    url: str


@dataclass(frozen=True, slots=True)
class Refused:
    """An image that is not in the page: why, and whether the page may link to it instead."""

    reason: str
    linked: bool = False


class ImageEmbedder:
    """Reads the images of one page."""

    def __init__(self, folder: Path | None) -> None:
        self._files = None if folder is None else FolderFiles(folder)
        self._left = LARGEST_PAGE
        self._read: dict[str, Embedded] = {}
        self._sizes: dict[str, int] = {}

    def get(self, target: str) -> Embedded | Refused:
        """Return the image at an address of the report, percent-encoded or not. Never raises."""
        if not target:
            return Refused("it names no file")
        if is_on_web(target) and may_link(target):
            return Refused("it is on the web, and nothing is fetched", linked=True)
        if self._files is None:
            return Refused("the report's folder is not known")
        located = self._files.find(target)
        if located.result not in {Lookup.FOUND, Lookup.WRONG_START}:
            return Refused(_why_not(target, located))
        try:
            return self._embed(located.path)
        except OSError as error:
            return _unreadable(error)

    def _embed(self, path: str) -> Embedded | Refused:
        """Return the image in a file; one that no longer fits is not even read."""
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
        with open_regular(path) as file:
            head = file.read(LONGEST_MAGIC)
            content = content_of(head)
            if not content.is_image:
                stand_in = STAND_INS.get(content)
                return Refused(f"it {stand_in.fault}" if stand_in else "it is not a PNG or JPEG image"), 0
            # The file may grow while it is read.
            room = min(LARGEST_IMAGE, self._left)
            size = os.fstat(file.fileno()).st_size
            data = b"" if size > room else head + file.read(max(0, room + 1 - len(head)))
        size = max(size, len(data))
        if size > LARGEST_IMAGE:
            return Refused(f"it is larger than {LARGEST_IMAGE // 1_000_000} MB", linked=True), 0
        if size > room:
            return _too_many(), 0
        return Embedded(f"data:image/{content.value};base64,{base64.b64encode(data).decode('ascii')}"), len(data)


def _why_not(target: str, located: Located) -> str:
    """Return why an address names no file that may be in the page."""
    name = one_line(located.name)
    if located.result is Lookup.REMOTE or is_rooted(readings(target)[0]):
        return "only files in the report's folder are embedded"
    if located.result is Lookup.OUTSIDE:
        return "it is outside the report's folder"
    if located.result is Lookup.NOT_REGULAR:
        return "it is not a regular file"
    if located.result is Lookup.WRONG_CASE:
        return f"there is no such file, but {name}: upper and lower case differ"
    if located.result is Lookup.WRONG_FORM:
        return f"there is no such file, but {name}: its accented letters are different characters"
    if located.error:
        return _unreadable(located.error).reason
    return "there is no such file" + ("; write / instead of \\" if "\\" in readings(target)[0] else "")


def _unreadable(error: OSError) -> Refused:
    return Refused(f"it cannot be read ({error.strerror})")


def _too_many() -> Refused:
    return Refused(f"the page's images are together larger than {LARGEST_PAGE // 1_000_000} MB", linked=True)
