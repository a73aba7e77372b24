"""A repository whose report is ready to be handed in."""

from pathlib import Path

import pytest

from tests.repos import Repo


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """Return a repository with nothing left to do; its root is the current folder."""
    made = Repo.with_report(tmp_path / "project")
    monkeypatch.chdir(made.root)
    return made
