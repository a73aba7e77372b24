"""What can be clicked: the hints at the edges, beside a box, headings in the list."""

from pathlib import Path

import pytest
from textual.widgets import Input

from exam_tui.tui.app import ExamApp
from exam_tui.tui.editor.screen import EditorScreen
from exam_tui.tui.screens.dialogs.confirm import Confirm
from exam_tui.tui.screens.problems import ProblemsScreen
from exam_tui.tui.screens.search_results import ResultsScreen
from exam_tui.tui.widgets.find_bar import FindBar
from exam_tui.tui.widgets.key_bar import KeyBar
from exam_tui.tui.widgets.navigator import Navigator
from tests.conftest import sampled
from tests.core.findings.build import report
from tests.tui.editing import Editor, opened


def _place(editor: Editor, text: str) -> tuple[int, int]:
    """Return where a text is on the screen, as column and row."""
    for row, line in enumerate(editor.lines()):
        if text in line:
            return line.index(text) + len(text) // 2, row
    raise AssertionError(text)


def _is_shown(editor: Editor, text: str) -> bool:
    return any(text in line for line in editor.lines())


def _is_in_the_editor(editor: Editor) -> bool:
    return isinstance(editor.app.screen, EditorScreen)


async def _click(editor: Editor, text: str) -> None:
    await editor.until(lambda: _is_shown(editor, text))
    await editor.pilot.click(offset=_place(editor, text))
    await editor.pilot.pause()


@pytest.fixture
def words(tmp_path: Path) -> Path:
    """Write a report with something to find and something to fix."""
    path = tmp_path / "README.md"
    path.write_text(report({5: "Peas and peas.\n\n--- More peas here. ---", 6: "No beans but peas."}), encoding="utf-8")
    return path


async def test_what_is_selected_in_the_prompt_is_copied_until_something_is_selected_in_the_answer(
    words: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []
    monkeypatch.setattr(ExamApp, "copy_to_clipboard", lambda _app, text: copied.append(text))
    async with opened(words) as editor:
        await editor.go_to(5)
        prompt = editor.app.screen.query_one("#prompt Static")
        before = prompt.render()
        await editor.pilot.mouse_down(prompt, (0, 0))
        await editor.pilot.hover(prompt, (7, 0))
        await editor.pilot.mouse_up(prompt, (7, 0))
        await editor.pilot.pause()
        await editor.press("ctrl+c")
        assert len(copied[0]) in {7, 8}
        assert str(before).startswith(copied[0])
        assert prompt.render() == before, "the sample answer stays as it was"
        assert editor.is_writing()
        await editor.press("shift+left", "ctrl+c")
        assert copied[1] == editor.area.selected_text


OPENED = {
    "help": (("f1",), "Esc closes"),
    "messages": (("alt+l",), "Esc closes"),
    "hand-in": (("escape", "h"), "Esc closes"),
    "overview": (("alt+o",), "Esc back"),
    "checklist": (("ctrl+t",), "Esc back"),
    "problems": (("ctrl+l",), "Esc back"),
    "images": (("alt+i",), "Esc back"),
    "results": (("ctrl+f", *"peas", "alt+w"), "Esc back"),
}


@pytest.mark.parametrize("size", [(100, 30), pytest.param((50, 16), marks=pytest.mark.full)])
@pytest.mark.parametrize("name", sampled(OPENED, 3))
async def test_a_click_on_what_says_so_closes_what_is_open(words: Path, name: str, size: tuple[int, int]) -> None:
    keys, said = OPENED[name]
    async with opened(words, size) as editor:
        await editor.press(*keys)
        await editor.until(lambda: not _is_in_the_editor(editor))
        await _click(editor, said)
        await editor.until(lambda: _is_in_the_editor(editor))


async def test_a_click_beside_a_box_that_is_only_read_closes_it(words: Path) -> None:
    async with opened(words) as editor:
        for name in ("help", "messages", "hand-in"):
            await editor.press(*OPENED[name][0])
            await editor.until(lambda: not _is_in_the_editor(editor) and _is_shown(editor, "Esc closes"))
            x, y = _place(editor, "Esc closes")
            await editor.pilot.click(offset=(x, y - 1))
            assert not _is_in_the_editor(editor), f"a click in the box of {name} does nothing"
            await editor.pilot.click(offset=(0, 0))
            await editor.until(lambda: _is_in_the_editor(editor))


async def test_a_click_beside_a_question_leaves_it(words: Path) -> None:
    async with opened(words) as editor:
        await editor.press("x", "ctrl+q")
        await editor.until(lambda: editor.is_open(Confirm))
        await editor.pilot.click(offset=(0, 0))
        await editor.pilot.pause()
        assert isinstance(editor.app.screen, Confirm)


async def test_the_hints_of_the_find_bar_are_clicked(words: Path) -> None:
    async with opened(words, (140, 30)) as editor:
        await editor.go_to(5)
        editor.area.go_to(0, 5)
        await editor.press("ctrl+f", *"peas")
        screen = editor.app.screen
        screen.query_one("#find-replacement", Input).value = "beans"
        await _click(editor, "Alt+R replaces")
        await editor.until(lambda: editor.area.answer.count("beans") == 1)
        await _click(editor, "match case")
        await _click(editor, "whole word")
        bar = screen.query_one(FindBar)
        await editor.until(lambda: "[✓] match case · Alt+X [✓]" in str(bar.query_one("#find-switches").render()))
        await _click(editor, "Alt+A all here")
        await editor.until(lambda: editor.area.answer.count("beans") == 2)
        assert editor.area.answer.count("eas") == 1, "the one with a capital stays"
        await _click(editor, "Alt+W")
        await editor.until(lambda: editor.is_open(ResultsScreen))
        await editor.press("escape")
        await _click(editor, "Esc back")
        await editor.until(lambda: not screen.query(FindBar))
        assert editor.is_writing()


async def test_all_that_was_found_is_replaced_by_a_click(words: Path) -> None:
    async with opened(words) as editor:
        await editor.go_to(5)
        await editor.press("ctrl+f", *"peas")
        editor.app.screen.query_one("#find-replacement", Input).value = "beans"
        await editor.press("alt+w")
        await editor.until(lambda: editor.is_open(ResultsScreen))
        await _click(editor, "r replaces")
        await editor.until(lambda: "Replaced" in editor.line(KeyBar))
        await editor.go_to(6)
        assert editor.area.answer == "No beans but beans."


async def test_the_keys_below_the_problems_are_clicked(words: Path) -> None:
    async with opened(words) as editor:
        await editor.go_to(6)
        await editor.press("ctrl+l")
        await editor.until(lambda: editor.is_open(ProblemsScreen))
        await _click(editor, "t question 6 only")
        await editor.until(lambda: _is_shown(editor, "t whole report"))
        await _click(editor, "Enter goes there")
        await editor.until(lambda: _is_in_the_editor(editor))
        assert editor.number == 6


async def test_a_heading_in_the_list_folds_and_unfolds_by_clicks(small_report: Path) -> None:
    async with opened(small_report) as editor:
        assert editor.number == 2
        await _click(editor, "Work ")
        assert "▸ Work" in editor.rows()
        assert "sails" not in editor.rows()
        navigator = editor.app.screen.query_one(Navigator)
        assert "boat" in str(navigator.options[navigator.highlighted or 0].prompt), "the question stays chosen"
        await _click(editor, "▸ Work")
        assert "sails" in editor.rows()
        await _click(editor, "Group   ")
        assert "▸ Group" in editor.rows()
        assert navigator.highlighted == 0
        assert editor.number == 2
