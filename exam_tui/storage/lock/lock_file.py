"""The file of a lock, or of a claim to a stale one: written in full, then linked to its name; read without trust."""

import errno
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Final

from exam_tui.storage.disk import syscalls
from exam_tui.storage.disk.os_errors import UNSUPPORTED
from exam_tui.storage.disk.read import fingerprint
from exam_tui.storage.disk.state_dir import unguessable
from exam_tui.storage.disk.state_files import checked, checked_time, read_private
from exam_tui.storage.disk.syscalls import CREATE, opened, write_all
from exam_tui.storage.lock.process_identity import Process, this_process

_LARGEST: Final = 10_000
_TOKEN: Final = 32
_DIGITS: Final = frozenset("0123456789abcdef")
_USER: Final = ("LOGNAME", "USER", "LNAME", "USERNAME")
_NO_LINKS: Final = UNSUPPORTED | {errno.EPERM, errno.EMLINK, errno.EXDEV, errno.EACCES}

own_tokens: Final[set[str]] = set()
"""The tokens that this process has made; a program that replaced itself by another one no longer has them."""


@dataclass(frozen=True, slots=True)
class LockRecord:
    """What such a file says.

    Attributes:
        token: identifies the file, 32 hexadecimal digits.
        process: the process that made it; None if the file cannot be read.
        user: the user who ran that process.
        since: when it was made, in seconds since 1970.

    """

    token: str
    process: Process | None = None
    user: str = ""
    since: float = 0.0


def read_lock(file: Path) -> LockRecord | None:
    """Return what a file says, None if there is no such file. Raises nothing."""
    data = b""
    try:
        data = read_private(file, _LARGEST)
        facts = json.loads(data)
        process = _process(facts["process"])
        return LockRecord(_token(facts["token"]), process, checked(facts["user"], str), checked_time(facts["since"]))
    except (FileNotFoundError, NotADirectoryError):  # a file is where a folder above it should be
        return None
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return LockRecord(fingerprint(os.fsencode(file.name) + data)[:_TOKEN])


@contextmanager
def new_file(file: Path) -> Iterator[tuple[Path, str]]:
    """Yield a new file beside `file` that says who we are, and its token; removes it afterwards. Raises OSError."""
    token = os.urandom(_TOKEN // 2).hex()
    new = file.with_name(f".{unguessable(file.stem)}.tmp")
    facts = {"process": asdict(this_process()), "user": _user(), "since": time.time(), "token": token}
    own_tokens.add(token)
    try:
        _create(new, json.dumps(facts).encode("ascii"))
        yield new, token
    finally:
        remove(new)


def link(new: Path, file: Path) -> bool:
    """Give a new file its name; return False if the name is taken. Raises OSError.

    On a disk without links a file of that name is created and then filled, so others may see it unfinished.
    """
    try:
        syscalls.OS.link(str(new), str(file))
    except OSError as error:
        if new.stat().st_nlink > 1:  # the reply was lost on the network, and the request sent again
            return True
        if isinstance(error, FileExistsError):
            return False
        if error.errno not in _NO_LINKS:
            raise
    else:
        return True
    try:
        _create(file, new.read_bytes())
    except FileExistsError:
        return False
    return True


def remove(file: Path) -> None:
    """Remove a file if possible."""
    with suppress(OSError):
        syscalls.OS.unlink(str(file))


def _create(file: Path, data: bytes) -> None:
    with opened(str(file), CREATE) as fd:
        try:
            write_all(fd, data)
        except OSError:
            remove(file)
            raise


def _process(facts: object) -> Process:
    if not isinstance(facts, dict):
        raise TypeError
    pid = checked(facts["pid"], int)
    if pid <= 0:
        raise ValueError
    return Process(pid, *(checked(facts[field.name], str) for field in fields(Process)[1:]))


def _token(value: object) -> str:
    """Return a token; checked, because files are named after it."""
    token = checked(value, str)
    if len(token) != _TOKEN or not set(token) <= _DIGITS:
        raise ValueError
    return token


def _user() -> str:
    """Return the user's name from the variables that Python's own getpass reads; "" if there is none."""
    return next((os.environ[name] for name in _USER if os.environ.get(name)), "")
