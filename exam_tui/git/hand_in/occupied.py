"""Whether a path is free, and whether what stands there could be overwritten without a loss."""

import os
from collections.abc import Collection
from enum import Enum, auto
from pathlib import Path

from exam_tui.git.tree import committed, is_same, staged
from exam_tui.storage.disk.real_path import folded, real_path


class Place(Enum):
    """What is at a path."""

    FREE = auto()
    """Nothing, or the report itself."""
    COMMITTED = auto()
    """What the last commit has too, staged and here; or a link to the report. Overwritten it can be brought back."""
    CHANGED = auto()
    """A file that git knows, with text that is in no commit, here or staged."""
    ONLY_STAGED = auto()
    """Text that is staged, in no commit, and not here."""
    UNTRACKED = auto()
    """Something that git does not know."""


def look_at(root: Path, name: str, report: str) -> Place:
    """Tell what is at a path from the root, where the report at the path `report` may go."""
    path = root / name
    is_here = os.path.lexists(path)
    if report and path.is_symlink() and real_path(path) == str(root / report):
        return Place.COMMITTED
    if folded(name) == folded(report) and is_same_file(path, root / report):
        return Place.FREE
    index = staged(root, [name]) or {}
    now, entry = index.get(name), (committed(root, [name]) or {}).get(name)
    is_committed = now is not None and entry is not None and not now.conflict and now.blob == entry.blob
    if not is_here:
        return Place.FREE if now is None or is_committed else Place.ONLY_STAGED
    if not index:
        return Place.UNTRACKED
    is_file = path.is_file() and not path.is_symlink()
    is_safe = is_committed and is_file and entry is not None and entry.kind == "file" and is_same(path, entry)
    return Place.COMMITTED if is_safe else Place.CHANGED


def is_same_file(one: Path, other: Path) -> bool:
    """Tell whether two paths mean the same file, as they may in other upper and lower case."""
    try:
        return one.samefile(other)
    except OSError:
        return False


def free_name(root: Path, wanted: str, known: Collection[str]) -> str:
    """Return a path like `wanted` where nothing is, on disk or among the paths that are `known`."""
    taken = {folded(name) for name in known}
    stem, dot, suffix = wanted.rpartition(".")
    name, number = wanted, 2
    while os.path.lexists(root / name) or folded(name) in taken:
        name = f"{stem}-{number}{dot}{suffix}"
        number += 1
    return name
