"""The script for zsh: to be evaluated, or kept as `_exam-tui` in a folder of `$fpath`."""

from collections.abc import Iterator, Sequence

from exam_tui.cli.command_line import DEFAULT
from exam_tui.cli.completion.completable import CommandWords, OptionWords, Paths, Values
from exam_tui.cli.output import PROGRAM

_HEAD = """\
_exam_tui() {
  local command word
  local -i at
  for ((at = 2; at < CURRENT; at++)); do
    word=$words[at]
    case $word in
      --) command=${command:-DEFAULT}; break ;;
      COMMANDS) command=$word; break ;;
      -*) ;;
      *) [[ $words[at-1] == -* ]] || { command=DEFAULT; break } ;;
    esac
  done
  case $command in"""
_TAIL = """\
  esac
}

_exam_tui_first() {
  local -a commands
  commands=(
LIST
  )
  _describe -t commands command commands
  _files
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _exam_tui "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
  compdef _exam_tui exam-tui
fi"""


def zsh_script(commands: Sequence[CommandWords]) -> Iterator[str]:
    """Yield the script in parts of whole lines."""
    yield "#compdef exam-tui"
    yield f'# Completion for zsh: eval "$({PROGRAM} completion zsh)" in ~/.zshrc'
    names = "|".join(command.name for command in commands)
    yield _HEAD.replace("COMMANDS", names).replace("DEFAULT", DEFAULT)
    for command in commands:
        yield f"    {command.name})"
        yield from _arguments(command, ["'1: :()'", f"'*:{_meaning(command.arguments)}'"])
    yield "    '')"
    default = next(command for command in commands if command.name == DEFAULT)
    yield from _arguments(default, ["'1: :_exam_tui_first'", "'*: :_files'"])
    listed = [f"    {_quoted(f'{command.name}:{command.help}')}" for command in commands]
    yield _TAIL.replace("LIST", "\n".join(listed))


def _arguments(command: CommandWords, places: Sequence[str]) -> Iterator[str]:
    specs = [spec for option in command.options for spec in _specs(option)]
    yield "      _arguments -S \\"
    yield from (f"        {spec} \\" for spec in specs)
    yield f"        {' '.join(places)}"
    yield "      ;;"


def _specs(option: OptionWords) -> Iterator[str]:
    """Yield what `_arguments` takes for each name of an option; one of them is enough."""
    shown = option.help.replace("\\", r"\\").replace("[", r"\[").replace("]", r"\]").replace(":", r"\:")
    others = "*" if option.is_list else f"({' '.join(option.names)})"
    for name in option.names:
        sign = ("=" if name.startswith("--") else "+") if option.value else ""
        value = f":{_meaning(option.values, option.value, is_joined=option.is_joined)}" if option.value else ""
        yield _quoted(f"{others}{name}{sign}[{shown}]{value}")


def _meaning(values: Values, name: str = " ", *, is_joined: bool = False) -> str:
    match values:
        case Paths.FILES:
            return f"{name}:_files"
        case Paths.FOLDERS:
            return f"{name}:_files -/"
    words = " ".join(values)
    return f"{name}:_values -s , {name} {words}" if is_joined else f"{name}:({words})"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", r"'\''") + "'"
