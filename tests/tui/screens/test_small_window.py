"""A window that is too small for a moment: a split in tmux, a panel that is dragged. Keys go where they went."""

from pathlib import Path

import pytest

from exam_tui.tui.editor.screen import EditorScreen
from exam_tui.tui.screens.checklist import ChecklistScreen
from exam_tui.tui.widgets.key_bar import KeyBar
from exam_tui.tui.widgets.navigator import Navigator
from tests.tui.editing import Editor, opened

SIZES = [(39, 24), (80, 11), (30, 8), (20, 5), (80, 3), (10, 2), (5, 24), (2, 2), (1, 1), (80, 1)]


async def _resize(editor: Editor, size: tuple[int, int]) -> None:
    await editor.pilot.resize_terminal(*size)
    await editor.pilot.pause()


async def test_what_is_typed_in_a_window_of_any_size_is_in_the_answer(small_report: Path) -> None:
    async with opened(small_report, (80, 24)) as editor:
        await editor.go_to(2)
        typed = ""
        for size, letter in zip(SIZES, "abcdefghij", strict=True):
            await _resize(editor, size)
            assert editor.is_writing(), size
            await editor.press(letter)
            typed += letter
            assert editor.area.answer == typed, size
            await _resize(editor, (80, 24))
            assert editor.is_writing(), size
            await editor.press(letter.upper())
            typed += letter.upper()
        assert editor.area.answer == typed
        await editor.press(*["ctrl+z"] * 3, *["ctrl+y"] * 3)
        assert editor.area.answer == typed


@pytest.mark.parametrize("size", [(30, 8), (80, 5)])
async def test_an_editor_that_is_started_in_a_small_window_takes_keys_there_and_in_a_larger_one(
    small_report: Path, size: tuple[int, int]
) -> None:
    async with opened(small_report, size) as editor:
        assert "Make the window larger" in "\n".join(editor.lines())
        await editor.write("one ")
        assert "one" in "\n".join(editor.lines()), "what is typed is seen"
        await _resize(editor, (80, 24))
        await editor.write("two")
        assert editor.area.answer == "one two"
        assert "Make the window larger" not in "\n".join(editor.lines())
        await editor.press("ctrl+s")
        await editor.until(lambda: editor.on_disk().question(2).answer == "one two")


async def test_the_list_keeps_the_keys_while_the_window_is_small_or_narrow(small_report: Path) -> None:
    async with opened(small_report, (120, 40)) as editor:
        await editor.press("escape")
        for size in [*SIZES, (50, 24), (120, 40)]:
            await _resize(editor, size)
            assert editor.app.screen.query_one(Navigator).has_focus, size
        await editor.press("down", "enter")
        for size in [(50, 24), (30, 8), (120, 40)]:
            await _resize(editor, size)
            assert editor.is_writing(), size


async def test_a_preview_that_hides_the_answer_in_a_narrower_window_leaves_no_key_without_a_place(
    small_report: Path,
) -> None:
    async with opened(small_report, (120, 40)) as editor:
        await editor.press("alt+v")
        for size in [(70, 24), (50, 24), (30, 8), (120, 40)]:
            await _resize(editor, size)
            await editor.until(lambda: editor.app.focused is not None)
        await editor.press("alt+v")
        await editor.until(editor.is_writing)


async def test_a_line_to_type_into_keeps_the_keys_while_the_window_is_small(small_report: Path) -> None:
    async with opened(small_report, (80, 24)) as editor:
        await editor.press("alt+g")
        await _resize(editor, (30, 8))
        await editor.press("4")
        await _resize(editor, (80, 24))
        await editor.press("enter")
        assert editor.number == 4
        assert editor.is_writing()


async def test_a_dialog_that_was_open_meanwhile_goes_on_and_leads_back_into_the_answer(small_report: Path) -> None:
    async with opened(small_report, (80, 24)) as editor:
        await editor.press("ctrl+t")
        await editor.until(lambda: editor.is_open(ChecklistScreen))
        for size in [(30, 8), (10, 2), (80, 24)]:
            await _resize(editor, size)
            assert editor.app.focused is not None, size
        await editor.press("space", "escape")
        await editor.until(editor.is_writing)
        await editor.write("still here")
        assert editor.area.answer == "still here"
        screen = editor.app.screen
        assert isinstance(screen, EditorScreen)
        assert screen.session.report.tasks[0].done


async def test_a_word_of_the_editor_is_seen_in_a_small_window(small_report: Path) -> None:
    async with opened(small_report, (38, 10)) as editor:
        await editor.press("tab")
        await editor.until(lambda: "Only list items" in editor.line(KeyBar))
        assert "Only list items" in "\n".join(editor.lines())
