"""What is remembered of a report between two runs: which questions were asked once, where the cursor was.

A small JSON file for each report in the user's state folder, named by the report's real path. It is a
convenience: a file that cannot be read or written is never an error.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from exam_tui.errors import ExamTuiError
from exam_tui.storage.files import fingerprint
from exam_tui.storage.places import state_folder
from exam_tui.storage.write import write_file


def recall(path: Path) -> dict[str, object]:
    """Return what is remembered of a report; nothing where there is nothing, or nothing readable."""
    try:
        data = json.loads(_file(path).read_text(encoding="utf-8"))
    except (OSError, ValueError, ExamTuiError):
        return {}
    return data if isinstance(data, dict) else {}


def remember(path: Path, facts: Mapping[str, object]) -> None:
    """Add facts to what is remembered of a report. Values are JSON's."""
    try:
        text = json.dumps({**recall(path), **facts}, ensure_ascii=True, sort_keys=True)
        write_file(_file(path), text.encode("utf-8"), expected=None)
    except (OSError, ExamTuiError):
        return


def _file(path: Path) -> Path:
    name = fingerprint(os.fsencode(os.path.realpath(path)))[:32]
    return state_folder("reports") / f"{name}.json"
