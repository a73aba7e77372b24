"""A real terminal for tests: a program on a pty, its output on an emulated screen."""

import functools
import os
import re
import select
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Self

from tests.conftest import GIVE_UP
from tests.systems import open_pty

if sys.platform != "win32":
    import fcntl
    import termios

# Answers to what Textual asks a terminal at the start, so that it does not wait for them.
_REPLIES = {b"\x1b[?2026$p": b"\x1b[?2026;2$y", b"\x1b[?2048$p": b"\x1b[?2048;0$y", b"\x1b[c": b"\x1b[?62;22c"}
# Sequences that pyte does not know and would print, and colours, which take it longest and which no test asks for. NUL
# stands for them, and ends a text as they do: where pyte cannot print a character, it leaves out the rest of the text.
_LEFT_OUT = re.compile(
    rb"\x1b\[[>=<][0-9;:]*[a-zA-Z]|\x1b\[[0-9;?]*\$[a-z]|\x1bP.*?\x1b\\|\x1b\[\??[0-9;:]*m", re.DOTALL
)
# Around a screen that is to be shown at once (synchronized output), and the begin of any sequence.
_BEGIN, _END = b"\x1b[?2026h", b"\x1b[?2026l"
_HALF = re.compile(rb"\x1b(?:\[[0-9;?<=>]*)?\Z")
KEYS = {
    "enter": "\r", "escape": "\x1b", "space": " ", "up": "\x1b[A", "down": "\x1b[B", "tab": "\t",
    "ctrl+home": "\x1b[1;5H", "ctrl+end": "\x1b[1;5F", "left": "\x1b[D", "right": "\x1b[C", "backspace": "\x7f",
    "alt+down": "\x1b[1;3B", "alt+up": "\x1b[1;3A",
}  # fmt: skip
# So long a program that has nothing to do sleeps: longer than from a key to the frame that it changes.
_REST = 0.03
# Longer than the program sleeps between two looks whether the fingers rest (exam_tui/tui/keys/type_ahead.py).
_PATIENT = 0.07
# An Esc alone is a key once it was read and nothing has come after it for a tenth of a second.
_ESCAPE = 0.15
_SILENCE = 0.3
_SWITCHES = r"ctxt_switches:\s+(\d+)"
_TELLS = any(Path("/proc/self/task").glob("*/children"))


def pulse(pid: int) -> str | None:
    """Return how often each thread of a program, and of all that it has started, has run so far.

    None while one of them runs or waits for a processor.
    """
    try:
        threads = sorted(Path(f"/proc/{pid}/task").iterdir())
        statuses = [(thread / "status").read_text(encoding="utf-8") for thread in threads]
        children = [child for thread in threads for child in (thread / "children").read_text(encoding="utf-8").split()]
    except OSError:  # one has just ended
        return None
    if any(re.search(r"^State:\s+[RD]", status, re.MULTILINE) for status in statuses):
        return None
    below = [pulse(int(child)) for child in children]
    if None in below:
        return None
    return f"{pid} {[re.findall(_SWITCHES, status) for status in statuses]} {below}"


def _whole(data: bytes) -> int:
    """Return where what has come ends as far as it can be shown: not in a screen or a sequence that has only begun."""
    begun = data.find(_BEGIN, data.rfind(_END) + 1)
    if begun < 0 and _HALF.match(data, last := max(data.rfind(b"\x1b"), 0)):
        begun = last
    return begun if begun >= 0 else len(data)


def _set_size(child: int, columns: int, rows: int) -> None:
    """Make a pty so wide and high."""
    if sys.platform != "win32":
        fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def _control(child: int) -> None:
    """Make a pty the controlling terminal of this process."""
    if sys.platform != "win32":
        os.login_tty(child)


def _waiting_in(name: str) -> int:
    """Return how many bytes wait to be read in a pty."""
    if sys.platform != "win32":
        fd = os.open(name, os.O_RDONLY | os.O_NOCTTY)
        try:
            return int.from_bytes(fcntl.ioctl(fd, termios.FIONREAD, bytes(4)), sys.byteorder)
        finally:
            os.close(fd)
    raise NotImplementedError


