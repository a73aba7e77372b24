"""The safe fixes of one answer, as text for the editing pane."""

from collections.abc import Collection
from pathlib import Path

from exam_tui.core.fixes import fixes_of
from exam_tui.core.report import Report
from exam_tui.storage.image_files import FolderFiles


def fix_question(report: Report, folder: Path, index: int, codes: Collection[str]) -> str | None:
    """Return the whole answer of a question, by its position, after the safe fixes of some codes; None without any.

    The text is the answer's own where only filler beside it was left out.
    """
    fixes = fixes_of(report, FolderFiles(folder), codes)
    return next((fix.text for fix in fixes if fix.index == index), None)
