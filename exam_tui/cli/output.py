"""All printing and the exit codes. Data goes to stdout, talk to stderr; nothing else in cli/ writes to either.

Every text passes through `display()`, and colours are put around it afterwards: whatever is in a file or in its
name, the terminal acts on none of it.
"""

import os
import sys
from contextlib import suppress
from enum import IntEnum
from io import TextIOWrapper
from typing import Final, Literal, TextIO

from exam_tui.cli.runner import without_commands
from exam_tui.core.text.escape import display
from exam_tui.errors import ExamTuiError, WriteError

PROGRAM: Final = "exam-tui"
STDOUT: Final = "-"
"""In the place of a file that is to be written: print it."""

Style = Literal["success", "warning", "error", "dim", "bold"]
Piece = str | tuple[str, Style]
"""A text, or a text and how it looks where colours are wanted."""

_COLOURS: Final[dict[Style, str]] = {"success": "32", "warning": "33", "error": "31", "dim": "2", "bold": "1"}
# What replaces our own signs where the terminal's encoding lacks them.
_ASCII: Final = str.maketrans(
    {"✓": "+", "✗": "x", "▼": "v", "▲": "^", "○": "o", "–": "-", "…": "~", "·": "-", "“": '"', "”": '"'}
)
_WIDTH: Final = 100
_NARROWEST: Final = 40


class ExitCode(IntEnum):
    """How a run ended; of several the highest counts."""

    CLEAN = 0
    ERRORS = 1
    UNUSABLE = 2
    """Wrong usage, or a file that is unreadable, too large or not a report."""
    INTERRUPTED = 130
    HUNG_UP = 129
    """The editor's terminal was closed; nothing is lost."""
    TERMINATED = 143
    """The editor was told to end; nothing is lost."""


class Output:
    """Where one run of the program prints. A reader that goes away early is not an error."""

    def __init__(self) -> None:
        self._failed: OSError | None = None
        self._coloured = _wants_colours(sys.stdout)
        self._has_progress = False

    def data(self, *pieces: Piece) -> None:
        """Print one line of what was asked for."""
        self._print(without_commands("".join(self._shown(piece) for piece in pieces)))

    def command(self, text: str) -> None:
        """Print a line that GitHub's runner is to act on; texts of files in it are `without_commands`."""
        self._print(display(text))

    def progress(self, text: str) -> None:
        """Show on a terminal how far a long run is, until something else is printed; "" takes that away."""
        if self._has_progress or (text and _acts_on_codes(sys.stderr)):
            self._has_progress = bool(text)
            shown = f"{PROGRAM}: {text}" if text else ""
            with suppress(OSError):  # there is nobody left to see it
                _write(sys.stderr, f"\r\x1b[K{shown}")
                sys.stderr.flush()

    def _print(self, line: str) -> None:
        self.progress("")
        if self._failed is None:
            try:
                _write(sys.stdout, f"{line}\n")
            except OSError as error:
                self._give_up(error)

    def file(self, data: bytes) -> None:
        """Print a file: on a terminal as lines that are safe to show, to everything else its exact bytes."""
        from exam_tui.core.text.lines import split_lines  # noqa: PLC0415 - for this alone

        binary = getattr(sys.stdout, "buffer", None)
        if binary is None or is_terminal(sys.stdout):
            for line in split_lines(data.decode("utf-8", "surrogateescape")):
                self.data(line)
        elif self._failed is None:
            try:
                sys.stdout.flush()
                binary.write(data)
            except (OSError, ValueError) as error:  # closed since
                self._give_up(error if isinstance(error, OSError) else OSError(str(error)))

    def talk(self, text: str) -> None:
        """Print one line about what is going on."""
        self.progress("")
        try:
            _write(sys.stderr, f"{PROGRAM}: {without_commands(display(text))}\n")
        except OSError:
            return  # there is nobody left to tell

    def error(self, error: ExamTuiError) -> None:
        """Print what went wrong and what to do about it, on one line."""
        self.talk(str(error))

    def finish(self, code: ExitCode) -> ExitCode:
        """Flush what was printed and return the run's exit code: `code`, or the code for what went wrong here."""
        try:
            if sys.stdout is not None and self._failed is None:
                sys.stdout.flush()
        except OSError as error:
            self._give_up(error)
        if self._failed is None or _is_reader_gone(self._failed):
            return code
        self.error(WriteError(f"Output failed: {self._failed.strerror}."))
        return max(code, ExitCode.UNUSABLE)

    @property
    def width(self) -> int:
        """The columns a line should fit in: the terminal's, or a usual number where stdout is none."""
        columns = os.environ.get("COLUMNS", "")
        if columns.isascii() and columns.isdecimal() and len(columns) < len("10000"):
            return max(int(columns), _NARROWEST)
        try:
            return max(os.get_terminal_size(sys.stdout.fileno()).columns, _NARROWEST)
        except (OSError, ValueError, AttributeError):  # no terminal, closed, or not even a stream
            return _WIDTH

    def _shown(self, piece: Piece) -> str:
        if isinstance(piece, str):
            return display(piece)
        text, style = piece
        return f"\x1b[{_COLOURS[style]}m{display(text)}\x1b[0m" if self._coloured else display(text)

    def _give_up(self, error: OSError) -> None:
        """Stop printing. What the stream still holds goes nowhere, or Python would complain about it on exit."""
        self._failed = error
        try:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, sys.stdout.fileno())
            os.close(nowhere)
        except (OSError, ValueError, AttributeError):
            return


def wrap(text: str, width: int) -> list[str]:
    """Return a paragraph as lines of at most `width` columns; no word is broken."""
    import textwrap  # noqa: PLC0415 - for this alone

    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


def is_terminal(stream: TextIO | None) -> bool:
    """Return whether a stream is a terminal; one that the caller closed is not."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def exchange_utf_8() -> None:
    """Read and write UTF-8 where another program is at the other end, as everywhere but on Windows.

    There Python takes the code page of the system for pipes and files. PYTHONIOENCODING is the user's choice.
    """
    if sys.platform == "win32" and not os.environ.get("PYTHONIOENCODING"):
        streams = ((sys.stdin, "surrogateescape"), (sys.stdout, "replace"), (sys.stderr, "backslashreplace"))
        for stream, errors in streams:
            if isinstance(stream, TextIOWrapper) and not is_terminal(stream):
                stream.reconfigure(encoding="utf-8", errors=errors)


def _wants_colours(stream: TextIO | None) -> bool:
    """Return whether to colour: only a terminal that can, and nobody who said NO_COLOR (no-color.org)."""
    return not os.environ.get("NO_COLOR") and _acts_on_codes(stream)


def _acts_on_codes(stream: TextIO | None) -> bool:
    """Return whether a stream is a terminal that acts on the codes for colours and the cursor."""
    environment = os.environ
    if environment.get("TERM") == "dumb" or not is_terminal(stream):
        return False
    # Windows' old console shows the codes themselves; its new terminal says that it is one.
    return sys.platform != "win32" or "WT_SESSION" in environment or "TERM" in environment


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:  # closed before we were started
        return
    try:
        stream.write(text)
    except UnicodeEncodeError:
        encoding = stream.encoding or "ascii"
        stream.write(text.translate(_ASCII).encode(encoding, "replace").decode(encoding))
    except ValueError as error:  # closed since
        raise OSError(str(error)) from error


def _is_reader_gone(error: OSError) -> bool:
    # Windows says EINVAL where a pipe has lost its reader.
    return isinstance(error, BrokenPipeError) or (sys.platform == "win32" and error.errno == 22)  # noqa: PLR2004 - EINVAL
