"""`exam-tui completion SHELL`: a script that has the shell complete what the table of commands holds."""

from exam_tui.cli.command_line import Options, UsageError
from exam_tui.cli.command_table import SHELLS
from exam_tui.cli.completion.bash import bash_script
from exam_tui.cli.completion.completable import all_commands
from exam_tui.cli.completion.fish import fish_script
from exam_tui.cli.completion.zsh import zsh_script
from exam_tui.cli.output import ExitCode, Output

_SCRIPTS = {"bash": bash_script, "zsh": zsh_script, "fish": fish_script}


def run(_options: Options, files: list[str], out: Output) -> ExitCode:
    """Print the script for a shell and return the exit code.

    Raises:
        UsageError: none is named, or one that is not known.

    """
    known = f"The shells are {', '.join(SHELLS)}."
    if len(files) != 1:
        raise UsageError("Give one shell.", help=known)
    if files[0] not in _SCRIPTS:
        raise UsageError(f"There is no completion for {files[0]}.", help=known)
    for part in _SCRIPTS[files[0]](all_commands()):
        for line in part.split("\n"):
            out.data(line)
    return ExitCode.CLEAN
