"""What happens to an open report, with a script in place of the user."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from exam_tui.cli.plain.dialogue import drive
from exam_tui.core.merge.result import Conflict
from exam_tui.core.report.report import Report
from exam_tui.session import crash_recovery, external_changes
from exam_tui.session.dialogue import Chosen, MergeOutcome, PendingRecovery, RecoveryOutcome, SyncState, Tone
from exam_tui.session.open_report import OpenReport
from exam_tui.session.session import FileOnDisk, Session
from exam_tui.storage.history import recovery
from exam_tui.storage.lock import lock
from tests.behaviour.stateful.scripted import Script, happening_before_the_write
from tests.cli.conftest import report_text


class Told(Script):
    """A script that notes what it is asked and told."""

    def __init__(self) -> None:
        super().__init__([], lambda _: True)
        self.asked: list[str] = []
        self.said: list[tuple[str, Tone]] = []
        self.holders: list[lock.LockHolder | None] = []

    async def ask(self, question: str, choices: Sequence[tuple[str, str]]) -> str | None:
        self.asked.append(question)
        return await super().ask(question, choices)

    async def resolve(self, conflict: Conflict, where: str) -> str | None:
        self.asked.append(f"conflict {conflict.number}")
        return await super().resolve(conflict, where)

    def notify(self, message: str, tone: Tone = "info") -> None:
        self.said.append((message, tone))

    def set_holder(self, holder: lock.LockHolder | None, *, is_new: bool = False) -> None:
        assert isinstance(is_new, bool)
        self.holders.append(holder)


class Open:
    """A report that is open, and who sits before it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.session = Session.open(path)
        self.told = Told()
        self.flows = OpenReport(self.session, self.told, page=False, in_git=False)
        drive(self.flows.ownership.begin())

    def write(self, number: int, text: str) -> None:
        self.session.set_answer(number, text)

    def save(self) -> SyncState:
        return drive(self.flows.saving.save())

    def answer(self, number: int) -> str:
        return Report.load(self.path).question(number).answer


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(external_changes, "_SETTLE_SECONDS", 0.0)
    path = tmp_path / "README.md"
    path.write_text(report_text({1: "roses", 2: "peas"}), encoding="utf-8")
    report = Open(path)
    yield report
    report.flows.ownership.release()


def _change(path: Path, answers: dict[int, str]) -> None:
    path.write_text(report_text(answers), encoding="utf-8")


def test_what_was_chosen_for_an_answer_that_went_back_is_not_asked_again_over_a_conflict(opened: Open) -> None:
    opened.write(1, "tulips")
    opened.save()
    opened.write(2, "my beans")
    _change(opened.path, {1: "roses", 2: "their beans"})
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
    _change(opened.path, {1: "roses", 2: "their beans"})
    looked: list[int] = []
    wait_until_stable = external_changes.wait_until_stable

    def counted(session: Session, looks: int) -> FileOnDisk | None:
        looked.append(looks)
        return wait_until_stable(session, looks)

    monkeypatch.setattr(external_changes, "wait_until_stable", counted)
    for _ in range(3):
        assert drive(opened.flows.changes.merge_external(ask=False)) is SyncState.OPEN
    assert len(looked) == 1
    assert [text for text, _ in opened.told.said] == ["README.md was changed outside too: question 2. "]
    opened.write(2, "peas")
    assert drive(opened.flows.changes.merge_external(ask=False)) is SyncState.TOGETHER
    assert opened.session.report.question(2).answer == "their beans"


def test_who_is_taken_over_from_in_the_moment_of_a_save_does_not_write(opened: Open) -> None:
    opened.write(2, "beans")
    taken: list[lock.Lock | lock.LockHolder] = []

    def take_over() -> None:
        taken.append(lock.acquire(opened.path, instead_of=lock.holder_of(opened.path)))

    with happening_before_the_write(take_over):
        assert opened.save() is SyncState.TOLD
    assert opened.answer(2) == "peas"
    assert opened.told.said[-1] == (
        "Not saved: The report is open in another editor by now. Your text is kept here.",
        "critical",
    )
    assert not drive(opened.flows.ownership.is_writer())
    assert opened.told.holders[-1] is not None
    assert isinstance(taken[0], lock.Lock)
    taken[0].release()


def test_a_lock_that_somebody_removed_is_had_again(opened: Open) -> None:
    held = opened.flows.ownership.lock
    assert held is not None
    held.file.unlink()
    assert drive(opened.flows.ownership.is_writer())
    assert opened.told.holders == []
    assert lock.holder_of(opened.path) is not None


def test_a_lock_that_is_missed_twice_at_once_is_had_again_once(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is kept out by themselves."""
    held = opened.flows.ownership.lock
    assert held is not None
    held.file.unlink()

    async def slowly(function: Callable[..., object], *args: object, **kwargs: object) -> object:
        done = function(*args, **kwargs)
        await asyncio.sleep(0)
        return done

    async def both() -> tuple[bool, bool]:
        first, second = await asyncio.gather(opened.flows.ownership.is_writer(), opened.flows.ownership.is_writer())
        return first, second

    monkeypatch.setattr(opened.told, "off_thread", slowly)
    assert asyncio.run(both()) == (True, True)
    assert opened.told.holders == []
    assert opened.flows.ownership.lock is not None
    assert opened.flows.ownership.lock.is_held


def test_what_another_editor_could_not_save_stays_on_the_disk_until_somebody_has_decided(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Session.open(opened.path)
    other.set_answer(2, "their beans")
    found = crash_recovery.unsaved_of(other)
    assert found
    crash_recovery.write(opened.path, replace(found, pid=1))
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
    other = Session.open(opened.path)
    other.set_answer(1, "tulips")
    other.set_answer(2, "their beans")
    found = crash_recovery.unsaved_of(other)
    assert found
    crash_recovery.write(opened.path, replace(found, pid=1))
    opened.write(2, "my beans")
    shown: list[str] = ["roses"]
    resolve, refresh = opened.told.resolve, opened.told.refresh

    async def resolving(conflict: Conflict, where: str) -> str | None:
        text = await resolve(conflict, where)
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