class Terminal:
    """Runs a program on a pty of a given size."""

    def __init__(
        self, arguments: Sequence[str], *, folder: Path, columns: int = 80, rows: int = 24, env: Mapping[str, str] = {}
    ) -> None:
        # Not installed on Windows, where only this class is skipped.
        from pyte import ByteStream  # noqa: PLC0415

        from tests.quick_screen import QuickScreen  # noqa: PLC0415

        self._screen = QuickScreen(columns, rows)
        self._rows: dict[int, str] = {}
        """The text of each row, but of those that were drawn since."""
        self._stream = ByteStream(self._screen)
        self._output = bytearray()
        self._half = b""
        """What is not shown before the rest of it has come."""
        self._is_escaped = False
        """Whether what was sent last ends with an Esc."""
        self._fd, child, self._name = open_pty()
        _set_size(child, columns, rows)
        base = {key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "TMUX", "TERM_PROGRAM"}}
        self._process = subprocess.Popen(
            arguments,
            cwd=folder,
            stdin=child,
            stdout=child,
            stderr=child,
            # The controlling terminal, as in real life: when it goes, the program is told.
            preexec_fn=functools.partial(_control, child),  # noqa: PLW1509 - the test starts no threads
            env={**base, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PYTHONWARNINGS": "default", **env},
        )
        os.close(child)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        if self._fd >= 0:
            os.close(self._fd)

    @property
    def pid(self) -> int:
        """The program's process."""
        return self._process.pid

    @property
    def output(self) -> bytes:
        """All that the program has written."""
        return bytes(self._output)

    def hang_up(self) -> None:
        """Close the terminal, as closing its window does."""
        os.close(self._fd)
        self._fd = -1

    @property
    def screen(self) -> str:
        """The text on the screen."""
        # Not pyte's own `display`: it fails where half of a wide character was written over.
        columns = range(self._screen.columns)
        for number in self._screen.dirty:
            line = self._screen.buffer[number]
            self._rows[number] = "".join([line[column].data for column in columns])
        self._screen.dirty.clear()
        return "\n".join(self._rows[number] for number in range(self._screen.lines))

    def read(self, seconds: float) -> bool:
        """Read what has come, waiting at most so long for it; tell whether anything came."""
        if self._fd < 0:
            time.sleep(seconds)
            return False
        ready, _, _ = select.select([self._fd], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self._fd, 1 << 16)
        except OSError:  # the program has ended
            return False
        self._output += data
        for query, reply in _REPLIES.items():
            if query in data:
                os.write(self._fd, reply)
        self.show(data)
        return bool(data)

    def show(self, data: bytes) -> None:
        """Bring what has come onto the screen, each of the program's screens once it is whole, as terminals do."""
        data = self._half + data
        whole = _whole(data)
        self._half = data[whole:]
        self._stream.feed(_LEFT_OUT.sub(b"\0", data[:whole]))

    def _unread(self) -> int:
        """Return how many bytes of what was typed the program has not read yet."""
        return _waiting_in(self._name)

    def settle(self, rest: float = _REST) -> None:
        """Read until what was typed is taken, and the program has neither run nor said anything for so long."""
        end = time.monotonic() + GIVE_UP
        while self._fd >= 0 and self._process.poll() is None and self._unread() and time.monotonic() < end:
            self.read(0.005)
        earliest = time.monotonic() + (_ESCAPE if self._is_escaped else 0.0)
        self._is_escaped = False
        while self._process.poll() is None and time.monotonic() < end:
            is_escape_read = time.monotonic() >= earliest
            if self._rests(rest) and is_escape_read:
                return
        self._read_rest()

    def nothing_comes(self) -> None:
        """Read until the program has nothing to do and waits for no pause in the typing either."""
        self.settle(_PATIENT)

    def _read_rest(self) -> None:
        """Read what a program that has ended wrote last: the system may pass it on only after that end."""
        while self.read(_SILENCE):
            pass

    def _rests(self, seconds: float) -> bool:
        """Read for a moment; return whether the program has done nothing in it.

        Linux tells: a slow machine is waited for, a quick one waits for nothing. Elsewhere silence has to do.
        """
        if not _TELLS:
            return not self.read(_SILENCE)
        before = pulse(self.pid)
        return not self.read(seconds) and before is not None and pulse(self.pid) == before

    def wait_for(self, pattern: str, seconds: float = GIVE_UP) -> str:
        """Read until the screen matches; return the screen."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if re.search(pattern, self.screen, re.MULTILINE):
                return self.screen
            self.read(0.1)
        raise AssertionError(f"{pattern!r} never came; the screen is:\n{self.screen}")

    def until(self, what: Callable[[], bool], seconds: float = GIVE_UP) -> None:
        """Read until something is true that the screen does not show."""
        end = time.monotonic() + seconds
        while not what():
            assert time.monotonic() < end, f"it never came to be; the screen is:\n{self.screen}"
            self.read(0.02)

    def type(self, text: str) -> None:
        """Type text as it is."""
        self.send(text.encode())

    def send(self, data: bytes) -> None:
        """Send bytes, as the terminal itself may; the program has to read them as they come."""
        os.write(self._fd, data)
        self._is_escaped = data.endswith(b"\x1b")

    def press(self, *keys: str) -> None:
        """Press keys by name, `ctrl+s` or one of KEYS, each read before the next is pressed."""
        for key in keys:
            code = KEYS.get(key) or (chr(ord(key[-1]) & 0x1F) if key.startswith("ctrl+") else key)
            self.type(code)
            self.settle()

    def wait_exit(self, seconds: float = GIVE_UP) -> int:
        """Read until the program has ended; return its exit code."""
        end = time.monotonic() + seconds
        while self._process.poll() is None and time.monotonic() < end:
            self.read(0.02)
        self._read_rest()
        code = self._process.poll()
        assert code is not None, f"it did not end; the screen is:\n{self.screen}"
        return code
