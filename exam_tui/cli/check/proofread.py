"""`check --proofread`: mistakes in English, where the library is installed."""

import os
from collections.abc import Sequence
from pathlib import Path

from exam_tui.cli.check.checked_file import Proofread
from exam_tui.cli.output import Output
from exam_tui.core.findings.context import CheckContext
from exam_tui.core.findings.finding import Finding
from exam_tui.session.proofread_findings import proofread
from exam_tui.session.proofreading import NEEDED, Proofreader, start_reader
from exam_tui.settings.settings import load_settings


def report_proofreader(out: Output) -> Proofread | None:
    """Return what reads the English of reports; None without the library, which is said then."""
    if not Proofreader.available():
        out.talk(NEEDED)
        return None
    start_reader()
    return _read


def _read(path: Path | None, context: CheckContext) -> tuple[Sequence[Finding], Sequence[str]]:
    settings = load_settings(path, os.environ, {})
    return proofread(Proofreader(path, context.report, english=settings.proofread_english), context)
