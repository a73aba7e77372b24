"""Run a small program of the system with a time-out, and without anything of ours that it could hold on to."""

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from exam_tui.storage.files import MAX_BYTES

if TYPE_CHECKING:
    import subprocess

UTF_8_ON_MACOS: Final = ("env", "LC_ALL=en_US.UTF-8")
"""Before a program of macOS that takes the encoding of its text from the environment."""

_AFTER_KILL: Final = 0.5


def output_of(
    command: Sequence[str], environment: Mapping[str, str], *, given: bytes = b"", seconds: float
) -> bytes | None:
    """Return what a program prints on stdout; None where it is missing, fails, takes too long or prints too much.

    It reads `given` on stdin. A part of it that runs on in the background is neither waited for nor tied to our
    terminal: it has a session of its own, and no pipe that somebody waits on. What takes too long is ended.
    """
    import shutil  # noqa: PLC0415 - not before somebody copies or pastes
    import subprocess  # noqa: PLC0415 - the same
    import tempfile  # noqa: PLC0415 - the same

    program = shutil.which(command[0], path=environment.get("PATH"))
    if program is None:
        return None
    try:
        with tempfile.TemporaryFile() as read, tempfile.TemporaryFile() as printed:
            read.write(given)
            read.seek(0)
            process = subprocess.Popen(  # noqa: S603 - no shell
                [os.path.abspath(program), *command[1:]],  # noqa: PTH100 - links are followed by the system
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
                _end(process)
            printed.seek(0)
            output = printed.read(MAX_BYTES + 1)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return output if code == 0 and len(output) <= MAX_BYTES else None


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End a program that has not ended by itself, with all that it has started."""
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
