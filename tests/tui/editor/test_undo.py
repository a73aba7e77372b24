"""What is undone and redone, whatever was selected and however large the pane is."""

import random
from pathlib import Path

import pytest
from textual.document._document import Selection

from exam_tui.core.report.counting import count
from exam_tui.tui.widgets.answer.answer import AnswerArea
from tests.conftest import sampled
from tests.tui.editing import Editor, opened

SIZES = [(80, 24), (40, 12), (120, 40), (64, 20), (100, 30)]
WORDS = ("mast", "sail", "keel", "anchor", "lighthouse", "x", "überfahrt", "海", "a\tb")


def _text(rnd: random.Random) -> str:
    """Return a text that may need a scroll bar, or nothing."""
    words = rnd.choices(WORDS, k=rnd.choice((0, 1, 5, 40, 300)))
    return "".join(word + rnd.choice((" ", " ", " ", "\n", "\n\n")) for word in words)


def _place(rnd: random.Random, area: AnswerArea) -> tuple[int, int]:
    row = rnd.randrange(area.document.line_count)
    return row, rnd.randint(0, len(area.document.get_line(row)))


def _edit(rnd: random.Random, area: AnswerArea) -> None:
    """Change the text in one of the ways that there are."""
    match rnd.randrange(9):
        case 0 | 1:
            area.insert_paste(_text(rnd))
        case 2:
            area.replace_answer(_text(rnd))
        case 3:
            area.replace_in_place(_text(rnd))
        case 4:
            area.insert(rnd.choice(WORDS), _place(rnd, area))
        case 5:
            area.action_delete_left()
        case 6:
            area.action_delete_word_right()
        case 7:
            area.action_cut()
        case _:
            for letter in "abc":
                area.insert(letter)


def _is_whole(area: AnswerArea) -> None:
    row, column = area.cursor_location
    assert column <= len(area.document.get_line(row))
    assert area.counts == count(area.answer)
    assert area.wrapped_document.height == sum(
        len(area.wrapped_document.get_sections(line)) for line in range(area.document.line_count)
    )
    y = area.wrapped_document.location_to_offset((row, column)).y
    assert area.scroll_offset.y <= y < area.scroll_offset.y + max(area.size.height, 1), "the cursor is in sight"


async def _walk(editor: Editor, rnd: random.Random, steps: int) -> None:
    area = editor.area
    first = area.answer
    for _ in range(steps):
        if rnd.random() < 0.5:
            area.selection = Selection(_place(rnd, area), _place(rnd, area))
        rnd.choice((_edit, _edit, lambda *_: area.undo(), lambda *_: area.redo()))(rnd, area)
        if rnd.random() < 0.1:
            await editor.pilot.resize_terminal(*rnd.choice(SIZES))
        await editor.pilot.pause()
        _is_whole(area)
    last, undone = area.answer, len(area.history.undo_stack)
    while area.history.undo_stack:
        area.undo()
        await editor.pilot.pause()
        _is_whole(area)
    assert area.answer == first
    for _ in range(undone):
        area.redo()
        _is_whole(area)
    await editor.pilot.pause()
    assert area.answer == last


@pytest.mark.parametrize("seed", sampled(range(2), 1))
async def test_every_step_is_undone_and_redone_at_any_size_with_any_selection(small_report: Path, seed: int) -> None:
    async with opened(small_report, size=SIZES[seed]) as editor:
        await editor.go_to(2)
        await _walk(editor, random.Random(seed), 30)


@pytest.mark.full
@pytest.mark.parametrize("seed", range(10, 40))
async def test_long_walks_of_edits_are_undone_and_redone(small_report: Path, seed: int) -> None:
    async with opened(small_report, size=SIZES[seed % len(SIZES)]) as editor:
        await editor.go_to(2)
        await _walk(editor, random.Random(seed), 200)


async def test_a_paste_that_needed_the_scroll_bar_is_undone_and_redone(small_report: Path) -> None:
    async with opened(small_report, size=(80, 24)) as editor:
        await editor.go_to(2)
        text = "\n".join(f"line {number} of a long paste" for number in range(60))
        editor.area.insert_paste(text)
        await editor.pilot.pause()
        await editor.press("ctrl+z")
        assert editor.area.answer == ""
        await editor.press("ctrl+y")
        assert editor.area.answer == text


async def test_what_is_typed_after_an_undo_is_a_step_of_its_own(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await editor.go_to(2)
        editor.area.insert_paste("mast\n" * 30)
        editor.area.move_cursor((10, 4))
        await editor.press("a", "ctrl+z", "b")
        assert editor.area.document.get_line(10) == "mastb"
        await editor.press("ctrl+z")
        assert editor.area.answer == "mast\n" * 30
        _is_whole(editor.area)
