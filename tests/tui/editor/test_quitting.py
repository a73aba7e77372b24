"""Quitting: what is offered, and that whoever insists is out."""

import asyncio
from pathlib import Path

import pytest

from exam_tui.tui.editor.commands import files
from exam_tui.tui.editor.screen import EditorScreen
from exam_tui.tui.screens.dialogs.confirm import Confirm
from tests.tui.editing import opened


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Let git never answer what others do not have yet; return what is set once it is asked."""
    asked = asyncio.Event()

    async def undelivered(_editor: EditorScreen) -> str:
        asked.set()
        await asyncio.Event().wait()
        return "The report is not committed."

    monkeypatch.setattr(files, "undelivered", undelivered)
    return asked


async def test_whoever_quits_twice_in_a_row_is_out_with_no_offer_left_open(
    small_report: Path, asked: asyncio.Event
) -> None:
    async with opened(small_report) as editor:
        await editor.press("ctrl+q")
        assert asked.is_set()
        await editor.press("ctrl+q")
        await editor.until(lambda: editor.app._exit)
        assert editor.app.return_code == 0
        assert not isinstance(editor.app.screen, Confirm)


async def test_whoever_quits_twice_in_a_row_is_still_asked_about_what_is_not_saved(
    small_report: Path, asked: asyncio.Event
) -> None:
    async with opened(small_report) as editor:
        await editor.press("x", "ctrl+q")
        assert asked.is_set()
        await editor.press("ctrl+q")
        await editor.until(lambda: editor.is_open(Confirm))
        await editor.press("escape")
        await editor.until(editor.is_writing)
        assert not editor.app._exit
