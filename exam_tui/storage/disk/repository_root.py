"""Where a repository is. Git itself is not asked, which would cost more than the answer is worth."""

import os
from pathlib import Path
from typing import Final, NamedTuple

from exam_tui.storage.disk.real_path import real_path

_GIT_FILE: Final = "gitdir: "
_LONGEST: Final = 10_000
"""Characters of a file that names a folder."""


class Repository(NamedTuple):
    """A repository as its folders have it.

    Attributes:
        root: the folder of its files, links resolved.
        folder: where git keeps what belongs to these files, links resolved.
        common: where git keeps what its worktrees share; `folder` itself where there are no others.

    """

    root: Path
    folder: Path
    common: Path


def repository_root(path: Path) -> Path | None:
    """Return the nearest folder from `path` upward, links resolved, that holds `.git`; None when none does.

    `.git` is a folder, or a file in worktrees and submodules.
    """
    real = Path(real_path(path))
    return next((folder for folder in (real, *real.parents) if _exists(folder / ".git")), None)


def repository_at(path: Path) -> Repository | None:
    """Return the repository that `path` is in; None where there is none, or its `.git` leads nowhere.

    What looks like a repository without `.git`, as a folder that was made to look like a bare one, is none.
    """
    root = repository_root(path)
    if root is None:
        return None
    folder = root / ".git"
    named = line_of(folder)
    if named.startswith(_GIT_FILE):
        folder = root / named.removeprefix(_GIT_FILE)
    folder = Path(real_path(folder))
    if not os.path.isdir(folder):  # noqa: PTH112 - False too where we may not look
        return None
    return Repository(root, folder, Path(real_path(folder / (line_of(folder / "commondir") or "."))))


def is_of_its_common(repository: Repository) -> bool:
    """Return whether the shared folder knows this worktree: `commondir` may name any repository of the user's."""
    folder, common = repository.folder, repository.common
    if folder == common:
        return True
    back = folder / line_of(folder / "gitdir")
    return (
        folder.parent == common / "worktrees"
        and back.name == ".git"
        and Path(real_path(back.parent)) == repository.root
    )


def lexical_root(path: Path) -> Path | None:
    """Return the nearest folder from `path`, which is absolute, upward that holds `.git`, as the path names it.

    One that is a link itself counts where there is no other.
    """
    found = [folder for folder in (path, *path.parents) if _exists(folder / ".git")]
    return next((folder for folder in found if not folder.is_symlink()), next(iter(found), None))


def line_of(path: Path) -> str:
    """Return the one line of a file, as git writes them in its folder, "" where there is none. Raises nothing."""
    try:
        if not path.is_file():  # opening a pipe could wait for ever
            return ""
        with path.open(encoding="utf-8", errors="surrogateescape", newline="") as file:
            return file.read(_LONGEST).rstrip("\r\n")
    except (OSError, ValueError):
        return ""


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a folder that we may not look into
        return False
