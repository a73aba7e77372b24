"""Contents that git stores, read by name. Nothing is converted on the way: no filter runs.

A partial clone lacks some of them, and git ends at the first one that it is asked for: nothing is fetched here. Those
that are there are read all the same.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from exam_tui.errors import GitError
from exam_tui.git.run import answer_of_git, run_git
from exam_tui.storage.disk.read import MAX_BYTES

_LINE_ENDS: Final = 2
"""One line end after the line that names a content, one after the content."""

_SIZES: Final = ("cat-file", "--batch-check")
_AT_HAND: Final = (
    *("rev-list", "--no-walk", "--objects", "--no-object-names"),
    *("--ignore-missing", "--missing=allow-any", "--stdin"),
)
"""Names the contents that are there, of those given: this command alone passes over what a partial clone lacks."""


def object_sizes(folder: Path, names: Sequence[str]) -> list[tuple[str, int] | None]:
    """Return id and size in bytes of the file that each name means, None where it means none.

    A name is an id, or `<commit>:<path from the root>`. Never raises.
    """
    asked = [name for name in names if "\n" not in name]
    try:
        answer = answer_of_git(folder, *_SIZES, text=_lines(asked)) if asked else None
        if asked and answer is None:
            asked = _at_hand(folder, asked)
            answer = answer_of_git(folder, *_SIZES, text=_lines(asked)) if asked else None
    except GitError:
        answer = None
    known: dict[str, tuple[str, int]] = {}
    if answer is not None:
        for name, line in zip(asked, answer.split(b"\n"), strict=False):
            match line.split(b" "):
                case [number, b"blob", size] if size.isdigit():  # not a missing file that is called `… blob`
                    known[name] = number.decode(), int(size)
    return [known.get(name) for name in names]


def read_blobs(folder: Path, ids: Sequence[str]) -> list[bytes | None]:
    """Return the content for each id of a file, None for what is missing or larger than a report may be."""
    sizes = object_sizes(folder, ids)
    wanted = [name for name, size in zip(ids, sizes, strict=True) if size and size[1] <= MAX_BYTES]
    answer = run_git(folder, "cat-file", "--batch", text=_lines(wanted)) if wanted else None
    if answer is None:
        return [None] * len(ids)
    contents: dict[str, bytes] = {}
    at = 0
    for name in wanted:
        end = answer.index(b"\n", at)
        size = int(answer[at:end].split(b" ")[2])
        contents[name] = answer[end + 1 : end + 1 + size]
        at = end + size + _LINE_ENDS
    return [contents.get(name) for name in ids]


def present_blobs(folder: Path, ids: Sequence[str]) -> set[str]:
    """Return those of the ids whose content is in the clone."""
    printed = run_git(folder, *_AT_HAND, text=_lines(ids)) if ids else None
    return set((printed or b"").decode("ascii", "replace").split())


def _at_hand(folder: Path, names: Sequence[str]) -> list[str]:
    """Return those of the names whose content is in the clone."""
    present = present_blobs(folder, [name for name in names if not _is_path(name)])
    # What is printed for a path is an id, which several paths may have.
    return [name for name in names if (present_blobs(folder, [name]) if _is_path(name) else name in present)]


def _is_path(name: str) -> bool:
    return ":" in name


def _lines(names: Sequence[str]) -> bytes:
    return b"".join(os.fsencode(name) + b"\n" for name in names)
