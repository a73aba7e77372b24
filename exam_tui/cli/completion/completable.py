"""What a shell may complete, read from the table of commands: nothing here names an option or a command."""

from collections.abc import Sequence
from enum import Enum
from typing import Final, NamedTuple, TypeAlias

from exam_tui.cli.check.check import FORMATS
from exam_tui.cli.command_line import Option, Subcommand
from exam_tui.cli.command_table import COMMANDS, SHELLS
from exam_tui.core.findings.catalog import CODES


class Paths(Enum):
    """Paths that may stand in a place."""

    FILES = "files"
    FOLDERS = "folders"


Values: TypeAlias = Paths | tuple[str, ...]
"""What may stand in a place: paths, or one of some words; none if unknown."""

VALUES: Final[dict[str, Values]] = {
    "FILE": Paths.FILES,
    "OUT": Paths.FILES,
    "FOLDER": Paths.FOLDERS,
    "FORMAT": FORMATS,
    "CODE": ("all", *CODES),
    "CODES": tuple(CODES),
    "SHELL": SHELLS,
    "N": (),
    "NAME": (),
}
"""What the words that the help uses for values mean."""


_JOINED: Final = {"CODES"}
"""Those of them that may be several, with commas between them."""


class OptionWords(NamedTuple):
    """An option: its names, what it does, what its value is called ("" for a flag) and may be.

    `is_list` says that it may be given more than once, `is_joined` that its value may be several, joined by commas.
    """

    names: Sequence[str]
    help: str
    value: str
    values: Values
    is_list: bool
    is_joined: bool


class CommandWords(NamedTuple):
    """A command: its name, what it does, its options, and what its other arguments may be."""

    name: str
    help: str
    options: Sequence[OptionWords]
    arguments: Values


def all_commands() -> Sequence[CommandWords]:
    """Return every command of the program."""
    return [
        CommandWords(
            command.name, command.listed.help, [_option(option) for option in command.all_options], _arguments(command)
        )
        for command in COMMANDS.values()
    ]


def _option(option: Option) -> OptionWords:
    values = VALUES[option.value] if option.value else ()
    return OptionWords(option.words, option.help, option.value, values, option.is_list, option.value in _JOINED)


def _arguments(command: Subcommand) -> Values:
    """Return what the last word of a command's usage means; files where it does not name a value."""
    return VALUES.get(command.listed.usage.split()[-1].strip("[]…"), Paths.FILES)
