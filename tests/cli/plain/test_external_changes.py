"""`exam-tui edit --plain` and what others change in the file meanwhile: taken in, asked about, never overwritten."""

import re
import sys
from collections.abc import Mapping
from itertools import count
from pathlib import Path

import pytest

from exam_tui import Report
from exam_tui.desktop import external_editor
from exam_tui.storage.disk import syscalls
from exam_tui.storage.history import recovery
from exam_tui.storage.history.versions import history_of
from tests.cli.conftest import Write, report_text
from tests.cli.plain.conversation import PlainHere

assert sys.platform != "win32"  # for mypy, which stops here on Windows


def change(path: Path, answers: Mapping[int, str], **settings: object) -> None:
    """Write the file as somebody else does."""
    path.write_text(report_text(answers, **settings), encoding="utf-8")  # type: ignore[arg-type] # handed on


def answers(path: Path) -> list[str]:
    """Return the answers in the file."""
    return [question.answer for question in Report.load(path).questions]


def test_other_answers_and_ticks_are_taken_in_at_the_next_command(write: Write) -> None:
    """They are told, and saved with what was typed here."""
    path = write("a.md")
    with PlainHere(path) as plain:
        plain.answer(2, "peas")
        change(path, {1: "theirs"}, tasks="xx")
        assert "Merged from the file: question 1, 1 tick.\n" in plain.say("again")
        assert "theirs" in plain.say("1", "read")
        assert "Merged from the file" not in plain.say("list")
        assert "Saved." in plain.say("save")
    assert answers(path) == ["theirs", "peas", ""]
    assert [task.done for task in Report.load(path).tasks] == [True, True]


def test_what_changes_right_before_a_save_is_saved_and_on_the_page(write: Write) -> None:
    """The page is of what was saved, not of what was here before."""
    path = write("a.md")
    with PlainHere(path, options=()) as plain:
        plain.answer(2, "peas")
        change(path, {1: "theirs"})
        said = plain.say("save")
        assert said.index("Merged from the file: question 1.") < said.index("Saved.")
    page = path.with_name("report.html").read_text(encoding="utf-8")
    assert "theirs" in page
    assert "peas" in page
    assert answers(path) == ["theirs", "peas", ""]


@pytest.mark.parametrize(("choice", "expected"), [("3", "theirs"), ("both: yours, then theirs", "peas\n\ntheirs")])
def test_the_same_answer_on_both_sides_is_asked_about(write: Write, choice: str, expected: str) -> None:
    """It is said at the next command, and asked at the save; what stood there before can be read."""
    path = write("a.md", {2: "beans"})
    with PlainHere(path) as plain:
        plain.answer(2, "peas", how="2")
        change(path, {1: "roses", 2: "theirs"})
        said = plain.say("list")
        assert "a.md also changed outside the editor: question 2. Nothing is lost. Type decide to resolve it" in said
        assert "Merged from the file: question 1." in said
        assert "changed outside" not in plain.say("list")
        assert "peas" in plain.say("read")
        said = plain.say("save")
        assert "Yours, 1 word:\nRemoved: beans\nAdded: peas\n" in said
        theirs = r"^Theirs \(a.md, .*[0-9]{2}:[0-9]{2}\), 1 word:\nRemoved: beans\nAdded: theirs$"
        assert re.search(theirs, said, re.MULTILINE)
        assert "beans\nQuestion 2 has conflicting changes" in plain.say("5")
        said = plain.say(choice)
        assert "Merged from the file" not in said
        assert ("Nothing to save" if expected == "theirs" else "Saved.") in said
    assert answers(path) == ["roses", expected, ""]
    assert b"peas" in b"".join(version.data for version in history_of(path))


