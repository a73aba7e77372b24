"""`exam-tui edit --plain` that one talks with, line by line: as a process of its own, or here."""

import contextlib
import io
import os
import re
import select
import subprocess
import sys
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from queue import SimpleQueue
from typing import Self

import pytest
from typing_extensions import override

from exam_tui.cli.main import main
from tests.conftest import GIVE_UP, ROOT

if os.name == "nt":
    pytest.skip("select reads no pipes there", allow_module_level=True)

_ASKS = re.compile(r"\d> \Z|ends it\.\n\Z")  # for a command, a choice, the lines of an answer


class NothingAskedError(AssertionError):
    """The program has ended, or asks for nothing."""


class Conversation(ABC):
    """What one says, and what the program says to it; nobody but the test reads or writes."""

    def say(self, *lines: str) -> str:
        """Type each line when the program asks for one; return what it says to the last."""
        said = ""
        for line in lines:
            self.send(line)
            said = self._read()
        return said

    @abstractmethod
    def send(self, *lines: str) -> None:
        """Type lines without waiting for anything."""

    def answer(self, number: int, *lines: str, how: str = "") -> str:
        """Type the answer to a question; `how` says what becomes of the one that is there. Return what is said."""
        self.say(str(number), "type", *([how] if how else []))
        self.send(*lines)
        return self.say(".")

    @abstractmethod
    def _read(self) -> str:
        """Return what is said up to the next thing that is asked for."""


class Plain(Conversation):
    """A conversation with a process of its own, over pipes."""

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

    @override
    def send(self, *lines: str) -> None:
        self._in.write("".join(f"{line}\n" for line in lines).encode())

    def kill(self) -> None:
        """Kill the program, as `kill -9` does."""
        self._process.kill()
        self._process.wait()

    def end(self, *lines: str) -> tuple[str, int]:
        """Type the last lines and the end of the input; return what is said and the exit code."""
        self.send(*lines)
        self._in.close()
        said = self._out.read().decode()
        return said, self._process.wait(GIVE_UP)

    @override
    def _read(self) -> str:
        said = b""
        end = time.monotonic() + GIVE_UP
        while time.monotonic() < end:
            ready, _, _ = select.select([self._out], [], [], 0.1)
            data = os.read(self._out.fileno(), 1 << 16) if ready else b""
            said += data
            if _ASKS.search(said.decode("utf-8", "replace")):
                return said.decode("utf-8", "replace")
            if ready and not data:
                break
        raise NothingAskedError(f"It asks for nothing: {said.decode('utf-8', 'replace')}")


class PlainHere(Conversation):
    """A conversation with the program in a thread of this process, which has Python's own streams meanwhile."""

    def __init__(self, path: Path, *, options: Sequence[str] = ("--no-html",)) -> None:
        assert path.parent == Path.cwd()
        self._lines: SimpleQueue[str] = SimpleQueue()
        self._said = _Said()
        self._code: int | None = None
        self._thread = threading.Thread(target=self._run, args=(["edit", "--plain", *options, path.name],), daemon=True)
        self._before = (sys.stdin, sys.stdout, sys.stderr)
        self.greeting = ""

    def _run(self, arguments: list[str]) -> None:
        with contextlib.suppress(_KilledError):
            self._code = main(arguments)
        self._said.end()

    def __enter__(self) -> Self:
        sys.stdin, sys.stdout, sys.stderr = _Typed(self._lines), self._said, self._said
        self._thread.start()
        self.greeting = self._read()
        return self

    def __exit__(self, *_: object) -> None:
        self._lines.put(_KILL)
        self._thread.join(GIVE_UP)
        sys.stdin, sys.stdout, sys.stderr = self._before
        assert not self._thread.is_alive(), "it did not end"

    @override
    def send(self, *lines: str) -> None:
        for line in lines:
            self._lines.put(f"{line}\n")

    def end(self, *lines: str) -> tuple[str, int]:
        """Type the last lines and the end of the input; return what is said and the exit code."""
        self.send(*lines)
        self._lines.put("")
        self._thread.join(GIVE_UP)
        said = self._said.take()
        assert self._code is not None, f"it did not end: {said}"
        return said, self._code

    @override
    def _read(self) -> str:
        return self._said.take(_ASKS)


_KILL = "kill"
"""No line: each of those has its end."""


class _KilledError(BaseException):
    """The program ends at once, and does nothing more."""


class _Typed(io.StringIO):
    """What is typed, as the program reads it."""

    def __init__(self, lines: "SimpleQueue[str]") -> None:
        super().__init__()
        self._lines = lines

    @override
    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override] # typeshed mixes it with that of bytes
        line = self._lines.get()
        if line == _KILL:
            raise _KilledError
        if not line:
            self._lines.put("")  # the end of the input stays its end
        return line


class _Said(io.StringIO):
    """What the program says, for another thread to read piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self._changed = threading.Condition()
        self._new = ""
        self._has_ended = False

    @override
    def write(self, text: str, /) -> int:
        with self._changed:
            self._new += text
            self._changed.notify_all()
        return len(text)

    def end(self) -> None:
        """Let nobody wait for more."""
        with self._changed:
            self._has_ended = True
            self._changed.notify_all()

    def take(self, asks: re.Pattern[str] | None = None) -> str:
        """Return what is new, once it ends in what is looked for.

        Raises:
            NothingAskedError: the program has ended without that, or says nothing more.

        """
        with self._changed:
            self._changed.wait_for(
                lambda: self._has_ended or (asks is not None and asks.search(self._new)), timeout=GIVE_UP
            )
            new, self._new = self._new, ""
        if asks is not None and not asks.search(new):
            raise NothingAskedError(f"It asks for nothing: {new}")
        return new
