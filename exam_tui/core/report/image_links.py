"""Image links of an answer, and what a look-up of their files can say. Pure: the files are looked up elsewhere."""

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple, Protocol

from exam_tui.core.markdown.visible_text import Scan
from exam_tui.core.report.counting import images
from exam_tui.core.text.patterns import lazy_pattern

# What the course takes; the comparison is without case.
IMAGE_SUFFIXES = (".png", ".jpg", ".jpeg")
_OTHER_SUFFIXES = (".gif", ".svg", ".webp", ".bmp", ".tif", ".tiff")
# In brackets: a link whose brackets never pair is not followed further, so that the work stays linear.
_LONGEST_NAME = 400
_SCHEME = lazy_pattern(r"[A-Za-z][A-Za-z0-9+.-]+:|//")
_NUMBERED = "[1-9\u00b9\u00b2\u00b3]"
_DEVICE = lazy_pattern(rf"(?:con|prn|aux|nul|com{_NUMBERED}|lpt{_NUMBERED}) *(?:[.:].*)?", re.IGNORECASE)
_TITLE = lazy_pattern(r"""[ \t]+(?:"[^"]*"|'[^']*')[ \t]*\Z""")
# What Markdown reads as another character: an escape, a character reference.
_CHARACTER = lazy_pattern(
    r"\\([!-/:-@\[-`{-~])|&(?:#([0-9]{1,7})|#[xX]([0-9A-Fa-f]{1,6})|([A-Za-z][A-Za-z0-9]{0,31}));"
)


class Lookup(Enum):
    """What became of an image that was looked up."""

    FOUND = "found"
    MISSING = "missing"
    WRONG_CASE = "wrong case"
    WRONG_FORM = "different characters that look the same"
    WRONG_START = "in the report's folder, by a path that starts above it"
    OUTSIDE = "outside"
    REMOTE = "remote"
    NOT_REGULAR = "not a regular file"


class Content(Enum):
    """What an image is by its first bytes, or what is there in its place.

    UNKNOWN where it could not be read or was not looked at. DVC is of an image that is missing: only the `.dvc` file of
    it or of its folder is there.
    """

    PNG = "png"
    JPEG = "jpeg"
    EMPTY = "empty"
    LFS_POINTER = "Git LFS pointer"
    WEB_PAGE = "web page"
    DVC = "DVC"
    OTHER = "other"
    UNKNOWN = "unknown"

    @property
    def is_image(self) -> bool:
        """Whether it is an image that the course takes."""
        return self in {Content.PNG, Content.JPEG}


class StandIn(NamedTuple):
    """What is there in place of an image: what it is, as the end of a sentence, and what to do, a sentence."""

    fault: str
    remedy: str


STAND_INS = {
    Content.EMPTY: StandIn("is empty", "Save the image again."),
    Content.LFS_POINTER: StandIn("is a Git LFS pointer, not the image", "`git lfs pull` fetches the image."),
    Content.WEB_PAGE: StandIn(
        "is a web page, not an image", "Save the image itself: this may be a page that asks you to sign in."
    ),
}
"""The files that are there in place of an image, with the remedy that helps."""


class ImageFile(NamedTuple):
    """The file behind an image link.

    `name` is its real name where that differs from the link, relative to the report's folder, with `/`; else "". Of an
    image that is missing it is the `.dvc` file in its place, if there is one. `is_only` tells whether, of an
    image that is not found by its exact name, no other file can be meant.
    """

    result: Lookup
    content: Content = Content.UNKNOWN
    name: str = ""
    is_only: bool = True


class LinkedFile(NamedTuple):
    """What a link of an answer leads to.

    `name` is its path from the report's folder on, where the link names it otherwise; else "".
    """

    result: Lookup
    name: str = ""


class Files(Protocol):
    """Looks up what answers link, relative to the report's folder. Never raises."""

    def lookup(self, target: str) -> ImageFile:
        """Return what an image's target means as it is written in the report: escaped, in `<…>`, with a title."""
        ...  # pragma: no cover - a protocol has no body

    def link(self, target: str) -> LinkedFile:
        """Return where a link leads, to a file or folder anywhere in the repository; `target` as for an image.

        OUTSIDE where nobody can tell: beyond the repository, or in what may not be read.
        """
        ...  # pragma: no cover - a protocol has no body


class ImageLink(NamedTuple):
    """`![alt](target)` on one line, as the checker counts it; `start` and `end` are columns from 0."""

    start: int
    end: int
    alt: str
    target: str


