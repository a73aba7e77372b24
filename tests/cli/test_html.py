"""`exam-tui html`: the page is written where it should be, and nowhere else."""

import os
import subprocess
import sys
import webbrowser
from pathlib import Path
from types import SimpleNamespace

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


def test_a_dash_prints_the_page_and_nothing_else(
    write: Write, fine: dict[int, str], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """To the byte what would be in the file; what is missing in it is talk, and no file is made."""
    path = write("reports/README.md", fine)
    path.with_name("bed.png").unlink()
    assert main(["html", "--check-summary", "reports/README.md"]) == 0
    page = Path("reports/report.html").read_bytes()
    capfdbinary.readouterr()
    files = sorted(Path().rglob("*"))
    assert main(["html", "--check-summary", "reports/README.md", "-o", "-"]) == 0
    shown = capfdbinary.readouterr()
    assert shown.out == page
    assert b"bed.png" in shown.err
    assert sorted(Path().rglob("*")) == files
    assert main(["html", "reports/README.md", "-o", "-", "--open"]) == 2
    shown = capfdbinary.readouterr()
    assert (shown.out, shown.err.count(b"\n")) == (b"", 1)
    assert main(["html", "reports/README.md", "-o", "./-"]) == 0
    assert Path("-").read_bytes().startswith(b"<!DOCTYPE html>")


def test_the_courses_page_is_printed_too(write: Write, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """With what its reader should know on stderr."""
    pytest.importorskip("markdown", reason="Python-Markdown is not installed")
    write("a.md", {1: "roses\n- peas"}, course=True)
    assert main(["html", "a.md", "--as-course"]) == 0
    capfdbinary.readouterr()
    assert main(["html", "a.md", "--as-course", "-o", "-"]) == 0
    shown = capfdbinary.readouterr()
    assert shown.out == Path("report.course.html").read_bytes()
    assert b"shows answer 1 wrongly" in shown.err
    assert b"linked from the report's folder" in shown.err


def test_a_read_only_page_stays_and_what_to_do_can_be_done(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """Both remedies are tried."""
    write("a.md", {1: "roses"})
    assert main(["html", "a.md"]) == 0
    before = Path("report.html").read_bytes()
    write("a.md", {1: "tulips"})
    capsys.readouterr()
    Path("report.html").chmod(0o444)
    try:
        assert main(["html", "a.md", "--force"]) == 2
        shown = capsys.readouterr()
        assert "report.html is read-only. Make it writable and try again, or choose another name with -o." in shown.err
        assert (shown.out, Path("report.html").read_bytes()) == ("", before)
        assert main(["html", "a.md", "-o", "b.html"]) == 0
    finally:
        Path("report.html").chmod(0o644)
    assert main(["html", "a.md"]) == 0
    assert "tulips" in Path("report.html").read_text(encoding="utf-8")


def test_without_a_name_the_page_of_the_report_found_is_written(write: Write) -> None:
    """The same search as everywhere."""
    write("reports/README.md")
    assert main(["html"]) == 0
    assert Path("reports/report.html").is_file()


def test_a_page_of_another_program_is_replaced_only_by_force(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """The message names the file and both ways on; afterwards the page is ours."""
    write("a.md", {1: "roses"})
    Path("b.html").write_bytes(b"<p>theirs</p>")
    assert main(["html", "a.md", "-o", "b.html"]) == 2
    shown = capsys.readouterr()
    assert not shown.out
    assert all(word in shown.err for word in ("b.html", "--force", "-o"))
    assert Path("b.html").read_bytes() == b"<p>theirs</p>"
    assert main(["html", "a.md", "-o", "b.html", "--force"]) == 0
    assert "roses" in Path("b.html").read_text(encoding="utf-8")
    assert main(["html", "a.md", "-o", "b.html"]) == 0


def test_a_page_that_shows_a_whole_report_may_be_replaced(write: Write) -> None:
    """It is a page all the same."""
    write("a.md")
    Path("b.html").write_bytes(b"<!DOCTYPE html>\n\n" + Path("a.md").read_bytes())
    assert main(["html", "a.md", "-o", "b.html", "--force"]) == 0


def test_a_page_with_many_pictures_may_be_replaced(write: Write) -> None:
    """It is larger than any report."""
    write("a.md")
    Path("b.html").write_bytes(b"<!doctype html>" + b"x" * 2_000_000)
    assert main(["html", "a.md", "-o", "b.html", "--force"]) == 0


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
    assert main(["html", "a.md", "-o", target, "--force"]) == 2
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


def test_the_summary_of_the_check_stands_on_top(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """How far the report is and each problem, with a link to its question; without asking there is none."""
    write("a.md", {1: "roses", 2: "peas"})
    assert main(["html", "a.md", "--check-summary"]) == 0
    page = Path("report.html").read_text(encoding="utf-8")
    assert "1 of 3 questions done, 1 unanswered" in page
    assert '<a href="#question-2">Question 2</a>: 1 of at least 3 words' in page
    assert page.index("Question 2</a>: 1 of") < page.index("What grows in bed 1?")
    assert main(["html", "a.md"]) == 0
    assert "questions done" not in Path("report.html").read_text(encoding="utf-8")
    capsys.readouterr()
    assert main(["html", "a.md", "--check-summary", "--as-course"]) == 2
    assert "--as-course" in capsys.readouterr().err


def test_the_page_is_opened_where_there_is_a_browser(
    write: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And its place is said where there is none; the path is printed in any case."""
    write("a.md")
    opened: list[str] = []

    def note(url: str) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(webbrowser, "get", lambda _name=None: SimpleNamespace(open=note))
    monkeypatch.setenv("BROWSER", "firefox")
    monkeypatch.delenv("SSH_CONNECTION", raising=False)
    assert main(["html", "a.md", "--open"]) == 0
    shown = capsys.readouterr()
    assert shown.out == "report.html\n"
    assert opened == [Path("report.html").absolute().as_uri()]
    assert "Opened in the browser" in shown.err
    monkeypatch.setenv("SSH_CONNECTION", "somewhere")
    assert main(["html", "a.md", "--open"]) == 0
    assert "No browser" in capsys.readouterr().err
    assert len(opened) == 1


# What the course's script does, for the test below; it reads and writes in the folder it is started in.
_SCRIPT = """
from pathlib import Path
from markdown import markdown
source = Path("README.md").open(encoding="utf-8").read()
Path("theirs.html").open("w", encoding="utf-8", newline="").write(markdown(source[43:]))
"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_the_courses_page_is_that_of_its_script_to_the_byte(
    line_end: str, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """Beside the report, so that its links to images work there; it may be made again and again."""
    pytest.importorskip("markdown", reason="Python-Markdown is not installed")
    path = write("README.md", {1: "roses\n- peas\n\n```\n# x\n```", 2: "<b>ø ☃</b> | \ufeff"}, course=True)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", line_end.encode()))
    subprocess.run([sys.executable, "-c", _SCRIPT], check=True)
    for _ in range(2):
        assert main(["html", "--as-course"]) == 0
        shown = capsys.readouterr()
        assert shown.out == "report.course.html\n"
        assert "shows answer 1 wrongly" in shown.err
        assert Path("report.course.html").read_bytes() == Path("theirs.html").read_bytes()
    Path("elsewhere").mkdir()
    assert main(["html", "--as-course", "-o", "elsewhere/x.html"]) == 0
    assert "linked from the report's folder" in capsys.readouterr().err
    assert main(["html", "--as-course", "-o", "elsewhere/x.html"]) == 0
    for page in ("elsewhere/x.html", "report.course.html"):
        Path(page).write_text("<p>somebody else's", encoding="utf-8")
        assert main(["html", "--as-course", "-o", page]) == 2
        assert "--force" in capsys.readouterr().err
    assert main(["html", "--as-course"]) == 2
    assert main(["html", "--as-course", "-o", "README.md", "--force"]) == 2


def test_what_stops_the_courses_script_is_named(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """The line of the byte that is no UTF-8."""
    pytest.importorskip("markdown", reason="Python-Markdown is not installed")
    path = write("a.md", {1: "caf@"})
    line = path.read_text("utf-8").split("\n").index("caf@") + 1
    path.write_bytes(path.read_bytes().replace(b"@", b"\xe9"))
    assert main(["html", "--as-course", "a.md"]) == 2
    assert f"line {line}: The course's script would stop" in capsys.readouterr().err
    assert not Path("report.course.html").exists()


@pytest.mark.usefixtures("fresh_pages")
def test_without_python_markdown_the_install_line_is_said(
    write: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The page of our own needs none of it."""
    write("a.md")
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "markdown.py").write_text("raise ImportError", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "none"))
    assert main(["html", "--as-course", "a.md"]) == 2
    shown = capsys.readouterr()
    assert "pip install markdown" in shown.err
    assert not Path("report.course.html").exists()
    assert main(["html", "a.md"]) == 0
