"""Our own files in the state folder: read without trusting them, and put aside when they are of no use.

What is there may have been cut short by a crash, or written by somebody else.
"""

import os
import re
import stat
import time
from collections.abc import Container
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeVar

from exam_tui.storage.disk import syscalls
from exam_tui.storage.disk.real_path import real_path
from exam_tui.storage.disk.syscalls import opened, read_all
from exam_tui.storage.disk.write import rename

_Kind = TypeVar("_Kind")

DAMAGED: Final = ".damaged"
DAY: Final = 24 * 60 * 60.0
_SECOND_LOOK: Final = 7 * DAY
LAST_TIME: Final = 3e10
"""The last moment, in seconds since 1970, that every system can show: Windows ends with the year 3000."""
_TEMPORARY: Final = ".tmp"
_AGE: Final = 60.0
"""Seconds after which nobody can still be writing an unfinished save."""
_READ: Final = syscalls.READ | getattr(os, "O_NOFOLLOW", 0)


def read_private(path: Path, limit: int) -> bytes:
    """Return a file's content.

    Raises OSError where it cannot be read, and ValueError for what is not ours: a link, no regular file, or one
    of more than `limit` bytes.
    """
    try:
        with opened(str(path), _READ) as fd:
            status = os.fstat(fd)
            data = read_all(fd, limit + 1) if stat.S_ISREG(status.st_mode) else None
    except OSError:
        if path.is_symlink():
            data = None
        else:
            raise
    if data is None or len(data) > limit:
        raise ValueError
    return data


def checked(value: object, kind: type[_Kind]) -> _Kind:
    """Return a value from a file, once it is known to be of a kind. Raises TypeError."""
    if type(value) is not kind:  # a bool is not a number here
        raise TypeError
    return value


def checked_time(value: object) -> float:
    """Return seconds since 1970 from a file, once it is known that they can be shown. Raises TypeError, ValueError."""
    seconds = checked(value, float)
    if not 0 <= seconds < LAST_TIME:
        raise ValueError
    return seconds


def quarantine_name(path: Path, suffix: str) -> Path:
    """Return the name for a file that is put aside now: `<stem>.<nanoseconds since 1970><suffix>`."""
    return path.with_name(f"{path.stem}.{time.time_ns():020}{suffix}")


def quarantine(path: Path, suffix: str) -> Path | None:
    """Give a file a name of its own, see `quarantine_name`; None where that cannot be done."""
    other = quarantine_name(path, suffix)
    try:
        rename(str(path), str(other))
    except OSError:
        return None
    with suppress(OSError):  # otherwise a crash may lose this and keep its successor
        syscalls.OS.fsync_folder(str(path.parent))
    return other


def quarantined(path: Path, suffix: str) -> list[Path]:
    """Return what was put aside under the name of a file, oldest first."""
    return sorted(path.parent.glob(f"{path.stem}.*{suffix}"))


def forget_quarantined(folder: Path, suffixes: Container[str], seconds: float) -> None:
    """Remove from a folder what was put aside with one of `suffixes` more than so many seconds ago.

    A clock may be wrong once: what is too old is marked by its time of change, and goes if it is still too old a week
    later. A mark that turns out to be wrong is removed.
    """
    now = time.time()
    for entry in _entries(folder):
        name = Path(entry.name)
        moment = Path(name.stem).suffix[1:]
        if name.suffix not in suffixes or not moment.isdecimal():
            continue
        with suppress(OSError, OverflowError):
            _forget(entry, int(moment) / 1e9, seconds, now)


def _forget(entry: "os.DirEntry[str]", put_aside_at: float, seconds: float, now: float) -> None:
    end = put_aside_at + seconds
    changed = entry.stat(follow_symlinks=False).st_mtime  # before `end` unless it is a mark
    if now <= end and changed > end:
        _set_time(entry, put_aside_at)
    elif now > end and not end < changed <= now:
        _set_time(entry, now)
    elif now > end and now - changed > _SECOND_LOOK:
        _remove(entry)


def _set_time(entry: "os.DirEntry[str]", seconds: float) -> None:
    os.utime(entry.path, (seconds, seconds), follow_symlinks=os.utime not in os.supports_follow_symlinks)


def forget_unfinished(folder: Path) -> None:
    """Remove from a folder the new files that a crash left unfinished more than a day ago."""
    before = time.time() - DAY
    for entry in _entries(folder):
        with suppress(OSError):
            if entry.name.endswith(_TEMPORARY) and entry.stat(follow_symlinks=False).st_mtime < before:
                _remove(entry)


def _entries(folder: Path) -> list["os.DirEntry[str]"]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def _remove(entry: "os.DirEntry[str]") -> None:
    with suppress(OSError):
        syscalls.OS.unlink(entry.path)


def forget_unfinished_saves(path: Path) -> int:
    """Remove what earlier saves of a report left beside it when they were killed; return how many. Raises nothing.

    Only for the holder of the report's lock. Their words are in the recovery file.
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
