"""Unsaved typing, in a file that outlives the editor.

One file for each report in the user's state folder, for the user alone, named by the report's real path; what is in it,
`recovery_format` says. A file that cannot be trusted is put aside under another name, and is never an error.
"""

import time
from contextlib import suppress
from pathlib import Path
from threading import RLock
from typing import Final, NamedTuple

from exam_tui.core.merge.edits import edits_of
from exam_tui.core.report.report import Report
from exam_tui.errors import WriteError
from exam_tui.storage.disk import syscalls
from exam_tui.storage.disk.os_errors import cause, remedy
from exam_tui.storage.disk.state_dir import file_mark, state_folder, state_path
from exam_tui.storage.disk.state_files import (
    DAMAGED,
    DAY,
    forget_quarantined,
    forget_unfinished,
    quarantine,
    quarantine_name,
    quarantined,
    read_private,
)
from exam_tui.storage.disk.write import write_private
from exam_tui.storage.history.recovery_format import DISTRUST, Recovery, decoded, encoded, next_order
from exam_tui.storage.lock.process_identity import this_process

KEPT_FOR: Final = 30 * DAY
"""Seconds that a declined recovery, or a damaged one, is kept."""

MOST_BYTES: Final = 16_000_000
"""Bytes of a recovery file; a report of the largest size that can be opened takes a sixth of it."""

_FOLDER: Final = "recovery"
_DECLINED: Final = ".declined"

_lock = RLock()  # a signal's handler may write while a write is under way
_newest: dict[Path, "_Job"] = {}
_cleared: dict[Path, int] = {}
"""When a report's recovery was forgotten last, in the order of recoveries."""
_ours: dict[Path, tuple[int, int] | None] = {}
"""The files that this process has written, as they were right after."""


def recovery_of(report: Report, saved_data: bytes, order: int | None = None) -> Recovery | None:
    """Return what of a report is not in `saved_data`, the bytes last read or saved; None where nothing is missing.

    `order` is the place of the moment it belongs to, by default this one.
    """
    ours = report.to_bytes()
    if ours == saved_data:
        return None
    here = this_process()
    order = order or next_order()
    return Recovery(saved_data, ours, edits_of(report, saved_data), time.time(), here.pid, here.host, order)


def write_recovery(path: Path, recovery: Recovery) -> None:
    """Bring a recovery of a report to the disk, in place of the one before.

    One that another run of the editor left is kept as if it had been declined, unless this one has all of it. May be
    called from several threads and from a signal's handler: an older recovery never replaces a newer one.

    Raises:
        WriteError: it could not be written; the one before is still there.

    """
    try:
        file = state_folder(_FOLDER) / _name(path)
    except OSError as error:
        raise WriteError(f"The state folder cannot be written: {cause(error)}.", help=remedy(error)) from error
    data = encoded(path, recovery)
    if len(data) > MOST_BYTES:
        raise WriteError("Your text is too large to be kept for recovery.", help="Save it.")
    with _lock:
        last = _newest.get(file)
        if recovery.order < max(last.order if last else 0, _cleared.get(file, 0)):
            return
        _store_other(file, recovery)
        _newest[file] = job = _Job(recovery.order, data)
        while True:
            write_private(file, job.data)
            _ours[file] = _identity(file)
            if _newest.get(file, job) is job:
                return
            job = _newest[file]  # a signal's handler was here meanwhile, and what it wrote is the newer one


def read_recovery(path: Path) -> Recovery | None:
    """Return what was typed into a report but not saved; None where nothing is known. Raises nothing.

    A file that is damaged, of another version or not ours is put aside; one that the disk does not give stays.
    """
    file = state_path(_FOLDER) / _name(path)
    forget_quarantined(file.parent, {_DECLINED, DAMAGED}, KEPT_FOR)
    forget_unfinished(file.parent)
    try:
        return decoded(read_private(file, MOST_BYTES))
    except OSError:
        return None
    except DISTRUST:
        quarantine(file, DAMAGED)
        return None


def clear_recovery(path: Path) -> None:
    """Forget what was typed into a report: all of it is saved. Raises nothing.

    One that another run of the editor left is not ours to forget: it is kept as if it had been declined.
    """
    file = state_path(_FOLDER) / _name(path)
    with _lock:
        _newest.pop(file, None)
        _cleared[file] = next_order()
        if _identity(file) == _ours.get(file):
            with suppress(OSError):
                syscalls.OS.unlink(str(file))
        else:
            quarantine(file, _DECLINED)


def decline_recovery(path: Path) -> None:
    """Take the recovery of a report out of the way; it is kept for KEPT_FOR. Raises nothing."""
    quarantine(state_path(_FOLDER) / _name(path), _DECLINED)


def store_declined(path: Path, recovery: Recovery) -> None:
    """Keep a recovery as if it had been declined, beside the one that is offered.

    Raises:
        WriteError: it could not be written.

    """
    try:
        file = state_folder(_FOLDER) / _name(path)
    except OSError as error:
        raise WriteError(f"The state folder cannot be written: {cause(error)}.", help=remedy(error)) from error
    write_private(quarantine_name(file, _DECLINED), encoded(path, recovery))


def declined_recoveries(path: Path) -> list[Recovery]:
    """Return what was declined of a report and is still kept, oldest first. Raises nothing."""
    found: list[Recovery] = []
    for file in quarantined(state_path(_FOLDER) / _name(path), _DECLINED):
        try:
            found.append(decoded(read_private(file, MOST_BYTES)))
        except (OSError, *DISTRUST):
            continue
    return found


def damaged_recoveries(path: Path) -> list[Path]:
    """Return the recovery files of a report that could not be read and are still kept, oldest first."""
    return quarantined(state_path(_FOLDER) / _name(path), DAMAGED)


# The file


class _Job(NamedTuple):
    order: int
    data: bytes


def _store_other(file: Path, recovery: Recovery) -> None:
    """Put aside the file in a recovery's place, unless this process wrote it or the recovery has all of it."""
    identity = _identity(file)
    if identity is None or identity == _ours.get(file):
        return
    try:
        other = decoded(read_private(file, MOST_BYTES)).edits
    except (OSError, *DISTRUST):
        quarantine(file, DAMAGED)
        return
    if not (set(other.answers) <= set(recovery.edits.answers) and set(other.ticks) <= set(recovery.edits.ticks)):
        quarantine(file, _DECLINED)


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        status = file.lstat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns


def _name(path: Path) -> str:
    return f"{file_mark(path)}.json"
