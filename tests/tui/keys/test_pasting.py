"""A paste is never dropped without a word, wherever the keys are."""

from pathlib import Path

import pytest
from textual.events import Key, Paste
from textual.widgets import Input

from exam_tui.desktop import clipboard
from exam_tui.tui.editor.dialogue import set_read_only
from exam_tui.tui.editor.screen import EditorScreen
from exam_tui.tui.keys.pasting import NOWHERE, ONE_LINE
from exam_tui.tui.screens.checklist import ChecklistScreen
from exam_tui.tui.screens.help import HelpScreen
from exam_tui.tui.widgets.key_bar import KeyBar
from tests.tui.editing import Editor, opened


async def _paste(editor: Editor, text: str) -> None:
    editor.app.post_message(Paste(text))
    await editor.pilot.pause()


async def test_a_paste_in_the_list_goes_into_the_answer_that_is_shown_also_in_a_narrow_window(
    small_report: Path,
) -> None:
    for size in ((100, 30), (50, 24)):
        path = small_report.with_name(f"{size[0]}.md")  # one alone would have unsaved work of the first run
        path.write_bytes(small_report.read_bytes())
        async with opened(path, size) as editor:
            await editor.go_to(1)
            await editor.press("escape")
            editor.app.post_message(Paste("once"))
            await editor.until(lambda: editor.area.answer == "7once")
            await editor.press("escape", "down")
            await _paste(editor, "two\nlines")
            await editor.until(lambda: editor.number == 2 and editor.area.answer == "two\nlines")
            assert editor.is_writing()
            await editor.press("!")
            assert editor.area.answer == "two\nlines!"


async def test_a_paste_into_a_line_has_its_first_line_and_says_so(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await editor.press("ctrl+f")
        await editor.until(lambda: isinstance(editor.app.focused, Input))
        await _paste(editor, "\nsails\x1b[31m\nand more")
        await editor.until(lambda: ONE_LINE in editor.line(KeyBar))
        line = editor.app.focused
        assert isinstance(line, Input)
        await editor.until(lambda: line.value == "sails")
        assert editor.area.answer == ""


async def test_a_paste_into_a_list_that_letters_filter_goes_into_its_filter(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await editor.press("ctrl+t")
        await editor.until(lambda: editor.is_open(ChecklistScreen))
        await _paste(editor, "test")
        await editor.until(lambda: editor.app.screen.query_one(Input).value == "test")


async def test_where_nothing_is_written_it_is_said_that_nothing_was_pasted(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await editor.press("f1")
        await editor.until(lambda: editor.is_open(HelpScreen))
        await _paste(editor, "words")
        await editor.until(lambda: "nothing was pasted" in " ".join(" ".join(editor.lines()).split()))
        await editor.press("escape")
        assert NOWHERE in editor.line(KeyBar)
        assert editor.area.answer == ""


async def test_pasting_and_typing_into_a_read_only_answer_is_refused_in_words(small_report: Path) -> None:
    async with opened(small_report) as editor:
        screen = editor.app.screen
        assert isinstance(screen, EditorScreen)
        await editor.until(lambda: not screen.safety.flows.recovery.is_deciding)
        set_read_only(screen, read_only=True)
        for keys in ((), ("w",), ("escape",)):
            screen.key_bar.messages.passing = None
            await editor.press(*keys)
            if keys != ("w",):
                await _paste(editor, "words")
            await editor.until(lambda: "Read-only" in editor.line(KeyBar))
        assert not editor.is_writing()
        assert editor.area.answer == ""


async def test_the_key_for_pasting_does_the_same_in_the_list_and_in_a_line(
    small_report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clipboard, "clipboard_text", lambda: "sails\nand more")
    async with opened(small_report) as editor:
        await editor.go_to(2)
        await editor.press("escape", "ctrl+v")
        await editor.until(lambda: editor.area.answer == "sails\nand more")
        assert editor.is_writing()
        await editor.press("ctrl+f", "ctrl+v")
        await editor.until(lambda: ONE_LINE in editor.line(KeyBar))
        line = editor.app.focused
        assert isinstance(line, Input)
        assert line.value == "sails"
        assert editor.area.answer == "sails\nand more"


async def test_a_paste_right_after_a_move_in_the_list_goes_to_the_question_moved_to(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await editor.go_to(1)
        await editor.press("escape")
        editor.app.post_message(Key("down", None))
        editor.app.post_message(Paste("x"))
        await editor.until(lambda: editor.area.answer.endswith("x"))
        assert (editor.number, editor.area.answer) == (2, "x")
