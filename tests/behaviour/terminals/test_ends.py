"""How the editor may end in a real terminal: signals, a closed terminal, a kill; no word is lost."""

import os
import shlex
import signal
import sys
from pathlib import Path

import pytest

from exam_tui import Report
from exam_tui.storage.history import recovery
from exam_tui.storage.lock import lock

if os.name == "nt":
    pytest.skip("a pty is a Unix thing", allow_module_level=True)

from tests.conftest import sampled
from tests.terminal import Terminal

assert sys.platform != "win32"  # for mypy, which stops here on Windows


def _open(path: Path) -> Terminal:
    state = {"XDG_STATE_HOME": str(path.parent / "state")}
    command = [sys.executable, "-m", "exam_tui", "--no-html", path.name]
    return Terminal(command, folder=path.parent, columns=80, rows=24, env=state)


def _recovered(path: Path) -> str:
    found = recovery.read_recovery(path)
    return "" if found is None else Report.from_bytes(found.ours).question(2).answer


@pytest.mark.parametrize("name", ["SIGTERM", pytest.param("SIGHUP", marks=pytest.mark.full)])
def test_a_signal_ends_it_cleanly_with_every_word_kept(small_report: Path, name: str) -> None:
    before = small_report.read_bytes()
    with _open(small_report) as terminal:
        terminal.wait_for("Question 2")
        terminal.settle()
        terminal.type("last words")
        terminal.wait_for("last words")
        number = getattr(signal, name)
        os.kill(terminal.pid, number)
        assert terminal.wait_exit() == 128 + number
        assert "Traceback" not in terminal.screen
    assert _recovered(small_report) == "last words"
    assert small_report.read_bytes() == before
    assert lock.holder_of(small_report) is None


def test_a_signal_where_recovery_cannot_be_written_ends_it_with_the_name_of_a_file_that_has_every_word(
    small_report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state, temporary = small_report.parent / "state", small_report.parent / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    with _open(small_report) as terminal:
        terminal.wait_for("Question 2")
        terminal.settle()
        state.rename(state.with_name("gone"))
        state.touch()
        terminal.type("last words")
        terminal.wait_for("last words")
        os.kill(terminal.pid, signal.SIGTERM)
        assert terminal.wait_exit() == 128 + signal.SIGTERM
        said = "".join(terminal.output.decode().split())
    (kept,) = temporary.glob("README.*.md")
    assert f"Thewholereportisin{kept}" in said
    assert Report.load(kept).question(2).answer == "last words"


def test_a_closed_terminal_ends_it_with_every_word_kept(small_report: Path) -> None:
    terminal = _open(small_report)
    with terminal:
        terminal.wait_for("Question 2")
        terminal.settle()
        terminal.type("last words")
        terminal.wait_for("last words")
        terminal.hang_up()
        terminal.wait_exit()
    assert _recovered(small_report) == "last words"
    assert lock.holder_of(small_report) is None


def _open_slow_editor(path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Type something, and open an editor that adds to it and stays open."""
    script = path.parent / "slow"
    script.write_text('#!/bin/sh\nprintf "written elsewhere" >> "$1"\necho it is open\nexec sleep 60\n')
    script.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(script))
    terminal = _open(path)
    terminal.wait_for("Question 2")
    terminal.settle()
    terminal.type("last words\x07")
    terminal.wait_for("it is open")
    return terminal


@pytest.mark.parametrize("end", sampled(["SIGTERM", "SIGHUP", "closed"], 1))
def test_it_ends_with_every_word_kept_while_another_editor_is_open(
    small_report: Path, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    """Those that the other editor has saved, too."""
    with _open_slow_editor(small_report, monkeypatch) as terminal:
        if end == "closed":
            terminal.hang_up()
        else:
            os.kill(terminal.pid, getattr(signal, end))
        assert terminal.wait_exit() == 128 + getattr(signal, end if end != "closed" else "SIGHUP")
    assert _recovered(small_report) == "last words\nwritten elsewhere"
    assert lock.holder_of(small_report) is None


@pytest.mark.parametrize("is_at_once", [pytest.param(True, marks=pytest.mark.full), False])
def test_what_was_typed_and_what_another_editor_saved_survives_a_kill(
    small_report: Path, monkeypatch: pytest.MonkeyPatch, *, is_at_once: bool
) -> None:
    """What was typed before it was opened at once, what it saved by itself while it is open."""
    saved = "last words\nwritten elsewhere"
    with _open_slow_editor(small_report, monkeypatch) as terminal:
        if not is_at_once:
            terminal.until(lambda: _recovered(small_report) == saved)
        os.kill(terminal.pid, signal.SIGKILL)
        terminal.wait_exit()
    assert _recovered(small_report) in (["last words", saved] if is_at_once else [saved])
    with _open(small_report) as terminal:
        terminal.wait_for("Unsaved work found")


def test_what_another_editor_saved_and_gave_up_is_not_brought_back(
    small_report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends with an error: the answer is as it was, in recovery too; its text is kept as a file."""
    script, leave = small_report.parent / "fails", small_report.parent / "leave"
    wait = f"until [ -e {shlex.quote(str(leave))} ]; do sleep 0.02; done"
    script.write_text(f'#!/bin/sh\nprintf "given up" >> "$1"\n{wait}\nexit 3\n')
    script.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(script))
    with _open(small_report) as terminal:
        terminal.wait_for("Question 2")
        terminal.settle()
        terminal.type("last words\x07")
        terminal.until(lambda: _recovered(small_report) == "last words\ngiven up")
        leave.touch()
        terminal.wait_for("exit code 3")
        terminal.until(lambda: _recovered(small_report) == "last words")
        os.kill(terminal.pid, signal.SIGKILL)
        terminal.wait_exit()
    assert _recovered(small_report) == "last words"


def test_what_was_typed_survives_a_kill_and_the_next_start_offers_it(small_report: Path) -> None:
    with _open(small_report) as terminal:
        terminal.wait_for("Question 2")
        terminal.settle()
        terminal.type("last words")
        terminal.until(lambda: _recovered(small_report) == "last words")
        os.kill(terminal.pid, signal.SIGKILL)
        terminal.wait_exit()
    assert _recovered(small_report) == "last words"
    with _open(small_report) as terminal:
        terminal.wait_for("Unsaved work found")
        terminal.press("enter")
        terminal.wait_for("Brought back")
        terminal.wait_for("last words")
        terminal.press("ctrl+s")
        terminal.wait_for("Saved")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    assert Report.load(small_report).question(2).answer == "last words"
    assert recovery.read_recovery(small_report) is None


@pytest.mark.full
def test_a_second_editor_is_told_who_writes(small_report: Path) -> None:
    with _open(small_report) as first:
        first.wait_for("Question 2")
        first.settle()
        with _open(small_report) as second:
            second.wait_for("open in another editor")
            second.wait_for("read-only")
            second.type("nothing")
            second.settle()
            assert "nothing" not in second.screen
        first.type("mine")
        first.wait_for("mine")
