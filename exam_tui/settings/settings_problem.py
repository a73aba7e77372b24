"""What is wrong with a setting."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SettingProblem:
    """A setting, or a file of settings, that cannot be taken.

    Attributes:
        source: the file's path, the variable's name, or the command line; with line and column in it where these
            are not given on their own.
        message: what is wrong.
        help: what to do about it, or "".
        line: where in the file, from 1; None where there is no place.
        column: where in the line, from 1, in code points.

    """

    source: str
    message: str
    help: str = ""
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """One line: place, message, remedy."""
        return f"{place(self.source, self.line, self.column)}: {self.message} {self.help}".rstrip()


def place(source: str, line: int | None, column: int | None) -> str:
    """Return a place as `check` prints it, `file:line:column`; the source alone where there is none."""
    return source if line is None else f"{source}:{line}:{column}"
