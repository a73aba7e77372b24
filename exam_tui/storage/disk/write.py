"""Write a file so that at every moment the whole old or the whole new one is on disk.

"Saved" may be said when `write_file` has returned, not before.
"""

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from exam_tui.errors import FileChangedError, ReadOnlyFileError, WriteError
from exam_tui.storage.disk import syscalls
from exam_tui.storage.disk.metadata import CannotReplaceError, adopt_metadata, writable
from exam_tui.storage.disk.os_errors import RIGHTS, HeldFileError, cause, remedy
from exam_tui.storage.disk.read import MISSING, require_unchanged
from exam_tui.storage.disk.real_path import real_path
from exam_tui.storage.disk.state_dir import unguessable
from exam_tui.storage.disk.syscalls import CREATE, READ, opened, read_all, retried, write_all
from exam_tui.storage.disk.write_in_place import write_in_place

_NO_NEW_FILE: Final = RIGHTS | {errno.EROFS, errno.ENAMETOOLONG}
"""The folder takes no new file, which says nothing about the old one."""

_NOT_RENAMED_ONTO: Final = frozenset({errno.EBUSY, errno.EXDEV})
"""The file is a mount of its own, as single files in containers are."""

_RENAME_WAITS: Final = (0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.37)
"""Seconds between tries, about one in total: as long as virus scanners and indexers of Windows keep a file open."""
_WINDOWS = os.name == "nt"

_DELETED: Final = "{} was deleted or moved since it was opened."
_CREATED: Final = "{} was created by another program just now."


@dataclass(frozen=True)
class WriteResult:
    """The outcome of a write."""

    durable: bool
    """Whether the file is known to survive a power cut now."""
    note: str = ""
    """What the user must know about it, as a sentence without a dot; empty when all is well."""


def write_file(path: Path, data: bytes, *, expected: str | None, override_read_only: bool = False) -> WriteResult:
    """Make `data` the content of the file, durably; links stay links, mode, owner and attributes stay.

    `expected` is the fingerprint that the file on disk must have, compared before anything is written and
    again right before the new file takes its place. None: whatever is there is replaced; with MISSING nothing may be
    there. A missing file is created with the user's usual mode. A file that cannot be replaced is written in place,
    see `write_in_place`.

    Raises FileChangedError (another content, or deleted), ReadOnlyFileError (unless overridden) and
    WriteError (everything else, cause in plain words); the file is then the old one and no temporary file is
    left.
    """
    status: os.stat_result | None = None
    try:
        target = _resolve(path)
        status = _status(path, target)
        _compare(path, target, status, expected)
        if status is not None and not override_read_only:
            _refuse_read_only(path, target, status)
        try:
            if status is not None and status.st_nlink > 1:
                raise CannotReplaceError  # noqa: TRY301 - the other names would keep the old content
            _replace(path, target, data, status, expected)
        except CannotReplaceError:
            write_in_place(path, target, data, expected=expected)
            return WriteResult(durable=True)
    except OSError as error:
        if status is not None and isinstance(error, FileNotFoundError):  # between two of the steps above
            raise FileChangedError(_DELETED.format(path)) from error
        raise WriteError(f"{path} could not be saved: {cause(error)}.", help=remedy(error)) from error
    return confirm(os.path.dirname(target))  # noqa: PTH120 - the path is a string here


def write_private(path: Path, data: bytes) -> WriteResult:
    """Make `data` the content of a file of our own, which only the user can read, durably.

    Whatever has its name already is replaced, never written into: a link, a file with other names. Raises
    WriteError; then what was there before still is.
    """
    target = str(path)
    try:
        with _temporary(target) as temp:
            with opened(temp, CREATE) as fd:
                write_all(fd, data)
                syscalls.OS.fsync(fd)
            rename(temp, target)
    except OSError as error:
        raise WriteError(f"{path} could not be written: {cause(error)}.", help=remedy(error)) from error
    return confirm(str(path.parent))


def _resolve(path: Path) -> str:
    """Return the path of the file itself, which a link may name."""
    try:
        return real_path(path, strict=True)
    except FileNotFoundError:  # a new file, perhaps one that a link already names
        return real_path(path)
    except ValueError as error:  # a NUL
        raise WriteError("Not a file name.", help="Check the path.") from error


