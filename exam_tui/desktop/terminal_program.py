"""Running another program in our terminal: waiting until it ends, and the signals that come meanwhile."""

import os
import sys
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from signal import SIGINT, default_int_handler
from threading import Event, Thread
from typing import TYPE_CHECKING, Final, TextIO

from exam_tui.desktop.signals import handled

if TYPE_CHECKING:
    import subprocess
    from types import FrameType

_POLL_EVERY: Final = 0.25
"""Seconds between two polls: whether a signal has come, whether the file was saved."""
_GRACE: Final = 2.0
"""Seconds that a program has to end when it is told to."""
_AFTER_END: Final = 0.5
"""Seconds in which the last words of a program that has ended come."""
_MOST_HEARD: Final = 20_000
"""Characters that are kept of what a program says, the last ones."""


class EndedBySignal(BaseException):
    """We were told to end while the program ran, and so was the program. Not an error: nothing may catch it.

    Attributes:
        number: the signal.
        text: the answer as an editor left it, None if that cannot be known.

    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number
        self.text: str | None = None


@dataclass(frozen=True, slots=True)
class EndedProgram:
    """A program that has ended: its exit code, below 0 for a signal, and what it said on stderr, the end of it."""

    code: int
    said: str

    @property
    def is_interrupted(self) -> bool:
        """Whether Ctrl+C has ended it."""
        return self.code in {-SIGINT, 128 + SIGINT}


@contextmanager
def signals_end_the_wait() -> Iterator[None]:
    """Raise EndedBySignal on SIGTERM and SIGHUP: an event loop would not hear of them before it runs again."""

    def end(number: int, _frame: "FrameType | None") -> None:
        raise EndedBySignal(number)

    with handled(end):
        yield


@contextmanager
def interrupts_are_the_programs() -> Iterator[None]:
    """Leave Ctrl+C to the program that has the terminal. Not SIG_IGN, which the program would inherit."""
    with handled(lambda *_: None, [SIGINT]):
        yield


@contextmanager
def terminal_given_back() -> Iterator[None]:
    """Have the terminal afterwards as it was before, whatever the programs in between have left of it.

    What was typed meanwhile and read by none of them stays to be read.
    """
    if sys.platform != "win32" and sys.stdin.isatty():
        import termios  # noqa: PLC0415 - not on every system

        terminal = sys.stdin.fileno()
        modes = termios.tcgetattr(terminal)
        try:
            yield
        finally:
            with suppress(termios.error):
                termios.tcsetattr(terminal, termios.TCSADRAIN, modes)
    else:
        yield


def wait_for_enter(prompt: str) -> None:
    """Say something on the terminal and wait until Enter or Ctrl+C is pressed; without a terminal, for nothing."""
    if not sys.stdin.isatty():
        return
    with suppress(KeyboardInterrupt, OSError, ValueError), handled(default_int_handler, [SIGINT]):
        sys.stdout.write(prompt)
        sys.stdout.flush()
        sys.stdin.readline()


def run_in_terminal(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> EndedProgram:
    """Run a program in a folder with our terminal as its own, and return how it ended.

    Ctrl+C ends the program and not us. What it says on stderr is shown as it comes and returned too: it is a terminal
    to the program wherever ours is one. Without a terminal there is nothing for it to read.

    Raises:
        OSError: it cannot be started.

    """
    import subprocess  # noqa: PLC0415 - not before something is run

    with _overheard() as (end, heard), interrupts_are_the_programs():
        given = None if sys.stdin.isatty() else subprocess.DEVNULL
        try:
            done = wait_for_program(command, folder, environment=environment, stdin=given, stderr=end)
        finally:
            os.close(end)
    return EndedProgram(done.returncode, "".join(heard)[-_MOST_HEARD:])


def wait_for_program(
    command: Sequence[str],
    folder: Path,
    poll: Callable[[], None] | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    stdin: int | None = None,
    stderr: int | None = None,
) -> "subprocess.CompletedProcess[bytes]":
    """Run a command in a folder and wait for it; if the wait is broken off, it is told to end, and then made to.

    `poll` is called now and then meanwhile. The rest is as for subprocess.Popen.
    """
    import subprocess  # noqa: PLC0415 - not before somebody opens an editor

    with subprocess.Popen(command, cwd=folder, env=environment, stdin=stdin, stderr=stderr) as process:  # noqa: S603 - the user chose it
        try:
            # A signal may wake another thread: this one has to wake by itself now and then.
            while process.poll() is None:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(_POLL_EVERY)
                if poll is not None:
                    poll()
            return subprocess.CompletedProcess(command, process.returncode)
        except BaseException:
            process.terminate()
            try:
                process.wait(_GRACE)
            except subprocess.TimeoutExpired:
                process.kill()
            raise


@contextmanager
def _overheard() -> Iterator[tuple[int, list[str]]]:
    """Yield where a program writes to, and what it has written there; that is shown on our stderr as it comes.

    The caller closes what is written to. What runs on in the background and still holds it is not waited for, and no
    longer heard: the screen is ours again.
    """
    ours, theirs = _pair()
    heard: list[str] = []
    is_over = Event()
    reader = Thread(target=_pass_on, args=(ours, heard, sys.stderr, is_over), daemon=True)
    reader.start()
    try:
        yield theirs, heard
    finally:
        reader.join(_AFTER_END)
        is_over.set()


def _pair() -> tuple[int, int]:
    """Return what to read from and what a program writes to: a terminal like ours where ours is one, else a pipe."""
    if sys.platform != "win32" and sys.stderr.isatty():
        import fcntl  # noqa: PLC0415 - not on every system
        import termios  # noqa: PLC0415 - the same

        ours, theirs = os.openpty()
        with suppress(OSError, termios.error):
            modes = termios.tcgetattr(theirs)
            modes[1] &= ~termios.OPOST  # our own terminal sees to the line ends
            termios.tcsetattr(theirs, termios.TCSANOW, modes)
            size = fcntl.ioctl(sys.stderr.fileno(), termios.TIOCGWINSZ, bytes(8))
            fcntl.ioctl(theirs, termios.TIOCSWINSZ, size)
        return ours, theirs
    return os.pipe()


def _pass_on(ours: int, heard: list[str], shown: TextIO, is_over: Event) -> None:
    """Show and keep what comes, up to its end; what comes once it `is_over` is for nobody."""
    decoder = getincrementaldecoder(shown.encoding or "utf-8")("replace")
    with suppress(OSError, ValueError):  # the end of a terminal is an error; ours may be gone
        while data := os.read(ours, 1 << 16):
            if is_over.is_set():
                continue
            text = decoder.decode(data)
            heard.append(text)
            shown.write(text)
            shown.flush()
    with suppress(OSError):
        os.close(ours)