def test_both_texts_are_edited_in_the_users_editor(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """As they are below each other; nothing changed is no decision."""
    path = write("a.md")
    script = path.with_name("ed")
    script.write_text("#!/bin/sh\n", encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(script))
    monkeypatch.setattr(external_editor, "_AT_ONCE", 0.0)
    with PlainHere(path) as plain:
        plain.answer(2, "peas")
        change(path, {2: "theirs"})
        plain.say("decide")
        assert "No changes made. Choice 1 keeps both texts." in plain.say("4")
        script.write_text('#!/bin/sh\nsed -i "s/theirs/and theirs/" "$1"\n', encoding="utf-8")
        plain.say("edit both in your editor")
        assert "peas\n\nand theirs" in plain.say("read")
        assert "There are no conflicts." in plain.say("decide")
        plain.say("save")
    assert answers(path)[1] == "peas\n\nand theirs"


def test_what_is_put_off_is_not_saved_and_asked_again(write: Write) -> None:
    """Neither side is lost: what is here is kept for recovery."""
    path = write("a.md")
    with PlainHere(path) as plain:
        plain.answer(2, "peas")
        change(path, {2: "theirs"})
        plain.say("save")
        assert "Not saved. Your text is kept in the editor." in plain.say("6")
        assert answers(path)[1] == "theirs"
        found = recovery.read_recovery(path)
        assert found
        assert Report.from_bytes(found.ours).question(2).answer == "peas"
        plain.say("save")
        assert "Saved." in plain.say("2")
    assert answers(path)[1] == "peas"


def test_a_change_that_is_not_ours_is_not_undone(write: Write) -> None:
    """What was changed here before it, neither."""
    path = write("a.md")
    with PlainHere(path) as plain:
        plain.answer(1, "roses")
        plain.say("save")
        plain.answer(2, "peas")
        change(path, {1: "roses and tulips"})
        assert "Question 2 is back to: no answer." in plain.say("undo")
        assert "Nothing to undo." in plain.say("undo")
        plain.say("save")
    assert answers(path) == ["roses and tulips", "", ""]


def test_a_file_that_is_gone_is_written_anew_when_one_says_so(write: Write) -> None:
    """It is said at the next command; nothing is lost."""
    path = write("a.md")
    with PlainHere(path) as plain:
        plain.answer(1, "roses")
        path.unlink()
        assert "a.md is gone: deleted, moved or on another branch. Your text is kept in the editor." in plain.say(
            "again"
        )
        assert "is gone" not in plain.say("again")
        assert "Write it again from the editor?" in plain.say("save")
        assert "Not saved." in plain.say("2")
        assert not path.exists()
        plain.say("save")
        assert "Saved." in plain.say("1")
    assert answers(path)[0] == "roses"


def test_a_new_template_takes_the_answers_over_and_one_stays_at_the_same_question(write: Write) -> None:
    """Whatever its number is now; it can be taken back there."""
    path = write("a.md", {1: "roses"})
    text = path.read_text(encoding="utf-8")
    new = "### Question 1\n> **Who are you?**\n>\n> Answer:\n\n--- question 1 fill here ---\n\n"
    moved = text.replace("Question 2\n> **What grows in bed 2?", "Question 3\n> **What grows in bed 2?")
    moved = moved.replace("Question 3\n> **What grows in bed 3?", "Question 4\n> **What grows in bed 3?")
    moved = moved.replace("Question 1\n> **What grows in bed 1?", "Question 2\n> **What grows in bed 1?")
    moved = moved.replace("### Question 2\n", f"{new}### Question 2\n", 1)
    for number in (3, 2):
        moved = moved.replace(f"--- question {number} fill", f"--- question {number + 1} fill")
    with PlainHere(path) as plain:
        plain.answer(2, "peas")
        path.write_text(moved, encoding="utf-8")
        said = plain.say("read")
        assert "The questions changed. Your answers stayed with theirs." in said
        assert "You are at the same question, now number 3.\npeas\n3> " in said
        assert "Question 3 is back to: no answer." in plain.say("undo")
        plain.answer(3, "beans")
        plain.say("save")
    assert answers(path) == ["", "roses", "beans", ""]


def test_a_file_that_cannot_be_read_now_is_said_and_nothing_is_lost(write: Write) -> None:
    """A folder stands in its place for a while."""
    path = write("a.md")
    with PlainHere(path) as plain:
        plain.answer(1, "roses")
        kept = path.rename(path.with_name("kept.md"))
        path.mkdir()
        assert "exam-tui: " in plain.say("again")
        path.rmdir()
        kept.rename(path)
        assert "Saved." in plain.say("save")
    assert answers(path)[0] == "roses"


def test_where_the_question_at_hand_is_gone_it_is_said(write: Write) -> None:
    """One goes on at the last one."""
    path = write("a.md", {3: "a picture"})
    with PlainHere(path) as plain:
        plain.say("3")
        change(path, {}, count=2)
        said = plain.say("read")
        assert "The questions changed." in said
        assert "Question 3 is gone. You are now at question 2.\nNo answer yet.\n2> " in said


def test_an_answer_whose_question_is_gone_is_asked_about_and_stays(write: Write) -> None:
    """A file that has no place for it is not overwritten, and takes nothing away from what is here."""
    path = write("a.md")
    with PlainHere(path) as plain:
        plain.answer(3, "a picture")
        change(path, {1: "theirs"}, count=2)
        plain.say("again")
        assert "a picture" in plain.say("read")
        assert answers(path) == ["theirs", ""]
        said, code = plain.end()
        assert code == 2
        assert "Your version is in a.mine.md." in said
    assert answers(path) == ["theirs", ""]
    assert answers(path.with_name("a.mine.md"))[2] == "a picture"


def test_a_tick_whose_task_is_gone_is_told(write: Write) -> None:
    """The rest is taken in."""
    path = write("a.md", tasks=" ")
    with PlainHere(path) as plain:
        plain.say("tick 1")
        change(path, {1: "roses"}, tasks="")
        said = plain.say("again")
        assert "Merged from the file: question 1" in said
        assert "A task is gone, and its tick with it: water the plants." in said


def writing_while_one_waits(path: Path, patch: pytest.MonkeyPatch) -> None:
    """Let another program write another answer whenever ours waits for it to have ended."""
    numbers = count()
    patch.setattr(syscalls.OS, "sleep", lambda _: change(path, {1: f"theirs {next(numbers)}"}))


def test_a_file_that_is_written_all_the_time_is_said_and_holds_up_nothing(write: Write) -> None:
    """A save that cannot be says so; commands go on, and say it once; what is there is taken in when it rests."""
    path = write("a.md")
    with PlainHere(path) as plain:
        plain.answer(2, "peas")
        change(path, {1: "theirs"})
        with pytest.MonkeyPatch.context() as patch:
            writing_while_one_waits(path, patch)
            said = plain.say("save")
            assert "Another program keeps rewriting a.md. Save again once it has stopped." in said
            assert said.endswith("Not saved. Your text is kept in the editor.\n2> ")
            assert "keeps rewriting" in plain.say("list")
            assert "keeps rewriting" not in plain.say("list")
        assert "Merged from the file: question 1." in plain.say("again")
        assert "Saved." in plain.say("save")
    assert answers(path)[0].startswith("theirs ")
    assert answers(path)[1] == "peas"
