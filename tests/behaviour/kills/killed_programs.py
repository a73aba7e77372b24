"""Programs that are killed, at one system call after the other or at any moment, or that lose every race."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import GIVE_UP
from tests.systems import SIGKILL

_PRELUDE = """
import os, random, signal, sys, time
from pathlib import Path
from exam_tui.storage.disk import syscalls

class Dying(syscalls.Syscalls):
    count = int(sys.argv[1])

def mortal(name):
    real = getattr(syscalls.Syscalls, name)
    def call(self, *arguments):
        Dying.count -= 1
        if Dying.count == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(self, *arguments)
    return call

class Dawdling(syscalls.Syscalls):
    pass

def slow(name):
    real = getattr(syscalls.Syscalls, name)
    def call(self, *arguments):
        time.sleep(random.random() / 200)
        return real(self, *arguments)
    return call

for name in ("open", "write", "fsync", "close", "rename", "link", "unlink", "fsync_folder"):
    setattr(Dying, name, mortal(name))
    setattr(Dawdling, name, slow(name))

def start_dying():
    syscalls.OS = Dying()

def start_dawdling():
    syscalls.OS = Dawdling()

path = Path(sys.argv[2])
"""


def environment(state: Path) -> dict[str, str]:
    """Return the environment of a program whose state folder, as the `state` fixture has it, is `state`."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "XDG_STATE_HOME": str(state.parent)}


def start(code: str, path: Path, state: Path, *, dies_at: int = 0) -> "subprocess.Popen[str]":
    """Start Python code as a process; `path` is a Path in it.

    After `start_dying()` its n-th system call kills it; after `start_dawdling()` it waits a little before each, so
    that races are lost that would else hardly ever be run.
    """
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", _PRELUDE + code, str(dies_at), str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=environment(state),
    )


def run(code: str, path: Path, state: Path) -> str:
    """Return what Python code prints."""
    process = start(code, path, state)
    printed, _ = process.communicate(timeout=GIVE_UP)
    assert process.returncode == 0
    return printed


def killed_at_every_call(code: str, path: Path, state: Path) -> Iterator[int]:
    """Run code again and again, killed one system call later each time; yield after each death until one survives."""
    for number in range(1, 200):
        process = start(code, path, state, dies_at=number)
        process.communicate(timeout=GIVE_UP)
        if process.returncode == 0:
            return
        assert process.returncode == -SIGKILL
        yield number
    raise AssertionError("it never came to its end")
