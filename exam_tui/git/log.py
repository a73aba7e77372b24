"""The versions of a file in git's history. Nothing is written, and no program but git is run."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from exam_tui.git.objects import read_blobs
from exam_tui.git.run import run_git

_TIMEOUT: Final = 5.0
"""Seconds. Where a large repository takes longer, there is no history: `check` must not hang."""
_AT_ONCE: Final = 20
"""Versions that are read by one call."""
_ENTRY: Final = re.compile(
    rb"\x01(?P<commit>[0-9a-f]{40,64}) (?P<date>[0-9-]{10})\0"
    rb"|:[0-7]{6} (?P<mode>[0-7]{6}) [0-9a-f]+ (?P<blob>[0-9a-f]+) [A-Z]"
)


@dataclass(frozen=True, slots=True)
class CommittedVersion:
    """A file after one commit: the commit, the day it was made (in its author's time zone), the content's id."""

    commit: str
    date: str
    blob: str


def file_history(path: Path) -> Sequence[CommittedVersion]:
    """Return the versions of a file, the oldest first, also under former names; () where git knows none.

    `path` has its links resolved. In a shallow clone the oldest is not the file's first one: see `is_shallow`.
    """
    log = ("log", "--follow", "--raw", "-z", "--no-abbrev", "--no-color", "-l400", "--format=%x01%H %as")
    answer = run_git(path.parent, *log, "--", path.name, timeout=_TIMEOUT)
    versions: list[CommittedVersion] = []
    commit, date = "", ""
    for entry in _ENTRY.finditer(answer or b""):
        if entry["commit"]:
            commit, date = entry["commit"].decode(), entry["date"].decode()
        elif entry["mode"].startswith(b"100"):  # neither deleted nor a link
            versions.append(CommittedVersion(commit, date, entry["blob"].decode()))
    return versions[::-1]


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
