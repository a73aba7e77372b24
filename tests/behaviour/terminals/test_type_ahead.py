"""Keys that come faster than what they open: over a slow line a terminal sends many in one piece."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("a pty is a Unix thing", allow_module_level=True)

from exam_tui import Report
from exam_tui.storage.history import recovery
from tests.terminal import Terminal

assert sys.platform != "win32"  # for mypy, which stops here on Windows

DESK = r"words\s+\d"
"""What is on the screen while the answer is, and nothing over it."""


@pytest.fixture
def terminal(small_report: Path) -> Iterator[Terminal]:
    arguments = [sys.executable, "-m", "exam_tui", "--no-html", small_report.name]
    with Terminal(arguments, folder=small_report.parent, columns=100, rows=30) as terminal:
        terminal.wait_for(DESK)
        terminal.settle()
        yield terminal
        assert terminal.wait_exit() == 0


def _answer(report: Path, number: int) -> str:
    return Report.load(report).question(number).answer


def _kept(report: Path) -> str:
    """Return the answer to question 2 as the recovery file has it."""
    found = recovery.read_recovery(report)
    return Report.from_bytes(found.ours).question(2).answer if found else ""


@pytest.mark.parametrize("times", [1, pytest.param(4, marks=pytest.mark.full)])
def test_a_number_typed_behind_go_to_and_words_behind_that_land_where_they_belong(
    small_report: Path, terminal: Terminal, times: int
) -> None:
    before = _answer(small_report, 4)
    terminal.type("\x1bg2\rone\x1bg4\r and more" * times)
    terminal.wait_for("unsaved")
    terminal.settle()
    terminal.type("\x13\x11")
    assert terminal.wait_exit() == 0
    assert _answer(small_report, 2) == "one" * times
    assert _answer(small_report, 4) == before + " and more" * times


@pytest.mark.full
def test_what_is_typed_behind_find_is_looked_for(small_report: Path, terminal: Terminal) -> None:
    terminal.type("\x1bg4\r\x06sails\r")
    terminal.wait_for("1 of 1")
    terminal.settle()
    terminal.type("\x1b")
    terminal.settle()
    terminal.type("ships\x13\x11")
    assert terminal.wait_exit() == 0
    assert _answer(small_report, 2) == ""
    assert _answer(small_report, 4) == "Far too many words about two small ships"


@pytest.mark.full
def test_enter_behind_quit_saves_and_quits(small_report: Path, terminal: Terminal) -> None:
    terminal.type("words\x11\r")
    assert terminal.wait_exit() == 0
    assert _answer(small_report, 2) == "words"


@pytest.mark.full
def test_a_name_typed_behind_the_palette_finds_the_command(small_report: Path, terminal: Terminal) -> None:
    terminal.type("words\x10Save the report")
    terminal.wait_for("Save the report")
    terminal.settle()
    terminal.type("\r")
    terminal.wait_for("✓ saved")
    terminal.type("\x11")
    assert terminal.wait_exit() == 0
    assert _answer(small_report, 2) == "words"


def test_letters_typed_behind_the_checklist_filter_it(terminal: Terminal) -> None:
    terminal.type("\x14tests")
    terminal.wait_for("tests")
    terminal.settle()
    terminal.type("\x1b")
    terminal.wait_for("type to find a task")
    terminal.settle()
    terminal.type("\x1b")
    terminal.wait_for(DESK)
    terminal.settle()
    assert "unsaved" not in terminal.screen
    terminal.type("\x11")


def test_letters_behind_what_looks_at_files_before_it_opens_are_not_for_the_answer(terminal: Terminal) -> None:
    """Images and problems: the key holds what comes next until they are there."""
    for key, opens in (("\x1bi", "Insert an image"), ("\x0c", "Problems")):
        terminal.type(f"{key}zzz")
        terminal.wait_for(opens)
        terminal.settle()
        terminal.type("\x1b")
        terminal.wait_for(DESK)
        terminal.settle()
        assert "unsaved" not in terminal.screen, opens
    terminal.type("\x11")


def test_a_key_for_a_dialog_does_nothing_once_a_later_one_has_closed_it(small_report: Path) -> None:
    """The dialog is the offer to bring back what a killed run has left; Enter takes it."""
    arguments = [sys.executable, "-m", "exam_tui", "--no-html", small_report.name]
    with Terminal(arguments, folder=small_report.parent, columns=100, rows=30) as killed:
        killed.wait_for(DESK)
        killed.type("kept")
        killed.until(lambda: _kept(small_report) == "kept")
        os.kill(killed.pid, signal.SIGKILL)
    with Terminal(arguments, folder=small_report.parent, columns=100, rows=30) as terminal:
        terminal.wait_for("Unsaved work found")
        terminal.settle()
        terminal.type("\x1bg4\r")
        terminal.wait_for("Brought back 1 answer.")
        terminal.settle()
        assert "Go to question" not in terminal.screen
        terminal.type(" words\x13\x11")
        assert terminal.wait_exit() == 0
    assert _answer(small_report, 2) == "kept words"


def test_of_two_thousand_keys_at_once_none_is_lost_and_a_save_among_them_saves_what_came_before(
    small_report: Path, terminal: Terminal
) -> None:
    """And perhaps of what came behind it: a save looks at the file first, and that is typed meanwhile."""
    before, after = "word " * 200 + "Ж", " more" * 200
    terminal.type(f"{before}\x13{after}")
    terminal.until(lambda: _answer(small_report, 2) != "")
    saved = _answer(small_report, 2)
    assert saved.startswith(before)
    assert (before + after).startswith(saved)
    terminal.settle()
    terminal.type("\x13\x11")
    assert terminal.wait_exit() == 0
    assert _answer(small_report, 2) == before + after
