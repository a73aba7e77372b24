"""Two editors on one report: the one that only reads shows what the other saves, and never writes it back."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from exam_tui import Report
from exam_tui.session import ownership
from exam_tui.session.merging import external_changes
from exam_tui.session.session import Session
from exam_tui.storage.lock import lock
from exam_tui.tui.editor import safety
from exam_tui.tui.editor.screen import EditorScreen
from exam_tui.tui.keys.actions import ACTIONS
from exam_tui.tui.screens.checklist import ChecklistScreen
from exam_tui.tui.widgets.header import Header
from exam_tui.tui.widgets.key_bar import KeyBar
from tests.conftest import GIVE_UP
from tests.tui.editing import Editor, opened


@pytest.fixture(autouse=True)
def _quick_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the editor look at the file many times a second, so that nobody has to wait for it."""
    monkeypatch.setattr(safety, "_LOOK_SECONDS", 0.05)
    monkeypatch.setattr(external_changes, "_SETTLE_SECONDS", 0.01)


@pytest.fixture
def other(small_report: Path) -> Iterator[lock.Lock]:
    """Return the lock of another editor on the report."""
    held = lock.acquire(small_report)
    assert isinstance(held, lock.Lock)
    yield held
    held.release()


async def _reads(editor: Editor) -> None:
    await editor.until(lambda: "read-only" in editor.line(Header))


async def _writes(editor: Editor) -> None:
    await editor.until(lambda: "you can edit now" in editor.line(KeyBar))


def _save_there(path: Path, number: int, text: str) -> None:
    session = Session.open(path)
    session.set_answer(session.report.question(number), text)
    session.save()


async def test_what_the_other_one_saves_is_shown_in_the_answer_one_reads(small_report: Path, other: lock.Lock) -> None:
    """Also after going to another question and back."""
    assert other.is_held
    async with opened(small_report) as editor:
        await _reads(editor)
        for text in ("theirs", "theirs, and more"):
            _save_there(small_report, 2, text)
            await editor.until(lambda text=text: editor.area.answer == text)  # type: ignore[misc]
        await editor.press("alt+down", "alt+up")
        assert editor.area.answer == "theirs, and more"
    assert Report.load(small_report).question(2).answer == "theirs, and more"


async def test_who_becomes_the_writer_has_what_the_other_one_saved(small_report: Path, other: lock.Lock) -> None:
    """Nothing was typed here: nothing is to be saved, and saving another answer takes nothing back."""
    async with opened(small_report) as editor:
        await _reads(editor)
        _save_there(small_report, 2, "theirs")
        await editor.until(lambda: editor.area.answer == "theirs")
        other.release()
        await _writes(editor)
        assert "✓ saved" in editor.line(Header)
        await editor.go_to(4)
        await editor.write("mine ")
        await editor.press("ctrl+s")
        await editor.until(lambda: "✓ saved" in editor.line(Header))
    assert Report.load(small_report).question(2).answer == "theirs"
    assert "mine" in Report.load(small_report).question(4).answer


async def test_unsaved_words_of_one_that_was_taken_over_from_merge_with_what_the_other_saves(
    small_report: Path,
) -> None:
    """By paragraph, in the pane too; once it writes again both are saved."""
    _save_there(small_report, 2, "one\n\ntwo")
    async with opened(small_report) as editor:
        await editor.until(lambda: lock.holder_of(small_report) is not None)
        await editor.write(" of mine")
        held = lock.holder_of(small_report)
        assert held is not None
        taken = lock.acquire(small_report, instead_of=held)
        assert isinstance(taken, lock.Lock)
        await _reads(editor)
        _save_there(small_report, 2, "one of theirs\n\ntwo")
        await editor.until(lambda: editor.area.answer == "one of theirs\n\ntwo of mine")
        taken.release()
        await _writes(editor)
        await editor.press("ctrl+s")
        await editor.until(lambda: "✓ saved" in editor.line(Header))
    assert Report.load(small_report).question(2).answer == "one of theirs\n\ntwo of mine"


