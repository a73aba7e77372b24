"""Git as its user runs it in a terminal, for a commit and a push that somebody has seen and agreed to.

This is the one exception to what `exam_tui/git/run.py` sees to. There git only looks, at a repository that may be a
stranger's, and runs nothing that came with it. Here it changes the repository because the user said so, who was told
which commands and hooks run. So it has the terminal (passwords, the questions of ssh and of hooks), the network, the
user's language, and all settings: hooks, filters such as Git LFS, signatures, credential helpers. It is run as
it would be by hand, so that no hook finds other variables than usual: in the folder of the files, where git
finds the repository itself.

What stays: the repository is the one that was found and that git accepts as the user's own; variables that speak of
another one, and settings that move the files elsewhere, have no say; programs are looked for on PATH alone.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from exam_tui.errors import GitError
from exam_tui.git.run import accepted, run_git
from exam_tui.git.shell_commands import Shell
from exam_tui.storage.disk.run_program import find_program, search_path

_OF_A_REPOSITORY: Final = frozenset(
    {
        *("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_NAMESPACE"),
        *("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_GRAFT_FILE", "GIT_SHALLOW_FILE"),
        *("GIT_NO_REPLACE_OBJECTS", "GIT_REPLACE_REF_BASE", "GIT_IMPLICIT_WORK_TREE", "GIT_INTERNAL_SUPER_PREFIX"),
        *("GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS"),
    }
)
"""Variables that say which repository is meant, as `git rev-parse --local-env-vars` lists them, and how names of files
are read: ours are literal by themselves."""


@dataclass(frozen=True, slots=True)
class OwnCommand:
    """A call of git that is about to be run.

    Attributes:
        arguments: the program's path and what follows it.
        folder: where it runs.
        environment: its variables.
        shown: the call as the user would type it there.

    """

    arguments: Sequence[str]
    folder: Path
    environment: Mapping[str, str]
    shown: str


def own_command(root: Path, words: Sequence[str]) -> OwnCommand:
    """Return how git is called in the repository at `root`; `words` follow `git`.

    Raises:
        GitError: git is missing, refuses the repository, or would work on other files.

    """
    repository = accepted(root)
    program = find_program("git")
    if program is None:
        raise GitError("git is missing.", help="Install it, and check that `git status` works.")
    moved = os.fsdecode(run_git(root, "config", "--get", "core.worktree") or b"").rstrip("\r\n")
    if moved and not _is_same(repository.folder / moved, root):
        raise GitError(
            f"The settings of the repository {root} place its files elsewhere.",
            help="Remove core.worktree from its settings, or clone the repository again.",
        )
    own = {name: value for name, value in os.environ.items() if name not in _OF_A_REPOSITORY}
    # Should the repository go in this moment, git finds none above it.
    own |= {"PATH": search_path(), "GIT_CEILING_DIRECTORIES": str(root.parent)}
    return OwnCommand((program, *words), root, own, Shell(root, root).line("git", *words))


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
