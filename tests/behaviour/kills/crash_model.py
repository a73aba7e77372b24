"""A model of what a disk may hold after a crash, over the calls that a program really made.

It is worse than any real disk. What was not synced may be there or not, each change for itself: of the entries of a
folder any, in any order, also a rename without the creation before it; of what was written to a file any pieces,
whole, by half or as zeros in a file that has grown; modes and owners too. A file's fsync says nothing of its name,
which the fsync of its folder brings to the disk, and a folder's own name is on the disk with the sync of its parent.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, product
from pathlib import Path
from typing import NamedTuple

from exam_tui.storage.disk import syscalls

Content = bytearray
_MOST_STATES = 20_000


@dataclass
class Inode:
    """A file or a folder: its changes in order, and how many of them are on the disk for certain.

    Attributes:
        is_folder: what it is.
        changes: of a file's content and mode, or of a folder's entries.
        synced: how many of them, from the first, were brought to the disk.

    """

    is_folder: bool
    changes: "list[Write | Cut | Mode | Entry]" = field(default_factory=list)
    synced: int = 0

    def sync(self) -> None:
        self.synced = len(self.changes)

    def variants(self) -> "Iterator[list[Write | Cut | Mode | Entry]]":
        """Yield what a crash may have left of the changes; all of them first."""
        sure, unsure = self.changes[: self.synced], self.changes[self.synced :]
        for chosen in product(*(change.left() for change in unsure)):
            yield [*sure, *(change for change in chosen if change is not None)]


class Write(NamedTuple):
    """Bytes written at a place."""

    offset: int
    data: bytes

    def left(self) -> "Sequence[Write | None]":
        return (
            self,
            None,
            Write(self.offset, self.data[: len(self.data) // 2]),
            Write(self.offset, bytes(len(self.data))),
        )


class Cut(NamedTuple):
    """A file cut, or filled with zeros, to a length."""

    length: int

    def left(self) -> "Sequence[Cut | None]":
        return self, None


class Mode(NamedTuple):
    """A file's permission bits."""

    bits: int

    def left(self) -> "Sequence[Mode | None]":
        return self, None


class Entry(NamedTuple):
    """A name that a folder has from now on, or has lost (inode None); with `gone` a rename, in one step."""

    name: str
    inode: int | None
    gone: str = ""

    def left(self) -> "Sequence[Entry | None]":
        return self, None


class Found(NamedTuple):
    """A file after a crash."""

    data: bytes
    mode: int


State = dict[str, Found]
"""What is on the disk, by path below the root; files alone."""


class Disk:
    """Everything below a folder, with what is on the disk for certain and what is not."""

    def __init__(self, root: Path) -> None:
        self.inodes: dict[int, Inode] = {}
        self._numbers = iter(range(1_000_000))
        self.root = str(root)
        self.top = self._read(root)

    def _read(self, path: Path) -> int:
        """Take up what is there already: all of it is on the disk for certain."""
        number = self.new(is_folder=path.is_dir())
        inode = self.inodes[number]
        if path.is_dir():
            inode.changes.extend(Entry(child.name, self._read(child)) for child in sorted(path.iterdir()))
        else:
            inode.changes += [Mode(path.stat().st_mode & 0o7777), Write(0, path.read_bytes())]
        inode.sync()
        return number

    def new(self, *, is_folder: bool = False) -> int:
        number = next(self._numbers)
        self.inodes[number] = Inode(is_folder)
        return number

    def at(self, path: str) -> int | None:
        """Return what a path names now, as the running program sees it."""
        number: int | None = self.top
        for name in Path(path).relative_to(self.root).parts:
            number = None if number is None else _entries(self.inodes[number].changes).get(name)
        return number

    def change(self, number: int | None, change: "Write | Cut | Mode | Entry") -> None:
        assert number is not None, "a call on something that the model does not know"
        self.inodes[number].changes.append(change)

    def states(self) -> Iterator[State]:
        """Yield what a crash at this moment may leave on the disk; first of all, all that was done."""
        unsure = [number for number, inode in self.inodes.items() if inode.synced < len(inode.changes)]
        for chosen in islice(product(*(self.inodes[number].variants() for number in unsure)), _MOST_STATES + 1):
            left = dict(zip(unsure, chosen, strict=True))
            state: State = {}
            self._collect(self.top, Path(), left, state)
            yield state

    def count(self) -> int:
        """Return how many states there are, some of them alike."""
        total = 1
        for inode in self.inodes.values():
            for change in inode.changes[inode.synced :]:
                total *= len(change.left())
        assert total <= _MOST_STATES, "too many to look at: something stays without a sync for long"
        return total

    def _collect(
        self, number: int, path: Path, left: "dict[int, list[Write | Cut | Mode | Entry]]", state: State
    ) -> None:
        changes = left.get(number, self.inodes[number].changes)
        if self.inodes[number].is_folder:
            for name, inode in _entries(changes).items():
                self._collect(inode, path / name, left, state)
        else:
            state[path.as_posix()] = _content(changes)


