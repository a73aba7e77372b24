"""What a repository's own settings would make git read: no terminal, no pipe, nothing but plain files."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from exam_tui.storage.disk.repository_root import Repository

SettingsOf = Callable[[Path], Iterable[tuple[str, str]]]
"""Returns the settings in one file: names, in lower case, and values."""

_NAME_FILES: Final = (b"include", b"sfile", b"rfile", b"mailmap")
"""What is in the names of settings that name a file to read (core.excludesFile, diff.orderFile): names have no escapes.
core.fileMode, which nearly every repository sets, is not one of them."""
_LONGEST: Final = 1_000_000
_MOST: Final = 50
"""Files that include others; git's own limit is 10 in a row."""
_MOST_REFS: Final = 5_000
_READ: Final = (
    *("HEAD", "FETCH_HEAD", "config", "config.worktree", "commondir", "index", "logs/HEAD", "packed-refs", "shallow"),
    *("info/attributes", "info/exclude", "info/grafts", "info/sparse-checkout", "objects/info/alternates"),
)
"""What git reads of its own folder at any time."""


def device_in(repository: Repository, settings_of: SettingsOf) -> str:
    """Return the first device or pipe that git would read from, "" where there is none.

    A file of settings may name `/dev/tty`, or the very terminal of the user: git would take the user's keys, or wait
    forever. `settings_of` is asked for the settings in one file, without those that it includes; of more files than
    anybody needs the rest is not looked at, and that is said.
    """
    own = [folder / name for folder in dict.fromkeys((repository.folder, repository.common)) for name in _READ]
    waiting = [repository.common / "config", repository.folder / "config.worktree"]
    if device := _device([*own, *_refs(repository)]):
        return device
    seen: set[Path] = set()
    while waiting:
        file = waiting.pop()
        if file in seen or not _may_name_files(file):
            continue
        if len(seen) == _MOST:
            return f"more than {_MOST} files"
        seen.add(file)
        for name, value in settings_of(file):
            given = _path(value)
            if device := _device([file.parent / given, repository.root / given]):
                return device
            if name.startswith("include"):
                waiting.append(file.parent / given)
    return ""


def _refs(repository: Repository) -> Iterator[Path]:
    """Yield the files that say where branches and the like are, up to _MOST_REFS."""
    for folder in dict.fromkeys((repository.folder, repository.common)):
        files = (Path(here, name) for here, _, names in os.walk(folder / "refs") for name in names)
        yield from islice(files, _MOST_REFS)


def _path(value: str) -> Path:
    """Return the path that git may make of a value; the place where git is installed is a guess."""
    return Path(os.path.expanduser(value.replace("%(prefix)", "/usr")))  # noqa: PTH111 - `~nobody` is not an error


def _may_name_files(file: Path) -> bool:
    """Return whether a file of settings may name another file. git is asked which, if it may."""
    try:
        with file.open("rb") as stream:
            data = stream.read(_LONGEST).lower()
    except (OSError, ValueError):
        return False
    return len(data) == _LONGEST or any(name in data for name in _NAME_FILES)


def _device(paths: Iterable[Path]) -> str:
    return next((str(path) for path in paths if _is_device(path)), "")


def _is_device(path: Path) -> bool:
    """Return whether something other than a file or a folder is there, and not the one that is always empty."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) and str(path) != os.devnull
