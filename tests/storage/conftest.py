"""What the tests of storage share: their own state folder, calls that fail, an ordinary user."""

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from shlex import quote as quoted
from typing import Any

import pytest

from exam_tui.storage.disk import syscalls
from tests.conftest import GIVE_UP


class _FaultyCalls(syscalls.Syscalls):
    """The real calls, of which one kind fails: on paths that hold `where`, after `skip` times, `times` times.

    `short write` writes half of what is asked, and fails at the last bytes.
    """

    def __init__(self, call: str, number: int, *, where: str = "", skip: int = 0, times: int = sys.maxsize) -> None:
        self.call = call
        self.number = number
        self.where = where
        self.skip = skip
        self.times = times
        self.seen: Counter[tuple[str, str]] = Counter()
        self._paths: dict[int, str] = {}

    def _enter(self, call: str, file: str | int) -> None:
        path = file if isinstance(file, str) else self._paths.get(file, "")
        self.seen[call, Path(path).suffix] += 1
        if call == self.call and self.where in path and self.times > 0:
            if self.skip > 0:
                self.skip -= 1
                return
            self.times -= 1
            raise OSError(self.number, os.strerror(self.number))

    def open(self, path: str, flags: int, mode: int = 0o600) -> int:
        self._enter("open", path)
        fd = super().open(path, flags, mode)
        self._paths[fd] = path
        return fd

    def write(self, fd: int, data: memoryview) -> int:
        self._enter("write", fd)
        if self.call == "short write":
            if len(data) < 4:
                self._enter("short write", fd)
            return super().write(fd, data[: max(1, len(data) // 2)])
        return super().write(fd, data)

    def truncate(self, fd: int, length: int) -> None:
        self._enter("truncate", fd)
        super().truncate(fd, length)

    def chmod(self, fd: int, mode: int) -> None:
        self._enter("chmod", fd)
        super().chmod(fd, mode)

    def chown(self, fd: int, uid: int, gid: int) -> None:
        self._enter("chown", fd)
        super().chown(fd, uid, gid)

    def set_attribute(self, fd: int, name: str, value: bytes) -> None:
        self._enter("set_attribute", fd)
        super().set_attribute(fd, name, value)

    def fsync(self, fd: int) -> None:
        self._enter("fsync", fd)
        super().fsync(fd)

    def close(self, fd: int) -> None:
        super().close(fd)  # the descriptor is gone even when close fails: man 2 close
        self._enter("close", fd)

    def rename(self, source: str, target: str) -> None:
        self._enter("rename", source)
        super().rename(source, target)

    def link(self, source: str, target: str) -> None:
        self._enter("link", target)
        super().link(source, target)

    def unlink(self, path: str) -> None:
        self._enter("unlink", path)
        super().unlink(path)

    def fsync_folder(self, path: str) -> None:
        self._enter("fsync_folder", path)
        super().fsync_folder(path)

    def sleep(self, seconds: float) -> None:
        self._enter("sleep", "")
        assert 0 < seconds < 1


@pytest.fixture(autouse=True)
def state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the user's state folder of this test, which does not exist yet."""
    folder = tmp_path_factory.mktemp("state") / "state" / "exam-tui"
    monkeypatch.setenv("XDG_STATE_HOME", str(folder.parent))
    return folder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a report is to be."""
    return tmp_path / "README.md"


@pytest.fixture
def never_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Return a function that makes a program which never ends: `never_ends("git")`, in `bin`, first on PATH.

    Whoever waits for it with a limit waits until it is at work, and is then told that its time is over. It leaves its
    number and that of a program which it has started in `begun`, and would leave `ended`.
    """
    begun = tmp_path / "begun"
    folder = tmp_path / "bin"

    given_up = set()

    def patched(call: str, at: int) -> None:
        """Patch a method of Popen whose argument `timeout` is the one at `at`."""
        real = getattr(subprocess.Popen, call)

        def wait(process: subprocess.Popen[bytes], *arguments: Any, **named: Any) -> Any:
            limit = arguments[at] if len(arguments) > at else named.get("timeout")
            if limit is None or process.pid in given_up:
                return real(process, *arguments, **named)
            given_up.add(process.pid)
            while not begun.exists():
                time.sleep(0.01)
            raise subprocess.TimeoutExpired(process.args, limit)

        monkeypatch.setattr(subprocess.Popen, call, wait)

    def make(name: str) -> Path:
        program = folder / name
        folder.mkdir(exist_ok=True)
        here = quoted(str(tmp_path))
        lines = [
            "#!/bin/sh",
            "PATH=/usr/bin:/bin",
            "sleep 600 &",
            f"echo $$ $! > {here}/beginning.$$",
            f"mv {here}/beginning.$$ {here}/begun",
            "sleep 600",
            f": > {here}/ended",
        ]
        program.write_text("\n".join(lines) + "\n", encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
        patched("communicate", 1)
        patched("wait", 0)
        return program

    return make


@pytest.fixture
def break_calls(monkeypatch: pytest.MonkeyPatch) -> Callable[..., _FaultyCalls]:
    """Return a function that makes a call fail until `times` of what it returns is set to 0.

    Its arguments are those of _FaultyCalls.
    """

    def start(call: str, number: int, **settings: Any) -> _FaultyCalls:
        faulty = _FaultyCalls(call, number, **settings)
        monkeypatch.setattr(syscalls, "OS", faulty)
        return faulty

    return start


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Yield a folder that every user may enter, as pytest's own are closed to others than root."""
    with tempfile.TemporaryDirectory(prefix="exam-tui-") as name:
        folder = Path(name).resolve()
        folder.chmod(0o755)
        yield folder


@pytest.fixture
def as_user(open_folder: Path) -> Callable[[str], str]:
    """Return a function: run Python code in `open_folder` as an ordinary user, return what it prints."""
    home = open_folder / "home"
    home.mkdir()
    home.chmod(0o777)
    prelude = """
import os, sys
import platformdirs
from exam_tui.errors import *
from exam_tui.storage.disk.read import *
from exam_tui.storage.disk.write_in_place import *
from exam_tui.storage.disk.write import *
from exam_tui.git.status import *
import exam_tui.errors, subprocess, hashlib
platformdirs.user_state_dir("x")
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
os.chdir(sys.argv[1])
"""

    def run(code: str) -> str:
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join(sys.path),
            "HOME": str(home),
            "XDG_STATE_HOME": str(home / "state"),
        }
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", prelude + code, str(open_folder)],
            capture_output=True,
            check=False,
            encoding="utf-8",
            env=environment,
            timeout=GIVE_UP,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run
