"""The program itself: commands, options, how a run ends."""

import sys
import types
from pathlib import Path
from typing import NoReturn

import pytest

import exam_tui
from exam_tui.cli import edit
from exam_tui.cli.main import main
from exam_tui.settings.settings import Settings
from tests.cli.conftest import Run, Write


def _one_line(text: str) -> str:
    assert text.startswith("exam-tui: ")
    assert text.count("\n") == 1
    return text


@pytest.fixture
def editor(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, bool]]:
    """Put a note of each call in the editor's place, and a terminal around us."""
    calls: list[tuple[Path, bool]] = []

    def open_editor(path: Path, settings: Settings) -> int:
        calls.append((path, settings.html))
        return 0

    module = types.ModuleType("exam_tui.tui.app")
    module.open_editor = open_editor  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "exam_tui.tui.app", module)
    monkeypatch.setattr(edit, "is_terminal", lambda _stream: True)
    return calls


def test_help_names_the_commands_and_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    """On stdout: it was asked for."""
    assert main(["--help"]) == 0
    shown = capsys.readouterr()
    assert all(word in shown.out for word in ("check", "html", "repair", "--no-html", "130"))
    assert not shown.err


def test_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    """From one place, and `-V` is short for it, whatever else is there."""
    for arguments in (["--version"], ["-V"], ["-V", "check"], ["a.md", "-V"]):
        assert main(arguments) == 0
        assert capsys.readouterr().out == f"exam-tui {exam_tui.__version__}\n"


def test_a_file_opens_in_the_editor_with_its_page(editor: list[tuple[Path, bool]], write: Write) -> None:
    """The common case."""
    write("a.md")
    assert main(["a.md"]) == 0
    assert editor == [(Path("a.md"), True)]


def test_no_html_opens_the_editor_without_the_page(editor: list[tuple[Path, bool]], write: Write) -> None:
    """Options may follow the file."""
    write("a.md")
    assert main(["a.md", "--no-html"]) == 0
    assert editor == [(Path("a.md"), False)]


def test_without_a_name_the_report_that_is_found_opens(editor: list[tuple[Path, bool]], write: Write) -> None:
    """The same search as everywhere."""
    write("reports/README.md")
    assert main([]) == 0
    assert editor == [(Path("reports/README.md"), True)]


def test_a_file_named_like_a_command_opens_by_its_path(editor: list[tuple[Path, bool]], write: Write) -> None:
    """A bare `check` is the command."""
    write("check")
    assert main(["./check"]) == 0
    assert editor == [(Path("check"), True)]


def test_a_file_that_begins_with_a_dash_opens_behind_two_dashes(editor: list[tuple[Path, bool]], write: Write) -> None:
    """As in every program."""
    write("-a.md")
    assert main(["--no-html", "--", "-a.md"]) == 0
    assert editor == [(Path("-a.md"), False)]


