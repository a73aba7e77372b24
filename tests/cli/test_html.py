"""`exam-tui html`: the page is written where it should be, and nowhere else."""

import os
from pathlib import Path

import pytest

from exam_tui.cli.main import main
from tests.cli.conftest import Write


def test_the_page_lies_beside_the_report_and_its_path_is_printed(
    write: Write, fine: dict[int, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """What is missing in it is talk, not data."""
    path = write("reports/README.md", fine)
    path.with_name("bed.png").unlink()
    before = path.read_bytes()
    assert main(["html", "reports/README.md"]) == 0
    shown = capsys.readouterr()
    page = Path("reports") / "report.html"
    assert shown.out == f"{page}\n"
    assert "bed.png" in shown.err
    assert "peas and beans" in page.read_text(encoding="utf-8")
    assert path.read_bytes() == before


def test_the_page_goes_where_it_is_told(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """And a page that is there is replaced."""
    write("a.md", {1: "roses"})
    for _ in range(2):
        assert main(["html", "-o", "b.html", "a.md"]) == 0
    assert capsys.readouterr().out == "b.html\nb.html\n"
    assert "roses" in Path("b.html").read_text(encoding="utf-8")
    assert not Path("report.html").exists()


def test_without_a_name_the_page_of_the_report_found_is_written(write: Write) -> None:
    """The same search as everywhere."""
    write("reports/README.md")
    assert main(["html"]) == 0
    assert Path("reports/report.html").is_file()


def test_a_page_that_shows_a_whole_report_may_be_replaced(write: Write) -> None:
    """It is a page all the same."""
    write("a.md")
    Path("b.html").write_bytes(b"<!DOCTYPE html>\n\n" + Path("a.md").read_bytes())
    assert main(["html", "a.md", "-o", "b.html"]) == 0


def test_a_page_with_many_pictures_may_be_replaced(write: Write) -> None:
    """It is larger than any report."""
    write("a.md")
    Path("b.html").write_bytes(b"<!doctype html>" + b"x" * 2_000_000)
    assert main(["html", "a.md", "-o", "b.html"]) == 0


@pytest.mark.parametrize("target", ["a.md", "./a.md", "b.md", "folder", "linked.md", "second-name.md", "pipe"])
def test_no_report_and_nothing_but_a_file_is_overwritten(
    target: str, write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither this report nor another one, by whatever name."""
    path = write("a.md", {1: "roses"})
    before = path.read_bytes()
    other = write("b.md", {1: "tulips"}).read_bytes()
    Path("folder").mkdir()
    try:
        if target == "linked.md":
            Path(target).symlink_to("a.md")
        if target == "second-name.md":
            os.link("a.md", target)
    except OSError:
        pytest.skip("this user may make no links here")
    if target == "pipe":
        if not hasattr(os, "mkfifo"):
            pytest.skip("no pipes with names here")
        os.mkfifo("pipe")
    files = sorted(tmp_path.iterdir())
    assert main(["html", "a.md", "-o", target]) == 2
    shown = capsys.readouterr()
    assert not shown.out
    assert shown.err.count("\n") == 1
    assert "-o" in shown.err
    assert path.read_bytes() == before
    assert Path("b.md").read_bytes() == other
    assert sorted(tmp_path.iterdir()) == files


def test_a_folder_that_is_not_there_is_said_to_be_missing(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """One line, nothing written."""
    write("a.md")
    assert main(["html", "a.md", "-o", "nosuch/b.html"]) == 2
    assert "nosuch" in capsys.readouterr().err
    assert not Path("nosuch").exists()
