"""Handing in from inside in a real terminal: git and its hooks have it, and the editor gets it back."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("a pty is a Unix thing", allow_module_level=True)

from tests.repos import NAME, Repo, needs_git, own_settings_only
from tests.terminal import Terminal

pytestmark = needs_git


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    own_settings_only(monkeypatch)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return Repo.with_report(tmp_path / "project")


@contextmanager
def handing_in(repo: Repo) -> Iterator[Terminal]:
    """Yield the editor with something typed, in the dialog that shows what would be done."""
    with Terminal(
        [sys.executable, "-m", "exam_tui", "--no-html", NAME], folder=repo.root, columns=100, rows=30
    ) as made:
        made.wait_for("Questions")
        made.wait_for(r"\^d hand in")
        made.settle()
        made.type(" wild roses")
        made.wait_for("wild roses")
        made.press("ctrl+d")
        made.wait_for("Hand-in check")
        made.press("c")
        made.wait_for(r"git commit --only -m 'Edit question 1'")
        made.settle()
        yield made


def _hook(repo: Repo, name: str, text: str) -> None:
    repo.write(f".git/hooks/{name}", f"#!/bin/sh\n{text}\n").chmod(0o755)


def _is_pushed(repo: Repo) -> bool:
    return repo.git("rev-parse", "origin/main") == repo.git("rev-parse", "HEAD")


def _agree(terminal: Terminal) -> None:
    terminal.type("\r")  # in the message


def _quit(terminal: Terminal) -> None:
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0


def test_a_few_keys_from_the_answer_all_is_committed_and_pushed(repo: Repo) -> None:
    with handing_in(repo) as terminal:
        terminal.press("right")
        terminal.type(" by hand")
        terminal.wait_for("Edit question 1 by hand' --")
        _agree(terminal)
        terminal.wait_for("Committed [0-9a-f]+ and pushed to origin/main.")
        assert repo.git("log", "-1", "--format=%s").strip() == "Edit question 1 by hand"
        assert "wild roses" in repo.git("show", f"HEAD:{NAME}")
        assert _is_pushed(repo)
        _quit(terminal)
        assert b"git push" in terminal.output


@pytest.mark.full
def test_esc_leaves_everything_as_it_is(repo: Repo) -> None:
    before = repo.git("rev-parse", "HEAD")
    with handing_in(repo) as terminal:
        terminal.press("escape")
        terminal.wait_for("images")
        terminal.settle()
        assert repo.git("rev-parse", "HEAD") == before


def test_a_hook_that_asks_is_answered_in_the_terminal_and_nothing_of_it_reaches_the_answer(repo: Repo) -> None:
    """Its stderr is a terminal, and `/dev/tty` is ours, as from a shell."""
    text = "test -t 2 || exit 1\nprintf 'How many beans? ' >&2\nread number </dev/tty\necho $number >beans"
    _hook(repo, "pre-commit", text)
    with handing_in(repo) as terminal:
        _agree(terminal)
        terminal.wait_for(r"How many beans\?")
        terminal.type("42\r")
        terminal.wait_for("Committed [0-9a-f]+ and pushed to origin/main.")
        assert (repo.root / "beans").read_text(encoding="utf-8") == "42\n"
        terminal.type("!")
        terminal.wait_for("wild roses!")


@pytest.mark.full
def test_the_words_of_a_hook_that_refuses_stay_until_they_are_read(repo: Repo) -> None:
    _hook(repo, "pre-commit", "echo 'This is a large file.' >&2\nexit 1")
    with handing_in(repo) as terminal:
        _agree(terminal)
        screen = terminal.wait_for("Press Enter to return to exam-tui")
        assert "This is a large file." in screen
        terminal.type("\r")
        terminal.wait_for("a hook of the repository rejected it")
        terminal.press("enter")
        terminal.press("ctrl+d")
        terminal.wait_for("The report has uncommitted changes")


def test_ctrl_c_ends_the_hook_and_not_the_editor(repo: Repo) -> None:
    before = repo.git("rev-parse", "HEAD")
    _hook(repo, "pre-commit", "echo waiting >&2\nsleep 1000")
    with handing_in(repo) as terminal:
        _agree(terminal)
        terminal.wait_for("waiting")
        terminal.type("\x03")
        terminal.wait_for("Press Enter")
        terminal.type("\r")
        terminal.wait_for("Not committed")
        terminal.press("enter")
        assert repo.git("rev-parse", "HEAD") == before
        terminal.type("!")
        terminal.wait_for("wild roses!")


@pytest.mark.full
def test_a_terminal_that_goes_while_a_hook_waits_loses_no_word(repo: Repo) -> None:
    _hook(repo, "pre-commit", "echo waiting >&2\nsleep 1000 </dev/null >/dev/null 2>&1")
    with handing_in(repo) as terminal:
        _agree(terminal)
        terminal.wait_for("waiting")
        os.kill(terminal.pid, signal.SIGTERM)
        assert terminal.wait_exit() == 128 + signal.SIGTERM
        assert "wild roses" in (repo.root / NAME).read_text(encoding="utf-8")
        assert not (repo.root / ".git/index.lock").exists()


@pytest.mark.full
def test_what_a_program_left_of_the_terminal_is_put_right(repo: Repo) -> None:
    """Here without an echo, as after a password that was not asked to its end."""
    _hook(repo, "pre-push", "stty -echo -icanon </dev/tty\nkill -9 $$")
    with handing_in(repo) as terminal:
        _agree(terminal)
        terminal.wait_for("Press Enter")
        terminal.type("\r")
        terminal.wait_for("but not pushed")
        terminal.settle()
        _quit_twice(terminal)


def _quit_twice(terminal: Terminal) -> None:
    """Quit where something is still to be handed in: the same key once more insists."""
    terminal.press("ctrl+q")
    terminal.wait_for("committed, but not pushed to origin/main")
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0


@pytest.mark.full
def test_quitting_offers_it_and_goes_on_to_it(repo: Repo) -> None:
    repo.answer({5: "We grew beans on the south side this time and ate all of them raw."})
    with Terminal([sys.executable, "-m", "exam_tui", "--no-html", NAME], folder=repo.root) as terminal:
        terminal.wait_for(r"\^d hand in")
        terminal.settle()
        terminal.press("ctrl+q")
        terminal.wait_for("The report is not committed.")
        terminal.press("right", "enter")
        terminal.wait_for("git push")
        terminal.settle()
        _agree(terminal)
        terminal.wait_for("Committed [0-9a-f]+ and pushed")
        _quit(terminal)
    assert _is_pushed(repo)
