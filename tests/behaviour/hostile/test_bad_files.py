"""Files that are no report: each command says in one line what is wrong and what to do, and writes nothing."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from exam_tui.cli.main import main
from tests.cli.conftest import report_text


def _folder(path: Path) -> None:
    path.mkdir()


def _locked(path: Path) -> None:
    path.write_text(report_text(), encoding="utf-8")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")


def _pipe(path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes with names here")
    os.mkfifo(path)


MAKERS: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda _: None, "does not exist"),
    "folder": (_folder, "No report in odd.md"),
    "empty": (lambda path: path.write_bytes(b""), "is empty"),
    "blank": (lambda path: path.write_bytes(b"\n \n"), "is empty"),
    "no report": (lambda path: path.write_bytes(b"# Some project\n"), "holds no question"),
    "utf-16": (lambda path: path.write_bytes(report_text().encode("utf-16")), "UTF-16"),
    "too large": (lambda path: path.write_bytes(b"x" * 1_000_001), "larger than 1 MB"),
    "locked": (_locked, "cannot be read"),
    "pipe": (_pipe, "a device or a pipe"),
}


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("command", [[], ["html"], ["check"], ["check", "-q"], ["check", "--format", "github"]])
def test_what_is_wrong_is_one_line_and_exit_2_and_nothing_is_written(
    command: list[str], kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same words from every command."""
    make, words = MAKERS[kind]
    make(tmp_path / "odd.md")
    before = sorted(tmp_path.iterdir())
    assert main([*command, "odd.md"]) == 2
    shown = capsys.readouterr()
    assert shown.err.count("\n") == 1
    assert words in shown.err
    assert shown.err.rstrip().endswith((".", "”."))
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    "arguments",
    [
        [], ["check"], ["check", "--fix"], ["check", "--hand-in"], ["edit", "--plain"], ["html"], ["repair"],
        ["repair", "--write"], ["history"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_link_that_leads_to_itself_is_said_by_every_command(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The report as the link, and a folder above it."""
    _loop(tmp_path / "link.md")
    _loop(tmp_path / "folder")
    for name in ("link.md", "folder/README.md"):
        assert main([*arguments, name]) == 2
        assert f"{name} cannot be read: the link leads back to itself." in capsys.readouterr().err


@pytest.mark.parametrize("option", [[], ["--as-course"], ["--force"]], ids=" ".join)
def test_no_page_is_written_to_a_link_that_leads_to_itself(
    option: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor below one."""
    (tmp_path / "a.md").write_text(report_text(), encoding="utf-8")
    _loop(tmp_path / "link.html")
    _loop(tmp_path / "folder")
    for name in ("link.html", "folder/page.html"):
        assert main(["html", "a.md", *option, "-o", name]) == 2
        said = capsys.readouterr().err
        assert name in said
        assert "fault" not in said


def _loop(path: Path) -> None:
    try:
        path.symlink_to(path.name)
    except OSError:
        pytest.skip("this user may make no links")


def test_a_name_that_no_file_can_have_is_no_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    """Python raises ValueError there."""
    assert main(["check", "a\0b"]) == 2
    assert "ot a file name" in capsys.readouterr().err


def test_a_link_to_nothing_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The link is there, the file is not."""
    try:
        (tmp_path / "link.md").symlink_to("nosuch.md")
    except OSError:
        pytest.skip("this user may make no links")
    assert main(["check", "link.md"]) == 2
    assert "a link to a file that is not there" in capsys.readouterr().err
