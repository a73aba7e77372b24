"""Write what is made beside a report, or for git: never through a link, wherever it leads.

A clone may bring links of any name. The report itself may be one, and its target is written (`write`); everything else
is written under its very name, or not at all.
"""

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

from exam_tui.errors import FileChangedError, LinkError, ReadOnlyFileError, WriteError
from exam_tui.storage.disk import syscalls
from exam_tui.storage.disk.metadata import CannotReplaceError, adopt_metadata
from exam_tui.storage.disk.os_errors import RIGHTS, UNSUPPORTED, cause, remedy
from exam_tui.storage.disk.read import MISSING, require_unchanged
from exam_tui.storage.disk.repository_root import lexical_root
from exam_tui.storage.disk.state_dir import unguessable
from exam_tui.storage.disk.syscalls import CREATE, READ, opened, read_all, retried, write_all
from exam_tui.storage.disk.write import WriteResult, confirm, rename

_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0)
_HAS_FOLDERS: Final = os.open in os.supports_dir_fd and os.rename in os.supports_dir_fd and bool(_NO_LINK)
"""Whether a file can be named relative to an open folder, whatever happens to the names above it."""

_NO_SECOND_NAME: Final = UNSUPPORTED | RIGHTS | {errno.EMLINK, errno.EXDEV}
"""What file systems say that know one name a file alone."""

_JUNCTION: Final = 0xA0000003
"""IO_REPARSE_TAG_MOUNT_POINT of Windows."""


def refuse_links(path: Path, *, base: Path | None = None) -> None:
    """Refuse a name that is a link, or that lies below one.

    Only folders from `base` on count, by default those of the repository around it: links above are the user's own.

    Raises:
        LinkError: there is one; it is named.

    """
    _named(path, base)


def write_output(path: Path, data: bytes, *, expected: str | None = None, base: Path | None = None) -> WriteResult:
    """Make `data` the content of a file that is not the report, durably; its mode, owner and attributes stay.

    `expected` is as in `write_file`, `base` as in `refuse_links`. Whatever has the name gives it up: other names of the
    same file keep its old content. With MISSING nothing is replaced, not even what another program made this moment,
    where the file system knows second names.

    Raises:
        LinkError: the name is a link, or lies below one, even one made this moment.
        FileChangedError: there is another content than expected.
        ReadOnlyFileError: it is marked so.
        WriteError: everything else; then only the old file is there.

    """
    try:
        with _folder(path, base) as (folder, where):
            _Output(path, folder, where, expected).write(data)
        return confirm(str(path.parent))
    except CannotReplaceError as error:
        raise WriteError(f"{path} belongs to another user.", help="Move it away and try again.") from error
    except ValueError as error:  # a NUL
        raise WriteError("Not a file name.", help="Check the path.") from error
    except OSError as error:
        raise WriteError(f"{path} could not be written: {cause(error)}.", help=remedy(error)) from error


def make_folder(path: Path) -> list[Path]:
    """Make a folder and those above it that are missing, none through a link; return those made, the highest first.

    Raises:
        LinkError: the name is a link, or lies below one.
        WriteError: something else has the name, or a folder could not be made; then none is made.

    """
    made: list[Path] = []
    try:
        refuse_links(path)
        for part in _lexical(path):
            if not os.path.lexists(part):
                _make_one(part)
                made.append(part)
        if not path.is_dir():
            raise WriteError(f"{path} is not a folder.", help="Rename it, or choose another name.")  # noqa: TRY301
    except BaseException as error:
        remove_folders(made)
        if isinstance(error, ValueError):  # a NUL
            raise WriteError("Not a folder name.", help="Check the path.") from error
        if isinstance(error, OSError):
            raise WriteError(f"{path} could not be created: {cause(error)}.", help=remedy(error)) from error
        raise
    return made


def _make_one(path: Path) -> None:
    with _folder(path, None) as (folder, _):
        if folder is None:
            syscalls.OS.make_folder(str(path))
        else:
            syscalls.OS.make_folder_in(folder, path.name)
    confirm(str(path.parent))


def remove_folders(made: Sequence[Path]) -> None:
    """Remove folders that were made for nothing, as far as they are empty."""
    for path in reversed(made):
        with suppress(OSError):
            path.rmdir()


def _named(path: Path, base: Path | None) -> list[Path]:
    """Return the folders of a path from the base on, and last the path itself, without `..`; none is a link.

    Raises:
        LinkError: the path goes through a link of a repository, or is a link.

    """
    *folders, last = _lexical(path)
    for folder in folders:
        is_ours = lexical_root(folder.parent) is not None if base is None else folder.is_relative_to(base)
        if is_ours and _is_link(folder):
            remedy = "Use the path that the link leads to."
            raise _link_error(f"{path} lies below {folder}, which is a link", remedy)
    if _is_link(last):
        raise _link_error(f"{path} is a link")
    root = lexical_root(last.parent) if base is None else base
    return [part for part in (*last.parents[::-1], last) if root is not None and part.is_relative_to(root)] or [last]


