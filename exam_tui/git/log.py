"""The versions of a file in git's history. Nothing is written, and no program but git is run."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from exam_tui.core.text.patterns import lazy_pattern
from exam_tui.errors import GitError
from exam_tui.git.objects import read_blobs
from exam_tui.git.run import printed_by_git, run_git
from exam_tui.storage.disk.repository_root import repository_at

_TIMEOUT: Final = 5.0
"""Seconds. Where a large repository takes longer, there is no history: `check` must not hang."""
_AT_ONCE: Final = 20
"""Versions that are read by one call."""
_ENTRY: Final = lazy_pattern(
    rb"\x01(?P<commit>[0-9a-f]{40,64}) (?P<date>[0-9-]{10})\0"
    rb"|:[0-7]{6} (?P<mode>[0-7]{6}) [0-9a-f]+ (?P<blob>[0-9a-f]+) [A-Z][0-9]*\0(?P<name>[^\0]+)"
)
_LOG: Final = ("log", "--follow", "--raw", "-z", "--no-abbrev", "--no-color", "-l400", "--format=%x01%H %as")
_SAME_CONTENT: Final = "-M100%"
"""Only a file with the very same content is a former name: no content is looked at."""


class CommittedVersion(NamedTuple):
    """A file after one commit: the commit, the day it was made (in its author's time zone), the content's id."""

    commit: str
    date: str
    blob: str


def file_history(path: Path) -> Sequence[CommittedVersion]:
    """Return the versions of a file, the oldest first, also under former names; () where git knows none.

    `path` has its links resolved. In a shallow clone the oldest is not the file's first one: see `is_shallow`. In a
    partial clone a former name is found where the contents that tell of it are there, or the file was only moved.
    """
    repository = repository_at(path.parent)
    if repository is None:
        return ()
    root, name = repository.root, path.relative_to(repository.root).as_posix()
    try:
        printed, is_whole = printed_by_git(root, *_LOG, "--", name, timeout=_TIMEOUT)
        versions, last, name = _versions(printed, name)
        if not is_whole:  # git ended at a content that the clone lacks
            before = (f"{last}^@",) if last else ()
            rest, _ = printed_by_git(root, *_LOG, _SAME_CONTENT, *before, "--", name, timeout=_TIMEOUT)
            versions += _versions(rest, name)[0]
    except GitError:
        return ()
    return versions[::-1]


def _versions(printed: bytes, name: str) -> tuple[list[CommittedVersion], str, str]:
    """Return the versions that git printed, the newest first; the last commit, and the file's name before it."""
    versions: list[CommittedVersion] = []
    commit, date = "", ""
    for entry in _ENTRY.finditer(printed):
        if entry["commit"]:
            commit, date = entry["commit"].decode(), entry["date"].decode()
            continue
        name = os.fsdecode(entry["name"])
        if entry["mode"].startswith(b"100"):  # neither deleted nor a link
            versions.append(CommittedVersion(commit, date, entry["blob"].decode()))
    return versions, commit, name


def committed_contents(folder: Path, versions: Sequence[CommittedVersion]) -> Iterator[tuple[CommittedVersion, bytes]]:
    """Yield versions with their contents, in order; those that are missing or too large are left out."""
    for start in range(0, len(versions), _AT_ONCE):
        some = versions[start : start + _AT_ONCE]
        for version, data in zip(some, read_blobs(folder, [version.blob for version in some]), strict=True):
            if data is not None:
                yield version, data


def is_shallow(folder: Path) -> bool:
    """Return whether the clone may lack the beginning of its history."""
    return run_git(folder, "rev-parse", "--is-shallow-repository") != b"false\n"