async def test_who_looks_at_a_slow_disk_becomes_the_writer_once(
    small_report: Path, other: lock.Lock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Taking the lock lasts for longer than from one look at the file to the next."""
    looks = [0]
    holder_of, acquire = ownership._holder_of, lock.acquire

    def counted(session: Session) -> lock.LockHolder | None:
        looks[0] += 1
        return holder_of(session)

    def slow(path: Path, **how: lock.LockHolder | None) -> lock.Lock | lock.LockHolder:
        enough, end = looks[0] + 4, time.monotonic() + GIVE_UP
        while looks[0] < enough and time.monotonic() < end:
            time.sleep(0.01)
        return acquire(path, **how)

    async with opened(small_report) as editor:
        await _reads(editor)
        monkeypatch.setattr(ownership, "_holder_of", counted)
        monkeypatch.setattr(lock, "acquire", slow)
        other.release()
        await _writes(editor)
        assert lock.holder_of(small_report) is not None


async def test_becoming_the_writer_takes_back_that_one_only_reads_and_no_word_of_a_save_that_failed(
    small_report: Path,
) -> None:
    async with opened(small_report) as editor:
        await editor.until(lambda: lock.holder_of(small_report) is not None)
        await editor.write("mine")
        held = lock.holder_of(small_report)
        assert held is not None
        taken = lock.acquire(small_report, instead_of=held)
        assert isinstance(taken, lock.Lock)
        await _reads(editor)
        screen = editor.app.screen
        assert isinstance(screen, EditorScreen)
        screen.show_message("Not saved: the disk is full.", "critical")
        taken.release()
        await _writes(editor)
        assert [message.text for message in screen.key_bar.messages.standing] == ["Not saved: the disk is full."]


async def test_what_changes_the_report_is_refused_in_the_one_that_reads(small_report: Path, other: lock.Lock) -> None:
    """Whatever brings it about: a key, the palette, the mouse."""
    assert other.is_held
    _save_there(small_report, 2, "theirs")
    async with opened(small_report) as editor:
        await _reads(editor)
        _save_there(small_report, 2, "theirs, and more")
        await editor.until(lambda: editor.area.answer == "theirs, and more")
        screen = editor.app.screen
        assert isinstance(screen, EditorScreen)
        done = {}
        for name in (action.name for action in ACTIONS if action.changes):
            screen.query_one(KeyBar).clear()
            await editor.app.run_action(name, editor.area)
            await editor.pilot.pause()
            done[name] = (editor.line(KeyBar), editor.area.answer, editor.app.screen is screen, screen.session.is_dirty)
    refused = ("Read-only: open in another editor.", "theirs, and more", True, False)
    assert len(done) >= 14
    assert {name: found for name, found in done.items() if refused[0] not in found[0] or found[1:] != refused[1:]} == {}


async def test_undo_takes_nothing_back_in_the_one_that_reads(small_report: Path, other: lock.Lock) -> None:
    assert other.is_held
    async with opened(small_report) as editor:
        await _reads(editor)
        _save_there(small_report, 2, "theirs")
        await editor.until(lambda: editor.area.answer == "theirs")
        editor.area.undo()
        editor.area.redo()
        assert editor.area.answer == "theirs"


async def test_the_checklist_ticks_nothing_in_the_one_that_reads(small_report: Path, other: lock.Lock) -> None:
    """And says why."""
    assert other.is_held
    done = [task.done for task in Report.load(small_report).tasks]
    async with opened(small_report) as editor:
        await _reads(editor)
        await editor.press("ctrl+t")
        await editor.until(lambda: isinstance(editor.app.screen, ChecklistScreen))
        bar, keys = (str(editor.app.screen.query_one(f"#checklist-{part}").render()) for part in ("bar", "keys"))
        assert "read-only" in keys
        await editor.press("down", "space", "enter")
        assert str(editor.app.screen.query_one("#checklist-bar").render()) == bar
    assert [task.done for task in Report.load(small_report).tasks] == done
