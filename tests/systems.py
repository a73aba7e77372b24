"""Calls that Windows lacks, for tests that are skipped there: their modules can be read on every system."""

import os
import signal
import sys
from pathlib import Path
from typing import Final

SIGKILL: Final[int] = getattr(signal, "SIGKILL", 9)
SIGSTOP: Final[int] = getattr(signal, "SIGSTOP", 19)
SIGHUP: Final[int] = getattr(signal, "SIGHUP", 1)

_LACKING: Final = "this system has no such call: skip the test there"


def fork() -> int:
    """Fork this process; 0 in the child."""
    if sys.platform != "win32":
        return os.fork()
    raise NotImplementedError(_LACKING)


def make_pipe(path: Path) -> None:
    """Make a named pipe."""
    if sys.platform != "win32":
        os.mkfifo(path)
    else:
        raise NotImplementedError(_LACKING)


def wait_for_zombie(pid: int) -> None:
    """Wait until a child has ended, and leave it unburied."""
    if sys.platform == "linux":
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    else:
        raise NotImplementedError(_LACKING)


def open_pty() -> tuple[int, int, str]:
    """Return both ends of a new pty, the terminal's and the program's, and the name of its device."""
    if sys.platform != "win32":
        end, child = os.openpty()
        return end, child, os.ttyname(child)
    raise NotImplementedError(_LACKING)


def is_root() -> bool:
    """Return whether this process may do everything. Windows has no such user."""
    user = -1
    if sys.platform != "win32":
        user = os.geteuid()
    return user == 0


def own_group() -> int:
    """Return the group of this process."""
    if sys.platform != "win32":
        return os.getpgrp()
    raise NotImplementedError(_LACKING)


def kill_group(group: int) -> None:
    """Kill all processes of a group. Raises OSError where there is none."""
    if sys.platform != "win32":
        os.killpg(group, SIGKILL)
    else:
        raise NotImplementedError(_LACKING)
