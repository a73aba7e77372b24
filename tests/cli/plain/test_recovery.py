"""`exam-tui edit --plain` never loses a word: what is typed is kept at once, survives a kill, and is offered again."""

import os
import signal
import sys
from pathlib import Path

import pytest

from exam_tui import Report
from exam_tui.storage.history import recovery
from exam_tui.storage.history.versions import history_of
from exam_tui.storage.lock.lock import holder_of
from tests.cli.conftest import Write, report_text
from tests.cli.plain.conftest import wait_until_kept
from tests.cli.plain.conversation import Plain, PlainHere
from tests.conftest import ROOT
from tests.terminal import Terminal

assert sys.platform != "win32"  # for mypy, which stops here on Windows


def kept(path: Path) -> dict[int, str]:
    """Return the answers in the recovery of a report."""
    found = recovery.read_recovery(path)
    return {} if found is None else {edit.number: edit.text for edit in found.edits.answers}


def answer(path: Path, number: int) -> str:
    """Return an answer in the file."""
    return Report.load(path).question(number).answer


def test_what_was_acknowledged_survives_a_kill_and_is_brought_back(write: Write) -> None:
    """Answers typed and edited, what was taken back, ticks; with what differs, question by question."""
    path = write("a.md", {1: "roses", 2: "peas"})
    script = path.with_name("ed")
    script.write_text('#!/bin/sh\necho "and beans" >> "$1"\n', encoding="utf-8")
    script.chmod(0o755)
    before = path.read_bytes()
    with Plain(path, env={"VISUAL": str(script)}) as plain:
        assert "1 word, fine. Not saved yet." in plain.answer(1, "tulips", how="2")
        assert kept(path) == {1: "tulips"}
        plain.say("2", "edit")
        assert kept(path) == {1: "tulips", 2: "peas\nand beans"}
        plain.say("undo")
        assert kept(path) == {1: "tulips"}
        assert "1. done: water the plants" in plain.say("tick 1")
        plain.say("edit")
        plain.kill()
    assert path.read_bytes() == before
    assert holder_of(path) is None
    with Plain(path) as plain:
        assert "Unsaved work found, typed " in plain.greeting
        assert "Question 1, 1 word:\nRemoved: roses\nAdded: tulips\nBring question 1 back?" in plain.greeting
        assert "Question 2, 3 words:\nAdded: and beans\nBring question 2 back?\n1 Bring it back" in plain.say("1")
        assert "1 tick:\ndone: water the plants\nBring the ticks back?" in plain.say("2")
        said = plain.say("1")
        assert "Brought back: 1 answer, 1 tick. Not saved yet." in said
        assert "The rest was not brought back. It is kept for 30 days: see exam-tui history." in said
        assert kept(path) == {1: "tulips"}
        assert "Saved." in plain.say("save")
        assert recovery.read_recovery(path) is None
        assert plain.end("quit")[1] == 0
    assert (answer(path, 1), answer(path, 2)) == ("tulips", "peas")
    assert Report.load(path).tasks[0].done
    assert [Report.from_bytes(version.data).question(2).answer for version in history_of(path)][-1] != "peas"
    with Plain(path) as plain:
        assert "not saved" not in plain.greeting


@pytest.mark.parametrize("is_conflict", [False, True], ids=["answer", "conflict"])
def test_what_the_user_s_editor_has_saved_survives_a_kill(write: Write, *, is_conflict: bool) -> None:
    """With the editor still open; an answer, or what somebody makes of two."""
    path = write("a.md", {1: "roses", 2: "peas"})
    script = path.with_name("ed")
    script.write_text('#!/bin/sh\necho "and beans" >> "$1"\nexec sleep 60\n', encoding="utf-8")
    script.chmod(0o755)
    with Plain(path, env={"VISUAL": str(script)}) as plain:
        plain.say("2")
        if is_conflict:
            plain.say("type", "2")
            plain.send("my peas")
            plain.say(".")
            path.write_bytes(path.read_bytes().replace(b"peas", b"green peas"))
            assert "4 Edit both in your editor" in plain.say("save")
            plain.send("4")
        else:
            plain.send("edit")
        wait_until_kept(path, "my peas\n\ngreen peas\nand beans" if is_conflict else "peas\nand beans")
        plain.kill()


