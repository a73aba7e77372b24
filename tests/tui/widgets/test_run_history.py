"""What is kept to undo: a run of keys as one edit, and of very long texts not without end."""

from pathlib import Path

import pytest
from textual.document._document import Document
from textual.document._edit import Edit

from exam_tui.tui.widgets import run_history
from exam_tui.tui.widgets.run_history import RunHistory
from tests.tui.editing import opened


def _edits(history: RunHistory) -> int:
    return sum(len(batch) for batch in history.undo_stack)


RUNS: tuple[tuple[tuple[str, ...], str, int], ...] = (
    (("a", "b", "c", "d"), "abcd", 1),
    (("a", "b", "c", "backspace", "backspace"), "a", 2),
    (("a", "b", "c", "home", "delete", "delete"), "c", 2),
    (("a", "enter", "b", "backspace", "backspace"), "a", 5),
    (("a", "b", "left", "c", "d"), "acdb", 2),
    (("a", "b", "shift+left", "c", "d", "e"), "acde", 3),
)
"""Keys, what they leave of an empty answer, and in how many edits."""


async def test_a_run_of_keys_is_one_edit_and_is_undone_and_redone(small_report: Path) -> None:
    async with opened(small_report) as editor:
        history = editor.area.history
        assert isinstance(history, RunHistory)
        history.checkpoint_timer = 1e9  # however slow this machine is
        for keys, left, runs in RUNS:
            await editor.press(*keys)
            assert editor.area.answer == left, keys
            assert _edits(history) == runs, keys
            texts = [left]
            while history.undo_stack:
                editor.area.undo()
                texts.append(editor.area.answer)
            assert texts[-1] == "", keys
            for text in texts[-2::-1]:
                editor.area.redo()
                assert editor.area.answer == text, keys
            assert not history.redo_stack, keys
            while history.undo_stack:
                editor.area.undo()
            history.clear()


def _made(history: RunHistory, document: Document, text: str) -> None:
    edit = Edit(text, document.end, document.end, maintain_selection_offset=False)
    edit._edit_result = document.replace_range(edit.top, edit.bottom, text)
    history.record(edit)


def test_of_very_long_texts_the_last_ones_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """And always the last step, whatever its length."""
    monkeypatch.setattr(run_history, "_MOST_CHARACTERS", 5_000)
    history, document = RunHistory(500, 2.0, 100), Document("")
    for _ in range(10):
        _made(history, document, "x" * 2_000)
    assert len(history.undo_stack) == 2
    _made(history, document, "x" * 9_000)
    assert [len(batch[0].text) for batch in history.undo_stack] == [9_000]
