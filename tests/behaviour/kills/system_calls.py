"""Watches a program's system calls with strace, kills it at one of them, or lets one of them fail."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.behaviour.kills.killed_programs import environment
from tests.conftest import GIVE_UP, ROOT

_CALL = re.compile(r"^(\w+)\((.*)$")


class Call(NamedTuple):
    """A system call as strace prints it.

    Attributes:
        name: its name.
        number: how many of that name there were with it.
        text: its arguments and its result; behind each descriptor stands its path in pointed brackets.

    """

    name: str
    number: int
    text: str


class Watched(NamedTuple):
    """What became of a watched program.

    Attributes:
        said: the steps that it said.
        code: its exit code, or minus the signal that ended it.
        calls: the system calls that were watched, in order.

    """

    said: list[str]
    code: int
    calls: list[Call]


def needs_strace() -> None:
    """Skip where strace is missing or may not watch."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    tried = subprocess.run(
        ["strace", "-o", "/dev/null", "-e", "inject=getpid:error=EIO", "true"], capture_output=True, check=False
    )
    if tried.returncode:
        pytest.skip("strace may not watch programs here")


class Program:
    """The program of `once.py`, which goes through one edit for each order."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "tests.behaviour.kills.one_edit"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            env=environment(Path()),
            cwd=ROOT,
        )
        assert self._read() == "ready"

    def close(self) -> None:
        self._process.communicate(timeout=GIVE_UP)

    def edit(self, path: Path, state: Path, *rules: str, is_naive: bool = False) -> Watched:
        """Let a child edit a report, and save it naively where so asked, while strace watches with its `-e` rules."""
        self._write(json.dumps({"path": str(path), "state": str(state.parent), "is_naive": is_naive}))
        _, pid = self._read().split()
        arguments = [argument for rule in rules for argument in ("-e", rule)]
        with subprocess.Popen(
            ["strace", "-y", "-s", "0", "-o", str(self._log), *arguments, "-p", pid], stderr=subprocess.PIPE
        ) as strace:
            # Said once the child is sure to stop before its next call: that it has a tracer is true a moment earlier.
            assert strace.stderr
            told = strace.stderr.readline()
            assert b"attached" in told, told
            self._write("go")
            said: list[str] = []
            while not (line := self._read()).startswith("end "):
                said.append(line)
            strace.communicate(timeout=GIVE_UP)
        return Watched(said, int(line.split()[1]), list(_calls(self._log)))

    def _write(self, line: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def _read(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()


def _calls(log: Path) -> list[Call]:
    found: list[Call] = []
    numbers: dict[str, int] = {}
    for line in log.read_text(encoding="utf-8", errors="replace").split("\n"):
        if call := _CALL.match(line):
            name = call[1]
            numbers[name] = numbers.get(name, 0) + 1
            found.append(Call(name, numbers[name], call[2]))
    return found
