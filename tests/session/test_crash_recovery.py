"""What an earlier run could not save: offered, brought back beside what changed since, or kept in the history."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from exam_tui.cli.plain.dialogue import drive
from exam_tui.core.merge.result import Conflict
from exam_tui.core.report.report import Report
from exam_tui.session import crash_recovery
from exam_tui.session.dialogue import Chosen, MergeOutcome, PendingRecovery, RecoveryOutcome
from exam_tui.session.merging.other_side import OtherSide
from exam_tui.session.session import Session
from exam_tui.storage.history import recovery
from tests.session.opened_report import Open, change


def leave_unsaved(path: Path, answers: Mapping[int, str]) -> None:
    """Leave what a killed editor would have left."""
    other = Session.open(path)
    for number, text in answers.items():
        other.set_answer(number, text)
    found = crash_recovery.unsaved_of(other)
    assert found
    crash_recovery.write(path, replace(found, pid=1))


def _reopened(opened: Open, conflict: str = "both") -> Open:
    """Open the report as the file is by now, and offer what was left."""
    opened.flows.ownership.release()
    again = Open(opened.path, conflict)
    opened.flows = again.flows  # the fixture gives its lock back
    return again


def _declined(path: Path, number: int) -> list[str]:
    return [Report.from_bytes(left.ours).question(number).answer for left in recovery.declined_recoveries(path)]


def test_what_was_not_saved_is_brought_back_and_not_offered_again(opened: Open) -> None:
    leave_unsaved(opened.path, {1: "lilies"})
    again = _reopened(opened)
    assert again.session.report.question(1).answer == "lilies"
    again.save()
    drive(again.flows.recovery.keep())
    assert again.answer(1) == "lilies"
    assert recovery.read_recovery(opened.path) is None


def test_what_is_left_out_is_in_the_history(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    leave_unsaved(opened.path, {1: "lilies"})
    monkeypatch.setattr(opened.told, "_take", None)
    drive(opened.flows.recovery.offer())
    assert opened.session.report.question(1).answer == "roses"
    assert recovery.read_recovery(opened.path) is None
    assert _declined(opened.path, 1) == ["lilies"]
    assert opened.messages() == ["It was not brought back. It is kept for 30 days: see exam-tui history."]


def test_a_paragraph_goes_together_with_another_that_changed_since(opened: Open) -> None:
    change(opened.path, {1: "Two sails\n\nOne mast"})
    leave_unsaved(opened.path, {1: "Two sails\n\nOne tall mast"})
    change(opened.path, {1: "Two white sails\n\nOne mast", 2: "beans"})
    again = _reopened(opened)
    assert again.told.asked == []
    assert again.session.report.question(1).answer == "Two white sails\n\nOne tall mast"
    assert again.session.report.question(2).answer == "beans"


@pytest.mark.parametrize(
    ("choice", "expected"),
    [("both", "lilies\n\ntulips"), ("ours", "lilies"), ("theirs", "tulips"), ("later", "tulips")],
)
def test_what_was_changed_in_the_same_place_since_is_asked_about(opened: Open, choice: str, expected: str) -> None:
    """Put off it is left out, and kept."""
    leave_unsaved(opened.path, {1: "lilies"})
    change(opened.path, {1: "tulips"})
    again = _reopened(opened, choice)
    assert again.told.asked == ["conflict 1"]
    assert again.session.report.question(1).answer == expected
    assert _declined(opened.path, 1) == (["lilies"] if choice in {"theirs", "later"} else [])


def test_an_answer_whose_question_is_gone_is_in_the_history(opened: Open) -> None:
    leave_unsaved(opened.path, {3: "a picture"})
    change(opened.path, {}, count=2)
    again = _reopened(opened)
    assert len(again.session.report.questions) == 2
    assert _declined(opened.path, 3) == ["a picture"]


def test_what_another_editor_could_not_save_stays_on_the_disk_until_somebody_has_decided(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_unsaved(opened.path, {2: "their beans"})
    kept: list[str] = []
    offer = opened.told.offer

    async def typing_meanwhile(found: PendingRecovery) -> Chosen | None:
        opened.write(1, "typed meanwhile")
        await opened.flows.recovery.keep()
        now = recovery.read_recovery(opened.path)
        kept.extend(edit.text for edit in (now.edits.answers if now else ()))
        return await offer(found)

    monkeypatch.setattr(opened.told, "offer", typing_meanwhile)
    drive(opened.flows.recovery.offer())
    assert kept == ["their beans"]
    assert [opened.session.report.question(number).answer for number in (1, 2)] == ["typed meanwhile", "their beans"]


def test_what_is_brought_back_is_shown_before_anything_else_is_asked(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or the editor would take its pane, which still shows the text from before, for what was typed."""
    leave_unsaved(opened.path, {1: "tulips", 2: "their beans"})
    opened.write(2, "my beans")
    shown: list[str] = ["roses"]
    resolve, refresh = opened.told.resolve, opened.told.refresh

    async def resolving(conflict: Conflict, other: OtherSide) -> str | None:
        text = await resolve(conflict, other)
        opened.write(1, shown[-1])
        return text

    def refreshing(outcome: MergeOutcome | RecoveryOutcome | None = None) -> None:
        shown.append(opened.session.report.question(1).answer)
        refresh(outcome)

    monkeypatch.setattr(opened.told, "resolve", resolving)
    monkeypatch.setattr(opened.told, "refresh", refreshing)
    drive(opened.flows.recovery.offer())
    assert opened.told.asked == ["conflict 2"]
    assert opened.session.report.question(1).answer == "tulips"
