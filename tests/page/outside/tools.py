"""Programs and files from outside that prove the page; a test is skipped where one is not there."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT

_PACKAGES = ROOT / "build" / "npm" / "node_modules"

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def npm_file(name: str) -> Path:
    """Return a file of an npm package that `make page-tools` installs."""
    path = _PACKAGES / name
    if not path.is_file():
        pytest.skip(f"{name} is not there: `make page-tools` installs it")
    return path


def program(name: str) -> str:
    """Return the path of a program."""
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not installed")
    return path
