"""The other side of a conflict, as it is called where somebody has to decide."""

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from exam_tui.git.merging.sides import UnmergedFile, committed_by


class OtherSide(NamedTuple):
    """Where else an answer was changed.

    Attributes:
        where: the end of a sentence, such as `in README.md`.
        name: who or what has the other version: a person, or a file.
        time: when it was made, in seconds since 1970; 0 where that is not known.

    """

    where: str
    name: str = ""
    time: float = 0.0

    @property
    def label(self) -> str:
        """Name and time, as far as they are known: `Anna, 20:27`."""
        return ", ".join(filter(None, [self.name, _clock(self.time)]))


def other_side_of(path: Path) -> OtherSide:
    """Return who changed a file outside, and when: who committed it, or the file itself. Raises nothing."""
    where = f"in {path.name}"
    name, changed = committed_by(path)
    if name:
        return OtherSide(where, name, changed)
    with suppress(OSError):
        changed = os.stat(path).st_mtime  # noqa: PTH116 - as everything that asks a disk here
    return OtherSide(where, path.name, changed)


def side_in_merge(file: UnmergedFile) -> OtherSide:
    """Return the other side of a file that git left in the middle of a merge."""
    return OtherSide("in the merge", file.author, file.time)


def _clock(seconds: float) -> str:
    """Return a time of today, or with its day; "" for 0."""
    if not seconds:
        return ""
    then, now = time.localtime(seconds), time.localtime()
    return time.strftime("%H:%M" if then[:3] == now[:3] else "%d %b %H:%M", then)
