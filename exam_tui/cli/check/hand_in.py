"""`exam-tui check --hand-in [FILE]`: whether the report in its repository can be handed in, one line a point."""

import json
from collections.abc import Sequence
from pathlib import Path

from exam_tui.cli.check.checked_file import load_report
from exam_tui.cli.check.github import annotation
from exam_tui.cli.check.json_format import VERSION
from exam_tui.cli.output import ExitCode, Output
from exam_tui.cli.runner import json_without_commands
from exam_tui.errors import ExamTuiError
from exam_tui.git.hand_in.points import HandInLine, hand_in_points
from exam_tui.session.problems import Problems


def hand_in_file(name: str, out: Output, form: str = "text", *, quiet: bool = False) -> ExitCode:
    """Print what is fine and what is not, with the command that mends it; the exit code is 1 where something is not.

    `form` is one of the formats of `check`; with `quiet` only what is not fine is printed, but for JSON, which is
    always whole.

    Raises:
        NotAReportError: the file holds no question.
        ExamTuiError: it cannot be read.

    """
    printed = {"text": _text, "github": _github, "json": _json}[form]
    path = Path(name)
    try:
        lines = hand_in_points(path, Problems(path).of(load_report(path)).context)
    except ExamTuiError as error:
        printed(name, error, out)
        raise
    printed(name, [line for line in lines if not (line.ok and quiet and form != "json")], out)
    return ExitCode.CLEAN if all(line.ok for line in lines) else ExitCode.ERRORS


def _text(_name: str, lines: Sequence[HandInLine] | ExamTuiError, out: Output) -> None:
    for line in () if isinstance(lines, ExamTuiError) else lines:
        if line.ok:
            out.data(("✓", "success"), f" {line.text}.")
        elif line.command:
            out.data(("✗", "error"), f" {line.text}: ", (line.command, "bold"))
        else:
            out.data(("✗", "error"), f" {line.text}.")


def _github(name: str, lines: Sequence[HandInLine] | ExamTuiError, out: Output) -> None:
    """Print an annotation for each point that is not fine; the others as plain lines."""
    if isinstance(lines, ExamTuiError):
        out.command(annotation("error", name, str(lines)))
        return
    for line in lines:
        if line.ok:
            out.data(f"exam-tui: {name}: {line.text}.")
        else:
            text = f"{line.text}: {line.command}" if line.command else f"{line.text}."
            out.command(annotation("error", name, text, f"hand-in {line.about}"))


def _json(name: str, lines: Sequence[HandInLine] | ExamTuiError, out: Output) -> None:
    """Print the document that docs/ci.md describes: fields may be added, not changed. Only ASCII, as `check` does."""
    facts: dict[str, object] = {"path": name, "error": str(lines), "ready": None, "points": None}
    if not isinstance(lines, ExamTuiError):
        points = [{"about": o.about, "ok": o.ok, "text": o.text, "command": o.command or None} for o in lines]
        facts |= {"error": None, "ready": all(line.ok for line in lines), "points": points}
    out.data(json_without_commands(json.dumps({"version": VERSION, "hand_in": facts})))