def test_options_may_stand_before_the_command(
    editor: list[tuple[Path, bool]], write: Write, run: Run, fine: dict[int, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Of every command, with their values; what is a file by then stays one."""
    write("a.md", fine)
    write("check")
    assert main(["--no-html", "edit", "a.md"]) == 0
    assert main(["--no-html", "--", "check"]) == 0
    assert main(["--no-html", "./check"]) == 0
    assert editor == [(Path("a.md"), False), (Path("check"), False), (Path("check"), False)]
    for options in (["-q"], ["--format", "json"], ["--strict", "-q"]):
        said = [(main(arguments), *capsys.readouterr()) for arguments in (
            ["check", *options, "a.md"], [*options, "check", "a.md"])]  # fmt: skip
        assert said[0] == said[1]
    assert main(["-h", "check"]) == 0
    assert "exam-tui check" in capsys.readouterr().out
    done = run("--no-html", "edit", "--plain", "a.md", stdin=None, input=b"quit\n")
    assert done.returncode == 0
    assert b"Question 1 of 3." in done.stdout


def test_a_dumb_terminal_gets_a_hint(
    editor: list[tuple[Path, bool]],
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Nothing can be drawn there."""
    monkeypatch.setenv("TERM", "dumb")
    write("a.md")
    assert main(["a.md"]) == 2
    assert "needs a terminal" in _one_line(capsys.readouterr().err)
    assert not editor


def test_without_a_terminal_the_editor_hints_at_the_other_commands(run: Run, write: Write) -> None:
    """In CI, in a pipe, under cron."""
    write("a.md")
    done = run("a.md")
    assert done.returncode == 2
    assert not done.stdout
    assert b"exam-tui check" in done.stderr
    assert done.stderr.count(b"\n") == 1


def test_a_missing_file_is_said_to_be_missing(capsys: pytest.CaptureFixture[str]) -> None:
    """Not a dump of usage."""
    assert main(["nosuch.md"]) == 2
    assert "nosuch.md does not exist" in _one_line(capsys.readouterr().err)


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (["chekc"], "check"),
        (["Check"], "check"),
        (["chekc", "a.md", "--strict"], "check"),
        (["--strict", "chekc"], ""),
        (["--plain", "hmtl"], "html"),
        (["hist"], "history"),
        (["re-pair", "a.md"], "repair"),
        (["hand-in"], ""),
        (["zzz"], ""),
    ],
    ids=str,
)
def test_a_word_that_is_no_command_and_no_file_is_answered_with_the_nearest_command(
    arguments: list[str], meant: str, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever follows it; where none is near, with the help."""
    write("a.md")
    assert main(arguments) == 2
    said = _one_line(capsys.readouterr().err)
    assert said.endswith(f"Did you mean exam-tui {meant}?\n") if meant else "See exam-tui -h" in said


def test_a_file_without_a_suffix_is_no_misspelt_command(editor: list[tuple[Path, bool]], write: Write) -> None:
    """It is there: nothing was misspelt. Neither is a link that leads nowhere, which is said to be one."""
    write("chekc")
    assert main(["chekc"]) == 0
    assert editor == [(Path("chekc"), True)]


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [(["--plian"], "--plain"), (["check", "--formt=json"], "--format"), (["html", "--outptu", "a"], "--output")],
    ids=str,
)
def test_an_option_that_is_none_is_answered_with_the_nearest_one(
    arguments: list[str], meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of the command that was called."""
    assert main(arguments) == 2
    assert f"Did you mean {meant}? See" in _one_line(capsys.readouterr().err)


def test_an_option_like_no_other_is_answered_with_the_help_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--zzz"]) == 2
    said = _one_line(capsys.readouterr().err)
    assert "Did you mean" not in said
    assert "See exam-tui check -h" in said


@pytest.mark.parametrize(
    "arguments",
    [
        ["--nosuch"],
        ["a.md", "b.md"],
        ["check", "--nosuch"],
        ["check", "-a.md"],
        ["check", "--format"],
        ["check", "--format", "xml", "a.md"],
        ["check", "--form", "json", "a.md"],
        ["html", "a.md", "b.md"],
        ["html", "a.md", "-o"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_one_line_and_exit_2(
    arguments: list[str], write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is wrong and where to read on."""
    write("a.md")
    write("b.md")
    assert main(arguments) == 2
    shown = capsys.readouterr()
    assert not shown.out
    _one_line(shown.err)


def test_an_interrupt_ends_with_130_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing has to be said to whoever pressed ctrl+c."""

    def interrupt(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(edit, "run", interrupt)
    assert main(["a.md"]) == 130
    assert capsys.readouterr() == ("", "")


def test_a_fault_of_ours_is_one_line_and_exit_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No traceback ever reaches a student."""

    def fail(*_: object) -> NoReturn:
        raise ValueError("a\nb")

    monkeypatch.setattr(edit, "run", fail)
    assert main(["a.md"]) == 2
    assert "bug in exam-tui, please tell whoever gave you exam-tui: " in _one_line(capsys.readouterr().err)


def test_the_traceback_of_a_fault_is_there_for_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """For whoever mends it."""

    def fail(*_: object) -> NoReturn:
        raise ValueError

    monkeypatch.setattr(edit, "run", fail)
    monkeypatch.setenv("EXAM_TUI_TRACEBACK", "1")
    with pytest.raises(ValueError, match=r"^$"):
        main(["a.md"])


def test_the_process_ends_with_the_exit_code(run: Run, write: Write, fine: dict[int, str]) -> None:
    """What CI and hooks look at."""
    write("fine.md", fine)
    write("blank.md")
    assert run("check", "fine.md").returncode == 0
    assert run("check", "blank.md").returncode == 1
    assert run("check", "nosuch.md").returncode == 2
