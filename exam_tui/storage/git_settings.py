"""What a repository's own settings would have git read: no terminal, no pipe, nothing that is not a plain file."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from exam_tui.storage.repository import Repository

SettingsOf = Callable[[Path], Iterable[tuple[str, str]]]
"""Returns names, in lower case, and values of the settings in one file."""

_NAME_FILES: Final = (b"include", b"sfile", b"rfile", b"mailmap")
"""What the names of settings have in them that name a file to read (core.excludesFile, diff.orderFile): a name knows no
escapes. core.fileMode, which nearly every repository sets, is none of them."""
_LONGEST: Final = 1_000_000
_MOST: Final = 20
"""Files that name further ones: git's own limit is 10 of them in a row."""
_READ: Final = (
    *("HEAD", "FETCH_HEAD", "config", "config.worktree", "commondir", "index", "logs/HEAD", "packed-refs", "shallow"),
    *("info/attributes", "info/exclude", "info/grafts", "info/sparse-checkout", "objects/info/alternates"),
)
"""What git reads of its own folder at any time."""


def device_in(repository: Repository, settings_of: SettingsOf) -> str:
    """Return the first device or pipe that git would read from, "" where there is none.

    A file of settings may name `/dev/tty`, or the very terminal of the user: git would take the user's keys, or wait
    for ever. `settings_of` is asked for the settings in one file, without those that it includes.
    """
    own = [folder / name for folder in dict.fromkeys((repository.folder, repository.common)) for name in _READ]
    files = [repository.common / "config", repository.folder / "config.worktree"]
    named = _named(files, repository.root, settings_of)
    return next((str(path) for path in (*own, *named) if _is_device(path)), "")


def _named(files: list[Path], root: Path, settings_of: SettingsOf) -> Iterator[Path]:
    """Yield what the values in files of settings, and in those that they include, may mean as paths."""
    waiting, seen = files, set[Path]()
    while waiting and len(seen) < _MOST:
        file = waiting.pop()
        if file in seen or _is_device(file) or not _may_name_files(file):
            continue
        seen.add(file)
        for name, value in settings_of(file):
            given = Path(os.path.expanduser(value))  # noqa: PTH111 - `~nobody` is no error
            yield from (file.parent / given, root / given)
            if name.startswith("include"):
                waiting.append(file.parent / given)


def _may_name_files(file: Path) -> bool:
    try:
        with file.open("rb") as stream:
            data = stream.read(_LONGEST).lower()
    except (OSError, ValueError):
        return False
    return any(name in data for name in _NAME_FILES)


def _is_device(path: Path) -> bool:
    """Return whether there is something else than a file or a folder, or what is always empty."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) and str(path) != os.devnull
