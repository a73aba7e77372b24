"""Talking line by line: lines out, lines in, and questions with numbered answers."""

import io
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

from exam_tui.cli.output import Output

if TYPE_CHECKING:
    from types import FrameType


class HungUpError(EOFError):
    """The terminal is gone, or somebody has asked the program to end."""


class Console:
    """Says lines on stdout and reads lines from stdin. No cursor is moved, nothing is coloured."""

    def __init__(self, out: Output) -> None:
        self.out = out
        if isinstance(sys.stdin, io.TextIOWrapper):
            sys.stdin.reconfigure(errors="surrogateescape")  # a byte that is no text must not end the program

    def say(self, text: str) -> None:
        """Say a text of one line or several."""
        for line in text.split("\n"):
            self.out.data(line)

    def read(self, prompt: str) -> str:
        """Return the next line of the input.

        Raises:
            EOFError: there is no more.
            KeyboardInterrupt: ctrl+c was pressed.

        """
        try:
            return input(prompt)
        except (OSError, RuntimeError, ValueError) as error:  # a stream was closed, or is none
            raise EOFError from error

    def choose(self, question: str, choices: Sequence[str]) -> int | None:
        """Put a question with numbered answers; return which one was chosen, None where ctrl+c was pressed.

        Raises:
            EOFError: there is no more input.

        """
        self.say(question)
        for number, choice in enumerate(choices, start=1):
            self.say(f"{number} {choice}")
        try:
            while True:
                word = self.read(f"1 to {len(choices)}> ").strip().lower()
                for index, choice in enumerate(choices):
                    if word in {str(index + 1), choice.lower()}:
                        return index
                self.say(f"Type a number from 1 to {len(choices)}.")
        except KeyboardInterrupt:
            self.say("")
            return None


def end_of_input() -> str:
    """Return the keys that end what is typed."""
    return "Ctrl+z and Enter" if sys.platform == "win32" else "Ctrl+d"


@contextmanager
def hang_ups_end_the_input() -> Iterator[None]:
    """Take a lost terminal, and a request to end, for the end of the input."""
    names = [name for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name)]
    if threading.current_thread() is not threading.main_thread():
        names = []

    def end(number: int, _frame: "FrameType | None") -> NoReturn:
        raise HungUpError(signal.Signals(number).name)

    before = {name: signal.signal(getattr(signal, name), end) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler if handler is not None else signal.SIG_DFL)
