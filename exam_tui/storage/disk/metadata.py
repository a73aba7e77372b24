"""Give a new file what the old one had besides its bytes: owner, group, extended attributes, mode."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from exam_tui.storage.disk import syscalls
from exam_tui.storage.disk.os_errors import RIGHTS, UNSUPPORTED
from exam_tui.storage.disk.syscalls import retried

_REFUSED: Final = RIGHTS | UNSUPPORTED | {errno.EINVAL}
"""EINVAL: an owner that the container does not know, an attribute that the file system keeps to itself."""


class CannotReplaceError(Exception):
    """A new file cannot take the old one's place unchanged; the old one can still be written into."""


def adopt_metadata(fd: int, source: str | int, status: os.stat_result) -> None:
    """Give the open file what the file `source`, open or by its name, whose status is `status`, has.

    Raises CannotReplaceError where the system refuses, since an owner is never changed silently, and OSError
    for everything else.
    """
    try:
        _adopt_owner(fd, status)
        _adopt_attributes(fd, source)
        # Last: a new owner clears set-id bits, and an access list changes the bits of the group.
        mode = stat.S_IMODE(status.st_mode)
        if stat.S_IMODE(os.fstat(fd).st_mode) != mode:
            retried(syscalls.OS.chmod, fd, mode)
    except OSError as error:
        if error.errno in _REFUSED:
            raise CannotReplaceError from error
        raise


@contextmanager
def writable(target: str) -> Iterator[None]:
    """Take a read-only mark off for a moment, if there is one; whoever calls has asked the user."""
    mode = stat.S_IMODE(os.stat(target).st_mode)  # noqa: PTH116 - the path is a string here
    if mode & stat.S_IWUSR:
        yield
        return
    with suppress(OSError):  # not our file: opening it says so
        syscalls.OS.chmod_path(target, mode | stat.S_IWUSR)
    try:
        yield
    finally:
        with suppress(OSError):
            syscalls.OS.chmod_path(target, mode)


def _adopt_owner(fd: int, status: os.stat_result) -> None:
    own = os.fstat(fd)
    if (own.st_uid, own.st_gid) != (status.st_uid, status.st_gid):
        # -1 for what is right already: a user may give a file to a group of theirs, but not to another owner.
        uid = -1 if own.st_uid == status.st_uid else status.st_uid
        gid = -1 if own.st_gid == status.st_gid else status.st_gid
        retried(syscalls.OS.chown, fd, uid, gid)


def _adopt_attributes(fd: int, source: str | int) -> None:
    wanted, present = _attributes(source), _attributes(fd)
    for name in present.keys() - wanted.keys():  # an access list that the folder gives to new files
        with _forgiving(name):
            syscalls.OS.remove_attribute(fd, name)
    for name, value in wanted.items():
        if present.get(name) != value:
            with _forgiving(name):
                syscalls.OS.set_attribute(fd, name, value)


def _attributes(file: str | int) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    with _forgiving(""):
        for name in syscalls.OS.list_attributes(file):
            with _forgiving(name):
                found[name] = syscalls.OS.get_attribute(file, name)
    return found


@contextmanager
def _forgiving(name: str) -> Iterator[None]:
    """Ignore an error that loses nothing: labels that the system sets itself, and what the disk cannot hold."""
    try:
        yield
    except OSError as error:
        if not name.startswith("security.") and error.errno not in UNSUPPORTED:
            raise
