"""What a repository's own settings would have git read: no terminal, no pipe, nothing that is not a plain file."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from exam_tui.storage.disk.repository_root import Repository

SettingsOf = Callable[[Path], Iterable[tuple[str, str]]]
"""Returns names, in lower case, and values of the settings in one file."""

_NAME_FILES: Final = (b"include", b"sfile", b"rfile", b"mailmap")
"""What the names of settings have in them that name a file to read (core.excludesFile, diff.orderFile): a name knows no
escapes. core.fileMode, which nearly every repository sets, is none of them."""
_LONGEST: Final = 1_000_000
_MOST: Final = 50
"""Files that name further ones: git's own limit is 10 of them in a row."""
_MOST_REFS: Final = 5_000
_READ: Final = (
    *("HEAD", "FETCH_HEAD", "config", "config.worktree", "commondir", "index", "logs/HEAD", "packed-refs", "shallow"),
    *("info/attributes", "info/exclude", "info/grafts", "info/sparse-checkout", "objects/info/alternates"),
)
"""What git reads of its own folder at any time."""


def device_in(repository: Repository, settings_of: SettingsOf) -> str:
    """Return the first device or pipe that git would read from, "" where there is none.

    A file of settings may name `/dev/tty`, or the very terminal of the user: git would take the user's keys, or wait
    for ever. `settings_of` is asked for the settings in one file, without those that it includes; more files than
    anybody needs are not looked at, and said to be too many.
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
    """Return the path that git may make of a value; where git is installed is guessed."""
    return Path(os.path.expanduser(value.replace("%(prefix)", "/usr")))  # noqa: PTH111 - `~nobody` is no error


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
    """Return whether there is something else than a file or a folder, or what is always empty."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) and str(path) != os.devnull
