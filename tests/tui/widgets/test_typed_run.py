"""Keys that come at once leave what they would leave one by one, and letters among them are one edit."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.document._edit import Edit

from exam_tui.tui.widgets.answer import writing_area
from exam_tui.tui.widgets.answer.answer import AnswerArea
from tests.tui.editing import Editor, opened

START = "- One\n- two *three*\n\n```\ncode\n```\n\nWords that go on 👩"
WORDS = (
    "one",
    "two  7",
    "åЖ.",
    "a\u0301x",
    "**b**",
    "`c`",
    "~~~",
    "```",
    "- ",
    "漢字",
    "👩\u200d💻",
    "1\ufe0f\u20e3",
    "ª©\ufe0f",
)
KEYS = (
    "enter", "tab", "backspace", "delete", "left", "up", "home", "end", "shift+left", "shift+up", "ctrl+z", "ctrl+y",
    "ctrl+b", "alt+x",
)  # fmt: skip
PIECE = st.lists(st.sampled_from(WORDS).map(tuple) | st.sampled_from(KEYS).map(lambda key: (key,)), max_size=8)
PIECES = st.lists(PIECE.map(lambda parts: [key for part in parts for key in part]), max_size=4)

_page = count(1_000)


def _steps(batches: Sequence[Sequence[Edit]]) -> list[object]:
    return [
        [(edit.text, edit.top, edit.bottom, edit._edit_result, edit._original_selection) for edit in batch]
        for batch in batches
    ]


async def _none(*_: object) -> bool:
    """Type nothing, so that Textual does."""
    return False


async def _left_by(editor: Editor, pieces: Sequence[Sequence[str]]) -> dict[str, object]:
    """Return what keys leave of an answer that has not been in the pane before, each piece of them at once."""
    area = editor.area
    area.show(next(_page), START)
    area.history.checkpoint_timer = 1e9  # however slow this machine is
    await editor.pilot.pause()
    for piece in (*pieces, "z"):
        await editor.pilot.press_at_once(*piece)
    left: dict[str, object] = {
        "text": area.document.text,
        "selection": area.selection,
        "undo": _steps(area.history.undo_stack),
        "redo": _steps(area.history.redo_stack),
        "count": (area.counts, editor.meter(0)),
        "scroll": area.scroll_offset,
        "marks": [area.highlighter.marks_in(row) for row in range(area.document.line_count)],
    }
    while area.history.undo_stack:
        area.undo()
    assert area.answer == START
    return left


def test_keys_leave_the_same_in_whatever_pieces_they_come(small_report: Path) -> None:
    """The text, the cursor, each step to undo and redo, the counter, the colours: as Textual itself types letters."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        editor = runner.run(stack.enter_async_context(opened(small_report)))

        @given(PIECES)
        def check(pieces: Sequence[Sequence[str]]) -> None:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(writing_area, "type_run", _none)
                one_by_one = runner.run(_left_by(editor, [[key] for piece in pieces for key in piece]))
            assert runner.run(_left_by(editor, pieces)) == one_by_one

        try:
            check()
        finally:
            runner.run(stack.aclose())


async def test_letters_that_come_at_once_are_one_edit(small_report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """But to undo they are keys, a hundred a step; what closes code, and what replaces a selection, is by itself."""
    edits: list[str] = []
    really = AnswerArea.edit

    def edit(area: AnswerArea, edit: Edit) -> object:
        edits.append(edit.text)
        return really(area, edit)

    monkeypatch.setattr(AnswerArea, "edit", edit)
    async with opened(small_report) as editor:
        await editor.pilot.press_at_once(*"word" * 60)
        assert edits == ["word" * 60]
        assert [len(batch[0].text) for batch in editor.area.history.undo_stack] == [100, 100, 40]
        edits.clear()
        await editor.pilot.press_at_once("ctrl+a", *"abc", "grave_accent", *"de", "enter", *"fg")
        assert edits == ["a", "bc", "`", "de", "\n", "fg"]
        assert editor.area.answer == "abc`de\nfg"
