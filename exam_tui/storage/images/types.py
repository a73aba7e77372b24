"""What an image is by its first bytes, whatever its name says."""

import re
from typing import Final

from exam_tui.core.report.image_links import STAND_INS, Content
from exam_tui.core.text.patterns import lazy_pattern

MAGIC: Final = {b"\x89PNG\r\n\x1a\n": Content.PNG, b"\xff\xd8\xff": Content.JPEG}
"""What the files that the course takes begin with."""

LARGEST_IMAGE: Final = 10_000_000
"""Bytes that an image may have: to be copied beside a report, and to be in its page."""

LONGEST_MAGIC: Final = 256
"""Bytes of a file that are enough to tell what it is."""

LFS_POINTER: Final = b"version https://git-lfs.github.com/spec/"
"""What a pointer of Git LFS begins with."""

_WEB_PAGE: Final = lazy_pattern(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head)[\s>]", re.IGNORECASE)

_OTHERS: Final = {
    "GIF": (0, b"GIF8"),
    "WebP": (8, b"WEBP"),
    "HEIC": (4, b"ftyphe"),
    "HEIF": (4, b"ftypmif1"),
    "AVIF": (4, b"ftypavif"),
    "TIFF": (0, b"II*\0"),
    "BMP": (0, b"BM"),
    "PDF": (0, b"%PDF"),
    "SVG": (0, b"<svg"),
}
"""What else students have: name, and by which bytes at which offset it is known."""


def content_of(data: bytes) -> Content:
    """Return what a file is that begins with these bytes: an image, something in its place, or OTHER."""
    if not data:
        return Content.EMPTY
    if data.startswith(LFS_POINTER):
        return Content.LFS_POINTER
    if _WEB_PAGE.match(data):
        return Content.WEB_PAGE
    return next((content for magic, content in MAGIC.items() if data.startswith(magic)), Content.OTHER)


def fault_of(data: bytes) -> str:
    """Return what is wrong with a file as an image for the course, as the end of a sentence; "" for PNG and JPEG."""
    content = content_of(data)
    if content is not Content.OTHER:
        return STAND_INS[content].fault if content in STAND_INS else ""
    kind = next((kind for kind, (at, magic) in _OTHERS.items() if data.startswith(magic, at)), "")
    return f"is really {kind}" if kind else "does not contain a PNG or JPEG image"
