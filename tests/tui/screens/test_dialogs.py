"""Dialogs that open by themselves: what is typed is neither swallowed without a word nor taken for a choice."""

from pathlib import Path
from typing import Any

import pytest
from textual.containers import VerticalScroll
from textual.events import Key
from textual.screen import Screen

from exam_tui.core.merge.edits import AnswerEdit, RecoveryOffer
from exam_tui.core.merge.result import Conflict
from exam_tui.session.merging.other_side import OtherSide
from exam_tui.tui.screens.dialogs.confirm import Confirm
from exam_tui.tui.screens.dialogs.conflict import ConflictScreen
from exam_tui.tui.screens.dialogs.dialog import Dialog
from exam_tui.tui.screens.dialogs.recovery import RecoveryScreen
from tests.tui.editing import Editor, opened

CHOICES = (("stay", "Keep editing"), ("anew", "Write it again"))


def _dialogs(editor: Editor) -> list[Dialog[Any]]:
    gives_way = editor.area.insert
    question = editor.screen.session.report.questions[0]
    offer = RecoveryOffer(AnswerEdit(question.number, 0, "More words"), question, question.answer)
    return [
        Confirm("README.md is gone.", CHOICES, gives_way),
        ConflictScreen(Conflict(4, 0, "base", "ours", "theirs"), OtherSide("in README.md"), gives_way=gives_way),
        RecoveryScreen([offer], [], "today", gives_way),
    ]


async def _open(editor: Editor, dialog: Dialog[Any]) -> None:
    editor.app.push_screen(dialog)
    await editor.until(lambda: editor.app.screen is dialog and dialog.focused is not None)


def _subtitle(screen: Screen[Any]) -> str:
    assert isinstance(screen, Dialog)
    return str(screen.query_one(screen.BOX).border_subtitle)


async def test_a_letter_chooses_nothing_and_the_frame_says_so(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await editor.go_to(2)
        before = editor.area.answer
        for dialog in _dialogs(editor):
            await _open(editor, dialog)
            await editor.press("z")
            assert "“z” is not a choice" in _subtitle(dialog)
            assert editor.app.screen is dialog
            await editor.press("escape")
            await editor.until(lambda: editor.app.screen is editor.screen)
        assert editor.area.answer == before


async def test_what_was_typed_before_it_was_open_goes_into_the_answer(small_report: Path) -> None:
    """Enter among it, which would choose otherwise; what comes later does not."""
    async with opened(small_report) as editor:
        await editor.go_to(2)
        editor.area.replace_answer("")
        for dialog in _dialogs(editor):
            early = [Key("a", "a"), Key("enter", "\r")]
            await _open(editor, dialog)
            assert [dialog.gave_way(key) for key in early] == [True, True]
            assert not dialog.gave_way(Key("b", "b"))
            await editor.press("escape")
            await editor.until(lambda: editor.app.screen is editor.screen)
        assert editor.area.answer == "a\n" * 3


async def test_a_question_after_a_save_stays_open_while_one_types_on(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await editor.go_to(2)
        await editor.write("my words")
        small_report.unlink()
        await editor.press("ctrl+s")
        await editor.until(lambda: editor.is_open(Confirm))
        await editor.press("x", "y")
        assert editor.is_open(Confirm)
        assert "my words" in editor.area.answer
        assert "xy" not in editor.area.answer
        await editor.press("enter")
        await editor.until(lambda: editor.app.screen is editor.screen)
    assert not small_report.exists()


@pytest.mark.parametrize("size", [(70, 40), (100, 40), (110, 30), (140, 30)])
async def test_a_dialog_is_as_high_as_its_longest_text(small_report: Path, size: tuple[int, int]) -> None:
    """Not as the window, and not lower than the text either; so it is when the window gets another width, too."""
    long = "word " * 60
    async with opened(small_report, (79, 35)) as editor:
        question = editor.screen.session.report.questions[0]
        offer = RecoveryOffer(AnswerEdit(question.number, 0, long), question, question.answer)
        for dialog in (
            ConflictScreen(Conflict(4, 0, "base", "ours", long), OtherSide("in README.md")),
            RecoveryScreen([offer], [], "today"),
        ):
            await _open(editor, dialog)
            for width, height in ((79, 35), size):
                await editor.pilot.resize_terminal(width, height)
                texts = list(dialog.query(VerticalScroll))
                await editor.until(lambda texts=texts: all(text.max_scroll_y == 0 for text in texts))  # type: ignore[misc]
                empty = [text.content_size.height - text.children[0].outer_size.height for text in texts]
                assert 0 <= min(empty) <= 1, (dialog, width)
                assert dialog.query_one(dialog.BOX).outer_size.height < 0.9 * height
            await editor.press("escape")