def image_links(line: str) -> Iterator[ImageLink]:
    """Find the images of one line, exactly those that the checker's pattern counts."""
    for span in images(line):
        middle = line.find("](", span.start + 2)
        alt = line[span.start + 2 : middle]
        yield ImageLink(span.start, span.end, alt, _whole_target(line, middle + 2, span.end - 1))


def counted_images(lines: Sequence[str], scan: Scan) -> Iterator[tuple[int, ImageLink, bool]]:
    """Find the images that count in an answer: line from 0, link, and whether a reader sees it; `scan` is its own."""
    for index, line in enumerate(lines):
        for link in image_links(line) if "![" in line else ():
            is_text = scan.kinds[index] == "text" and scan.shown[index].startswith("![", link.start)
            yield index, link, is_text and not is_escaped(line, link.start)


def is_escaped(line: str, at: int) -> bool:
    r"""Return whether Markdown takes the character at a column for plain text, because of a `\` before it."""
    first = at
    while first and line[first - 1] == "\\":
        first -= 1
    return (at - first) % 2 == 1


def _whole_target(line: str, start: int, end: int) -> str:
    """Return the target from `start`; the checker stops at the first `)`, a name may hold a pair of them."""
    opened = line.count("(", start, end)
    while opened and (further := line.find(")", end + 1)) >= 0:
        opened += line.count("(", end + 1, further) - 1
        end = further
        if end - start > _LONGEST_NAME:
            break
    return line[start:end]


def clean_target(target: str) -> str:
    """Return a link target as Markdown reads it: without title and `<…>`, escapes and character references resolved.

    The rest may still be percent-encoded.
    """
    target = written_target(target)
    return _CHARACTER.sub(_character, target) if "\\" in target or "&" in target else target


def _character(match: re.Match[str]) -> str:
    escaped, decimal, hexadecimal, name = match.groups()
    if escaped:
        return escaped
    if name:
        from html.entities import html5  # noqa: PLC0415 - two thousand names, for the rare link that has one

        return html5.get(f"{name};", match[0])
    number = int(decimal) if decimal else int(hexadecimal, 16)
    is_none = number == 0 or 0xD800 <= number <= 0xDFFF or number > 0x10FFFF  # noqa: PLR2004 - as Unicode has it
    return match[0] if is_none else chr(number)


def written_target(target: str) -> str:
    """Return a link target without title and `<…>`, character by character as it is written."""
    target = target.strip()
    if target.startswith("<") and ">" in target:
        return target[1 : target.index(">")]
    return _TITLE.sub("", target).strip() if target[-1:] in {'"', "'"} and len(target) < 2_000 else target  # noqa: PLR2004 - the pattern is quadratic on long white space


def is_remote(target: str) -> bool:
    """Return whether a target has a scheme or a host: nothing is fetched."""
    return (":" in target or target.startswith("//")) and _SCHEME.match(target) is not None


def scheme_of(target: str) -> str:
    """Return the scheme of a remote target in small letters, such as `https`, `file`; "" where it has none."""
    return target.partition(":")[0].lower() if is_remote(target) and not target.startswith("//") else ""


def has_bare_space(target: str) -> bool:
    """Return whether a target as it is written has a space in its name: Markdown readers then see no link."""
    written = written_target(target)
    return not target.strip().startswith("<") and (" " in written or "\t" in written)


def file_part(target: str) -> str:
    """Return a cleaned target without query and fragment."""
    return target.split("#", 1)[0].split("?", 1)[0]


def is_rooted(path: str) -> bool:
    """Return whether a path, no longer percent-encoded, begins at a root, a drive, a share or a home on some system."""
    return path.startswith(("/", "\\", "~/")) or path[1:2] == ":"


def is_device(name: str) -> bool:
    """Return whether Windows takes a name for a device, whatever follows after a dot."""
    return _DEVICE.fullmatch(name) is not None


def has_image_suffix(target: str) -> bool:
    """Return whether a target's name ends the way the course takes images: png, jpg, jpeg."""
    return file_part(target).lower().endswith(IMAGE_SUFFIXES)


def is_fine(target: str, file: ImageFile) -> bool:
    """Return whether a link's file is there, in the folder, and an image that the course takes."""
    is_other = file.content is Content.OTHER or file.content in STAND_INS
    return file.result is Lookup.FOUND and not is_other and has_image_suffix(clean_target(target))


def looks_like_image(target: str) -> bool:
    """Return whether a target's name ends like any image's."""
    return file_part(target).lower().endswith(IMAGE_SUFFIXES + _OTHER_SUFFIXES)
