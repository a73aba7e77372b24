"""The user's editor: which command starts it, and what it needs so that we can wait for it."""

import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from exam_tui.core.text.patterns import lazy_pattern
from exam_tui.errors import ExamTuiError

_ON_WINDOWS: Final = {"notepad": "Save and close the window to return to exam-tui."}
_ELSEWHERE: Final = {
    "micro": "Ctrl+S saves, Ctrl+Q returns to exam-tui.",
    "nano": "Ctrl+O then Enter saves, Ctrl+X returns to exam-tui.",
    "vi": "Esc, then :wq and Enter, saves and returns to exam-tui.",
}
_DEFAULTS: Final[Mapping[str, str]] = _ON_WINDOWS if os.name == "nt" else _ELSEWHERE
"""What is taken where nobody has chosen an editor, the first that is there, and how one comes back from it."""
_REMEDY: Final = "Set VISUAL to the command of your editor."
_WAIT: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(("code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"), ("--wait", "-w")),
    **dict.fromkeys(("zed", "zeditor", "atom", "lapce", "bbedit", "gedit", "xed"), ("--wait", "-w")),
    **dict.fromkeys(("subl", "sublime_text"), ("--wait", "-w")),
    **dict.fromkeys(("idea", "pycharm", "webstorm", "clion", "fleet"), ("--wait",)),
    **dict.fromkeys(("gvim", "mvim", "gview"), ("--nofork", "-f")),
    "nvim-qt": ("--nofork",),
    "neovide": ("--no-fork",),
    "mate": ("--wait", "-w"),
    "kate": ("--block", "-b"),
    "gnome-text-editor": ("--standalone", "-s"),
    "notepad++": ("-multiInst",),
    "open": ("--wait-apps", "-W"),
}
"""Editors that return at once, and their options for waiting until the file is closed; the first one is added."""
_TAKE_A_LINE: Final = frozenset(
    {"vi", "vim", "nvim", "gvim", "mvim", "nano", "pico", "emacs", "emacsclient", "micro", "kak", "joe", "ne"}
)
"""Editors that take `+12` before the file as the line to go to."""
_WINDOWS_WORD: Final = lazy_pattern(r'(?:[^\s"]|"[^"]*")+')
_SMALL_SYSTEMS: Final = frozenset({"busybox", "toybox"})  # their vi takes `+12` as the name of a file


class EditorCommandError(ExamTuiError):
    """The command for the editor makes no sense, or names no program."""


@dataclass(frozen=True, slots=True)
class EditorCommand:
    """The user's editor.

    Attributes:
        words: the program and its arguments.
        name: what to call it in a message.
        note: what was added to the command and why, in one sentence; "" if nothing was.
        leaving: how one saves and comes back, where the user did not choose this editor; else "".

    """

    words: tuple[str, ...]
    name: str
    note: str = ""
    leaving: str = ""

    @classmethod
    def chosen(cls, configured: str = "", environment: Mapping[str, str] = os.environ) -> "EditorCommand":
        """Return the configured editor, or else the one in $VISUAL, in $EDITOR, or a usual one.

        Raises:
            EditorCommandError: the command makes no sense, or names no program.

        """
        for source, command in (
            ("the settings", configured),
            ("$VISUAL", environment.get("VISUAL", "")),
            ("$EDITOR", environment.get("EDITOR", "")),
        ):
            if command.strip():
                return cls.from_command(command, source)
        for name, leaving in _DEFAULTS.items():
            if _program(name):
                return replace(cls.from_command(name), leaving=leaving)
        raise EditorCommandError(f"No editor is set, and none of {', '.join(_DEFAULTS)} is installed.", help=_REMEDY)

    @classmethod
    def from_command(cls, command: str, source: str = "the command") -> "EditorCommand":
        """Return the editor that a command names; arguments with spaces may be quoted.

        Raises:
            EditorCommandError: the command makes no sense, or names no program.

        """
        words = split_command(command)
        program = _program(words[0]) if words else None
        if program is None:
            what = f"Program not found: {words[0]}" if words and words[0] else "The command does not name a program"
            raise EditorCommandError(f"{what} (from {source}).", help=_REMEDY)
        name = _name(words[0])
        options = _WAIT.get(name, ())
        if not options or any(word in options for word in words[1:]):
            return cls((program, *words[1:]), name)
        wait = options[0]
        return cls((program, wait, *words[1:]), name, f"{name} is told to wait ({wait}) until you close the file.")

    def command_for(self, path: Path, line: int) -> list[str]:
        """Return what to run for a file, with the cursor on a line if the editor is known to take one."""
        # The editor starts in another folder: arguments that are paths from here are made absolute.
        words = [os.path.abspath(word) if _is_relative_path(word) else word for word in self.words]  # noqa: PTH100 - as above
        takes_line = self.name in _TAKE_A_LINE and _name(os.path.realpath(self.words[0])) not in _SMALL_SYSTEMS
        return [*words, *([f"+{line}"] if takes_line else []), str(path)]


def _is_relative_path(word: str) -> bool:
    return bool(os.path.dirname(word)) and not os.path.isabs(word) and os.path.exists(word)  # noqa: PTH110, PTH117, PTH120 - may be no path at all


def split_command(command: str, *, windows: bool = os.name == "nt") -> list[str]:
    """Return the words of a command, split as a shell would split it; nothing is expanded but a `~` at the start.

    Raises:
        EditorCommandError: a quote is not closed.

    """
    if Path(command.strip()).is_file():
        return [command.strip()]  # a path with spaces that was not quoted
    try:
        words = _words_of_windows(command) if windows else shlex.split(command)
    except ValueError as error:
        raise EditorCommandError(
            f"The command for your editor has an unmatched quote: {command}", help="Check VISUAL and EDITOR."
        ) from error
    return [os.path.expanduser(words[0]), *words[1:]] if words else []  # noqa: PTH111 - may be a bare name


def _words_of_windows(command: str) -> list[str]:
    """Return the words of a command on Windows, where backslashes and apostrophes are part of names."""
    if command.count('"') % 2:
        raise ValueError
    return [word.replace('"', "") for word in _WINDOWS_WORD.findall(command)]


def _program(name: str) -> str | None:
    from exam_tui.storage.disk.run_program import find_program  # noqa: PLC0415 - not before somebody opens an editor

    return find_program(name)


def _name(program: str) -> str:
    name = program.replace("\\", "/").rpartition("/")[2]
    stem, _, ending = name.rpartition(".")
    return stem if ending.lower() in {"exe", "cmd", "bat"} else name
