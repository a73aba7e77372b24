"""A git that knows nothing of the tester; the state folder of a test and a system that fails, as for storage/."""

from pathlib import Path

import pytest

from tests.repos import Repo, own_settings_only
from tests.storage.conftest import as_user, break_calls, never_ends, open_folder, state

__all__ = ["as_user", "break_calls", "never_ends", "open_folder", "state"]


@pytest.fixture(autouse=True)
def _own_settings_only(monkeypatch: pytest.MonkeyPatch) -> None:
    own_settings_only(monkeypatch)


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """Return a repository whose report is ready to be handed in; its root is the current folder."""
    made = Repo.with_report(tmp_path / "project")
    monkeypatch.chdir(made.root)
    return made
