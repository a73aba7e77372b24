"""What is remembered between runs: for a report what was asked and where the cursor was; the theme.

A small JSON file for each report in the user's state folder, named by the report's real path. It is a
convenience: a file that cannot be read or written is never an error.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from exam_tui.errors import ExamTuiError
from exam_tui.storage.disk.state_dir import file_mark, state_folder


def load_state(path: Path | None) -> dict[str, object]:
    """Return what is remembered of a report, or of the program where `path` is None; {} where nothing can be read."""
    try:
        data = json.loads(_file(path).read_text(encoding="utf-8"))
    except (OSError, ValueError, ExamTuiError):
        return {}
    return data if isinstance(data, dict) else {}


def save_state(path: Path | None, facts: Mapping[str, object]) -> None:
    """Add facts to what is remembered of a report, or of the program where `path` is None. Values are JSON's."""
    from exam_tui.storage.disk.write import write_file  # noqa: PLC0415 - loading comes before the first frame

    try:
        text = json.dumps({**load_state(path), **facts}, ensure_ascii=True, sort_keys=True)
        write_file(_file(path), text.encode("utf-8"), expected=None)
    except (OSError, ExamTuiError):
        return


def _file(path: Path | None) -> Path:
    if path is None:
        return state_folder() / "program.json"
    return state_folder("reports") / f"{file_mark(path)}.json"
