"""Names for new images that every system, every page and Git take, and that are not taken yet."""

import re
import unicodedata
from itertools import count
from pathlib import Path
from typing import Final

from exam_tui.core.report.image_links import IMAGE_SUFFIXES, is_device
from exam_tui.storage.disk.real_path import folded

_LONGEST: Final = 50
"""Characters of a name without its suffix: at four bytes each, a number and a suffix added, below 255 bytes."""
_NAMELESS: Final = "image"
_DASHES: Final = re.compile(r"-{2,}|-*\.[-.]+|-+\.")


def free_name(folder: Path, name: str, suffix: str = ".png") -> str:
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
