"""What a command of the program is, and what follows from that: how its arguments are read, and its help."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from exam_tui.cli.output import PROGRAM, ExitCode, Output, wrap
from exam_tui.errors import ExamTuiError

if TYPE_CHECKING:
    from argparse import ArgumentParser

Options: TypeAlias = SimpleNamespace
"""The values of a command's options, by their names."""

Function: TypeAlias = Callable[[Options, list[str], Output], ExitCode]
"""What a command does with its options and the files named."""

DEFAULT: Final = "edit"
"""The command that runs where none is named."""

_WIDEST: Final = 80
_GAP: Final = 3
_INDENT: Final = 6


class UsageError(ExamTuiError):
    """The arguments make no sense."""


class Option(NamedTuple):
    """An option of a command.

    Attributes:
        names: as they are typed, `-o, --output`; the last one names the option for the command's function.
        help: what it does.
        value: what its value is called in the help, "" for a flag.
        default: the value where it is not given, for an option that has one.
        kind: what its value is.
        is_list: whether it may be given more than once; the values are a list then.

    """

    names: str
    help: str
    value: str = ""
    default: str | None = None
    kind: type[str] | type[int] = str
    is_list: bool = False

    @property
    def words(self) -> list[str]:
        """Its names, one by one."""
        return self.names.split(", ")

    @property
    def name(self) -> str:
        """What the command's function calls it."""
        return self.words[-1].removeprefix("--").replace("-", "_")

    @property
    def unset(self) -> Any:
        """Its value where it is not given."""
        return [] if self.is_list else self.default if self.value else False

    def add_to(self, parser: "ArgumentParser") -> None:
        """Have a parser read it."""
        names = self.words
        if not self.value:
            parser.add_argument(*names, action="store_true")
        elif self.is_list:
            parser.add_argument(*names, action="append", default=self.unset, type=self.kind)
        else:
            parser.add_argument(*names, default=self.default, type=self.kind, metavar=self.value)


class CallForm(NamedTuple):
    """A way to call a command: what follows the program's name, and what that does ("" where it needs no word)."""

    usage: str
    help: str = ""


class Subcommand(NamedTuple):
    """A command of the program.

    Attributes:
        name: the word that calls it.
        listed: how it is called and what it does, in the few words of a list of commands.
        about: what it does, as its help begins.
        options: its own, beside `--help`.
        notes: what its help ends with, a paragraph each.
        function: the `Function` that does it, as `module:name`; it is imported when the command is asked for.
        forms: the ways to call it, for its help, where there is more to say of them than `listed` does.

    """

    name: str
    listed: CallForm
    about: str
    options: Sequence[Option]
    notes: Sequence[str]
    function: str
    forms: Sequence[CallForm] = ()

    @property
    def all_options(self) -> Sequence[Option]:
        """Its options, `--help` among them."""
        return (*self.options, _HELP)

    def run(self, arguments: Sequence[str], out: Output) -> ExitCode:
        """Do what the arguments ask for, or print the help; return the exit code.

        Raises:
            UsageError: an option is unknown or lacks its value.
            ExamTuiError: what the command's function raises.

        """
        options, files = self.read(arguments)
        if not options.help:
            return self.load()(options, files, out)
        for line in self.help_lines(out.width):
            out.data(line)
        return ExitCode.CLEAN

    def load(self) -> Function:
        """Import the command's function."""
        module, name = self.function.split(":")
        function: Function = getattr(import_module(module), name)
        return function

    def read(self, arguments: Sequence[str]) -> tuple[Options, list[str]]:
        """Return the options and the files; options may come anywhere before `--`.

        Raises:
            UsageError: an option is unknown or lacks its value.

        """
        # Not left to argparse: up to 3.12 it takes options between files, and files after `--`, wrongly.
        words = list(arguments)
        end = words.index("--") if "--" in words else len(words)
        flags = {name: option.name for option in self.all_options if not option.value for name in option.words}
        given = {word for word in words[:end] if _is_option(word)}
        if given <= flags.keys():  # as nearly always; the parser takes longer to load than a report to read
            unset = {option.name: option.unset for option in self.all_options}
            options = Options(**unset | {flags[word]: True for word in given})
            files = [word for word in words[:end] if word not in given]
        else:
            options, files = self._parsed(words[:end])
        return options, files + words[end + 1 :]

    def _parsed(self, words: list[str]) -> tuple[Options, list[str]]:
        """Have argparse tell options from files."""
        import argparse  # noqa: PLC0415 - see `read`

        called = PROGRAM if self.name == DEFAULT else f"{PROGRAM} {self.name}"
        parser = argparse.ArgumentParser(
            add_help=False,
            allow_abbrev=False,
            exit_on_error=False,
            # Without a width each option that is added asks for the terminal's.
            formatter_class=lambda prog: argparse.HelpFormatter(prog, width=_WIDEST),
        )
        for option in self.all_options:
            option.add_to(parser)
        try:
            options, files = parser.parse_known_args(words)
        except argparse.ArgumentError as error:
            raise UsageError(f"{error}.", help=f"See {called} -h.") from error
        unknown = [word for word in files if _is_option(word)]
        if unknown:
            near = nearest(unknown[0].partition("=")[0], [name for option in self.all_options for name in option.words])
            meant = f"Did you mean {near}? " if near else ""
            remedy = f"{meant}See {called} -h; for a file of that name: {called} -- {unknown[0]}"
            raise UsageError(f"Unknown option: {unknown[0]}.", help=remedy)
        return Options(**vars(options)), files

    def help_lines(self, width: int) -> Iterator[str]:
        """Yield the lines of its help, for a terminal of `width` columns, 80 at most."""
        width = min(width, _WIDEST)
        forms = self.forms or (CallForm(self.listed.usage),)
        yield from wrap(self.about, width)
        yield ""
        yield from _table([(f"{PROGRAM} {form.usage}", form.help) for form in forms], width)
        yield ""
        rows = [(f"{option.names} {option.value}".rstrip(), option.help) for option in self.all_options]
        yield from _table(rows, width)
        yield ""
        for note in self.notes:
            yield from wrap(note, width)


_HELP = Option("-h, --help", "print this help")


def _is_option(word: str) -> bool:
    return word.startswith("-") and word != "-"


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the word among those known that was most likely meant, "" where none is near; case does not count."""
    import difflib  # noqa: PLC0415 - only where something is misspelt

    return next(iter(difflib.get_close_matches(word.lower(), known, n=1)), "")


def _table(rows: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    """Yield two columns, the second one wrapped; where there is no room beside the first one, below it."""
    column = 2 + max(len(left) for left, _ in rows) + _GAP
    stacked = column > width // 2
    for left, right in rows:
        lines = wrap(right, width - (_INDENT if stacked else column))
        beside = "" if stacked or not lines else lines.pop(0)
        yield f"  {left:{column - 2}}{beside}".rstrip()
        for line in lines:
            yield f"{'':{_INDENT if stacked else column}}{line}"