def test_lines_of_an_answer_that_is_not_ended_survive_a_kill_in_a_terminal(write: Write) -> None:
    """Each as soon as it is typed; added to what was there, or in its place, as was chosen."""
    path = write("a.md", {1: "roses"})
    command = [sys.executable, "-W", "error", "-m", "exam_tui", "edit", "--plain", "--no-html", str(path)]
    with Terminal(command, folder=path.parent, env={"PYTHONPATH": str(ROOT)}) as terminal:
        terminal.wait_for("^2> ")
        terminal.type("1\rtype\r1\r")
        terminal.wait_for("Type the answer")
        terminal.type("tulips\r\rand ")
        wait_until_kept(path, "roses\n\ntulips")
        terminal.type("lilies\r")
        wait_until_kept(path, "roses\n\ntulips\n\nand lilies")
        os.kill(terminal.pid, signal.SIGKILL)
    assert answer(path, 1) == "roses"
    with Plain(path) as plain:
        assert "Added: tulips\nAdded: a blank line\nAdded: and lilies\n" in plain.greeting
        plain.say("1", "save")
    assert answer(path, 1) == "roses\n\ntulips\n\nand lilies"


def test_what_is_typed_first_is_the_whole_answer_and_blank_lines_are_none(write: Write) -> None:
    """Blank lines alone take nothing away."""
    path = write("a.md", {1: "roses"})
    with Plain(path) as plain:
        plain.say("1", "type", "2")
        plain.send("", " ", "lilies")
        wait_until_kept(path, "lilies")
        plain.kill()
    with Plain(path) as plain:
        plain.say("2")
        assert plain.end("quit")[1] == 0
    assert answer(path, 1) == "roses"
    assert [version.kind for version in history_of(path)] == ["opened", "declined"]


def test_leaving_without_saving_keeps_it_for_the_history(write: Write) -> None:
    """It is not offered again."""
    path = write("a.md")
    with PlainHere(path) as plain:
        plain.answer(1, "lilies")
        said, code = plain.end("quit", "2")
        assert "Not saved. It is kept for 30 days: see exam-tui history." in said
        assert code == 0
    assert recovery.read_recovery(path) is None
    assert [Report.from_bytes(found.ours).question(1).answer for found in recovery.declined_recoveries(path)] == [
        "lilies"
    ]
    with PlainHere(path) as plain:
        assert "not saved" not in plain.greeting


def test_what_waits_is_left_waiting_where_nobody_decides(write: Write) -> None:
    """The input ends at the question."""
    path = write("a.md")
    with Plain(path) as plain:
        plain.answer(1, "lilies")
        plain.kill()
    with Plain(path) as plain:
        assert plain.end()[1] == 0
    assert kept(path) == {1: "lilies"}
    assert answer(path, 1) == ""


def test_an_answer_that_was_changed_since_keeps_both_changes(write: Write) -> None:
    """And one whose question is gone is in the history."""
    path = write("a.md", {1: "roses"})
    with Plain(path) as plain:
        plain.say("1", "type", "1")
        plain.send("lilies")
        plain.say(".")
        plain.answer(3, "a picture")
        plain.kill()
    path.write_text(report_text({1: "tulips"}, count=2), encoding="utf-8")
    with Plain(path) as plain:
        said = plain.greeting
        assert "Question 1, 2 words:\nAdded: a blank line\nAdded: lilies\n" in said
        assert "The answer also changed in the file. Both changes are merged." in said
        said = plain.say("1")
        assert "Question 3 is no longer in the file." in said
        assert "Brought back: 1 answer. Not saved yet.\nThe rest was not brought back. It is kept for 30 days" in said
        plain.say("save")
    assert answer(path, 1) == "tulips\n\nlilies"
    [left] = recovery.declined_recoveries(path)
    assert Report.from_bytes(left.ours).question(3).answer == "a picture"


