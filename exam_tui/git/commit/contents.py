"""What a commit of the report takes: the report and the images that its answers link, and nothing else."""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from exam_tui.git.content import is_stored_as
from exam_tui.git.hand_in.committed_images import CommittedImages
from exam_tui.git.hand_in.line import listed
from exam_tui.git.hand_in.repository_state import RepositoryState
from exam_tui.git.run import run_git
from exam_tui.git.tree import committed, ignored, staged

_NOT_LEFT_OUT: Final = frozenset({"fine", "uncommitted", "pointer"})
"""The states of images that a commit takes, where they have changed."""


@dataclass(frozen=True, slots=True)
class CommitContents:
    """What a commit takes, by paths from the repository's root.

    Attributes:
        files: the report and the images that differ from the last commit.
        new: those of them that git has to be told of first: new to it, or in conflict.
        others: in a merge what else the commit takes, as git commits all that is staged then.
        left_out: what is not in the commit although one may expect it, in plain words.

    """

    files: Sequence[str]
    new: Sequence[str]
    others: Sequence[str]
    left_out: Sequence[str]


def contents_of(repo: RepositoryState) -> CommitContents:
    """Return what a commit takes."""
    images = CommittedImages(repo)
    states = images.by_state()
    linked = [images.path_of(target) for state in ("uncommitted", "pointer") for target in states.get(state, [])]
    out = ignored(repo.root, [name for name in linked if name not in repo.index])
    files = [name for name in (repo.name, *linked) if name not in out and _is_changed(repo, name)]
    also = [name for name in _staged(repo) if name not in files]
    others = also if repo.is_merging else []
    here = f"{repo.folder}/" if repo.folder else ""
    left_out = [f"{name.removeprefix(here)}: ignored by git (.gitignore)" for name in sorted(out)]
    wrong = {state: targets for state, targets in states.items() if state not in _NOT_LEFT_OUT}
    left_out += [line.text for line in images.lines(wrong)] if wrong else []
    if also and not repo.is_merging:
        left_out.append(f"{listed(also)}: remains staged")
    new = [name for name in files if name not in repo.index or repo.index[name].conflict or repo.is_merging]
    return CommitContents(files, new, others, left_out)


def follow_hooks(root: Path, names: Sequence[str]) -> None:
    """After a commit of files by name, have the next commit hold them as that one does, where a hook changed them.

    A hook that stages what it changed does so for the commit alone: git's list for the next one would take it back.
    The list alone is written, as the commit and the file both have it; no file is read for it by git.
    """
    now, last = staged(root, names) or {}, committed(root, names) or {}
    for name, entry in last.items():
        if name not in now or (now[name].mode, now[name].blob) == (entry.mode, entry.blob):
            continue
        with suppress(OSError):
            if is_stored_as(root, name, entry.blob):
                run_git(root, "update-index", "--cacheinfo", f"{entry.mode},{entry.blob},{name}")


def _staged(repo: RepositoryState) -> Iterator[str]:
    """Yield the files that are staged: other in the next commit than in the last one."""
    if repo.head is None:
        answer = run_git(repo.root, "ls-files", "-z")
    else:
        answer = run_git(repo.root, "diff-index", "--cached", "--name-only", "--no-renames", "-z", "HEAD", "--")
    yield from (os.fsdecode(name) for name in (answer or b"").split(b"\0")[:-1])


def _is_changed(repo: RepositoryState, name: str) -> bool:
    """Return whether a file differs from the last commit."""
    entry, now = (repo.head or {}).get(name), repo.index.get(name)
    if entry is None or (now is not None and now.conflict):
        return True
    try:
        return not is_stored_as(repo.root, name, entry.blob)
    except OSError:
        return False
