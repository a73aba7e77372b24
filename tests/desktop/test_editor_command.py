"""Which command starts the user's editor, and what is added to it."""

import os
from pathlib import Path

import pytest

from exam_tui.desktop.editor_command import EditorCommand, EditorCommandError, split_command

if os.name == "nt":
    pytest.skip("the editors here are scripts of a POSIX shell", allow_module_level=True)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the only folder on the PATH; its programs do nothing."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in ("code", "gvim", "vim", "micro", "nano", "vi", "kate", "mine"):
        (folder / name).write_text("#!/bin/sh\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.mark.parametrize(
    ("configured", "names", "words"),
    [
        ("", {}, ["micro"]),
        ("", {"EDITOR": "vi"}, ["vi"]),
        ("", {"VISUAL": "vim", "EDITOR": "vi"}, ["vim"]),
        ("", {"VISUAL": " ", "EDITOR": "vi"}, ["vi"]),
        ("mine -x", {"VISUAL": "vim", "EDITOR": "vi"}, ["mine", "-x"]),
        ("mine 'a b' \"c d\"", {}, ["mine", "a b", "c d"]),
    ],
)
def test_the_editor_is_the_configured_then_visual_then_editor_then_a_usual_one(
    programs: Path, configured: str, names: dict[str, str], words: list[str]
) -> None:
    """Arguments with spaces may be quoted."""
    assert EditorCommand.chosen(configured, names).words == (str(programs / words[0]), *words[1:])


def test_without_any_editor_the_error_names_the_missing_ones(programs: Path) -> None:
    """And what to do about it. An editor that the user did not choose says how to come back from it."""
    for name, keys in (("micro", "Ctrl+Q"), ("nano", "Ctrl+X"), ("vi", ":wq")):
        editor = EditorCommand.chosen("", {})
        assert editor.name == name
        assert keys in editor.leaving
        assert EditorCommand.chosen("", {"EDITOR": name}).leaving == ""
        (programs / name).unlink()
    with pytest.raises(EditorCommandError, match=r"nano, vi is installed\. Set VISUAL"):
        EditorCommand.chosen("", {})


@pytest.mark.parametrize(
    ("command", "words"),
    [("nosuch -w", "not found: nosuch"), ('code "--wait', "unmatched quote"), ("''", "not name a program  ")],
)
@pytest.mark.usefixtures("programs")
def test_a_command_that_makes_no_sense_says_where_it_is_from(command: str, words: str) -> None:
    """And no other editor is opened instead."""
    with pytest.raises(EditorCommandError, match=words.strip()):
        EditorCommand.chosen("", {"VISUAL": command, "EDITOR": "vi"})


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("code", ["code", "--wait"]),
        ("code -n", ["code", "--wait", "-n"]),
        ("code --wait", ["code", "--wait"]),
        ("code -w", ["code", "-w"]),
        ("gvim", ["gvim", "--nofork"]),
        ("gvim -f", ["gvim", "-f"]),
        ("kate", ["kate", "--block"]),
        ("vim -n", ["vim", "-n"]),
    ],
)
def test_editors_that_return_at_once_are_asked_to_wait(programs: Path, command: str, words: list[str]) -> None:
    """Once, and the user hears of it."""
    editor = EditorCommand.from_command(command)
    assert editor.words == (str(programs / words[0]), *words[1:])
    was_added = len(words) > len(command.split())
    assert bool(editor.note) is was_added
    assert not was_added or words[1] in editor.note


@pytest.mark.parametrize(("command", "extra"), [("vim", ["+12"]), ("nano -l", ["-l", "+12"]), ("code -w", ["-w"])])
def test_the_cursor_goes_to_the_end_of_the_answer(programs: Path, command: str, extra: list[str]) -> None:
    """In editors that are known to take a line number."""
    path = programs / "a.md"
    found = EditorCommand.from_command(command).command_for(path, 12)
    assert found == [str(programs / command.split(maxsplit=1)[0]), *extra, str(path)]


def test_the_vi_of_a_small_system_gets_the_file_alone(programs: Path) -> None:
    """It would take the line number as the name of a file."""
    (programs / "busybox").write_text("#!/bin/sh\n", encoding="utf-8")
    (programs / "vi").unlink()
    (programs / "vi").symlink_to("busybox")
    (programs / "busybox").chmod(0o755)
    assert EditorCommand.from_command("vi").command_for(Path("a.md"), 12) == [str(programs / "vi"), "a.md"]


def test_a_path_with_spaces_need_not_be_quoted(tmp_path: Path) -> None:
    """Nor one that starts with `~`."""
    program = tmp_path / "my editor"
    program.touch()
    assert split_command(f" {program} ") == [str(program)]
    assert split_command("~/bin/edit -w") == [os.path.expanduser("~/bin/edit"), "-w"]  # noqa: PTH111 - as a string


def test_windows_commands_keep_their_backslashes() -> None:
    """Quotes around a program or an argument are removed."""
    assert split_command(r'"C:\Program Files\x\code.exe" -w', windows=True) == [r"C:\Program Files\x\code.exe", "-w"]
    assert split_command(r'notepad++.exe "a b" c:\x', windows=True) == ["notepad++.exe", "a b", r"c:\x"]
    assert split_command(r"C:\Users\O'Neill\edit.exe -w", windows=True) == [r"C:\Users\O'Neill\edit.exe", "-w"]
    assert split_command(r'edit.exe --in="C:\my files" ""', windows=True) == ["edit.exe", r"--in=C:\my files", ""]
    with pytest.raises(EditorCommandError, match="an unmatched quote"):
        split_command(r'"C:\my files\edit.exe -w', windows=True)
