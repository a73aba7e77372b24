"""Which hooks a commit and a push run. Their names alone are looked at."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from exam_tui.git.run import accepted, run_git

COMMIT_HOOKS: Final = (
    *("pre-commit", "prepare-commit-msg", "commit-msg", "post-commit"),
    *("post-index-change", "reference-transaction"),
)
PUSH_HOOKS: Final = ("pre-push",)


def hooks_among(root: Path, names: Sequence[str]) -> list[str]:
    """Return those hooks that git would run in a repository.

    Raises:
        GitError: git does not answer, or refuses the repository.

    """
    folder = _folder(root)
    return [name for name in names if _runs(folder / name)]


def _folder(root: Path) -> Path:
    """Return the folder of the hooks."""
    common = accepted(root).common
    answer = run_git(root, "config", "--null", "--type=path", "--get-all", "core.hooksPath") or b""
    # The last of them is what `run_git` itself says, so that no hook runs while we look.
    named = [os.fsdecode(value) for value in answer.split(b"\0")[:-1]][:-1]
    return root / named[-1] if named and named[-1] else common / "hooks"


def _runs(path: Path) -> bool:
    try:
        return path.is_file() and os.access(path, os.X_OK)
    except (OSError, ValueError):
        return False