def _entries(changes: "Sequence[Write | Cut | Mode | Entry]") -> dict[str, int]:
    entries: dict[str, int] = {}
    for change in changes:
        assert isinstance(change, Entry)
        for name in (change.gone, change.name if change.inode is None else ""):
            entries.pop(name, None)
        if change.inode is not None:
            entries[change.name] = change.inode
    return entries


def _content(changes: "Sequence[Write | Cut | Mode | Entry]") -> Found:
    data, mode = Content(), 0
    for change in changes:
        match change:
            case Write(offset, piece):
                data.extend(bytes(max(0, offset + len(piece) - len(data))))
                data[offset : offset + len(piece)] = piece
            case Cut(length):
                data.extend(bytes(max(0, length - len(data))))
                del data[length:]
            case Mode(bits):
                mode = bits
    return Found(bytes(data), mode)


class Recorded(syscalls.Syscalls):
    """The real calls; behind each one the model of the disk is brought up to date and `looked_at`.

    Calls on what is not below the model's root are not its concern. `lost` names calls that do nothing, as on a disk
    that ignores them.
    """

    def __init__(self, disk: Disk, lost: Sequence[str] = ()) -> None:
        self.disk = disk
        self.lost = lost
        self.calls: list[tuple[str, str]] = []
        self._files: dict[int, tuple[int, str]] = {}
        self._places: dict[int, int] = {}

    def looked_at(self) -> None:
        """Look at the states that a crash at this moment leaves; for tests to fill."""

    def _done(self, call: str, path: str) -> None:
        self.calls.append((call, path))
        self.looked_at()

    def _knows(self, path: str) -> bool:
        return Path(path).is_relative_to(self.disk.root)

    def _entry(self, path: str, inode: int | None, gone: str = "") -> None:
        folder, name = os.path.split(path)
        self.disk.change(self.disk.at(folder), Entry(name, inode, gone))

    def open(self, path: str, flags: int, mode: int = 0o600) -> int:
        fd = super().open(path, flags, mode)
        if not self._knows(path):
            return fd
        number = self.disk.at(path)
        is_new = number is None
        if number is None:
            number = self.disk.new()
            self.disk.inodes[number].changes.append(Mode(os.fstat(fd).st_mode & 0o7777))
            self._entry(path, number)
        self._files[fd], self._places[fd] = (number, path), 0
        if flags & os.O_TRUNC:
            self.disk.change(number, Cut(0))
        if is_new or flags & os.O_TRUNC:
            self._done("create" if is_new else "truncate", path)
        return fd

    def read(self, fd: int, count: int) -> bytes:
        data = super().read(fd, count)
        if fd in self._places:
            self._places[fd] += len(data)
        return data

    def write(self, fd: int, data: memoryview) -> int:
        done = super().write(fd, data)
        if fd in self._files:
            number, path = self._files[fd]
            self.disk.change(number, Write(self._places[fd], bytes(data[:done])))
            self._places[fd] += done
            self._done("write", path)
        return done

    def rewind(self, fd: int) -> None:
        super().rewind(fd)
        if fd in self._places:
            self._places[fd] = 0

    def truncate(self, fd: int, length: int) -> None:
        super().truncate(fd, length)
        if fd in self._files:
            number, path = self._files[fd]
            self.disk.change(number, Cut(length))
            self._done("truncate", path)

    def chmod(self, fd: int, mode: int) -> None:
        super().chmod(fd, mode)
        if fd in self._files:
            number, path = self._files[fd]
            self.disk.change(number, Mode(mode))
            self._done("chmod", path)

    def fsync(self, fd: int) -> None:
        if "fsync" in self.lost:
            return
        super().fsync(fd)
        if fd in self._files:
            number, path = self._files[fd]
            self.disk.inodes[number].sync()
            self._done("fsync", path)

    def close(self, fd: int) -> None:
        super().close(fd)
        self._files.pop(fd, None)
        self._places.pop(fd, None)

    def rename(self, source: str, target: str) -> None:
        super().rename(source, target)
        if self._knows(source):
            assert os.path.dirname(source) == os.path.dirname(target), "no rename goes to another folder"  # noqa: PTH120
            self._entry(target, self.disk.at(source), gone=Path(source).name)
            self._done("rename", target)

    def link(self, source: str, target: str) -> None:
        super().link(source, target)
        if self._knows(source):
            self._entry(target, self.disk.at(source))
            self._done("link", target)

    def unlink(self, path: str) -> None:
        super().unlink(path)
        if self._knows(path):
            self._entry(path, None)
            self._done("unlink", path)

    def fsync_folder(self, path: str) -> None:
        if "fsync_folder" in self.lost:
            return
        super().fsync_folder(path)
        number = self.disk.at(path) if self._knows(path) else None
        if number is not None:
            self.disk.inodes[number].sync()
            self._done("fsync_folder", path)

    def mkdir(self, path: str, mode: int = 0o777) -> None:
        """Note a new folder; `os.mkdir` is no call of the layer's own."""
        _mkdir(path, mode)
        if self._knows(path):
            self._entry(path, self.disk.new(is_folder=True))
            self._done("mkdir", path)


_mkdir = os.mkdir
