"""The newest screenshots, in the folders where desktops keep them."""

import os
import sys
from pathlib import Path

import pytest

from exam_tui.desktop.screenshots import newest_screenshots
from tests.repos import PNG


def _picture(path: Path, age: int, data: bytes = PNG) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (1_700_000_000 - age, 1_700_000_000 - age))
    return path


def _names(home: Path) -> list[str]:
    return [picture.name for picture in newest_screenshots({"HOME": str(home)})]


def test_the_newest_of_all_folders_come_first_and_five_at_most(tmp_path: Path) -> None:
    _picture(tmp_path / "Pictures/Screenshots/one.png", 3)
    _picture(tmp_path / "Pictures/Screenshot 2.jpg", 2)
    _picture(tmp_path / "Desktop/Screenshot 3.PNG", 1)
    _picture(tmp_path / "OneDrive/Pictures/Screenshots/four.png", 4)
    assert _names(tmp_path) == [
        "Desktop/Screenshot 3.PNG", "Pictures/Screenshot 2.jpg", "Screenshots/one.png", "Screenshots/four.png",
    ]  # fmt: skip
    for age in range(10, 20):
        _picture(tmp_path / f"Pictures/Screenshots/{age}.png", age)
    found = newest_screenshots({"HOME": str(tmp_path)})
    assert len(found) == 5
    assert {picture.target for picture in found} == {""}
    assert found[0].path == tmp_path / "Desktop/Screenshot 3.PNG"


def test_the_desktop_s_own_names_of_its_folders_are_taken(tmp_path: Path) -> None:
    (tmp_path / ".config").mkdir()
    dirs = '# comment\nXDG_PICTURES_DIR="$HOME/Billeder"\nXDG_DESKTOP_DIR="$HOME/"\nXDG_MUSIC_DIR="/etc"\n'
    (tmp_path / ".config/user-dirs.dirs").write_text(dirs, encoding="utf-8")
    _picture(tmp_path / "Billeder/Skærmbilleder/nyt.png", 1)
    _picture(tmp_path / "Pictures/Screenshots/other.png", 2)
    assert _names(tmp_path) == ["Skærmbilleder/nyt.png"]


def test_what_is_no_screenshot_is_left_out(tmp_path: Path) -> None:
    _picture(tmp_path / "Pictures/me-at-the-beach.png", 1)
    _picture(tmp_path / "Pictures/Screenshots/notes.txt", 1)
    _picture(tmp_path / "Pictures/Screenshots/.hidden.png", 1)
    (tmp_path / "Pictures/Screenshots/folder.png").mkdir()
    assert _names(tmp_path) == []
    _picture(tmp_path / "Pictures/Screenshots/words.png", 1, b"words")
    (picture,) = newest_screenshots({"HOME": str(tmp_path)})
    assert picture.fault


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_no_link_and_no_pipe_is_looked_into(tmp_path: Path) -> None:
    folder = tmp_path / "Pictures/Screenshots"
    _picture(tmp_path / "secret.png", 1)
    folder.mkdir(parents=True)
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    if sys.platform != "win32":
        os.mkfifo(folder / "pipe.png")
    assert _names(tmp_path) == []


def test_without_a_home_there_are_none() -> None:
    for environment in ({}, {"HOME": ""}, {"HOME": "relative"}):
        assert list(newest_screenshots(environment)) == []
