"""What others change in an open report's file, whoever sits before it: taken in, asked about, never overwritten."""

import os
from itertools import count
from pathlib import Path

import pytest

from exam_tui.cli.plain.dialogue import drive
from exam_tui.core.report.report import Report
from exam_tui.session.dialogue import SyncState
from exam_tui.session.merging import external_changes
from exam_tui.session.session import FileOnDisk, Session
from exam_tui.storage.disk import syscalls
from exam_tui.storage.history.versions import history_of
from tests.behaviour.stateful.scripted import Answers
from tests.session.opened_report import Open, change


def _write_while_one_waits(path: Path, patch: pytest.MonkeyPatch) -> None:
    """Let another program write another answer whenever ours waits for it to have ended."""
    numbers = count()
    patch.setattr(syscalls.OS, "sleep", lambda _: change(path, {1: f"theirs {next(numbers)}", 2: "peas"}))


def _in_history(opened: Open, text: str) -> bool:
    return any(text.encode() in version.data for version in history_of(opened.path))


def test_a_change_of_the_same_size_and_time_is_seen(opened: Open) -> None:
    before = opened.path.stat()
    change(opened.path, {1: "tulip", 2: "peas"})
    os.utime(opened.path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert opened.look() is SyncState.TOGETHER
    assert opened.session.report.question(1).answer == "tulip"


def test_two_paragraphs_of_one_answer_go_together(opened: Open) -> None:
    change(opened.path, {1: "One.\n\nTwo.\n\nThree."})
    opened.look()
    opened.write(1, "One.\n\nTwo.\n\nThree of mine.")
    change(opened.path, {1: "One of theirs.\n\nTwo.\n\nThree."})
    assert opened.save() is SyncState.TOGETHER
    assert opened.answer(1) == "One of theirs.\n\nTwo.\n\nThree of mine."
    assert not opened.told.asked


@pytest.mark.parametrize(
    ("choice", "expected"), [("both", "beans\n\ntheirs"), ("ours", "beans"), ("theirs", "theirs"), ("later", "theirs")]
)
def test_the_same_answer_on_both_sides_is_asked_about_when_saving(opened: Open, choice: str, expected: str) -> None:
    """Before that it is said once. What was here is nowhere lost: put off it stays, else it is in the history."""
    opened.write(2, "beans")
    change(opened.path, {1: "roses", 2: "theirs"})
    assert [opened.look(), opened.look()] == [SyncState.OPEN] * 2
    assert opened.messages() == ["README.md also changed outside the editor: question 2. "]
    opened.told.answers = Answers(conflict=choice)
    assert opened.save() is (SyncState.OPEN if choice == "later" else SyncState.TOGETHER)
    assert opened.told.asked == ["conflict 2"]
    assert opened.answer(2) == expected
    assert opened.session.report.question(2).answer == ("beans" if choice == "later" else expected)
    assert choice == "later" or _in_history(opened, "beans")


@pytest.mark.parametrize(("choice", "text"), [("keep", "tulips"), ("take", "roses")])
def test_an_answer_that_went_back_outside_is_asked_about(opened: Open, choice: str, text: str) -> None:
    """A hook that stashes and fails to restore does so."""
    before = opened.path.read_bytes()
    opened.write(1, "tulips")
    opened.save()
    opened.path.write_bytes(before)
    assert opened.look() is SyncState.OPEN
    opened.told.answers = Answers(reverted=choice)
    assert opened.save() is SyncState.TOGETHER
    assert (opened.answer(1), opened.session.report.question(1).answer) == (text, text)


def test_a_file_that_is_gone_is_written_anew_when_one_says_so(opened: Open) -> None:
    opened.write(1, "tulips")
    opened.path.unlink()
    opened.told.answers = Answers(anew=False)
    assert opened.save() is SyncState.OPEN
    assert not opened.path.exists()
    opened.told.answers = Answers()
    assert opened.save() is SyncState.TOGETHER
    assert opened.answer(1) == "tulips"


@pytest.mark.parametrize("is_edited", [True, False])
def test_a_file_that_became_something_else_can_be_put_back(opened: Open, *, is_edited: bool) -> None:
    if is_edited:
        opened.write(1, "tulips")
    opened.path.write_bytes(b"Notes of a meeting.\n")
    assert opened.save() is SyncState.TOGETHER
    assert opened.answer(1) == ("tulips" if is_edited else "roses")
    assert _in_history(opened, "Notes of a meeting.\n")


def test_a_file_that_became_something_else_can_stay_and_the_report_go_beside_it(opened: Open) -> None:
    opened.write(1, "tulips")
    opened.path.write_bytes(b"Notes of a meeting.\n")
    opened.told.choice = "beside"
    assert opened.save() is SyncState.TOLD
    assert opened.messages()[-1] == "Your version is in README.mine.md. README.md is unchanged."
    assert opened.path.read_bytes() == b"Notes of a meeting.\n"
    assert Report.load(opened.path.with_name("README.mine.md")).question(1).answer == "tulips"


def test_a_file_that_is_written_all_the_time_is_said_and_saved_to_once_it_rests(opened: Open) -> None:
    """At each save, and once where nobody has asked."""
    opened.write(2, "beans")
    change(opened.path, {1: "theirs", 2: "peas"})
    said = "Another program keeps rewriting README.md. Save again once it has stopped. Your text is kept in the editor."
    with pytest.MonkeyPatch.context() as patch:
        _write_while_one_waits(opened.path, patch)
        assert [opened.save(), opened.look(), opened.look(), opened.save()] == [SyncState.OPEN] * 4
    assert opened.messages() == [said] * 3
    assert opened.save() is SyncState.TOGETHER
    assert opened.answer(1).startswith("theirs ")
    assert opened.answer(2) == "beans"


def test_where_it_is_written_all_the_time_and_nobody_can_be_asked_a_file_beside_it_has_the_words(opened: Open) -> None:
    opened.write(2, "beans")
    change(opened.path, {1: "theirs", 2: "peas"})
    with pytest.MonkeyPatch.context() as patch:
        _write_while_one_waits(opened.path, patch)
        assert not drive(opened.flows.saving.save_unasked("The input has ended."))
    assert Report.load(opened.path.with_name("README.mine.md")).question(2).answer == "beans"


def test_a_file_that_changes_after_each_decision_is_left_in_the_end(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody decides for ever."""
    numbers = count()
    resolve = opened.told.resolve

    async def resolving(*asked: object) -> str | None:
        change(opened.path, {1: f"theirs {next(numbers)}", 2: "peas"})
        return await resolve(*asked)  # type: ignore[arg-type] # handed on

    monkeypatch.setattr(opened.told, "resolve", resolving)
    opened.write(1, "ours")
    change(opened.path, {1: "theirs", 2: "peas"})
    assert opened.save() is SyncState.OPEN
    assert opened.told.asked == ["conflict 1"] * 4
    assert opened.answer(1) == "theirs 3"
    assert "ours" in opened.session.report.question(1).answer


def test_what_need_not_be_decided_any_more_is_taken_in(opened: Open) -> None:
    """The change here was taken back."""
    opened.write(2, "beans")
    change(opened.path, {2: "theirs"})
    assert opened.look() is SyncState.OPEN
    opened.write(2, "peas")
    assert opened.look() is SyncState.TOGETHER
    assert opened.session.report.question(2).answer == "theirs"


def test_an_answer_whose_question_is_gone_is_asked_about_and_stays(opened: Open) -> None:
    """A file that has no place for it is not overwritten, and takes nothing away from what is here."""
    opened.write(3, "a picture")
    change(opened.path, {1: "theirs", 2: "peas"}, count=2)
    assert opened.look() is SyncState.OPEN
    assert opened.session.report.question(3).answer == "a picture"
    opened.told.choice = "beside"
    assert opened.save() is SyncState.TOLD
    assert opened.answer(1) == "theirs"
    assert Report.load(opened.path.with_name("README.mine.md")).question(3).answer == "a picture"


def test_what_was_chosen_for_an_answer_that_went_back_is_not_asked_again_over_a_conflict(opened: Open) -> None:
    opened.write(1, "tulips")
    opened.save()
    opened.write(2, "my beans")
    change(opened.path, {1: "roses", 2: "their beans"})
    assert opened.save() is SyncState.TOGETHER
    assert [question.partition(" went")[0] for question in opened.told.asked] == [
        "In README.md question 1",
        "conflict 2",
    ]
    assert (opened.answer(1), opened.answer(2)) == ("tulips", "my beans\n\ntheir beans")


def test_what_is_spoken_of_once_is_not_waited_for_at_the_next_looks(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.write(2, "my beans")
    change(opened.path, {1: "roses", 2: "their beans"})
    looked: list[int] = []
    wait_until_stable = external_changes.wait_until_stable

    def counted(session: Session, looks: int) -> FileOnDisk | None:
        looked.append(looks)
        return wait_until_stable(session, looks)

    monkeypatch.setattr(external_changes, "wait_until_stable", counted)
    for _ in range(3):
        assert opened.look() is SyncState.OPEN
    assert len(looked) == 1
    assert [text for text, _ in opened.told.said] == ["README.md also changed outside the editor: question 2. "]
    opened.write(2, "peas")
    assert opened.look() is SyncState.TOGETHER
    assert opened.session.report.question(2).answer == "their beans"
