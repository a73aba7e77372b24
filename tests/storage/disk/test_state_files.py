"""What killed saves leave beside a report."""

import os
import time
from pathlib import Path

from exam_tui.storage.disk.state_dir import unguessable
from exam_tui.storage.disk.state_files import forget_unfinished_saves


def _left(folder: Path, name: str, age: float) -> Path:
    file = folder / name
    file.write_text("half", encoding="utf-8")
    when = time.time() - age
    os.utime(file, (when, when))
    return file


def test_old_unfinished_files_of_this_report_go_and_all_others_stay(tmp_path: Path) -> None:
    report = tmp_path / "README.md"
    report.write_text("the report", encoding="utf-8")
    old = _left(tmp_path, f".{unguessable('README.md')}.tmp", 3_600)
    stay = [
        _left(tmp_path, f".{unguessable('README.md')}.tmp", 1),
        _left(tmp_path, f".{unguessable('OTHER.md')}.tmp", 3_600),
        _left(tmp_path, ".README.md.tmp", 3_600),
        _left(tmp_path, ".README.md.notes.tmp", 3_600),
        report,
    ]
    assert forget_unfinished_saves(report) == 1
    assert not old.exists()
    assert all(file.exists() for file in stay)


def test_a_folder_of_that_name_and_a_folder_that_is_gone_are_no_error(tmp_path: Path) -> None:
    folder = tmp_path / f".{unguessable('README.md')}.tmp"
    folder.mkdir()
    os.utime(folder, (0, 0))
    assert forget_unfinished_saves(tmp_path / "README.md") == 0
    assert folder.is_dir()
    assert forget_unfinished_saves(tmp_path / "nowhere" / "README.md") == 0
