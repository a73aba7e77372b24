"""`exam-tui merge`: what it writes where, says and returns. git itself is asked in `test_merge_git.py`."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from exam_tui.cli.main import main
from tests.cli.conftest import report_text
from tests.conftest import GIVE_UP, ROOT

Sides = Mapping[str, Mapping[int, str]]


@pytest.fixture
def sides(tmp_path: Path) -> Path:
    """Write a base, and two versions that both changed question 1, and question 2 or 3; return their folder."""
    _write(tmp_path, {"base": {}, "ours": {1: "roses", 2: "peas"}, "theirs": {1: "tulips", 3: "an oak"}})
    return tmp_path


def _write(folder: Path, versions: Sides) -> None:
    for name, answers in versions.items():
        (folder / name).write_text(report_text(answers), encoding="utf-8")


def _read(folder: Path, name: str = "ours") -> str:
    return (folder / name).read_text(encoding="utf-8")


def test_the_result_stands_in_ours_and_one_line_says_what_was_merged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing on stdout; the other files stay."""
    _write(tmp_path, {"base": {}, "ours": {1: "roses"}, "theirs": {2: "peas", 3: "an oak"}})
    assert main(["merge", "base", "ours", "theirs"]) == 0
    assert _read(tmp_path) == report_text({1: "roses", 2: "peas", 3: "an oak"})
    assert _read(tmp_path, "base") == report_text()
    assert _read(tmp_path, "theirs") == report_text({2: "peas", 3: "an oak"})
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "exam-tui: ours: questions 2 and 3 merged.\n")


