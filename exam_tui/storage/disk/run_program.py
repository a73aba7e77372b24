"""Find the system's programs, and run small ones with a time-out and nothing of ours that they could hold on to.

A program is looked for on PATH alone. The current folder may be a stranger's: nothing in it is run, although Windows
looks there first, and an empty or relative entry of PATH means it too.
"""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from exam_tui.storage.disk.read import MAX_BYTES

if TYPE_CHECKING:
    import subprocess

UTF_8_ON_MACOS: Final = ("env", "LC_ALL=en_US.UTF-8")
"""Put before a program of macOS that takes its encoding from the environment."""

_AFTER_KILL: Final = 0.5
_ENDINGS: Final = ".COM;.EXE;.BAT;.CMD"
"""The endings of programs on Windows where PATHEXT is not set."""


def search_path(environment: Mapping[str, str] = os.environ) -> str:
    """Return PATH without its empty and relative entries."""
    folders = environment.get("PATH", os.defpath).split(os.pathsep)
    return os.pathsep.join(folder for folder in folders if os.path.isabs(folder))  # noqa: PTH117 - a string, as in PATH


@contextmanager
def safe_path() -> Iterator[None]:
    """For callees that look for programs themselves: leave them only the folders that PATH names in full."""
    names = ("PATH", "NODEFAULTCURRENTDIRECTORYINEXEPATH")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(zip(names, (search_path(), "1"), strict=True))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def find_program(
    name: str, environment: Mapping[str, str] = os.environ, *, windows: bool = os.name == "nt"
) -> str | None:
    """Return the path of a program; None where there is none. A name with a folder in it means that very file."""
    endings = [""]
    if windows:
        known = [ending for ending in environment.get("PATHEXT", _ENDINGS).split(";") if ending]
        if not name.lower().endswith(tuple(ending.lower() for ending in known)):
            endings = known
    if os.path.dirname(name) or (windows and ("\\" in name or ":" in name)):  # noqa: PTH120 - may be no path at all
        candidates = [os.path.abspath(name)]  # noqa: PTH100 - links are followed by the system
    else:
        folders = search_path(environment).split(os.pathsep) if name else []
        candidates = [os.path.join(folder, name) for folder in folders if folder]  # noqa: PTH118 - as above
    found = (candidate + ending for candidate in candidates for ending in endings)
    return next((path for path in found if os.path.isfile(path) and os.access(path, os.X_OK)), None)  # noqa: PTH113


def output_of(
    command: Sequence[str],
    environment: Mapping[str, str],
    *,
    given: bytes = b"",
    seconds: float,
    most: int = MAX_BYTES,
) -> bytes | None:
    """Return what a program prints on stdout; None where it is missing, fails, takes too long or prints above `most`.

    It reads `given` on stdin. A part of it that runs on in the background is neither waited for nor tied to our
    terminal: it has a session of its own, and no pipe that somebody waits on. What takes too long is ended.
    """
    import subprocess  # noqa: PLC0415 - not before somebody copies or pastes
    import tempfile  # noqa: PLC0415 - the same

    program = find_program(command[0], environment)
    if program is None:
        return None
    try:
        with tempfile.TemporaryFile() as read, tempfile.TemporaryFile() as printed:
            read.write(given)
            read.seek(0)
            process = subprocess.Popen(  # noqa: S603 - no shell
                [program, *command[1:]],
                stdin=read,
                stdout=printed,
                stderr=subprocess.DEVNULL,
                cwd=os.sep,  # a folder of the user's would stay in use as long as the program runs
                env=dict(environment),
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            try:
                code = process.wait(seconds)
            finally:
                end_program(process)
            printed.seek(0)
            output = printed.read(most + 1)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return output if code == 0 and len(output) <= most else None


def end_program(process: "subprocess.Popen[bytes]") -> None:
    """End a program that is still running, and everything that it has started."""
    import signal  # noqa: PLC0415 - as above
    import subprocess  # noqa: PLC0415 - the same

    if process.poll() is not None:
        return
    with suppress(OSError, subprocess.TimeoutExpired):
        if sys.platform != "win32":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait(_AFTER_KILL)
