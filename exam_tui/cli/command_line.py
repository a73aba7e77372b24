"""Reading the arguments of a command: argparse for the options, everything else is a file."""

import argparse
from collections.abc import Sequence
from typing import NoReturn

from exam_tui.cli.output import PROGRAM
from exam_tui.errors import ExamTuiError


class UsageError(ExamTuiError):
    """The arguments make no sense."""


class Options(argparse.ArgumentParser):
    """The options of one command. Help texts are written by hand beside each command."""

    def __init__(self, command: str = "") -> None:
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=_formatter)
        self._command = f"{PROGRAM} {command}".strip()
        self.add_argument("-h", "--help", action="store_true")

    def error(self, message: str) -> NoReturn:
        """Refuse the arguments.

        Raises:
            UsageError: always.

        """
        raise UsageError(f"{message}.", help=f"See {self._command} -h.")

    def read(self, arguments: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
        """Return the options and the files; options may stand anywhere before `--`.

        Raises:
            UsageError: an option is unknown or lacks its value.

        """
        # Not left to argparse: up to 3.12 it takes options between files, and files after `--`, wrongly.
        words = list(arguments)
        end = words.index("--") if "--" in words else len(words)
        options, files = self.parse_known_args(words[:end])
        unknown = [word for word in files if word.startswith("-") and word != "-"]
        if unknown:
            hint = f"{self._command} -- {unknown[0]}"
            raise UsageError(
                f"There is no option {unknown[0]}.", help=f"See {self._command} -h; for a file of that name: {hint}"
            )
        return options, files + words[end + 1 :]


def _formatter(prog: str) -> argparse.HelpFormatter:
    """Return argparse's formatter with a width: without one each option added asks shutil for the terminal's."""
    return argparse.HelpFormatter(prog, width=80)
