"""The editor in a real tmux: keys, resizing, the way students run it over ssh."""

import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from exam_tui import Report
from tests.conftest import GIVE_UP

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed here")


class Tmux:
    """A tmux server of its own with one window; nobody's settings."""

    def __init__(self, folder: Path, command: str, columns: int, rows: int) -> None:
        # The path of a socket must be short, and a folder for tests may be deep.
        self._base = ["tmux", "-u", "-S", "tmux.socket", "-f", "/dev/null"]
        self._folder = folder
        size = ["-x", str(columns), "-y", str(rows)]
        self._run("new-session", "-d", *size, command)
        self._run("set-option", "-sg", "escape-time", "10")

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(
            [*self._base, *arguments],
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=GIVE_UP,
            cwd=self._folder,
            env={**os.environ, "LC_ALL": "C.UTF-8", "SHELL": "/bin/sh"},  # a user may have another, or none
        )
        return done.stdout

    def press(self, *keys: str) -> None:
        for key in keys:
            self._run("send-keys", key)

    def type(self, text: str) -> None:
        self._run("send-keys", "-l", "--", text)

    def resize(self, columns: int, rows: int) -> None:
        self._run("resize-window", "-x", str(columns), "-y", str(rows))

    @property
    def screen(self) -> str:
        return self._run("capture-pane", "-p")

    def wait_for(self, text: str, *, gone: bool = False) -> str:
        behind = time.monotonic() + GIVE_UP
        while time.monotonic() < behind:
            screen = self.screen
            if (text in screen) is not gone:
                return screen
            time.sleep(0.05)
        raise AssertionError(f"{text!r} {'stayed' if gone else 'did not come'} on screen:\n{self.screen}")

    def end(self) -> None:
        self._run("kill-server")


@pytest.fixture
def tmux(small_report: Path, tmp_path: Path) -> Iterator[Tmux]:
    state = tmp_path / "state"
    program = shlex.join(["env", f"XDG_STATE_HOME={state}", sys.executable, "-m", "exam_tui", str(small_report)])
    window = Tmux(tmp_path, f"{program}; echo ended with $?; sleep 60", 80, 24)
    yield window
    window.end()


def test_an_answer_is_typed_counted_saved_and_quit(tmux: Tmux, small_report: Path) -> None:
    tmux.wait_for("Question 2")
    tmux.type("- the fast boat")
    tmux.press("Enter")
    tmux.type("a red one")
    tmux.wait_for("words      8")
    tmux.press("C-s")
    tmux.wait_for("Saved")
    tmux.press("C-q")
    tmux.wait_for("ended with 0")
    assert Report.load(small_report).question(2).answer == "- the fast boat\n- a red one"


def test_keys_with_alt_and_the_second_keys_arrive(tmux: Tmux) -> None:
    tmux.wait_for("Question 2")
    for key, shown in (
        ("M-o", "Overview"),
        ("M-h", "Help"),
        ("M-p", "what do you want to do"),
        ("C-t", "Checklist"),
        ("C-l", "Problems"),
    ):
        tmux.press(key)
        tmux.wait_for(shown)
        tmux.press("Escape")
        tmux.wait_for(shown, gone=True)
        tmux.wait_for("Question 2")


def test_the_window_shrinks_and_grows_without_losing_a_word(tmux: Tmux) -> None:
    tmux.wait_for("Question 2")
    tmux.type("kept words")
    for size in ((40, 12), (30, 10), (120, 40), (80, 24)):
        tmux.resize(*size)
        tmux.wait_for("Make the window larger", gone=size != (30, 10))
    assert "kept words" in tmux.wait_for("kept words")


def test_a_row_that_was_drawn_before_it_was_wrapped_for_a_wider_window_is_drawn_again(tmux: Tmux) -> None:
    """The pane has its new size a moment before the list takes some of it."""
    tmux.wait_for("Question 2")
    tmux.type("We wrote **bold** and a `code` and many more words that wrap over the end of this row, again and again")
    tmux.wait_for("and again")
    tmux.resize(120, 40)
    tmux.wait_for("wrap over the end of   ")
