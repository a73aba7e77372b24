"""Find and replace, in one answer and in all of them."""

from pathlib import Path

import pytest
from textual.widgets import Input, OptionList

from exam_tui.tui.screens.search_results import ResultsScreen
from exam_tui.tui.widgets.find_bar import FindBar
from exam_tui.tui.widgets.key_bar import KeyBar
from tests.core.findings.build import report
from tests.tui.editing import Editor, opened


@pytest.fixture
def words(tmp_path: Path) -> Path:
    """Write a report in which peas occur three times in answer 5, once in capitals, and once in answer 6."""
    path = tmp_path / "README.md"
    path.write_text(report({5: "Peas and peas.\nMore peas here.", 6: "No beans but peas."}), encoding="utf-8")
    return path


async def _find(editor: Editor, text: str, replacement: str = "") -> FindBar:
    screen = editor.app.screen_stack[0]
    await editor.press("ctrl+f")
    bar = screen.query_one(FindBar)
    bar.query_one("#find-text", Input).value = text
    bar.query_one("#find-replacement", Input).value = replacement
    await editor.pilot.pause()
    return bar


def _switches(bar: FindBar) -> str:
    return str(bar.query_one("#find-switches").render())


def _state(bar: FindBar) -> str:
    return str(bar.query_one("#find-state").render())


async def test_what_is_typed_is_selected_and_arrows_go_round(words: Path) -> None:
    async with opened(words) as editor:
        await editor.go_to(5)
        bar = await _find(editor, "peas")
        await editor.press("down")
        assert "of 3" in _state(bar)
        seen = set()
        for _ in range(3):
            await editor.press("down")
            assert editor.area.selected_text.lower() == "peas"
            seen.add(editor.area.selection)
        assert len(seen) == 3
        last = editor.area.selection
        await editor.press("up", "down")
        assert editor.area.selection == last


async def test_a_capital_makes_case_matter_and_a_text_that_is_not_there_is_said(words: Path) -> None:
    async with opened(words) as editor:
        await editor.go_to(5)
        bar = await _find(editor, "Peas")
        assert "1 of 1" in _state(bar)
        bar.query_one("#find-text", Input).value = "parsnips"
        await editor.pilot.pause()
        assert "No match in this answer" in _state(bar)


async def test_one_match_is_replaced_and_the_next_selected(words: Path) -> None:
    async with opened(words) as editor:
        await editor.go_to(5)
        editor.area.action_cursor_text_start()
        await _find(editor, "peas", "figs")
        await editor.press("alt+r")
        assert editor.area.answer == "figs and peas.\nMore peas here."
        assert editor.area.selected_text == "peas"
        await editor.press("escape")
        assert editor.is_writing()
        await editor.press("ctrl+f")
        bar = editor.app.screen.query_one(FindBar)
        kept = [bar.query_one(name, Input).value for name in ("#find-text", "#find-replacement")]
        assert kept == ["peas", "figs"], "both are there when it opens again"
        await editor.press("escape")
        await editor.press("ctrl+z")
        assert editor.area.answer == "Peas and peas.\nMore peas here."


async def test_what_was_put_in_is_not_replaced_again(words: Path) -> None:
    async with opened(words) as editor:
        await editor.go_to(6)
        editor.area.action_cursor_text_start()
        bar = await _find(editor, "peas", "green peas")
        bar.query_one("#find-replacement", Input).focus()
        await editor.press("enter")
        assert editor.area.answer == "No beans but green peas."
        assert editor.area.selected_text == ""
        assert "Replaced, no more below" in _state(bar)
        await editor.press("up")
        assert editor.area.selected_text == "peas", "the arrows go round"


async def test_case_and_whole_words_matter_on_demand(words: Path) -> None:
    async with opened(words, (140, 30)) as editor:
        await editor.go_to(5)
        bar = await _find(editor, "pea")
        assert "of 3" in _state(bar)
        assert "Alt+C [ ] match case" in _switches(bar)
        await editor.press("alt+c")
        assert "of 2" in _state(bar)
        assert "Alt+C [✓] match case" in _switches(bar)
        await editor.press("alt+x")
        assert "No match in this answer" in _state(bar)
        bar.query_one("#find-text", Input).value = "peas"
        await editor.pilot.pause()
        assert "of 2" in _state(bar)
        assert "Alt+X [✓] whole word" in _switches(bar)


async def test_all_in_one_answer_are_replaced_in_one_step(words: Path) -> None:
    async with opened(words) as editor:
        await editor.go_to(5)
        bar = await _find(editor, "peas", "figs")
        await editor.press("alt+a")
        assert editor.area.answer == "figs and figs.\nMore figs here."
        assert "3 replaced" in _state(bar)
        await editor.press("escape", "ctrl+z")
        assert editor.area.answer == "Peas and peas.\nMore peas here."


async def test_the_list_shows_all_answers_and_enter_goes_to_one(words: Path) -> None:
    async with opened(words) as editor:
        await editor.go_to(5)
        await _find(editor, "peas")
        await editor.press("alt+w")
        await editor.until(lambda: editor.is_open(ResultsScreen))
        screen = editor.app.screen
        assert isinstance(screen, ResultsScreen)
        rows = screen.query_one(OptionList)
        assert "4 times in 2 answers" in str(screen.query_one("#results-bar").render())
        assert [str(option.prompt).rstrip() for option in rows.options] == [
            "Question 5",
            "   Peas and peas.",
            "   Peas and peas.",
            "   More peas here.",
            "Question 6",
            "   No beans but peas.",
        ]
        assert [at for at, option in enumerate(rows.options) if option.disabled] == [0, 4]
        rows.highlighted = rows.option_count - 1
        await editor.press("enter")
        assert editor.number == 6
        assert editor.area.selected_text == "peas"


async def test_all_answers_are_replaced_from_the_list_and_each_can_be_undone(words: Path) -> None:
    async with opened(words) as editor:
        await editor.go_to(5)
        await _find(editor, "peas", "figs")
        await editor.press("alt+w", "r")
        assert "4 times in 2 answers" in editor.line(KeyBar)
        assert editor.area.answer == "figs and figs.\nMore figs here."
        await editor.go_to(6)
        assert editor.area.answer == "No beans but figs."
        await editor.press("ctrl+z")
        assert editor.area.answer == "No beans but peas."


async def test_the_selected_words_are_looked_for(words: Path) -> None:
    async with opened(words) as editor:
        await editor.go_to(5)
        editor.area.select_range((1, 0), (1, 4))
        await editor.press("ctrl+f")
        bar = editor.app.screen.query_one(FindBar)
        assert bar.query_one("#find-text", Input).value == "More"
