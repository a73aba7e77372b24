"""The script for bash, from 3.2 on, which macOS has; bash-completion is not needed."""

from collections.abc import Iterator, Sequence

from exam_tui.cli.command_line import DEFAULT
from exam_tui.cli.completion.completable import CommandWords, Paths, Values
from exam_tui.cli.output import PROGRAM

_HEAD = """\
_exam_tui() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} word before= command= words= only= i
    COMPREPLY=()
    # `--format=json` comes as three words.
    if [[ $cur == = ]]; then
        cur=
    elif [[ $prev == = ]]; then
        prev=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ $word == -- ]]; then
            only=files
            break
        fi
        if [[ -z $command && $word != [-=]* ]]; then
            case $word in
                COMMANDS) command=$word ;;
                *) [[ $before == [-=]* ]] || command=DEFAULT ;;
            esac
        fi
        before=$word
    done
    [[ -n $only ]] && prev=
    case $command:$prev in"""
_AFTER_VALUES = """\
    esac
    if [[ -z $only && $cur == -* ]]; then
        case $command in"""
_AFTER_OPTIONS = """\
        esac
        COMPREPLY=($(compgen -W "$words" -- "$cur"))
        return
    fi
    case $command in"""
_LAST = "${cur##*,}", '${cur%"${cur##*,}"}'
"""What is typed of the last one of several values, and what stands before that."""
_TAIL = """\
        '')
            [[ -z $only ]] || return
            # Names of files that need quotes are left to bash itself.
            COMPREPLY=($(compgen -W 'ALL' -- "$cur"))
            if compopt -o filenames 2>/dev/null; then
                while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$cur")
            fi
            ;;
    esac
}
# Where nothing is said above, bash completes files.
complete -o bashdefault -o default -F _exam_tui exam-tui"""


def bash_script(commands: Sequence[CommandWords]) -> Iterator[str]:
    """Yield the script in parts of whole lines."""
    names = [command.name for command in commands]
    yield f'# Completion for bash: eval "$({PROGRAM} completion bash)" in ~/.bashrc'
    yield _HEAD.replace("COMMANDS", "|".join(names)).replace("DEFAULT", DEFAULT)
    for command in commands:
        for option in command.options:
            if option.value:
                reply = _reply(option.values, *(_LAST if option.is_joined else ()))
                yield f"        {_any(_patterns(command.name, option.names))}) {reply}return ;;"
    yield _AFTER_VALUES
    for command in commands:
        words = " ".join(name for option in command.options for name in option.names)
        name = f"{command.name}|''" if command.name == DEFAULT else command.name
        yield f"            {name}) words='{words}' ;;"
    yield _AFTER_OPTIONS
    for command in commands:
        if command.arguments is not Paths.FILES:
            yield f"        {command.name}) {_reply(command.arguments)};;"
    yield _TAIL.replace("ALL", " ".join(names))


def _patterns(command: str, names: Sequence[str]) -> list[str]:
    """Return how an option before a value looks: it may come before the command."""
    commands = (command, "") if command == DEFAULT else (command,)
    return [f"{name}:{option}" for name in commands for option in names]


def _any(patterns: Sequence[str]) -> str:
    return "|".join(patterns)


def _reply(values: Values, typed: str = "$cur", before: str = "") -> str:
    """Return what completes some values, "" for what bash does anyway; `before` stands before what is `typed`."""
    match values:
        case Paths.FILES:
            return ""
        case Paths.FOLDERS:
            return "compopt -o dirnames +o default 2>/dev/null; "
        case ():
            return "compopt +o bashdefault +o default 2>/dev/null; "
    prefix = f'-P "{before}" ' if before else ""
    return f"COMPREPLY=($(compgen {prefix}-W '{' '.join(values)}' -- \"{typed}\")); "
