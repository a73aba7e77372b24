"""Where exam_tui keeps what it knows about the user's files, outside every repository; names for new files."""

import os
from pathlib import Path
from typing import Final

from exam_tui.storage.disk import syscalls
from exam_tui.storage.disk.read import fingerprint
from exam_tui.storage.disk.real_path import real_path

_NAME_LENGTH: Final = 48
"""Characters kept of a file's name: at four bytes each, and with what is put around them, below 255 bytes."""


def unguessable(name: str) -> str:
    """Return a name that begins like `name` and that nobody can have taken beforehand."""
    return f"{name[:_NAME_LENGTH]}.{os.urandom(8).hex()}"


def file_mark(path: Path) -> str:
    """Return the name under which everything about a file is kept: the same whatever links lead to it."""
    return fingerprint(os.fsencode(real_path(path)))[:32]


def state_path(*parts: str) -> Path:
    """Return `<user state folder>/exam-tui/<parts>`, whether it exists or not."""
    return _ours("XDG_STATE_HOME", "user_state_dir").joinpath(*parts)


def config_path(name: str) -> Path:
    """Return `<user configuration folder>/exam-tui/<name>`, whether it exists or not."""
    return _ours("XDG_CONFIG_HOME", "user_config_dir") / name


def state_folder(*parts: str) -> Path:
    """Return `state_path(*parts)`; it exists now, durably, with mode 0700. Raises OSError."""
    folder = state_path()
    _create(folder.parent)
    for part in ("", *parts):
        folder = folder / part
        _create(folder)
        if os.name != "nt" and folder.stat().st_mode & 0o077:
            folder.chmod(0o700)
    return folder


def _ours(variable: str, usual: str) -> Path:
    """Return our folder below the one that a variable of XDG names, on every system, else below the system's own."""
    named = os.environ.get(variable, "")
    if os.path.isabs(named):  # noqa: PTH117 - a string; XDG wants others to be passed over
        return Path(named, "exam-tui")
    import platformdirs  # noqa: PLC0415 - not needed to read and check a report

    return Path(getattr(platformdirs, usual)("exam-tui"))


def _create(folder: Path) -> None:
    if folder.is_dir():
        return
    if folder.parent != folder:
        _create(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)  # 0700 also above ours: the XDG base directory specification asks so
    syscalls.OS.fsync_folder(str(folder.parent))