def test_what_is_left_out_is_not_offered_again(write: Write) -> None:
    """It is in the history, as something that was decided on."""
    path = write("a.md", {1: "roses"})
    with Plain(path) as plain:
        plain.answer(1, "lilies", how="2")
        plain.kill()
    with Plain(path) as plain:
        assert "Bring question 1 back?" in plain.greeting
        assert "Nothing was brought back. It is kept for 30 days" in plain.say("2")
        plain.kill()
    with Plain(path) as plain:
        assert "was found" not in plain.greeting
    assert [version.kind for version in history_of(path)] == ["opened", "declined"]
    assert answer(path, 1) == "roses"


def test_an_answer_that_was_changed_in_the_same_place_since_is_asked_about(write: Write) -> None:
    """Which text to take, or both; what stood there before can be read."""
    path = write("a.md", {1: "roses"})
    with Plain(path) as plain:
        plain.answer(1, "lilies", how="2")
        plain.kill()
    path.write_text(report_text({1: "tulips"}), encoding="utf-8")
    with Plain(path) as plain:
        assert "The answer also changed in the file, in the same place. You will be asked." in plain.greeting
        said = plain.say("1")
        assert "Question 1 has conflicting changes in the file." in said
        assert "roses\nQuestion 1" in plain.say("5")
        assert "Brought back: 1 answer." in plain.say("1")
        plain.say("save")
    assert answer(path, 1) == "lilies\n\ntulips"


def test_a_recovery_that_is_damaged_is_said_and_stops_nothing(write: Write, tmp_path: Path) -> None:
    """It is put aside."""
    path = write("a.md")
    with Plain(path) as plain:
        plain.answer(1, "lilies")
        plain.kill()
    [file] = (tmp_path / "state").rglob("recovery/*.json")
    file.write_bytes(file.read_bytes().replace(b"lilies", b"horses"))
    with Plain(path) as plain:
        assert "Unsaved work was found, but it is damaged. It is kept in " in plain.greeting
        plain.answer(1, "tulips")
        assert "Saved." in plain.say("save")
    [aside] = recovery.damaged_recoveries(path)
    assert b"horses" in aside.read_bytes()


def test_where_nothing_can_be_kept_it_is_said_once_and_typing_goes_on(write: Write, tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    path = write("a.md")
    with PlainHere(path) as plain:
        folder = tmp_path / "state" / "exam-tui" / "recovery"
        assert folder.parent.is_dir()
        folder.write_bytes(b"")
        assert "Not kept for recovery: " in plain.answer(1, "lilies")
        assert "Not kept" not in plain.say("tick 1")
        assert "Saved." in plain.say("save")
    assert answer(path, 1) == "lilies"


def test_nothing_of_a_recovery_or_of_the_file_reaches_the_terminal_raw(write: Write) -> None:
    """Neither what is offered nor what both sides changed, before and after."""
    path = write("a.md", {1: "\x1b]0;base\x07"})
    with Plain(path) as plain:
        plain.answer(1, "\x1b]0;mine\x07 \u202e", how="2")
        plain.kill()
    with Plain(path) as plain:
        assert "Removed: ␛]0;base␇\nAdded: ␛]0;mine␇ ·\n" in plain.greeting
        plain.say("1")
        path.write_text(report_text({1: "\x1b]0;theirs\x07"}), encoding="utf-8")
        said = plain.say("save")
        assert "Added: ␛]0;theirs␇" in said
        said += plain.say("5")
        assert "␛]0;base␇\nQuestion 1 has conflicting changes" in said
        assert not {"\x1b", "\x07", "\u202e"} & {*plain.greeting, *said}
