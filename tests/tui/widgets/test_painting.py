"""What a key costs, in things that are done and not in seconds; and what is drawn is what is there."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.css.stylesheet import Stylesheet
from textual.timer import Timer
from textual.widget import Widget

from exam_tui.tui.editor import screen
from exam_tui.tui.editor.screen import EditorScreen
from exam_tui.tui.sparse_compositor import SparseCompositor
from exam_tui.tui.widgets.answer.answer import AnswerArea
from exam_tui.tui.widgets.meter import Meter
from exam_tui.tui.widgets.navigator import Navigator
from exam_tui.tui.widgets.question_box import QuestionBox
from tests.conftest import GIVE_UP
from tests.tui.editing import Editor, opened

WORDS = "Some words of an answer that goes on for several rows. " * 20


@contextmanager
def _counting(owner: type[Any], name: str) -> Iterator[list[Any]]:
    """Note what a method is called with, its object first."""
    really, called = getattr(owner, name), []

    def note(self: object, *args: Any, **kwargs: Any) -> Any:
        called.append((self, *args))
        return really(self, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, note)
        yield called


def drawn(editor: Editor) -> list[str]:
    """Return what was drawn, row by row."""
    return [strip.text for strip in editor.app.screen._compositor.render_strips()]


def drawn_anew(editor: Editor) -> list[str]:
    """Return the same with every widget drawn anew."""
    for widget in editor.app.screen.walk_children(with_self=True):
        assert isinstance(widget, Widget)
        widget._styles_cache.clear()
    editor.area._line_cache.clear()
    return drawn(editor)


async def test_a_key_draws_the_row_that_it_changes_and_the_meter(
    small_report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In an answer of many rows; and it makes no timer but the first one. No pause of the editor ends meanwhile."""
    for seconds in ("_FOLLOW_SECONDS", "_CHECK_SECONDS"):
        monkeypatch.setattr(screen, seconds, GIVE_UP)
    async with opened(small_report) as editor:
        editor.area.replace_answer(WORDS)
        await editor.press("ctrl+end", "x")
        await editor.let_time_pass()
        await editor.press("y")
        with (
            _counting(AnswerArea, "render_line") as rows,
            _counting(Widget, "render_lines") as widgets,
            _counting(Timer, "__init__") as timers,
            _counting(Stylesheet, "apply") as looked_up,
        ):
            for _ in range(20):
                await editor.press("z")
        assert looked_up == []
        assert len(rows) <= 2 * 20
        assert len(timers) < 20
        assert {type(widget) for widget, _ in widgets} >= {AnswerArea, Meter}
        assert len(widgets) <= 3 * 20


async def test_what_is_drawn_after_edits_is_what_is_drawn_anew(small_report: Path) -> None:
    """Anywhere in lines of many rows, with marks of Markdown that open and close, over row ends, undone and redone."""
    chosen = random.Random(17)
    keys = ["a", "space", "asterisk", "backspace", "delete", "grave_accent", "enter", "ctrl+z", "ctrl+y", "left", "up"]
    async with opened(small_report) as editor:
        editor.area.replace_answer(f"{WORDS}\n\n{WORDS}")
        await editor.press("home")
        for step in range(60):
            if step % 6 == 0:
                line = chosen.randrange(editor.area.document.line_count)
                editor.area.move_cursor((line, chosen.randrange(len(editor.area.document.get_line(line)) + 1)))
            await editor.press(chosen.choice(keys))
            shown = drawn(editor)
            if step % 5 == 0:
                assert shown == drawn_anew(editor), step


async def test_no_style_is_looked_up_anew_until_the_first_frame(small_report: Path) -> None:
    """The screen has the classes of the window from the beginning, and each widget its styles once it is there."""
    with _counting(EditorScreen, "update_node_styles") as looked_up:
        async with opened(small_report) as editor:
            assert editor.app.screen.has_class("-wide", "-high")
            assert looked_up == []


async def test_another_question_draws_what_is_another_one(small_report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each row of its own, two rows of the list, of the box the edge with the heading; no style is looked up for it."""
    for seconds in ("_FOLLOW_SECONDS", "_CHECK_SECONDS"):
        monkeypatch.setattr(screen, seconds, GIVE_UP)
    async with opened(small_report, (100, 40)) as editor:
        await editor.go_to(2)
        await editor.let_time_pass()
        editor.area.cursor_blink = False
        height = 0
        for key in ("alt+down", "alt+up"):
            await editor.press(key)
            height += editor.area.size.height
        with (
            _counting(AnswerArea, "render_line") as rows,
            _counting(Navigator, "render_line") as listed,
            _counting(Widget, "render_lines") as widgets,
            _counting(SparseCompositor, "reflow") as layouts,
            _counting(Stylesheet, "apply") as looked_up,
            _counting(Timer, "__init__") as timers,
        ):
            for _ in range(10):
                await editor.press("alt+down")
                await editor.press("alt+up")
        assert len(rows) <= 10 * height
        assert len(listed) <= 20 * 2
        assert len(widgets) <= 20 * 7
        assert len(layouts) < 20 * 2 + 5  # a message may go meanwhile
        boxes = [rows for widget, rows in widgets if isinstance(widget, QuestionBox)]
        assert all(rows.height < editor.area.size.height for rows in boxes)
        assert looked_up == []
        assert len(timers) < 5  # the editor's own, such as a look at the file


@pytest.mark.parametrize("size", [(100, 30), (70, 12)])
async def test_what_is_drawn_of_another_question_is_what_is_drawn_anew(
    small_report: Path, size: tuple[int, int]
) -> None:
    """In the answer or in the list, which scrolls in a low window and whose sections fold."""
    chosen = random.Random(17)
    keys = ["alt+down", "alt+down", "alt+up", "x", "ctrl+r", "escape", "up", "down", "minus", "enter"]
    async with opened(small_report, size) as editor:
        for step in range(50):
            await editor.press(chosen.choice(keys))
            shown = drawn(editor)
            assert shown == drawn_anew(editor), step
