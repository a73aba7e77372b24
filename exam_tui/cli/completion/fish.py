"""The script for fish, which completes files anyway."""

from collections.abc import Iterator, Sequence

from exam_tui.cli.command_line import DEFAULT
from exam_tui.cli.completion.completable import CommandWords, OptionWords, Paths, Values
from exam_tui.cli.output import PROGRAM


def fish_script(commands: Sequence[CommandWords]) -> Iterator[str]:
    """Yield the script in parts of whole lines."""
    yield f"# Completion for fish: {PROGRAM} completion fish > ~/.config/fish/completions/{PROGRAM}.fish"
    others = " ".join(command.name for command in commands if command.name != DEFAULT)
    for command in commands:
        yield _line("__fish_use_subcommand", f"-a {command.name} -d {_quoted(command.help)}")
    for command in commands:
        called = f"__fish_seen_subcommand_from {command.name}"
        condition = f"not __fish_seen_subcommand_from {others}" if command.name == DEFAULT else called
        for option in command.options:
            yield _line(condition, _option(option))
        if command.arguments is not Paths.FILES:
            yield _line(condition, _values(command.arguments))


def _line(condition: str, what: str) -> str:
    return f"complete -c {PROGRAM} -n {_quoted(condition)} {what}"


def _option(option: OptionWords) -> str:
    names = " ".join(f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names)
    value = f" -r {_values(option.values, is_joined=option.is_joined)}" if option.value else ""
    return f"{names}{value} -d {_quoted(option.help)}"


def _values(values: Values, *, is_joined: bool = False) -> str:
    """Return what completes a value, or with `is_joined` several with commas between them."""
    match values:
        case Paths.FILES:
            return "-F"
        case Paths.FOLDERS:
            return "-f -a '(__fish_complete_directories)'"
    words = " ".join(values)
    each = _quoted(f"printf '%s\\n' {words}")
    return f"-f -a {_quoted(f'(__fish_complete_list , {each})' if is_joined else words)}"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", r"\\").replace("'", r"\'") + "'"
