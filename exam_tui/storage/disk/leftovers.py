"""New files that a killed save left beside a report: hidden, unfinished, and in the way of `git add .`."""

import os
import re
import stat
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from exam_tui.storage.disk import syscalls
from exam_tui.storage.disk.real_path import real_path

_AGE: Final = 60.0
"""Seconds after which nobody can still be writing one."""


def forget_unfinished(path: Path) -> int:
    """Remove what earlier saves of a report left beside it when they were killed; return how many. Raises nothing.

    Only to be called by who holds the report's lock. Their words are in the recovery file.
    """
    real = Path(real_path(path))
    name = re.compile(re.escape(f".{real.name}.") + r"[0-9a-f]{8,}\.tmp")
    before = time.time() - _AGE
    removed = 0
    with suppress(OSError), os.scandir(real.parent) as entries:
        for entry in entries:
            if not name.fullmatch(entry.name):
                continue
            with suppress(OSError):
                status = entry.stat(follow_symlinks=False)
                if stat.S_ISREG(status.st_mode) and status.st_mtime < before:
                    syscalls.OS.unlink(entry.path)
                    removed += 1
    return removed
