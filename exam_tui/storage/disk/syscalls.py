"""The system calls by which storage changes files, as methods of one object, so that tests can make each one fail.

Every module here calls `syscalls.OS.<name>(…)`; a test puts another `Syscalls` in its place. What a system
lacks (Windows: owners, extended attributes, syncing a folder) is a call that does nothing there.
"""

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_R = TypeVar("_R")

# O_BINARY: otherwise Windows translates line ends. O_CLOEXEC is what os.open sets anyway.
_ALWAYS = getattr(os, "O_BINARY", 0)
# A link put in the file's place, or a FIFO, must neither be followed nor block. Windows has neither flag.
READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _ALWAYS
READ_WRITE = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | _ALWAYS
CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | _ALWAYS


class Syscalls:
    """One method a call, named after it; each raises OSError as the system does."""

    def open(self, path: str, flags: int, mode: int = 0o600) -> int:
        """Open a file."""
        return os.open(path, flags, mode)

    def open_in(self, folder: int, name: str, flags: int, mode: int = 0o600) -> int:
        """Open a file of an open folder."""
        return os.open(name, flags, mode, dir_fd=folder)

    def read(self, fd: int, count: int) -> bytes:
        """Read at most `count` bytes."""
        return os.read(fd, count)

    def write(self, fd: int, data: memoryview) -> int:
        """Write some of `data`; the number of bytes written may be smaller than asked."""
        return os.write(fd, data)

    def rewind(self, fd: int) -> None:
        """Go to the start of the file."""
        os.lseek(fd, 0, os.SEEK_SET)

    def truncate(self, fd: int, length: int) -> None:
        """Cut the file to `length` bytes."""
        os.ftruncate(fd, length)

    def chmod(self, fd: int, mode: int) -> None:
        """Set the permission bits of an open file. On Windows they say nothing."""
        if sys.platform != "win32":
            os.fchmod(fd, mode)

    def chown(self, fd: int, uid: int, gid: int) -> None:
        """Set owner and group of an open file; -1 leaves one as it is."""
        if sys.platform != "win32":
            os.fchown(fd, uid, gid)

    def chmod_path(self, path: str, mode: int) -> None:
        """Set the permission bits of a file by its name; on Windows the read-only mark alone."""
        os.chmod(path, mode)  # noqa: PTH101 - paths are strings throughout this seam

    def list_attributes(self, file: str | int) -> list[str]:
        """Return the names of a file's extended attributes. Python knows them on Linux only."""
        names: list[str] = []
        if sys.platform == "linux":
            names = os.listxattr(file)
        return names

    def get_attribute(self, file: str | int, name: str) -> bytes:
        """Return an extended attribute."""
        value = b""
        if sys.platform == "linux":
            value = os.getxattr(file, name)
        return value

    def set_attribute(self, fd: int, name: str, value: bytes) -> None:
        """Set an extended attribute."""
        if sys.platform == "linux":
            os.setxattr(fd, name, value)

    def remove_attribute(self, fd: int, name: str) -> None:
        """Remove an extended attribute."""
        if sys.platform == "linux":
            os.removexattr(fd, name)

    def fsync(self, fd: int) -> None:
        """Bring an open file to the disk itself."""
        _to_disk(fd)

    def close(self, fd: int) -> None:
        """Close a descriptor."""
        os.close(fd)

    def rename(self, source: str, target: str) -> None:
        """Put `source` in the place of `target`, in one step."""
        os.replace(source, target)  # noqa: PTH105 - as above

    def rename_in(self, folder: int, source: str, target: str) -> None:
        """Put one file of an open folder in the place of another, in one step."""
        os.replace(source, target, src_dir_fd=folder, dst_dir_fd=folder)

    def link(self, source: str, target: str) -> None:
        """Give a file a second name, which must be free."""
        os.link(source, target)

    def link_in(self, folder: int, source: str, target: str) -> None:
        """Give a file of an open folder a second name in it, which must be free."""
        os.link(source, target, src_dir_fd=folder, dst_dir_fd=folder)

    def make_folder(self, path: str) -> None:
        """Make a folder, with the user's usual mode."""
        os.mkdir(path)  # noqa: PTH102 - as above

    def make_folder_in(self, folder: int, name: str) -> None:
        """Make a folder in an open one."""
        os.mkdir(name, dir_fd=folder)

    def unlink(self, path: str) -> None:
        """Remove a file's name."""
        os.unlink(path)  # noqa: PTH108 - as above

    def unlink_in(self, folder: int, name: str) -> None:
        """Remove a name in an open folder."""
        os.unlink(name, dir_fd=folder)

    def fsync_folder(self, path: str) -> None:
        """Bring a folder's entries to the disk. Windows cannot open a folder, and does not need this."""
        if sys.platform != "win32":
            fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
            try:
                _to_disk(fd)
            finally:
                with suppress(OSError):  # nothing was written through it: fsync alone says whether all is well
                    os.close(fd)

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


def _to_disk(fd: int) -> None:
    """Bring a file or a folder to the disk itself."""
    if sys.platform == "darwin":
        import fcntl  # noqa: PLC0415 - not on Windows

        try:  # there fsync stops at the drive's cache: man 2 fsync
            fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
        except OSError as error:
            if error.errno not in {errno.ENOTSUP, errno.EINVAL, errno.ENOTTY}:
                raise
        else:
            return
        # A network volume knows only fsync; nothing was tried above, so this is not a second try.
    os.fsync(fd)


OS = Syscalls()
"""What the whole layer calls; tests replace it."""


def retried(call: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
    """Return what `call` returns, called again as long as a signal interrupts it.

    Python does that itself (PEP 475); this is for file systems that still report EINTR. Never for fsync and
    close: after those the state of the descriptor is unknown.
    """
    while True:
        try:
            return call(*args, **kwargs)
        except InterruptedError:
            continue


@contextmanager
def opened(path: str, flags: int, mode: int = 0o600, *, folder: int | None = None) -> Iterator[int]:
    """Yield a descriptor and close it; an error of close counts unless another one is on its way.

    With an open `folder`, `path` is a name in it.
    """
    fd = retried(OS.open, path, flags, mode) if folder is None else retried(OS.open_in, folder, path, flags, mode)
    try:
        yield fd
    except BaseException:
        with suppress(OSError):
            OS.close(fd)
        raise
    with suppress(InterruptedError):  # the descriptor is gone all the same; a second close could hit another file
        OS.close(fd)


def read_all(fd: int, limit: int | None = None) -> bytes:
    """Return the bytes from the descriptor's position on, at most `limit` of them."""
    pieces: list[bytes] = []
    size = 0
    while limit is None or size < limit:
        piece = retried(OS.read, fd, 1 << 20 if limit is None else limit - size)
        if not piece:
            break
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)


def write_all(fd: int, data: bytes) -> None:
    """Write all of `data`, in as many calls as it takes."""
    rest = memoryview(data)
    while rest:
        rest = rest[retried(OS.write, fd, rest) :]
