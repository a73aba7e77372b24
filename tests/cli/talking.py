"""`exam-tui edit --plain` as a process of its own that one talks with, line by line."""

import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

from tests.cli.conftest import ROOT

_ASKS = re.compile(r"\d> \Z|ends it\.\n\Z")  # for a command, a choice, the lines of an answer


class NothingAskedError(AssertionError):
    """The program has ended, or asks for nothing."""


class Plain:
    """A conversation over pipes; nobody but the test reads or writes."""

    def __init__(self, path: Path, *, options: Sequence[str] = ("--no-html",), env: Mapping[str, str] = {}) -> None:
        command = [sys.executable, "-W", "error", "-m", "exam_tui", "edit", "--plain", *options, path.name]
        self._process = subprocess.Popen(
            command,
            bufsize=0,
            cwd=path.parent,
            env={**os.environ, "PYTHONPATH": str(ROOT), **env},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert self._process.stdin
        assert self._process.stdout
        self._in, self._out = self._process.stdin, self._process.stdout
        self.greeting = ""

    def __enter__(self) -> Self:
        self.greeting = self._read()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self._in.close()
        self._out.close()

    @property
    def pid(self) -> int:
        """The program's process."""
        return self._process.pid

    def say(self, *lines: str) -> str:
        """Type each line when the program asks for one; return what it says to the last."""
        said = ""
        for line in lines:
            self.send(line)
            said = self._read()
        return said

    def send(self, *lines: str) -> None:
        """Type lines without waiting for anything."""
        self._in.write("".join(f"{line}\n" for line in lines).encode())

    def answer(self, *lines: str) -> str:
        """Type an answer to the question at hand; return what is said."""
        self.say("type")
        self.send(*lines)
        return self.say(".")

    def kill(self) -> None:
        """Kill the program, as `kill -9` does."""
        self._process.kill()
        self._process.wait()

    def end(self, *lines: str) -> tuple[str, int]:
        """Type the last lines and the end of the input; return what is said and the exit code."""
        self.send(*lines)
        self._in.close()
        said = self._out.read().decode()
        return said, self._process.wait(20)

    def _read(self, seconds: float = 20.0) -> str:
        said = b""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            ready, _, _ = select.select([self._out], [], [], 0.1)
            data = os.read(self._out.fileno(), 1 << 16) if ready else b""
            said += data
            if _ASKS.search(said.decode("utf-8", "replace")):
                return said.decode("utf-8", "replace")
            if ready and not data:
                break
        raise NothingAskedError(f"It asks for nothing: {said.decode('utf-8', 'replace')}")


def wait_until_kept(path: Path, text: str) -> None:
    """Wait until the recovery of a report has a text in one of its answers."""
    from exam_tui.storage.recovery import read_recovery  # noqa: PLC0415 - for this alone

    end = time.monotonic() + 20
    while time.monotonic() < end:
        found = read_recovery(path)
        if found and any(text == edit.text for edit in found.edits.answers):
            return
        time.sleep(0.02)
    raise AssertionError(f"{text!r} was never kept")
