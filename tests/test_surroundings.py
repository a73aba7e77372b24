"""What the tests keep out of whoever runs them: their settings, and what the program remembers for them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

_PLACES = """
from exam_tui.storage.disk.state_dir import state_path
from exam_tui.settings.config_files import user_settings_path
print(state_path(), user_settings_path(), sep="\\n")
"""


def _places() -> list[Path]:
    """Return where a program that a test starts has the user's state and settings."""
    command = [sys.executable, "-c", _PLACES]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", env=environment)
    return [Path(line) for line in done.stdout.split("\n")[:-1]]


def test_no_test_meets_settings_and_state_of_whoever_runs_it(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Nor those of another test: programs look for them where nothing is."""
    state, settings = _places()
    for path in (state, settings):
        assert path.is_relative_to(tmp_path_factory.getbasetemp())
        assert not path.parent.exists()


@pytest.mark.parametrize("name", ["first", "second"])
def test_what_a_test_leaves_is_not_there_for_the_next(name: str) -> None:
    state, settings = _places()
    assert not state.exists()
    assert not settings.exists()
    for path in (state, settings.parent):
        path.mkdir(parents=True)
        (path / name).touch()
