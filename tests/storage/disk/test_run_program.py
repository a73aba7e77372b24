"""Programs are found on PATH alone, never in the current folder."""

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import exam_tui
from exam_tui.desktop.browser import show_in_browser
from exam_tui.desktop.editor_command import EditorCommand, EditorCommandError
from exam_tui.git.status import FileState, file_state
from exam_tui.storage.disk.run_program import find_program, output_of, safe_path
from tests.repos import Repo, needs_git, own_settings_only

PACKAGE = Path(exam_tui.__file__).parent
posix = pytest.mark.skipif(sys.platform == "win32", reason="the programs are shell scripts")


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Return a function that puts a program into the current folder, which leaves a mark there when it is run."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    def put(name: str) -> Path:
        path = tmp_path / "here" / name
        path.write_text(f"#!/bin/sh\ntouch '{tmp_path}/was run'\n", encoding="utf-8")
        path.chmod(0o755)
        return path

    return put


@pytest.mark.parametrize("entries", ["", ".", ":", ".:", "here", "../here", "./", "~", "$PWD"])
def test_an_entry_of_path_that_is_not_named_in_full_is_passed_over(
    program: Callable[[str], Path], tmp_path: Path, entries: str
) -> None:
    """Empty ones and relative ones mean the current folder."""
    program("git")
    (tmp_path / "bin").mkdir()
    path = entries.replace(":", os.pathsep)
    assert find_program("git", {"PATH": path}) is None
    right = tmp_path / "bin" / "git"
    right.touch()
    right.chmod(0o755)
    assert find_program("git", {"PATH": os.pathsep.join([path, str(tmp_path / "bin")])}) == str(right)


def test_on_windows_the_present_folder_is_passed_over_and_endings_are_added(
    program: Callable[[str], Path], tmp_path: Path
) -> None:
    """Windows itself, and Python's own search, look there first."""
    (tmp_path / "bin").mkdir()
    for name in ("git.exe", "git.bat", "git"):
        program(name)
    environment = {"PATH": str(tmp_path / "bin"), "PATHEXT": ".com;.exe;.bat"}
    assert find_program("git", environment, windows=True) is None
    for name in ("git.bat", "git.exe", "git"):
        (tmp_path / "bin" / name).touch()
        (tmp_path / "bin" / name).chmod(0o755)
    assert find_program("git", environment, windows=True) == str(tmp_path / "bin" / "git.exe")
    assert find_program("git.bat", environment, windows=True) == str(tmp_path / "bin" / "git.bat")
    assert find_program("git", environment, windows=False) == str(tmp_path / "bin" / "git")


@posix
def test_a_name_with_a_folder_in_it_means_that_very_file(program: Callable[[str], Path], tmp_path: Path) -> None:
    """Somebody wrote it in full: in $EDITOR, or in the settings."""
    path = program("my editor")
    for name in ("./my editor", str(path), "../here/my editor"):
        assert find_program(name, {"PATH": ""}) == str(path)
    path.chmod(0o644)
    assert find_program(str(path), {"PATH": str(tmp_path)}) is None
    assert find_program(str(tmp_path), {"PATH": ""}) is None
    assert find_program("", {"PATH": str(tmp_path)}) is None


@posix
@needs_git
def test_no_program_of_the_present_folder_is_run(
    program: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither git, nor an editor, a browser or a clipboard, whatever PATH begins with."""
    own_settings_only(monkeypatch)
    repo = Repo.init(tmp_path / "project")
    path = repo.write("README.md", "text\n")
    repo.commit("first")
    for name in (
        "git",
        "nano",
        "vi",
        "vim",
        "xdg-open",
        "x-www-browser",
        "www-browser",
        "firefox",
        "chromium",
        "xclip",
    ):
        program(name)
    monkeypatch.setenv("PATH", f".{os.pathsep}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("DISPLAY", ":99")
    assert file_state(path) is FileState.COMMITTED
    monkeypatch.setenv("PATH", f".{os.pathsep}")
    assert file_state(path) is FileState.UNKNOWN
    for variable in ("vim", "nano -w", ""):
        with pytest.raises(EditorCommandError):
            EditorCommand.chosen(variable, {})
    assert output_of(["xclip"], os.environ, seconds=5) is None
    for browser in ("", "firefox", "xdg-open", "chromium %s"):
        assert "No browser could be started" in show_in_browser(path, os.environ | {"BROWSER": browser}, "linux")
    assert not (tmp_path / "was run").exists()


def test_a_search_by_others_sees_no_relative_entries_and_the_path_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python's own search for browsers, that is."""
    monkeypatch.setenv("PATH", f".{os.pathsep}{os.sep}bin")
    monkeypatch.delenv("NODEFAULTCURRENTDIRECTORYINEXEPATH", raising=False)
    before = dict(os.environ)
    with safe_path():
        assert os.environ["PATH"] == f"{os.sep}bin"
        assert os.environ["NODEFAULTCURRENTDIRECTORYINEXEPATH"] == "1"
    assert dict(os.environ) == before


def test_one_function_finds_programs() -> None:
    """Another search would look elsewhere, and so would a program started by its bare name."""
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\bwhich\(|os\.system|os\.popen|os\.startfile|os\.exec[lv]|os\.spawn|shell=True", text), (
            path
        )
        for start in re.findall(r"Popen\(\s*(?:#[^\n]*\n\s*)?(\[\s*\"|\")", text):
            raise AssertionError(path, start)