def _status(path: Path, target: str) -> os.stat_result | None:
    """Return the status of the file, None when there is none."""
    try:
        status = os.lstat(target)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(status.st_mode):
        raise WriteError(f"{path} is not a file that can be written.", help="Name a file.")
    return status


def _compare(path: Path, target: str, status: os.stat_result | None, expected: str | None) -> None:
    """Raise FileChangedError unless the file is the expected one, or still missing as `status` says."""
    if status is None:
        if expected:
            raise FileChangedError(_DELETED.format(path))
        if os.path.lexists(target):
            raise FileChangedError(_CREATED.format(path))
        return
    if expected == MISSING:
        raise FileChangedError(_CREATED.format(path))
    if expected is None:
        return
    with opened(target, READ) as fd:
        data = read_all(fd)
    require_unchanged(path, data, expected)


def _refuse_read_only(path: Path, target: str, status: os.stat_result) -> None:
    if sys.platform != "win32" and os.statvfs(target).f_flag & os.ST_RDONLY:
        return  # the file system's doing, no mark on the file: writing will say so
    # The bits are asked too: the system lets root write everything, but a mark is meant to be heeded.
    if not status.st_mode & 0o222 or not os.access(target, os.W_OK):
        raise ReadOnlyFileError(f"{path} is read-only.", help="Make it writable and try again.")


def _replace(path: Path, target: str, data: bytes, status: os.stat_result | None, expected: str | None) -> None:
    """Write a file beside the old one and let it take its place. CannotReplaceError: there is no such way."""
    with _temporary(target) as temp:
        _fill(temp, target, data, status)
        _compare(path, target, status, expected)
        _rename(temp, target, status)


@contextmanager
def _temporary(target: str) -> Iterator[str]:
    """Yield a path for a new file beside `target`; it is removed again when something fails."""
    folder, name = os.path.split(target)
    temp = os.path.join(folder, f".{unguessable(name)}.tmp")  # noqa: PTH118 - the path is a string here
    try:
        yield temp
    except FileExistsError:  # not ours: it was there before
        raise
    except BaseException:
        with suppress(OSError):
            syscalls.OS.unlink(temp)
        raise


def _fill(temp: str, target: str, data: bytes, status: os.stat_result | None) -> None:
    # A new file gets its mode from the umask; a successor is for us alone until it has the old file's mode.
    mode = 0o666 if status is None else 0o600
    with ExitStack() as stack:
        try:
            fd = stack.enter_context(opened(temp, CREATE, mode))
        except OSError as error:
            if status is not None and error.errno in _NO_NEW_FILE:
                raise CannotReplaceError from error
            raise
        write_all(fd, data)
        if status is not None:
            adopt_metadata(fd, target, status)
        syscalls.OS.fsync(fd)  # after the last change, attributes included; once: a second one could lie


def _rename(temp: str, target: str, status: os.stat_result | None) -> None:
    try:
        # Only Windows refuses to rename onto a file that is marked read-only.
        with writable(target) if _WINDOWS and status is not None else nullcontext():
            rename(temp, target)
    except OSError as error:
        if status is not None and error.errno in _NOT_RENAMED_ONTO:
            raise CannotReplaceError from error
        raise


def rename(source: str, target: str) -> None:
    """Put a file in the place of another, in one step. Raises OSError."""
    for wait in _RENAME_WAITS if _WINDOWS else ():
        with suppress(PermissionError):
            retried(syscalls.OS.rename, source, target)
            return
        syscalls.OS.sleep(wait)
    try:
        retried(syscalls.OS.rename, source, target)
    except PermissionError as error:
        if _WINDOWS:
            raise HeldFileError(*error.args) from error
        raise


def confirm(folder: str) -> WriteResult:
    """Bring the new name to the disk. From here on nothing is undone: the new file is there."""
    try:
        syscalls.OS.fsync_folder(folder)
    except OSError as error:
        return WriteResult(durable=False, note=f"saved, but not confirmed to be on the disk: {cause(error)}")
    return WriteResult(durable=True)
