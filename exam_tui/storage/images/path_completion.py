"""The path of an image, completed as far as the files on the disk leave no choice."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from pathlib import Path
from typing import Final

from exam_tui.core.report.image_links import IMAGE_SUFFIXES
from exam_tui.core.text.escape import display

_MOST: Final = 5_000
"""Entries of a folder that are looked at."""
_SEPARATORS: Final = "/\\" if os.name == "nt" else "/"


@dataclass(frozen=True, slots=True)
class Completed:
    """A path, completed.

    Attributes:
        text: the path as far as it is certain; what was typed where nothing follows.
        choices: the names that it may go on to, a folder with a `/` at its end; one where it is whole.

    """

    text: str
    choices: tuple[str, ...] = ()


def complete_path(typed: str, folder: Path) -> Completed:
    """Complete the path of an image: a relative one from `folder` on, `~` the home folder.

    Case does not count where no name fits exactly. Hidden names are completed only after a typed dot. What
    cannot be shown on a terminal is left out. Looks at one folder only, and raises nothing.
    """
    at = max(typed.rfind(separator) for separator in _SEPARATORS) + 1
    before, begun = typed[:at], typed[at:]
    if begun == "~":
        return Completed("~/", ("~/",))
    names = sorted(_names(before, begun, folder))
    found = [name for name in names if name.startswith(begun)]
    found = found or [name for name in names if name.casefold().startswith(begun.casefold())]
    if not found:
        return Completed(typed)
    return Completed(before + common_start(found, begun), tuple(found))


def common_start(names: Sequence[str], begun: str) -> str:
    """Return what all names begin with, whatever its case; `begun` where they share nothing beyond it."""
    same = len(
        list(takewhile(lambda letters: len({letter.casefold() for letter in letters}) == 1, zip(*names, strict=False)))
    )
    return names[0][:same] if same > len(begun) or len(names) == 1 else begun


def _names(before: str, begun: str, folder: Path) -> Iterator[str]:
    """Yield the folders and images in the folder that a path names so far."""
    try:
        with os.scandir(folder / Path(before).expanduser()) as entries:
            for entry in islice(entries, _MOST):
                if display(entry.name) != entry.name or (entry.name.startswith(".") and not begun.startswith(".")):
                    continue
                if entry.is_dir():
                    yield f"{entry.name}/"
                elif entry.name.lower().endswith(IMAGE_SUFFIXES):
                    yield entry.name
    except (OSError, ValueError, RuntimeError):  # no such folder, a `~` of nobody
        return
