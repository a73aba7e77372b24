"""`exam-tui edit --plain` beside another editor: one writes, the other reads until it takes over."""

import os
import sys
from pathlib import Path

from exam_tui import Report
from exam_tui.storage.history import recovery
from exam_tui.storage.history.versions import history_of
from exam_tui.storage.lock import lock
from tests.cli.conftest import Write, report_text
from tests.cli.plain.conftest import wait_until_kept
from tests.cli.plain.conversation import Plain, PlainHere
from tests.conftest import ROOT
from tests.terminal import Terminal

assert sys.platform != "win32"  # for mypy, which stops here on Windows

READING = "It is read-only here. Type takeover to take over."


def answer(path: Path, number: int) -> str:
    """Return an answer in the file."""
    return Report.load(path).question(number).answer


def test_a_second_editor_reads_and_is_told_who_writes(write: Write) -> None:
    """Also what the other one saves meanwhile."""
    path = write("a.md", {1: "roses"})
    before = path.read_bytes()
    with Plain(path) as first, Plain(path) as second:
        assert f"a.md is open in another editor (process {first.pid}, since " in second.greeting
        assert READING in second.greeting
        assert "roses" in second.say("1", "read")
        assert "problems" in second.say("problems")
        for words in ("type", "edit", "undo", "tick 1", "save", "decide"):
            said = second.say(words)
            assert f"open in another editor (process {first.pid}" in said
            assert READING in said
        assert path.read_bytes() == before
        first.answer(2, "peas")
        first.say("save")
        assert "Merged from the file: question 2." in second.say("2")
        assert "peas" in second.say("read")
        assert second.end("quit")[1] == 0
        assert "No other editor has the report open." in first.say("takeover")
    assert recovery.read_recovery(path) is None


def test_who_is_taken_over_from_learns_it_and_writes_no_more(write: Write) -> None:
    """What it had not saved is offered to who took over, and what it typed since is kept."""
    path = write("a.md")
    with Plain(path) as first, Plain(path) as second:
        first.answer(1, "roses")
        first.say("2", "type")
        assert "If you take over, it becomes read-only.\n1 Take over\n2 Stay read-only" in second.say("takeover")
        assert "Question" not in second.say("2")
        assert "Unsaved work found" in second.say("takeover", "1")
        assert "You can edit now." in second.say("1")
        second.answer(3, "a picture")
        first.send("peas")
        wait_until_kept(path, "peas")
        assert "Not saved yet." in first.say(".")
        said = first.say("save")
        assert f"Another editor took over a.md (process {second.pid}, since " in said
        assert f"Your unsaved text is kept for recovery. {READING}" in said
        assert READING in first.say("tick 1")
        assert answer(path, 1) == ""
        assert "peas" in first.say("2", "read")
        said, code = first.end("quit")
        assert "Your unsaved text is kept for recovery." in said
        assert code == 0
        assert "Saved." in second.say("save")
        assert second.end("quit")[1] == 0
    assert [answer(path, number) for number in (1, 2, 3)] == ["roses", "", "a picture"]
    assert any(Report.from_bytes(version.data).question(2).answer == "peas" for version in history_of(path))


def test_the_end_of_the_input_saves_nothing_where_another_editor_writes(write: Write) -> None:
    """It is kept for recovery, and that is no success."""
    path = write("a.md")
    with PlainHere(path) as first:
        first.answer(1, "roses")
        held = lock.holder_of(path)
        other = lock.acquire(path, instead_of=held)
        assert isinstance(other, lock.Lock)
        said, code = first.end()
        assert "Another editor took over a.md" in said
        assert "The input has ended. Your unsaved text is kept for recovery." in said
        assert code == 2
        assert answer(path, 1) == ""
        wait_until_kept(path, "roses")
        other.release()


def test_where_the_other_editor_is_gone_again_one_goes_on_writing(write: Write) -> None:
    """What it wrote is taken in."""
    path = write("a.md")
    with PlainHere(path) as plain:
        plain.answer(1, "roses")
        other = lock.acquire(path, instead_of=lock.holder_of(path))
        assert isinstance(other, lock.Lock)
        path.write_text(report_text({2: "theirs"}), encoding="utf-8")
        other.release()
        assert "Merged from the file: question 2." in plain.say("again")
        assert "Saved." in plain.say("save")
    assert (answer(path, 1), answer(path, 2)) == ("roses", "theirs")


def test_a_lock_whose_process_was_killed_is_taken_without_a_word(write: Write) -> None:
    path = write("a.md")
    with Plain(path) as plain:
        plain.kill()
    with Plain(path) as plain:
        assert "another editor" not in plain.greeting
        assert plain.end("1", "tick 1", "save", "quit")[1] == 0
    assert Report.load(path).tasks[0].done
    assert lock.holder_of(path) is None


def test_a_lock_stays_fresh_while_nobody_types(write: Write) -> None:
    """For editors on other machines, which cannot ask after the process."""
    path = write("a.md")
    settings = "from exam_tui.storage.lock import lock; lock.HEARTBEAT_EVERY = 0.1"
    code = f"{settings}; from exam_tui.cli.main import entry; entry()"
    command = [sys.executable, "-c", code, "edit", "--plain", "--no-html", str(path)]
    with Terminal(command, folder=path.parent, env={"PYTHONPATH": str(ROOT)}) as terminal:
        terminal.wait_for("^1> ")
        [file] = Path(os.environ["XDG_STATE_HOME"]).rglob("*.lock")
        os.utime(file, (1, 1))
        terminal.until(lambda: file.stat().st_mtime > 2)
        terminal.type("quit\r")
        assert terminal.wait_exit() == 0
    assert not file.exists()


def test_where_no_lock_can_be_had_one_writes_all_the_same(write: Write, tmp_path: Path) -> None:
    """It is said that nobody can be kept out."""
    path = write("a.md")
    (tmp_path / "state").write_bytes(b"")
    with PlainHere(path) as plain:
        assert "cannot be locked against a second editor" in plain.greeting
        assert "Not kept for recovery: " in plain.answer(1, "roses")
        assert "Saved." in plain.say("save")
        plain.say("tick 1")
        said, code = plain.end("quit", "2")
        assert "The state folder cannot be written" in said
        assert "The input has ended" not in said
        assert code == 0
    assert answer(path, 1) == "roses"
