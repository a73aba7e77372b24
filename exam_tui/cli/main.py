"""The program: which command, and how a run ends. No traceback ever reaches the user."""

import gc
import os
import sys

TYPE_CHECKING = False  # as in `typing`, whose import takes too long here
if TYPE_CHECKING:
    from collections.abc import Sequence

    from exam_tui.cli.output import ExitCode, Output

_INTERRUPTED = 130
_COLLECT = 50_000
"""How many objects more are made before garbage is looked for: a check of one report makes 20,000, and no garbage."""


def main(argv: "Sequence[str] | None" = None) -> int:
    """Run the command that the arguments (by default the program's own) name; return the exit code.

    `exam-tui FILE` edits. Only options may come before a command's name; a file that happens to have such a name is
    `./check`.
    """
    from exam_tui.cli.output import ExitCode, Output  # noqa: PLC0415 - see `entry`
    from exam_tui.errors import REPORT_IT, ExamTuiError  # noqa: PLC0415 - the same

    out = Output()
    try:
        return out.finish(_run(list(sys.argv[1:] if argv is None else argv), out))
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except ExamTuiError as error:
        out.error(error)
    except Exception as error:  # last resort: what gets here is our fault, and a traceback helps no student
        if os.environ.get("EXAM_TUI_TRACEBACK"):
            raise
        out.talk(f"This is a bug in exam-tui, {REPORT_IT}: {type(error).__name__}: {error}")
    return out.finish(ExitCode.UNUSABLE)


def entry() -> None:
    """Run as the console script. Ctrl+C ends it without a word at any moment, also while its modules are loaded."""
    gc.set_threshold(_COLLECT)
    try:
        from exam_tui.cli.output import exchange_utf_8  # noqa: PLC0415 - so that ctrl+c is heard meanwhile

        exchange_utf_8()
        code = main()
        gc.freeze()  # Python looks for garbage once more as it ends, and all of it goes then anyway
        sys.exit(code)
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


def _run(arguments: list[str], out: "Output") -> "ExitCode":
    """Run the command that is named; options, and their values, may come before its name.

    Raises:
        ReportNotFoundError: a word is neither a command nor a file.

    """
    from exam_tui.cli.command_table import (  # noqa: PLC0415 - see `entry`
        COMMANDS,
        EDIT,
        may_be_command,
        no_such_command,
    )

    for index, word in enumerate(arguments):
        if word in {"--", "-V", "--version"}:  # from here on all are files, or none of the rest is looked at
            break
        if word in COMMANDS:
            return COMMANDS[word].run([*arguments[:index], *arguments[index + 1 :]], out)
        is_value = index > 0 and arguments[index - 1].startswith("-")
        if not (word.startswith("-") or is_value):
            if may_be_command(word) and not os.path.lexists(word):
                raise no_such_command(word)
            break
    return EDIT.run(arguments, out)
