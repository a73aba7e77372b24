"""Write into a file that cannot be replaced: one with several names, or in a folder that takes no new file.

For a moment such a file is neither the old nor the new one, so the old bytes are first brought to the disk
elsewhere.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from exam_tui.errors import WriteError
from exam_tui.storage.disk import syscalls
from exam_tui.storage.disk.metadata import writable
from exam_tui.storage.disk.os_errors import cause, remedy
from exam_tui.storage.disk.read import fingerprint, require_unchanged
from exam_tui.storage.disk.real_path import real_path
from exam_tui.storage.disk.state_dir import state_folder, state_path, unguessable
from exam_tui.storage.disk.syscalls import CREATE, READ_WRITE, opened, read_all, write_all

_FOLDER: Final = "secured"


def write_in_place(path: Path, target: str, data: bytes, *, expected: str | None) -> None:
    """Write `data` into the existing file `target`, shown to the user as `path`, and bring it to the disk.

    Raises FileChangedError as `require_unchanged` does; OSError when nothing was done yet; WriteError when
    the old bytes could not be secured (nothing was done) or when writing failed: the old bytes are then put
    back, and the error says whether that worked and where their copy is.
    """
    copy: Path | None = None
    old = b""
    with writable(target):
        try:
            with opened(target, READ_WRITE) as fd:
                old = read_all(fd)
                require_unchanged(path, old, expected)
                copy = _secure(path, target, old)
                _overwrite(fd, data)
        except BaseException as error:
            if copy is None:
                raise
            state = "Its old text was restored" if _restore(target, old) else "The file may be damaged"
            place = f"{state}; a copy of the old text is in {copy}."
            if isinstance(error, OSError):
                text = f"{path} could not be saved: {cause(error)}. {place}"
                raise WriteError(text, help=remedy(error)) from error
            error.add_note(place)
            raise
    _remove(copy)


def secured_copies(path: Path) -> list[Path]:
    """Return the copies of the file's old bytes that interrupted or failed writes left behind, oldest first.

    After a write that worked there are none. Creates nothing; raises OSError when one cannot be looked at.
    """
    mark = _mark(real_path(path))
    return sorted(state_path(_FOLDER).glob(f"{mark}-*"), key=lambda copy: copy.stat().st_mtime_ns)


def _overwrite(fd: int, data: bytes) -> None:
    syscalls.OS.rewind(fd)
    write_all(fd, data)
    syscalls.retried(syscalls.OS.truncate, fd, len(data))
    syscalls.OS.fsync(fd)


def _restore(target: str, old: bytes) -> bool:
    """Write the old bytes again, by a new descriptor as the other failed; return whether it worked."""
    try:
        with opened(target, READ_WRITE) as fd:
            _overwrite(fd, old)
    except OSError:
        return False
    return True


def _secure(path: Path, target: str, old: bytes) -> Path:
    """Bring a copy of the old bytes to the disk in the state folder; return where it is."""
    copy: Path | None = None
    try:
        folder = state_folder(_FOLDER)
        copy = folder / f"{_mark(target)}-{unguessable(Path(target).name)}"
        with opened(str(copy), CREATE) as fd:
            write_all(fd, old)
            syscalls.OS.fsync(fd)
        syscalls.OS.fsync_folder(str(folder))
    except BaseException as error:
        if copy is not None:
            _remove(copy)
        if isinstance(error, OSError):
            raise WriteError(
                f"{path} could not be saved: it can only be written in place, and its old text could not be backed up "
                f"first: {cause(error)}.",
                help=remedy(error),
            ) from error
        raise
    return copy


def _mark(target: str) -> str:
    """Return the beginning that the names of all copies of one file share."""
    return fingerprint(os.fsencode(target))[:16]


def _remove(copy: Path) -> None:
    with suppress(OSError):  # one copy too many does no harm
        syscalls.OS.unlink(str(copy))
