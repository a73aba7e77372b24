"""What the tests of the line mode share: a state folder of their own, no editor, and what is kept in it."""

import time
from pathlib import Path

import pytest

from exam_tui.session.merging import external_changes
from exam_tui.storage.history.recovery import read_recovery
from tests.conftest import GIVE_UP


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "state"))
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(external_changes, "_SETTLE_SECONDS", 0.01)


def wait_until_kept(path: Path, text: str) -> None:
    """Wait until the recovery of a report has a text in one of its answers."""
    end = time.monotonic() + GIVE_UP
    while time.monotonic() < end:
        found = read_recovery(path)
        if found and any(text == edit.text for edit in found.edits.answers):
            return
        time.sleep(0.02)
    raise AssertionError(f"{text!r} was never kept")
