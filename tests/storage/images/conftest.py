"""What the tests of images share: the folder of a report, and an image from elsewhere."""

import os
import sys
from pathlib import Path

import pytest

PNG, JPEG = b"\x89PNG\r\n\x1a\n....", b"\xff\xd8\xff\xe0...."
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files, names or rights")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """Return the folder of a report, which has no figures yet."""
    folder = tmp_path / "reports"
    folder.mkdir()
    return folder


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return an image from elsewhere, with a name as screenshots have it."""
    path = tmp_path / "Screenshot 2026-01-05 at 3.41.12\u202fPM.PNG"
    path.write_bytes(PNG)
    return path


def put(folder: Path, name: str, data: bytes = PNG, modified: float = 0) -> None:
    """Write a file below a folder, at a time."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (modified, modified))
