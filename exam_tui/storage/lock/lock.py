"""Who has a report open for writing: one process at a time.

A lock is a file in the user's state folder, named after the report's real path, that says which process holds it.
Everybody who shares that state folder can read it: the user's other terminals, and other machines with the same home
folder. Another user of the same file has a state folder of their own and is not told; each member of a group has a
clone of the repository, and changes from outside are noticed by content before every save.

The file is written under another name and then linked to its own: one step that only one process can make, over NFS
too, and without the locks of the system, which some network folders refuse and others keep to one machine. A lock is
stale when its process is gone, which can be known on the same machine: there is no such process, or another one has
its number, or the machine was restarted. Elsewhere it is stale when it has had no heartbeat for STALE_AFTER. A process
that finds a stale lock first claims it, by a second such link named after that very lock, and only then puts its own
in its place: so nobody can remove a lock that somebody else has just taken.
"""

import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from exam_tui.errors import WriteError
from exam_tui.storage.disk import syscalls
from exam_tui.storage.disk.os_errors import cause, remedy
from exam_tui.storage.disk.state_dir import file_mark, state_folder, state_path
from exam_tui.storage.disk.state_files import forget_unfinished
from exam_tui.storage.disk.write import rename
from exam_tui.storage.lock.lock_file import LockRecord, link, new_file, own_tokens, read_lock, remove
from exam_tui.storage.lock.process_identity import this_process

STALE_AFTER: Final = 10 * 60.0
"""Seconds without a heartbeat after which a lock is stolen whose process cannot be looked up."""
HEARTBEAT_EVERY: Final = 60.0
"""How often a holder should call `heartbeat`, in seconds."""

_FOLDER: Final = "locks"
_CLAIM: Final = ".claim"
_TRIES: Final = 200
_PAUSE: Final = 0.01
_LONGEST_CHAIN: Final = 50
_UNFINISHED: Final = 5.0
"""Seconds for which an empty lock may be one that is being written, on a disk without links."""


@dataclass(frozen=True, slots=True)
class LockHolder:
    """Who holds a lock.

    Attributes:
        pid: the number of the process; 0 where it is not yet known.
        host: its machine.
        user: the user who runs it.
        since: when the lock was taken, in seconds since 1970.
        is_here: whether the process runs on this machine.
        token: identifies the lock.

    """

    pid: int
    host: str
    user: str
    since: float
    is_here: bool
    token: str

    @property
    def where(self) -> str:
        """Which program that is: `process 12`, `anna on laptop, process 12`."""
        if not self.pid:  # somebody is taking it just now
            return "process not yet known"
        return f"process {self.pid}" if self.is_here else f"{self.user} on {self.host}, process {self.pid}"


@dataclass(frozen=True, slots=True)
class Lock:
    """The right to write a report, until it is released, stolen, or this process ends."""

    file: Path
    """Where the lock is."""
    token: str
    """Identifies the lock."""
    pid: int
    """The process that holds it: a forked child has a copy of this object, but not the lock."""

    def heartbeat(self) -> bool:
        """Show that we are still here; return whether the lock is still ours. Raises nothing."""
        if not self.is_held:
            return False
        with suppress(OSError):
            os.utime(self.file)
        return True

    def release(self) -> None:
        """Give the lock back if it is still ours. Raises nothing."""
        if self.is_held:
            with suppress(OSError):
                syscalls.OS.unlink(str(self.file))

    @property
    def is_held(self) -> bool:
        """Whether it is still ours: another editor may have stolen it. Reads a small file; raises nothing."""
        found = read_lock(self.file)
        return self.pid == os.getpid() and found is not None and found.token == self.token


def acquire(path: Path, *, instead_of: LockHolder | None = None) -> Lock | LockHolder:
    """Take the lock of a report, or return who holds it. A stale one is stolen without a word.

    `instead_of` is a lock to steal although it is not stale, because the user says so: that one, and no other. Its
    holder notices at the next heartbeat.

    Raises:
        WriteError: the state folder cannot be written, so nobody can be kept out.

    """
    try:
        file = state_folder(_FOLDER) / f"{file_mark(path)}.lock"
        taken = _take(file, "" if instead_of is None else instead_of.token)
    except OSError as error:
        held = holder_of(path)
        if held is not None and instead_of is None:
            return held
        raise WriteError(
            f"{path} cannot be locked against a second editor: {cause(error)}.", help=remedy(error)
        ) from error
    if isinstance(taken, Lock):
        _tidy(taken)
    return taken


def holder_of(path: Path) -> LockHolder | None:
    """Return who has a report open, which may be us; None if nobody has. Creates nothing, raises nothing."""
    file = state_path(_FOLDER) / f"{file_mark(path)}.lock"
    found = read_lock(file)
    return None if found is None or _is_stale(file, found, time.time()) else _held_by(found)


def _take(file: Path, unwanted: str) -> Lock | LockHolder:
    """Take a lock; `unwanted` is the token of one to steal."""
    held = _held_by(LockRecord(""))
    for _ in range(_TRIES):
        with new_file(file) as (new, token):
            if link(new, file):
                return Lock(file, token, os.getpid())
            found = read_lock(file)
            if found is None:  # released just now
                continue
            other: LockRecord | None = found
            if found.token == unwanted or _is_stale(file, found, new.stat().st_mtime):
                other = _steal(file, found.token, new)
            elif found.process is not None:
                return _held_by(found)  # else it may still be being written, or was replaced after it was read
            if other is None:
                return Lock(file, token, os.getpid())
        held = _held_by(other)
        syscalls.OS.sleep(_PAUSE)
    return held


def _steal(file: Path, token: str, new: Path) -> LockRecord | None:
    """Put `new` in the place of the lock with a token; return None when that is done, else who was faster."""
    with new_file(file) as (mark, _):
        target = token
        for _ in range(_LONGEST_CHAIN):
            claim = file.with_name(f"{file.stem}.{target}{_CLAIM}")
            if link(mark, claim):
                break
            other = read_lock(claim)
            if other is None or not _is_stale(claim, other, mark.stat().st_mtime):
                return other or LockRecord("")
            target = other.token  # the claimant has died: that claim is claimed in turn
        else:
            return LockRecord("")
    try:
        found = read_lock(file)
        if found is not None and found.token == token:
            rename(str(new), str(file))
            return None
    except OSError:
        remove(claim)
        raise
    remove(claim)
    return found or LockRecord("")


def _tidy(lock: Lock) -> None:
    """Remove the claims to earlier locks: whoever holds one finds that its lock has gone."""
    for claim in lock.file.parent.glob(f"{lock.file.stem}.*{_CLAIM}"):
        if lock.token not in claim.name:
            remove(claim)
    forget_unfinished(lock.file.parent)


def _is_stale(file: Path, found: LockRecord, now: float) -> bool:
    """Return whether the process of a lock or a claim has gone; `now` is the time by the clock of the file's disk."""
    process = found.process
    if process == this_process():
        return found.token not in own_tokens
    is_running = None if process is None else process.is_running
    if is_running is not None:
        return not is_running
    try:
        age = abs(now - file.lstat().st_mtime)  # in the future, if the clock was put back
    except OSError:
        return False  # it has gone, which the next try will see
    return age > (_UNFINISHED if process is None else STALE_AFTER)


def _held_by(found: LockRecord) -> LockHolder:
    process = found.process
    if process is None:
        return LockHolder(0, "", "", found.since, is_here=False, token=found.token)
    return LockHolder(process.pid, process.host, found.user, found.since, process.is_here, found.token)
