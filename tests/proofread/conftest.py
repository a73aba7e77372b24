"""State and configuration folders of a test, and the library, where it is installed."""

from pathlib import Path

import pytest

from exam_tui.proofread import harper
from exam_tui.session.proofreading import READER
from tests.conftest import GIVE_UP

needs_harper = pytest.mark.skipif(not harper.is_installed(), reason="harper-py is not installed")


@pytest.fixture(autouse=True)
def folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that holds the user's configuration and state. A text may take long on a slow machine."""
    folder = tmp_path_factory.mktemp("user")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    monkeypatch.setattr(READER, "limit", GIVE_UP)
    return folder
