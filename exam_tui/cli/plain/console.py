"""Talking line by line: lines out, lines in, and questions with numbered answers."""

import io
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NoReturn

from exam_tui.cli.counted import number_of
from exam_tui.cli.output import Output
from exam_tui.cli.plain.wording import difference_lines
from exam_tui.core.merge.result import Conflict
from exam_tui.desktop.editor_command import EditorCommand
from exam_tui.desktop.external_editor import Saved, edit_text
from exam_tui.desktop.signals import handled
from exam_tui.errors import ExamTuiError
from exam_tui.session.merging.change import both
from exam_tui.session.merging.other_side import OtherSide

if TYPE_CHECKING:
    from types import FrameType

_BOTH: Final = "Both: yours, then theirs"
_OURS: Final = "Yours"
_THEIRS: Final = "Theirs"
_EDIT: Final = "Edit both in your editor"
_BASE: Final = "Read the original"
_LATER: Final = "Later"


class HungUpError(EOFError):
    """The terminal is gone, or somebody has asked the program to end."""


class Console:
    """Says lines on stdout and reads lines from stdin. No cursor is moved, nothing is coloured."""

    def __init__(self, out: Output) -> None:
        self.out = out
        if isinstance(sys.stdin, io.TextIOWrapper):
            sys.stdin.reconfigure(errors="surrogateescape")  # an undecodable byte must not end the program

    def say(self, text: str) -> None:
        """Say a text of one line or several."""
        for line in text.split("\n"):
            self.out.data(line)

    def read(self, prompt: str) -> str:
        """Return the next line of the input.

        Raises:
            EOFError: the input has ended.
            KeyboardInterrupt: ctrl+c was pressed.

        """
        try:
            return input(prompt)
        except (OSError, RuntimeError, ValueError) as error:  # a stream was closed, or is none
            raise EOFError from error

    def choose(self, question: str, choices: Sequence[str]) -> int | None:
        """Put a question with numbered answers; return which one was chosen, None where ctrl+c was pressed.

        Raises:
            EOFError: the input has ended.

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

    def end(number: int, _frame: "FrameType | None") -> NoReturn:
        raise HungUpError(signal.Signals(number).name)

    with handled(end):
        yield


def resolve(
    console: Console, conflict: Conflict, other: OtherSide, prompt: str, *, editor: str, saved: Saved
) -> str | None:
    """Return the text to take, None to decide later.

    Args:
        console: where to ask.
        conflict: the text, and what both sides made of it.
        other: the other side.
        prompt: what the question asks.
        editor: the command for the user's editor, or "" for the usual one.
        saved: hears of what that editor saves while it is open.

    Raises:
        EOFError: the input ended.

    """
    what = "Text outside the answers" if conflict.number is None else f"Question {conflict.number}"
    said = f"{what} has conflicting changes {other.where}."
    theirs = f"Theirs ({other.label})" if other.label else "Theirs"
    for title, text in (("Yours", conflict.ours), (theirs, conflict.theirs)):
        console.say(f"{title}, {number_of(len(text.split()), 'word')}:")
        for line in difference_lines(conflict.base, text):
            console.say(line)
    choices = [_BOTH, _OURS, _THEIRS, *([_EDIT] if conflict.number is not None else []), _BASE, _LATER]
    while True:
        chosen = console.choose(said, choices)
        choice = _LATER if chosen is None else choices[chosen]
        if choice == _BASE:
            console.say(conflict.base or "Originally empty.")
        elif choice == _EDIT:
            edited = _edited(console, conflict, prompt, editor, saved)
            if edited is not None:
                return edited
        else:
            return {_BOTH: both(conflict), _OURS: conflict.ours, _THEIRS: conflict.theirs}.get(choice)


def _edited(console: Console, conflict: Conflict, prompt: str, editor: str, saved: Saved) -> str | None:
    """Return what the user made of both texts in an editor; None where nothing was changed or that failed."""
    text = both(conflict)
    try:
        program = EditorCommand.chosen(editor)
        console.say(f"Opening {program.name}. {program.note}".rstrip())
        now = edit_text(program, number=conflict.number or 0, prompt=prompt, limits_line="", text=text, saved=saved)
    except ExamTuiError as error:
        console.out.error(error)
        return None
    if now == text:
        console.say("No changes made. Choice 1 keeps both texts.")
        return None
    return now
