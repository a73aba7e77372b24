"""Where a repository is. git itself is not asked: this is for who has to know before paying for git."""

import os
from pathlib import Path


def repository_root(path: Path) -> Path | None:
    """Return the nearest folder from `path` upward, links resolved, that holds `.git`; None when none does.

    `.git` is a folder, or a file in worktrees and submodules.
    """
    real = Path(os.path.realpath(path))
    return next((folder for folder in (real, *real.parents) if _exists(folder / ".git")), None)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a folder that we may not look into
        return False
