"""Unsaved typing is kept for recovery also where the event loop is held up, by a thread that needs no frame."""

import threading
import time
from pathlib import Path

import pytest
from textual.document._wrapped_document import WrappedDocument

from exam_tui import Report
from exam_tui.storage.history import recovery
from exam_tui.tui.held_up import HeldUp
from tests.conftest import GIVE_UP, sampled
from tests.tui.editing import opened


def _recovered(path: Path) -> str:
    found = recovery.read_recovery(path)
    return Report.from_bytes(found.ours).question(2).answer if found else ""


@pytest.mark.parametrize("key", sampled(["b", "ctrl+z", "ctrl+y", "backspace"], 2))
async def test_a_key_is_kept_while_its_line_is_still_being_wrapped(
    small_report: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    """The edit ends only once it is, so no timer and no frame can have been in time for it."""
    wrap = WrappedDocument.wrap_range
    waited: list[str] = []

    async with opened(small_report) as editor:
        await editor.until(lambda: not editor.is_busy("begin", "default"))
        await editor.write("some")
        editor.area.history.checkpoint()
        await editor.write("more")
        editor.area.history.checkpoint()
        if key == "ctrl+y":
            await editor.press("ctrl+z")
        before = editor.area.answer
        await editor.until(lambda: _recovered(small_report) == before)

        def slow(self: WrappedDocument, *arguments: object) -> None:
            end = time.monotonic() + GIVE_UP
            while _recovered(small_report) != editor.area.answer and time.monotonic() < end:
                time.sleep(0.01)
            waited.append(_recovered(small_report))
            wrap(self, *arguments)  # type: ignore[arg-type] # handed on

        monkeypatch.setattr(WrappedDocument, "wrap_range", slow)
        await editor.press(key)
        assert waited == [editor.area.answer] != [before]


def test_a_job_that_was_done_otherwise_is_not_run_and_the_next_one_is() -> None:
    ran: list[str] = []
    has_run = threading.Event()

    def third() -> None:
        ran.append("third")
        has_run.set()

    held_up = HeldUp(0.02)
    held_up.note(lambda: ran.append("first"))
    held_up.note(lambda: ran.append("second, while the first waits"))
    held_up.done()
    held_up.note(third)
    assert has_run.wait(20)
    assert ran == ["third"]
    held_up.stop()
    held_up.note(lambda: ran.append("after the end"))
    assert held_up._thread is not None
    held_up._thread.join(20)
    assert ran == ["third"]


def test_what_is_of_an_earlier_moment_never_takes_the_place_of_a_later_one(tmp_path: Path) -> None:
    """Nor does it come back once all was saved."""
    from exam_tui.session import crash_recovery  # noqa: PLC0415 - beside what is tested
    from exam_tui.session.session import Session  # noqa: PLC0415 - the same

    path = tmp_path / "README.md"
    path.write_bytes(b"# R\n\n### Question 2\n> Answer:\n\nold\n")
    session = Session.open(path)
    question = session.report.question(2)
    early = crash_recovery.keeper(session, question)
    early("early")
    assert _recovered(path) == "early"
    session.set_answer(2, "later")
    crash_recovery.keep(session)
    early("early, written late")
    assert _recovered(path) == "later"
    session.save(page=False)
    crash_recovery.keep(session)
    early("early, written after the save")
    assert _recovered(path) == ""
    crash_recovery.keeper(session, session.report.question(2))("new")
    assert _recovered(path) == "new"
