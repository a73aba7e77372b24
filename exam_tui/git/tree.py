"""What the last commit and the index hold of some folders. Files are compared here: git would run filters on them."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from exam_tui.core.text.lines import normalise_line_ends
from exam_tui.git.content import is_content
from exam_tui.git.objects import object_sizes, read_blobs
from exam_tui.git.run import answer_of_git, run_git
from exam_tui.storage.images.types import LFS_POINTER

Kind = Literal["file", "link", "submodule"]
SUBMODULE: Final = "160000"
"""The mode that git gives to one."""
_KINDS: Final[dict[str, Kind]] = {"120000": "link", SUBMODULE: "submodule"}
_LONGEST_POINTER: Final = 1_024


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """A path in the last commit: the mode and the id of its content, its size in bytes (None: the clone lacks it)."""

    mode: str
    blob: str
    size: int | None

    @property
    def kind(self) -> Kind:
        """What it is."""
        return _KINDS.get(self.mode, "file")


@dataclass(frozen=True, slots=True)
class Staged:
    """A path in the index: mode and id of its content, whether a merge left it in conflict, whether it is left out."""

    mode: str
    blob: str
    conflict: bool
    left_out: bool


def committed(root: Path, names: Sequence[str]) -> dict[str, TreeEntry] | None:
    """Return what the last commit holds of files and folders, by path; all of it where none is named.

    None where there is no commit yet, or git cannot read it. Raises GitError where git does not answer.
    """
    answer = answer_of_git(root, "ls-tree", "-r", "-z", "-l", "--full-tree", "HEAD", "--", *names)
    if answer is None:
        return _committed_in_part(root, names)
    entries: dict[str, TreeEntry] = {}
    for line in answer.split(b"\0")[:-1]:
        facts, _, name = line.partition(b"\t")
        mode, _, blob, size = facts.split()
        number = int(size) if size.isdigit() else 0
        entries[os.fsdecode(name)] = TreeEntry(mode.decode(), blob.decode(), number)
    return entries


def _committed_in_part(root: Path, names: Sequence[str]) -> dict[str, TreeEntry] | None:
    """Return what `committed` does where the clone lacks contents, which git opens for their sizes."""
    answer = answer_of_git(root, "ls-tree", "-r", "-z", "--full-tree", "HEAD", "--", *names)
    if answer is None:
        return None
    found: dict[str, tuple[str, str]] = {}
    for line in answer.split(b"\0")[:-1]:
        facts, _, name = line.partition(b"\t")
        mode, _, blob = facts.decode().split()
        found[os.fsdecode(name)] = mode, blob
    sizes = object_sizes(root, [blob for _, blob in found.values()])
    return {
        name: TreeEntry(mode, blob, size[1] if size else None)
        for (name, (mode, blob)), size in zip(found.items(), sizes, strict=True)
    }


def staged(root: Path, names: Sequence[str]) -> dict[str, Staged] | None:
    """Return what the index holds of files and folders, by path; all of it where none is named.

    None where git does not answer.
    """
    answer = run_git(root, "ls-files", "-s", "-t", "-z", "--", *names)
    if answer is None:
        return None
    entries: dict[str, Staged] = {}
    for line in answer.split(b"\0")[:-1]:
        facts, _, name = line.partition(b"\t")
        tag, mode, blob, stage = facts.split()
        entries[os.fsdecode(name)] = Staged(mode.decode(), blob.decode(), stage != b"0", tag == b"S")
    return entries


def ignored(root: Path, names: Sequence[str]) -> set[str]:
    """Return the paths that git ignores; not for files that git tracks."""
    asked = b"".join(b"./" + os.fsencode(name) + b"\0" for name in names)
    answer = run_git(root, "check-ignore", "-z", "--stdin", literal=False, text=asked) if names else None
    return {os.fsdecode(name).removeprefix("./") for name in (answer or b"").split(b"\0")[:-1]}


def pointers(root: Path, entries: Sequence[TreeEntry]) -> frozenset[str]:
    """Return the ids of the contents that are pointers: Git LFS keeps the files themselves."""
    small = [entry.blob for entry in entries if 0 < (entry.size or 0) <= _LONGEST_POINTER]
    contents = zip(small, read_blobs(root, small), strict=True)
    return frozenset(blob for blob, data in contents if data and data.startswith(LFS_POINTER))


def is_same(path: Path, entry: TreeEntry) -> bool:
    """Return whether a file is, byte by byte, what was committed."""
    try:
        is_size = entry.size is None or path.stat().st_size == entry.size
        return is_size and is_content(path, entry.blob)
    except OSError:
        return False


def is_same_text(data: bytes, other: bytes) -> bool:
    """Return whether two texts are the same to git, which may convert line ends on the way."""
    if data == other:
        return True
    one, two = (normalise_line_ends(text.decode("utf-8", "surrogateescape")) for text in (data, other))
    return one == two
