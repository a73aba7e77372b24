"""`check --format github`: annotations, as GitHub's workflow commands have them.

Rules and escapes: docs.github.com, "Workflow commands for GitHub Actions", and the function `escapeData` of
actions/toolkit. GitHub shows ten of a kind in one step, so the worst kind goes first and a summary line follows.
"""

import os
from pathlib import Path
from typing import Final

from exam_tui.cli.check.checked_file import CheckedFile
from exam_tui.cli.check.summary import message_of, summary_lines
from exam_tui.cli.output import Output
from exam_tui.cli.runner import without_commands
from exam_tui.core.findings.finding import Severity
from exam_tui.core.text.escape import display
from exam_tui.errors import ExamTuiError
from exam_tui.storage.disk.real_path import real_path

_KINDS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "info": "notice"}


class GithubFormat:
    """Prints one annotation a finding, file by file."""

    def __init__(self, out: Output, *, quiet: bool) -> None:
        self._out = out
        self._quiet = quiet

    def add(self, checked: CheckedFile) -> None:
        """Print the annotations of one file."""
        result = checked.result
        if isinstance(result, ExamTuiError):
            self._out.command(annotation("error", checked.path, str(result)))
            return
        for severity, kind in _KINDS.items():
            for finding in result.listed:
                if finding.severity == severity:
                    where = {"line": finding.line, "col": finding.column}
                    text = f"{message_of(finding)}. {finding.help}".strip()
                    self._out.command(annotation(kind, checked.path, text, finding.code, **where))
        if not self._quiet:
            for line in summary_lines(result):
                # A name first, so that no line begins like a command, whatever the file is called.
                self._out.data(f"exam-tui: {checked.path}: {line}")

    def finish(self) -> None:
        """Print nothing: an annotation is complete in itself."""


def annotation(kind: str, path: str, text: str, title: str = "exam-tui", **where: int) -> str:
    """Return the command that shows a text beside a file, or the place `where` in it."""
    properties = {"file": _in_workspace(path), **where, "title": title}
    shown = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{kind} {shown}::{_data(text)}"


def _in_workspace(path: str) -> str:
    """Return a path the way annotations need it: from the workspace on, with `/`, wherever the step runs."""
    workspace = os.environ.get("GITHUB_WORKSPACE")
    if workspace:
        try:
            return Path(real_path(path)).relative_to(real_path(workspace)).as_posix()
        except ValueError:  # outside: an annotation cannot point there anyway
            pass
    return Path(path).as_posix()


def _data(text: str) -> str:
    return without_commands(display(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
