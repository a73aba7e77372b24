"""What git knows of a file. Nothing here writes to a repository but `exclude` and `include`, to its list."""

import os
import stat
import sys
from enum import Enum, auto
from pathlib import Path
from typing import Final

from exam_tui.errors import GitError
from exam_tui.git.clone_lists import append_line, ignore_line, lines_of_list, remove_lines
from exam_tui.git.content import is_stored_as
from exam_tui.git.run import accepted, run_git, writable_common
from exam_tui.git.tree import committed, staged
from exam_tui.storage.disk.outputs import refuse_links
from exam_tui.storage.disk.real_path import real_path
from exam_tui.storage.disk.repository_root import repository_root

_RUNNABLE: Final = {"100644": False, "100755": True}
"""Whether a file can be run, by the mode that git gives it."""


class FileState(Enum):
    """What git knows of one file."""

    NO_REPOSITORY = auto()
    """It lies in none."""
    UNTRACKED = auto()
    """git does not know it and would show it."""
    IGNORED = auto()
    """git ignores it."""
    MODIFIED = auto()
    """It differs from the last commit, staged or not, or is in none yet."""
    COMMITTED = auto()
    """It is as in the last commit."""
    UNKNOWN = auto()
    """git is missing, does not answer, refuses, or there is no such file."""


def file_state(path: Path) -> FileState:
    """Return what git knows of the file that `path` leads to. Never raises; takes seconds at worst.

    `git status` is not asked, which runs the filters that a repository names on files that were changed.
    """
    real = Path(real_path(path))
    if repository_root(real.parent) is None:
        return FileState.NO_REPOSITORY
    try:
        repository = accepted(real.parent)
        return _state(repository.root, real)
    except (GitError, OSError):
        return FileState.UNKNOWN


def _state(root: Path, real: Path) -> FileState:
    """Return the state of a file by its path with links resolved. Raises GitError and OSError."""
    name = real.relative_to(root).as_posix()
    index = staged(root, [name])
    if index is None or name.split("/")[0] == ".git":
        return FileState.UNKNOWN
    now, last = index.get(name), (committed(root, [name]) or {}).get(name)
    if now is None:
        if last is not None:
            return FileState.MODIFIED  # taken out of the next commit
        if not os.path.lexists(real):
            return FileState.UNKNOWN
        return FileState.IGNORED if is_ignored(real) else FileState.UNTRACKED
    if now.conflict or last is None or (last.mode, last.blob) != (now.mode, now.blob):
        return FileState.MODIFIED
    if not os.path.lexists(real):
        return FileState.COMMITTED if now.left_out else FileState.MODIFIED
    is_same = not _is_other_mode(root, real, now.mode) and is_stored_as(root, name, now.blob)
    return FileState.COMMITTED if is_same else FileState.MODIFIED


def _is_other_mode(root: Path, real: Path, mode: str) -> bool:
    """Return whether a file is no longer of the kind that git knows: a link, or one that can be run."""
    if mode not in _RUNNABLE:
        return True
    is_other = False
    if sys.platform != "win32" and _RUNNABLE[mode] != bool(real.stat().st_mode & stat.S_IXUSR):
        is_other = (run_git(root, "config", "--type=bool", "--get", "core.fileMode") or b"true").strip() == b"true"
    return is_other


def is_ignored(path: Path) -> bool:
    """Return whether git ignores a path, even one without a file so far. False where git does not say."""
    folder = Path(real_path(path.parent))
    # This command refuses literal pathspecs, and takes its arguments literally but for a colon in front.
    return bool(run_git(folder, "check-ignore", "--", f"./{path.name}", literal=False))


def exclude(path: Path) -> Path:
    """Have git leave out this one path in this clone alone; return the list that says so, `info/exclude`.

    The file need not exist. A path that is listed already is not listed twice. Files that git tracks stay
    tracked. Raises GitError (no repository, git missing or refusing) and what reading and writing the list
    raise.
    """
    listing, line = _listing(path)
    if line not in lines_of_list(listing):
        append_line(listing, line)
    return listing


def include(path: Path) -> None:
    """Undo `exclude`. Raises as it does."""
    listing, line = _listing(path)
    remove_lines(listing, line.__eq__)


def _listing(path: Path) -> tuple[Path, bytes]:
    """Return the list of what git leaves out in this clone alone, and the line of this path in it."""
    # A link itself is left out, not its target: the folder is resolved, the name is not.
    folder = Path(real_path(path.parent))
    common = writable_common(folder)
    listing = common / "info" / "exclude"
    refuse_links(listing, base=common)
    return listing, ignore_line((folder / path.name).relative_to(accepted(folder).root).as_posix())
