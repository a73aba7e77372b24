"""A file has one name, in whatever case it is typed: the lock, the state folder and git go by that."""

import os
import sys
from pathlib import Path

import pytest

from exam_tui.storage.disk import syscalls
from exam_tui.storage.disk.real_path import folded, real_path
from exam_tui.storage.disk.state_dir import file_mark
from exam_tui.storage.disk.write import write_file


@pytest.fixture
def mac(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make this system a Mac whose disk takes names that differ in case or accents for the same."""

    def is_same(one: Path, other: Path) -> bool:
        return folded(str(one)) == folded(str(other))

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(Path, "samefile", is_same)
    monkeypatch.setattr(syscalls, "_to_disk", os.fsync)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path.resolve() / "Gruppe \u00e9" / "reports" / "README.md"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"text")
    return path


@pytest.mark.usefixtures("mac")
@pytest.mark.parametrize(
    "typed",
    [
        "Gruppe \u00e9/reports/README.md",
        "Gruppe \u00e9/reports/readme.md",
        "gruppe \u00e9/Reports/README.MD",
        "Gruppe e\u0301/reports/README.md",
    ],
)
def test_on_a_mac_a_report_has_one_name_however_it_is_typed(report: Path, tmp_path: Path, typed: str) -> None:
    """So that two editors on it know of each other."""
    assert real_path(tmp_path / typed) == str(report)
    assert file_mark(tmp_path / typed) == file_mark(report)


@pytest.mark.usefixtures("mac")
def test_where_case_tells_files_apart_the_name_stays(report: Path) -> None:
    """A Mac's disk may be made so; and what is not there keeps the name it is to get."""
    other = report.with_name("readme.md")
    other.write_bytes(b"another text")
    assert [real_path(path) for path in (report, other)] == [str(report), str(other)]
    assert real_path(report.with_name("New.md")) == str(report.with_name("New.md"))
    assert real_path(report.parent / "none" / "New.md") == str(report.parent / "none" / "New.md")


def test_a_name_that_only_differs_in_case_is_another_file_elsewhere(report: Path) -> None:
    """Only on a Mac is anything looked up: Linux tells them apart, and Windows gives the name by itself."""
    assert os.name == "nt" or real_path(report.with_name("readme.md")) == str(report.with_name("readme.md"))


@pytest.mark.usefixtures("mac")
def test_a_save_keeps_the_name_that_the_file_has(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git would see another file in a README.md that became a readme.md."""
    typed = report.with_name("readme.md")
    monkeypatch.setattr(os.path, "realpath", lambda path, **_: str(path))
    write_file(typed, b"new text", expected=None)
    assert [(path.name, path.read_bytes()) for path in report.parent.iterdir()] == [("README.md", b"new text")]
