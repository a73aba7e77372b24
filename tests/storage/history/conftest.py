"""What the tests of recovery share: where the file of one is."""

from pathlib import Path

import pytest

from exam_tui.storage.disk.state_dir import file_mark


@pytest.fixture
def file(path: Path, state: Path) -> Path:
    """Return where the recovery of `path` goes."""
    return state / "recovery" / f"{file_mark(path)}.json"
