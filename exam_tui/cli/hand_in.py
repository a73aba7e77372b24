"""`exam-tui check --hand-in [FILE]`: whether the report in its repository can be handed in, one line a point."""

from pathlib import Path

from exam_tui.cli.checked import load_report
from exam_tui.cli.output import ExitCode, Output
from exam_tui.storage.hand_in import hand_in


def hand_in_file(name: str, out: Output) -> ExitCode:
    """Print what is well and what is not, with the command that mends it; the exit code is 1 where something is not.

    Raises:
        NotAReportError: the file holds no question.
        ExamTuiError: it cannot be read.

    """
    path = Path(name)
    code = ExitCode.CLEAN
    for line in hand_in(path, load_report(path)):
        if line.ok:
            out.data(("✓", "good"), f" {line.text}.")
            continue
        code = ExitCode.ERRORS
        if line.command:
            out.data(("✗", "bad"), f" {line.text}: ", (line.command, "bold"))
        else:
            out.data(("✗", "bad"), f" {line.text}.")
    return code