def _is_link(path: Path) -> bool:
    """Return whether there is a link, or on Windows a junction."""
    try:
        status = path.lstat()
    except (OSError, ValueError):
        return False
    return stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == _JUNCTION


def _link_error(what: str, remedy: str = "Remove the link.") -> LinkError:
    return LinkError(f"{what} and could lead anywhere: nothing was written.", help=remedy)


def _lexical(path: Path) -> list[Path]:
    """Return the folders that a path goes through, and last itself: absolute, without `..`, links as they are."""
    here = Path(path.anchor) if path.is_absolute() else Path.cwd()
    passed = [*reversed(here.parents), here]
    for part in path.relative_to(path.anchor).parts:
        # `..` after a link goes up from its target.
        here = Path(os.path.realpath(here)).parent if part == ".." else here / part
        passed.append(here)
    return passed


@contextmanager
def _folder(path: Path, base: Path | None) -> Iterator[tuple[int | None, str]]:
    """Yield the folder of a path, opened, and "" as the way to it; None and the way where the system cannot.

    Each folder is opened from the one above it, no link followed: nobody can put one in its place then.
    """
    *folders, last = _named(path, base)
    if not _HAS_FOLDERS:
        yield None, str(path.parent)
        return
    flags = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_DIRECTORY", "O_CLOEXEC"))
    with ExitStack() as stack:
        fd = os.open(folders[0] if folders else last.parent, flags)
        stack.callback(os.close, fd)
        for part in folders[1:]:
            try:
                fd = os.open(part.name, flags | _NO_LINK, dir_fd=fd)
            except NotADirectoryError as error:
                raise _link_error(f"{path} lies below {part}, which is a link now,") from error
            stack.callback(os.close, fd)
        yield fd, ""


class _Output:
    """A file to be written, by its name in an open folder where the system can do that."""

    def __init__(self, path: Path, folder: int | None, where: str, expected: str | None) -> None:
        self._path = path
        self._folder = folder
        self._expected = expected
        self._target = os.path.join(where, path.name)  # noqa: PTH118 - a string, as in all of storage
        self._temp = os.path.join(where, f".{unguessable(path.name)}.tmp")  # noqa: PTH118 - the same

    def write(self, data: bytes) -> None:
        """Make the new file, look once more at what it is to replace, and put it there."""
        old = self._old()
        try:
            self._fill(data, old)
            self._old()
            self._take_place()
        except FileExistsError:  # not ours: it was there before
            raise
        except BaseException:
            with suppress(OSError):
                self._clear()
            raise

    def _old(self) -> os.stat_result | None:
        """Return the status of the file with that name, None where there is none; refuse what must not be replaced."""
        path = self._path
        try:
            status = os.stat(self._target, dir_fd=self._folder, follow_symlinks=False)
        except FileNotFoundError as error:
            if self._expected:
                raise FileChangedError(f"{path} was deleted or moved since it was read.") from error
            return None
        if stat.S_ISLNK(status.st_mode):
            raise _link_error(f"{path} is a link")
        if not stat.S_ISREG(status.st_mode):
            raise WriteError(f"{path} is not a file that can be written.", help="Name a file.")
        if self._expected == MISSING:
            raise self._created()
        if not status.st_mode & 0o222:
            raise ReadOnlyFileError(f"{path} is read-only.", help="Make it writable and try again.")
        if self._expected is not None:
            with self._opened() as fd:
                require_unchanged(path, read_all(fd), self._expected)
        return status

    @contextmanager
    def _opened(self) -> Iterator[int]:
        with opened(self._target, READ | _NO_LINK, folder=self._folder) as fd:
            yield fd

    def _fill(self, data: bytes, old: os.stat_result | None) -> None:
        """Make the new file, with all that the old one has besides its bytes."""
        with opened(self._temp, CREATE, 0o666 if old is None else 0o600, folder=self._folder) as fd:
            write_all(fd, data)
            if old is not None:
                with suppress(FileNotFoundError), self._opened() as source:
                    adopt_metadata(fd, source, old)
            syscalls.OS.fsync(fd)

    def _created(self) -> FileChangedError:
        return FileChangedError(f"{self._path} was created by another program just now.")

    def _take_place(self) -> None:
        if self._expected == MISSING and self._is_linked():
            with suppress(OSError):
                self._clear()
        elif self._folder is None:
            rename(self._temp, self._target)
        else:
            retried(syscalls.OS.rename_in, self._folder, self._temp, self._target)

    def _is_linked(self) -> bool:
        """Give the new file its name if that is free: renaming would replace what took it just now.

        False where the file system knows no second names.
        """
        try:
            if self._folder is None:
                syscalls.OS.link(self._temp, self._target)
            else:
                syscalls.OS.link_in(self._folder, self._temp, self._target)
        except FileExistsError as error:
            raise self._created() from error
        except OSError as error:
            if error.errno in _NO_SECOND_NAME:
                return False
            raise
        return True

    def _clear(self) -> None:
        if self._folder is None:
            syscalls.OS.unlink(self._temp)
        else:
            syscalls.OS.unlink_in(self._folder, self._temp)
