"""Earlier versions of a report: the file as first opened, and its content before each save.

Each report has a folder in the user's state folder, for the user alone, named by the report's real path. A version
is a plain file in it: `<nanoseconds since 1970>-<kind>-<digest>.md`. No content is kept twice, and not forever: of
versions close together in time some are removed, the first and the newest never.
"""

import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from exam_tui.errors import WriteError
from exam_tui.storage.disk import syscalls
from exam_tui.storage.disk.read import fingerprint
from exam_tui.storage.disk.state_dir import file_mark, state_folder, state_path
from exam_tui.storage.disk.state_files import LAST_TIME, forget_unfinished, read_private
from exam_tui.storage.disk.write import rename, write_private
from exam_tui.storage.disk.write_in_place import secured_copies
from exam_tui.storage.history.recovery import declined_recoveries, read_recovery

Kind = Literal["opened", "saved", "merged", "restored", "interrupted", "declined", "unsaved"]
"""Why a version was kept: as first opened; before a save, before changes from outside were merged, before another
version was restored, before a save that was interrupted; typed and never saved, declined or not."""

KIND_WORDS: Final[dict[Kind, str]] = {
    "opened": "as first opened",
    "saved": "before a save",
    "merged": "before changes from outside were merged",
    "restored": "before another version was restored",
    "interrupted": "before a save that was interrupted",
    "declined": "typed and never saved",
    "unsaved": "typed and not saved yet: the editor offers to bring it back",
}
"""What a kind of version is called."""

MOST_VERSIONS: Final = 200
MOST_BYTES: Final = 20_000_000
"""How many versions of a report are kept, and how many bytes in total, the first one not counted."""

_LARGEST: Final = 16_000_000
_DIGITS: Final = 20
_FOLDER: Final = "versions"
_KEPT: Final[dict[str, Kind]] = {kind: kind for kind in ("opened", "saved", "merged", "restored")}


@dataclass(frozen=True, slots=True)
class Version:
    """A report at an earlier time.

    Attributes:
        kind: why it was kept.
        time: when it was kept, in seconds since 1970.
        data: the file's bytes.

    """

    kind: Kind
    time: float
    data: bytes


@dataclass(frozen=True, slots=True)
class _Entry:
    """A version's file, by its name."""

    file: Path
    nanoseconds: int
    kind: Kind
    digest: str


def store_first(path: Path, data: bytes) -> bool:
    """Keep the file as first opened, durably, and only once, whatever it holds later. Return whether it is kept now."""
    if any(entry.kind == "opened" for entry in _entries(path)):
        return True
    return _store(path, data, "opened")


def add_version(path: Path, data: bytes, kind: Kind = "saved") -> bool:
    """Keep what a report holds before it is changed, durably. Return whether it is kept now. Raises nothing.

    A content that is already kept counts as new: what was there last is the last to go.
    """
    digest = _digest(data)
    for entry in _entries(path):
        if entry.digest == digest and _read(entry) == data:
            if entry.kind != "opened":
                with suppress(OSError):
                    rename(str(entry.file), str(entry.file.with_name(_name(kind, data))))
            return True
    if not _store(path, data, kind):
        return False
    _thin(path)
    return True


def history_of(path: Path) -> list[Version]:
    """Return all that is kept of a report, oldest first: versions, and what was typed and never saved.

    The file itself need no longer exist. What cannot be read is left out. Raises nothing.
    """
    found: list[Version] = []
    for entry in _entries(path):
        data = _read(entry)
        if data is not None:
            found.append(Version(entry.kind, entry.nanoseconds / 1e9, data))
    found += _interrupted(path)
    found += [Version("declined", recovery.time, recovery.ours) for recovery in declined_recoveries(path)]
    unsaved = read_recovery(path)
    if unsaved is not None:
        found.append(Version("unsaved", unsaved.time, unsaved.ours))
    return sorted(found, key=lambda version: version.time)


def _interrupted(path: Path) -> list[Version]:
    found: list[Version] = []
    with suppress(OSError, ValueError):
        found.extend(
            Version("interrupted", copy.stat().st_mtime, read_private(copy, _LARGEST)) for copy in secured_copies(path)
        )
    return found


def _store(path: Path, data: bytes, kind: Kind) -> bool:
    try:
        return write_private(state_folder(_FOLDER, file_mark(path)) / _name(kind, data), data).durable
    except (OSError, WriteError):
        return False


def _entries(path: Path) -> list[_Entry]:
    """Return the versions of a report by their names, oldest first; other files in the folder are not ours."""
    found: list[_Entry] = []
    folder = _folder(path)
    with suppress(OSError):
        for name in os.listdir(folder):  # noqa: PTH208 - no paths are needed
            moment, _, rest = name.removesuffix(".md").partition("-")
            kind, _, digest = rest.partition("-")
            is_moment = len(moment) == _DIGITS and moment.isascii() and moment.isdecimal()
            if is_moment and int(moment) < LAST_TIME * 1e9 and kind in _KEPT:
                found.append(_Entry(folder / name, int(moment), _KEPT[kind], digest))
    return sorted(found, key=lambda entry: entry.nanoseconds)


def _read(entry: _Entry) -> bytes | None:
    """Return a version's bytes; None where the file does not hold what its name says."""
    try:
        data = read_private(entry.file, _LARGEST)
    except (OSError, ValueError):
        return None
    return data if _digest(data) == entry.digest else None


def _thin(path: Path) -> None:
    """Remove what is too much: of three versions close together the middle one."""
    entries = [entry for entry in _entries(path) if entry.kind != "opened"]
    sizes = {entry.file: _size(entry.file) for entry in entries}
    while len(entries) > MOST_VERSIONS or (
        len(entries) > 1 and sum(sizes[entry.file] for entry in entries) > MOST_BYTES
    ):
        times = [0, *(entry.nanoseconds for entry in entries)]
        spans = [later - earlier for earlier, later in zip(times, times[2:], strict=False)]
        gone = entries.pop(spans.index(min(spans)))
        with suppress(OSError):
            syscalls.OS.unlink(str(gone.file))
    forget_unfinished(_folder(path))


def _size(file: Path) -> int:
    try:
        return file.lstat().st_size
    except OSError:
        return 0


def _folder(path: Path) -> Path:
    return state_path(_FOLDER, file_mark(path))


def _name(kind: Kind, data: bytes) -> str:
    return f"{time.time_ns():0{_DIGITS}}-{kind}-{_digest(data)}.md"


def _digest(data: bytes) -> str:
    return fingerprint(data)[:32]