def test_a_conflict_is_marked_in_its_answer_and_the_exit_code_is_1(
    sides: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As git expects of a merge driver."""
    assert main(["merge", "base", "ours", "theirs"]) == 1
    conflict = "<<<<<<< ours\nroses\n=======\ntulips\n>>>>>>> theirs"
    assert _read(sides) == report_text({1: conflict, 2: "peas", 3: "an oak"})
    assert capsys.readouterr().err == "exam-tui: ours: question 3 merged, question 1 has a conflict.\n"


def test_what_git_hands_over_is_understood(sides: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """%O %A %B %L %P, and names of the sides where git knows them."""
    names = ["-L", "HEAD", "-L", "abc", "-L", "a branch"]
    assert main(["merge", *names, "--", "base", "ours", "theirs", "9", "a/b.md"]) == 1
    assert f"{'<' * 9} HEAD\nroses\n{'=' * 9}\ntulips\n{'>' * 9} a branch\n" in _read(sides)
    assert capsys.readouterr().err == "exam-tui: a/b.md: question 3 merged, question 1 has a conflict.\n"


def test_names_that_git_does_not_know_yet_are_not_shown(sides: Path) -> None:
    """Before 2.45 it leaves %X as it is."""
    assert main(["merge", "-L", "%X", "-L", "%S", "-L", "%Y", "base", "ours", "theirs"]) == 1
    assert "<<<<<<< ours\nroses\n=======\ntulips\n>>>>>>> theirs\n" in _read(sides)


def test_the_result_can_be_written_elsewhere(sides: Path) -> None:
    """Ours stays then; a result is there even where nothing changed."""
    before = _read(sides)
    assert main(["merge", "base", "ours", "theirs", "-o", "out", "--marker-size", "20"]) == 1
    assert _read(sides) == before
    assert f"{'<' * 20} ours\n" in _read(sides, "out")
    assert main(["merge", "base", "ours", "base", "--output", "same"]) == 0
    assert _read(sides, "same") == before


def test_a_dash_prints_the_result(sides: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """Alone on standard output; no file is written."""
    before = {file.name: file.read_bytes() for file in sides.iterdir()}
    assert main(["merge", "base", "ours", "theirs", "-o", "-"]) == 1
    printed = capsysbinary.readouterr().out
    assert {file.name: file.read_bytes() for file in sides.iterdir()} == before
    assert main(["merge", "base", "ours", "theirs"]) == 1
    assert _read(sides).encode() == printed


def test_what_is_decided_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line each; long rows of numbers are shortened."""
    _write(tmp_path, {"base": {1: "roses", 2: "peas"}, "ours": {1: "red roses", 3: "an oak"}, "theirs": {2: "beans"}})
    assert main(["merge", "base", "ours", "theirs"]) == 1
    assert capsys.readouterr().err == "exam-tui: ours: questions 1 and 2 have conflicts.\n"
    prompts = {"base": "What grows in bed 1?", "ours": "What grows?", "theirs": "What do you grow in bed 1?"}
    for name, prompt in prompts.items():
        (tmp_path / name).write_text(report_text().replace(prompts["base"], prompt), encoding="utf-8")
    assert main(["merge", "base", "ours", "theirs"]) == 0
    assert prompts["theirs"] in _read(tmp_path)
    assert capsys.readouterr().err == (
        "exam-tui: ours: merged.\n"
        "exam-tui: ours: both sides changed the template; text that one side deleted stays:"
        " > **What do you grow in bed 1?**.\n"
    )
    for name, numbers in (("base", ()), ("ours", (8,)), ("theirs", (1, 2, 4, 5, 6, 7, 9))):
        answers = dict.fromkeys(numbers, "an answer")
        (tmp_path / name).write_text(report_text(answers, count=9), encoding="utf-8")
    assert main(["merge", "base", "ours", "theirs"]) == 0
    assert capsys.readouterr().err == "exam-tui: ours: questions 1, 2, 4–7 and 9 merged.\n"


def test_without_a_base_both_sides_are_merged(sides: Path) -> None:
    """The empty device stands for it, as in git."""
    (sides / "empty").write_bytes(b"")
    assert main(["merge", "empty", "ours", "theirs", "-o", "one"]) == 1
    assert main(["merge", os.devnull, "ours", "theirs", "-o", "two"]) == 1
    assert _read(sides, "one") == _read(sides, "two")
    assert "tulips" in _read(sides, "two")


def test_what_is_no_report_is_merged_line_by_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And said to be; conflicts outside answers have no number."""
    for name, text in (("base", "a\n\nb\n"), ("ours", "c\n\nb\n"), ("theirs", "d\n\nb\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert main(["merge", "base", "ours", "theirs"]) == 1
    assert _read(tmp_path) == "<<<<<<< ours\nc\n=======\nd\n>>>>>>> theirs\n\nb\n"
    assert capsys.readouterr().err == ("exam-tui: ours: merged line by line, not question by question, 1 conflict.\n")
    for name, title in (("base", "A report"), ("ours", "Ann's report"), ("theirs", "Bo's report")):
        (tmp_path / name).write_text(report_text().replace("A report", title), encoding="utf-8")
    assert main(["merge", "base", "ours", "theirs"]) == 1
    assert capsys.readouterr().err == "exam-tui: ours: 1 conflict outside the answers.\n"


def test_ticks_alone_are_merged_without_many_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """There is nothing to look at."""
    for name, marks in (("base", "  "), ("ours", "x "), ("theirs", " x")):
        (tmp_path / name).write_text(report_text(tasks=marks), encoding="utf-8")
    assert main(["merge", "base", "ours", "theirs"]) == 0
    assert _read(tmp_path) == report_text(tasks="xx")
    assert capsys.readouterr().err == "exam-tui: ours: merged.\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("base", None),
        ("theirs", None),
        ("theirs", "text".encode("utf-16")),
        ("base", b"x" * 1_000_001),
        ("theirs", b"\n" * 60_000),
    ],
    ids=["no base", "no theirs", "other encoding", "too large", "too many lines"],
)
def test_a_file_that_cannot_be_read_leaves_ours_as_it_is(
    sides: Path, name: str, content: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, nothing written."""
    if content is None:
        (sides / name).unlink()
    else:
        (sides / name).write_bytes(content)
    before = _read(sides)
    assert main(["merge", "base", "ours", "theirs"]) == 2
    assert _read(sides) == before
    assert {path.name for path in sides.iterdir()} <= {"base", "ours", "theirs"}
    assert capsys.readouterr().err.startswith(f"exam-tui: {name}")


@pytest.mark.parametrize(
    "arguments",
    [
        ["base", "ours"],
        [],
        ["base", "ours", "theirs", "7", "name", "more"],
        ["base", "ours", "theirs", "many"],
        ["base", "ours", "theirs", "--marker-size", "0"],
        ["base", "ours", "theirs", "--marker-size", "99999999999"],
        ["base", "ours", "theirs", *["-L", "name"] * 4],
        ["base", "ours", "theirs", "--base"],
        ["--install", "--uninstall"],
        ["--install", "a.md", "b.md"],
        ["--uninstall", "a.md", "b.md"],
    ],
)
def test_arguments_that_make_no_sense_change_nothing(
    sides: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, and a line that says what is wrong."""
    before = _read(sides)
    assert main(["merge", *arguments]) == 2
    assert _read(sides) == before
    shown = capsys.readouterr()
    assert not shown.out
    assert shown.err.count("\n") == 1


def test_the_help_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """On stdout."""
    assert main(["merge", "-h"]) == 0
    assert "exam-tui merge BASE OURS THEIRS" in capsys.readouterr().out


def test_names_from_elsewhere_do_not_reach_the_terminal_raw(sides: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The name is what the repository calls the file."""
    assert main(["merge", "base", "ours", "theirs", "7", "a\x1b]0;x\x07b.md"]) == 1
    assert "\x1b" not in capsys.readouterr().err
    assert sides.is_dir()


def test_a_merge_loads_only_what_it_needs(sides: Path) -> None:
    """It is run by git for each merge: neither editor nor page, and no git."""
    code = """
import sys
from exam_tui.cli.main import main
main(["merge", "base", "ours", "theirs"])
print(*sys.modules)
"""
    command = [sys.executable, "-W", "error", "-c", code]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, check=True, capture_output=True, cwd=sides, env=environment, timeout=GIVE_UP)
    unwanted = {"textual", "rich", "subprocess", "platformdirs", "exam_tui.session.session", "exam_tui.git.status"}
    assert not unwanted & set(done.stdout.decode().split())
