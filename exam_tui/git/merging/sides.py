"""What git knows of an unfinished merge: the version before both sides, their names, who made the other one."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from exam_tui.errors import GitError
from exam_tui.git.content import is_stored_as
from exam_tui.git.objects import read_blobs
from exam_tui.git.run import run_git
from exam_tui.storage.disk.real_path import real_path
from exam_tui.storage.disk.repository_root import Repository, line_of, repository_at

_REBASES: Final = ("rebase-merge", "rebase-apply")
"""The folders that git keeps while it replays commits."""
_NAMED: Final = "GITHEAD_"
"""How the variables begin in which `git merge` tells its programs what the other commits were called."""
_HEADS: Final = "refs/heads/"


@dataclass(frozen=True, slots=True)
class UnmergedFile:
    """What git knows of a file that a merge left in conflict.

    Attributes:
        is_known: whether git still has the file in conflict.
        base: the version before both sides; None where there is none, or git does not have it.
        is_replayed: whether the second of both sides is the user's own, which a rebase puts on top of the others'.
        author: who made the version of the others, "" where that is not known.
        time: when that was, in seconds since 1970.

    """

    is_known: bool = False
    base: bytes | None = None
    is_replayed: bool = False
    author: str = ""
    time: float = 0.0


def unmerged_file(path: Path) -> UnmergedFile:
    """Return what git knows of a merge of a file. Raises nothing: without git that is nothing."""
    real = Path(real_path(path))
    repository = repository_at(real.parent)
    if repository is None:
        return UnmergedFile()
    name = real.relative_to(repository.root).as_posix()
    stages = _stages(repository.root, name)
    [base] = read_blobs(repository.root, [stages["1"]]) if "1" in stages else [None]
    is_replayed = _rebase(repository) is not None
    others = _others(repository, is_replayed=is_replayed) if stages else ""
    author, time = _last_change(repository.root, others, name)
    return UnmergedFile(bool(stages), base, is_replayed, author, time)


def committed_by(path: Path) -> tuple[str, float]:
    """Return who made a file what it is, and when, in seconds since 1970; ("", 0) where no last commit has it so.

    So it is after a pull. Raises nothing.
    """
    real = Path(real_path(path))
    repository = repository_at(real.parent)
    if repository is None:
        return "", 0.0
    root, name = repository.root, real.relative_to(repository.root).as_posix()
    blob = _line_of_git(root, "rev-parse", "--verify", "--quiet", f"HEAD:{name}")
    try:
        is_same = bool(blob) and is_stored_as(root, name, blob)
    except (GitError, OSError):
        is_same = False
    return _last_change(root, "HEAD", name) if is_same else ("", 0.0)


def side_names(folder: Path) -> tuple[str, str]:
    """Return what both sides of the merge are called for which git runs us in a folder, "" for what is not known.

    They are branches: in a merge ours and the one that is merged, in a rebase the one that ours is put on, and ours.
    """
    repository = repository_at(folder)
    if repository is None:
        return "", ""
    root, rebase = repository.root, _rebase(repository)
    if rebase is not None:
        return _name_of(root, line_of(rebase / "onto")), line_of(rebase / "head-name").removeprefix(_HEADS)
    ours = _line_of_git(root, "symbolic-ref", "--quiet", "--short", "HEAD") or "HEAD"
    told = [value for name, value in os.environ.items() if name.startswith(_NAMED)]
    theirs = told[0] if len(told) == 1 else _name_of(root, line_of(repository.folder / "MERGE_HEAD"))
    return (ours, theirs) if theirs else ("", "")


def _rebase(repository: Repository) -> Path | None:
    """Return the folder of the rebase that is under way, None for none."""
    return next((folder for name in _REBASES if (folder := repository.folder / name).is_dir()), None)


def _others(repository: Repository, *, is_replayed: bool) -> str:
    """Return the commit of the others: what is merged or picked, or what a rebase or a stash is put on."""
    if is_replayed:
        return "HEAD"
    heads = (line_of(repository.folder / name) for name in ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD"))
    return next((head.split("\n", maxsplit=1)[0].strip() for head in heads if head), "HEAD")


def _stages(root: Path, name: str) -> dict[str, str]:
    """Return the contents that git's index has of a file in conflict: 1 is before both sides."""
    answer = run_git(root, "ls-files", "-u", "-z", "--", name) or b""
    stages: dict[str, str] = {}
    for line in answer.split(b"\0")[:-1]:
        _, blob, stage = line.partition(b"\t")[0].decode("ascii", "replace").split()
        stages[stage] = blob
    return stages


def _last_change(root: Path, commit: str, name: str) -> tuple[str, float]:
    """Return who changed a file last, as a commit has it, and when."""
    if not commit or commit.startswith("-"):
        return "", 0.0
    printed = _line_of_git(root, "log", "-1", "--format=%at %an", commit, "--", name)
    time, _, author = printed.partition(" ")
    return (author, float(time)) if time.isdecimal() else ("", 0.0)


def _name_of(root: Path, commit: str) -> str:
    """Return what a commit is called: a branch that ends there, or the beginning of its id; "" for none."""
    commit = commit.strip()
    if not commit.isalnum():
        return ""
    found = _line_of_git(
        root, "for-each-ref", f"--points-at={commit}", "--format=%(refname:short)", "refs/heads", "refs/remotes"
    )
    return found or commit[:7]


def _line_of_git(root: Path, *arguments: str) -> str:
    """Return the first line that git prints, "" for none."""
    return os.fsdecode((run_git(root, *arguments) or b"").split(b"\n")[0])
