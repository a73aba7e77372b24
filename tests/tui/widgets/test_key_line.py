"""The line at the bottom names the keys that work where the focus is, and the frame shows where that is."""

from pathlib import Path

import pytest
from textual.widgets import Input

from exam_tui.storage.lock import lock
from exam_tui.tui.widgets.key_bar import KeyBar
from exam_tui.tui.widgets.key_line import BarState, Place, key_line
from tests.tui.editing import Editor, opened


def test_at_80_columns_the_answer_has_the_way_to_the_list_and_out() -> None:
    said = "^s save  ^n next unfinished  Esc list  ^q quit  ^t checklist  ^p commands"
    assert key_line(BarState(), 78).plain == said


def test_at_60_columns_where_the_list_is_hidden_it_says_that_escape_opens_it() -> None:
    said = "^s save  ^n next unfinished  Esc opens the list  ^q quit"
    assert key_line(BarState(), 58, is_list_hidden=True).plain == said


def test_in_the_list_plain_letters_are_named() -> None:
    said = "Enter write  s save  n next unfinished  / filter  q quit  c checklist  ? help"
    assert key_line(BarState("lists"), 78).plain == said


@pytest.mark.parametrize(
    ("place", "keys"), [("answer", {"^s", "Esc", "^q"}), ("lists", {"Enter", "s", "q"}), ("line", {"Esc"})]
)
def test_the_way_back_and_the_way_out_are_left_out_last(place: Place, keys: set[str]) -> None:
    assert keys <= set(key_line(BarState(place), 38).plain.split())


def test_once_all_questions_are_done_the_way_to_hand_in_is_named() -> None:
    for place in ("answer", "lists"):
        line = key_line(BarState(place, is_done=True), 78).plain
        assert "hand in" in line
        assert "next unfinished" not in line


def _frames(editor: Editor) -> tuple[str, str]:
    """Return the corners of the list and of the question."""
    line = next(line for line in editor.lines() if "Questions" in line)
    return line[0], line[line.index("Question ") - 3]


async def test_the_keys_and_the_frame_follow_the_focus(small_report: Path) -> None:
    async with opened(small_report, (80, 24)) as editor:
        editor.app.screen_stack[0].query_one(KeyBar).clear()
        assert "Esc list" in editor.line(KeyBar)
        assert _frames(editor) == ("╭", "┏")
        await editor.press("escape")
        assert editor.line(KeyBar).startswith("Enter write")
        assert _frames(editor) == ("┏", "╭")
        await editor.press("slash")
        await editor.until(lambda: isinstance(editor.app.focused, Input))
        assert editor.line(KeyBar).startswith("Esc back")
        await editor.press("escape", "enter", "ctrl+f")
        await editor.until(lambda: editor.line(KeyBar).startswith("↓ next match"))


async def test_where_another_editor_writes_the_key_to_take_over_is_named_and_works(small_report: Path) -> None:
    held = lock.acquire(small_report)
    assert isinstance(held, lock.Lock)
    async with opened(small_report) as editor:
        await editor.until(lambda: "Alt+K takes over" in editor.line(KeyBar))
        editor.app.screen_stack[0].query_one(KeyBar).clear()
        assert editor.line(KeyBar).startswith("Alt+K take over")
        assert "save" not in editor.line(KeyBar)
        await editor.press("x")
        assert "Alt+K takes over" in editor.line(KeyBar)
        await editor.press("alt+k")
        await editor.until(lambda: bool(editor.app.screen.query("#choice-yes")))
    held.release()
