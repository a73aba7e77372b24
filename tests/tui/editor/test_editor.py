"""The editor's actions, driven by keys through Textual's pilot."""

import re
from pathlib import Path

import pytest
from textual.command import CommandPalette
from textual.events import Paste
from textual.widgets import Input, OptionList

from exam_tui import Report
from exam_tui.tui.editor.refresh import refresh_answers
from exam_tui.tui.editor.screen import EditorScreen
from exam_tui.tui.keys.actions import ACTIONS, Action
from exam_tui.tui.keys.keymap import help_sections
from exam_tui.tui.screens.checklist import ChecklistScreen
from exam_tui.tui.screens.help import HelpScreen
from exam_tui.tui.screens.palette import PaletteScreen
from exam_tui.tui.widgets.answer.answer import AnswerArea
from exam_tui.tui.widgets.header import Header
from exam_tui.tui.widgets.key_bar import KeyBar
from exam_tui.tui.widgets.meter import Meter
from exam_tui.tui.widgets.navigator import Navigator
from tests.core.findings.build import report
from tests.repos import PNG
from tests.tui.editing import Editor, opened


async def test_it_opens_at_the_first_unfinished_question_with_the_cursor_in_its_answer(small_report: Path) -> None:
    async with opened(small_report) as editor:
        assert editor.number == 2
        assert editor.area.has_focus


async def test_it_opens_where_it_was_left_if_that_needs_work(small_report: Path) -> None:
    """Also where nothing is written yet; an emoji is one character in the pane alone."""
    text = small_report.read_text(encoding="utf-8").replace("Far too many words", "Far 👩\u200d💻 too many")
    small_report.write_text(text, encoding="utf-8")
    for number, keys, cursor in ((4, ("home", *["right"] * 6), (0, 6)), (2, (), (0, 0))):
        async with opened(small_report) as editor:
            await editor.go_to(number)
            await editor.press(*keys, "ctrl+q")
            await editor.until(lambda: editor.app.return_value == 0)
        async with opened(small_report) as editor:
            assert (editor.number, editor.area.cursor_location) == (number, cursor)


async def test_it_opens_at_an_answer_whose_image_is_missing(small_report: Path) -> None:
    """Its words and images are in number, and nothing else is left to do before it. In code no reader misses it."""
    text = small_report.read_text(encoding="utf-8")
    number, answer = next((one.number, one.answer) for one in Report.load(small_report).questions if one.answer)
    missing = "![mast](figures/none.png)"
    for link, opened_at in (("![mast](figures/mast.png)", 2), (missing, number), (f"`{missing}`", 2)):
        small_report.write_text(text.replace(answer, link, 1), encoding="utf-8")
        assert Report.load(small_report).question(number).state == "passing"
        (small_report.parent / "figures").mkdir(exist_ok=True)
        (small_report.parent / "figures" / "mast.png").write_bytes(PNG)
        async with opened(small_report) as editor:
            assert editor.number == opened_at


WRAPPED = (
    ("--- Two words ---", "--- Two words more ---"),
    ("---\nTwo words\n---", "---\nTwo words more\n---"),
    ("-- Two words\n\n---", "-- Two words more\n\n---"),
    ("--- Two words\n# ---", "--- Two words more\n# ---"),
    ("Two words\n\n---", "Two words\n\n--- more"),
)


async def test_what_is_typed_into_a_wrapped_answer_is_written_inside_the_dashes(tmp_path: Path) -> None:
    """The cursor is at the end of the words when the answer comes up; a rule at the end belongs to the answer."""
    path = tmp_path / "README.md"
    path.write_text(report({number: answer for number, (answer, _) in enumerate(WRAPPED, 5)}), encoding="utf-8")
    async with opened(path) as editor:
        await editor.until(editor.is_writing)
        for number, (answer, written) in enumerate(WRAPPED, 5):
            await editor.go_to(number)
            await editor.write(" more")
            assert editor.area.answer == written, answer
        await editor.press("ctrl+s")
        await editor.until(lambda: "unsaved" not in editor.line(Header))
        assert [editor.on_disk().question(number).answer for number in range(5, 10)] == [new for _, new in WRAPPED]


async def test_dashes_without_a_word_are_nothing_in_pane_and_meter(tmp_path: Path) -> None:
    """What is left of a placeholder whose words were taken out; dashes that are typed count once words follow."""
    path = tmp_path / "README.md"
    path.write_text(report({6: "---  ---"}), encoding="utf-8")
    async with opened(path) as editor:
        await editor.until(editor.is_writing)
        await editor.go_to(6)
        assert editor.area.answer == ""
        await editor.write("---")
        await editor.until(lambda: editor.area.answer == "---")
        assert editor.area.counts.words == 0
        screen = editor.screen
        assert screen.keep()
        refresh_answers(screen)
        assert editor.area.answer == "---"
        await editor.write(" beans")
        await editor.until(lambda: editor.area.answer == "--- beans")
        assert editor.area.counts.words == 2


async def test_the_meter_shows_count_limit_and_what_is_to_go(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await editor.write("two words")
        assert editor.meter(0).split()[:2] == ["words", "2"]
        assert "3–6" in editor.meter(0)
        assert "1 more" in editor.meter(0)
        await editor.write(" and so on it goes ever")
        assert "2 too many" in editor.meter(0)


LIMITS = {
    "at least 9 words": [r"words +8 +▕█+.? *▏ 9\+ +1 more"],
    "no more than 250 words": [r"words +8 +▕.+▏ up to 250 +ok"],
    "at most 6 words": [r"words +8 +▕█+▏ up to 6 +2 too many"],
    "about 300 words": [r"words +8 +▕.+▏ about 300 *$"],
    "1,000-1,500 words + at least 2 figures": [
        r"words +8 +▕.┊?.+▏ 1000–1500 +992 more",
        r"images +0 +▕ +▏ 2\+ +2 more",
    ],
    "exactly one figure": [r"images +0 +▕ +▏ exactly 1 +1 more"],
    "2-9 words + up to 3 images": [r"words +8 +▕█+.? *▏ 2–9 +ok", r"images +0 +▕ +▏ up to 3 +ok"],
    "as you like": [r"words +8 +no limit"],
}
"""The line of a limit, and the meter's lines below an answer of eight words."""


@pytest.mark.parametrize("width", [80, pytest.param(120, marks=pytest.mark.full)])
async def test_the_meter_shows_each_form_of_a_limit(width: int, small_report: Path) -> None:
    """An open end, a target beside the count, and lines with their columns in the same places; no line for no limit."""
    text, heading, sails = small_report.read_text(encoding="utf-8").partition("### Question 4\n")
    asked = [f"{heading}{sails}".replace("2-4 words", line) for line in LIMITS]
    questions = [part.replace("Question 4", f"Question {number}") for number, part in enumerate(asked, 4)]
    small_report.write_text(text + "\n".join(questions), encoding="utf-8")
    async with opened(small_report, (width, 24)) as editor:
        for number, (limit, shown) in enumerate(LIMITS.items(), 4):
            await editor.go_to(number)
            meter = editor.app.screen.query_one(Meter)
            lines = [editor.meter(at).rstrip() for at in range(meter.size.height)]
            assert len(lines) == len(shown), limit
            assert all(re.search(pattern, line) for pattern, line in zip(shown, lines, strict=True)), (limit, lines)
            bars = [line.index("▏ ") for line in lines if "▏ " in line]
            assert len(set(bars)) <= 1, limit


async def test_the_meter_says_how_many_words_are_selected(small_report: Path) -> None:
    """In the place of what is to go; of the limit too where there is little room."""
    async with opened(small_report, (120, 24)) as editor:
        await editor.go_to(4)
        await editor.press("ctrl+a")
        assert re.search("2–4 +8 words selected", editor.meter(0))
        await editor.press("ctrl+end", *["ctrl+shift+left"] * 3)
        assert "3 words selected" in editor.meter(0)
        await editor.pilot.resize_terminal(78, 24)
        await editor.until(lambda: "3 words selected" in editor.meter(0) and "2–4" not in editor.meter(0))
        await editor.press("left")
        assert "4 too many" in editor.meter(0)
        await editor.go_to(3)
        await editor.press("ctrl+a")
        assert "1 word selected" in editor.meter(0)


async def test_a_target_never_marks_an_answer(small_report: Path) -> None:
    """Far below it or above it, the question counts as answered in header and list."""
    text = small_report.read_text(encoding="utf-8").replace("length: 2-4 words", "length: about 300 words")
    small_report.write_text(text, encoding="utf-8")
    async with opened(small_report) as editor:
        assert "3 of 4 done" in editor.line(Header)
        assert "✓  4 sails" in editor.rows()


async def test_the_list_shows_symbol_number_name_and_count_by_section(small_report: Path) -> None:
    async with opened(small_report) as editor:
        rows = editor.rows()
        assert "✓  1 group number" in rows
        assert "○  2" in rows
        assert "▲  4 sails" in rows
        assert "Work" in rows
        assert "1/2" in rows


async def test_the_header_counts_passing_questions_and_tasks_and_says_what_is_not_saved(small_report: Path) -> None:
    async with opened(small_report) as editor:
        assert "2 of 4 done · 1 of 3 tasks · ✓ saved" in editor.line(Header)
        await editor.write("one two three")
        await editor.until(lambda: "3 of 4 done · 1 of 3 tasks · ● unsaved" in editor.line(Header))


async def test_what_ends_only_after_the_editor_has_gone_draws_on_it_without_a_fault(small_report: Path) -> None:
    """Such as the look for unsaved work, where one quits at once."""
    async with opened(small_report) as editor:
        screen = editor.screen
        await editor.until(lambda: not editor.is_busy("begin"))
        await screen.remove_children()
        screen.safety.flows.recovery._dialogue.refresh()
        screen.show_message("too late")


async def test_undo_is_kept_for_each_question_while_one_moves_between_them(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await editor.write("kept")
        await editor.press("ctrl+n")
        assert editor.number == 4
        await editor.write("x")
        await editor.press("alt+up", "alt+up")
        assert editor.number == 2
        assert editor.area.answer == "kept"
        await editor.press("ctrl+z")
        assert editor.area.answer == ""
        await editor.press("ctrl+y")
        assert editor.area.answer == "kept"
        assert editor.meter(0).split()[1] == "1"


async def test_ctrl_n_goes_round_the_unfinished_questions_and_says_when_there_are_none(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await editor.write("we like old boats")
        await editor.press("ctrl+n")
        assert editor.number == 4
        await editor.press("ctrl+a")
        await editor.write("white and wide")
        await editor.press("ctrl+n")
        assert "All questions are done" in editor.line(KeyBar)


@pytest.mark.parametrize("key", ["enter", "tab"])
async def test_escape_goes_to_the_list_and_stays_there_letters_are_keys_and_enter_or_tab_writes(
    small_report: Path, key: str
) -> None:
    """However often it is pressed, no letter after it lands in the answer."""
    async with opened(small_report) as editor:
        await editor.press("escape", "escape")
        assert not editor.is_writing()
        await editor.press("escape", "j")
        assert editor.number == 3
        await editor.press("k", "up")
        assert editor.number == 1
        await editor.press(key)
        assert editor.is_writing()
        assert editor.area.answer == "7"


async def test_escape_leads_to_the_list_also_from_the_answer_alone(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await editor.press("alt+z", "escape")
        assert editor.app.screen.query_one(Navigator).has_focus
        assert editor.app.screen.query_one(Navigator).display


async def test_who_gives_up_going_to_a_number_is_back_where_it_was_asked_for(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await editor.press("alt+g", "escape")
        assert editor.is_writing()
        await editor.press("escape", "g", "escape")
        assert editor.app.screen.query_one(Navigator).has_focus


@pytest.mark.parametrize("key", ["ctrl+s", "ctrl+o"])
async def test_saving_writes_the_answer_and_nothing_else(small_report: Path, key: str) -> None:
    before = small_report.read_bytes()
    async with opened(small_report) as editor:
        await editor.write("we like old boats")
        await editor.press(key)
        await editor.until(lambda: "Saved" in editor.line(KeyBar))
    assert small_report.read_bytes() == before.replace(b"--- question 2 fill here ---", b"we like old boats")


async def test_the_checklist_ticks_with_the_space_bar_and_keeps_other_marks(small_report: Path) -> None:
    before = small_report.read_bytes()
    async with opened(small_report) as editor:
        await editor.press("ctrl+t")
        assert isinstance(editor.app.screen, ChecklistScreen)
        await editor.press("space", "escape", "ctrl+s")
        await editor.until(lambda: "Saved" in editor.line(KeyBar))
    assert small_report.read_bytes() == before.replace(b"* [ ] Write", b"* [x] Write")


async def test_typing_in_the_checklist_filters_it_and_escape_clears_before_it_closes(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await editor.press("ctrl+t", "h", "a", "l", "f")
        screen = editor.app.screen
        assert screen.query_one(Input).value == "half"
        assert [str(option.prompt) for option in screen.query_one(OptionList).options][1:] == [
            "[ ] Half done (M3) (marked /)"
        ]
        await editor.press("escape")
        assert screen.query_one(Input).value == ""
        await editor.press("escape")
        assert isinstance(editor.app.screen, EditorScreen)


async def test_the_space_bar_ticks_while_the_words_typed_have_hits(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await editor.press("ctrl+t", *"half", "space")
        box = editor.app.screen.query_one(Input)
        assert box.value == "half"
        assert [task.done for task in editor.app._session.report.tasks] == [False, True, True]
        await editor.press("space", *"xx", "space")
        assert box.value == "halfxx "
        assert [task.done for task in editor.app._session.report.tasks] == [False, True, False]
        await editor.press("escape", *"writea")
        rows = [str(option.prompt) for option in editor.app.screen.query_one(OptionList).options]
        assert rows[1:] == ["[ ] Write a test (M1)"]


async def test_a_task_that_wraps_is_shown_whole(small_report: Path) -> None:
    async with opened(small_report, (60, 24)) as editor:
        await editor.press("ctrl+t")
        prompts = [str(option.prompt) for option in editor.app.screen.query_one(OptionList).options]
        assert "understands it (M2)" in " ".join(" ".join(prompts).split())


@pytest.mark.parametrize("key", ["ctrl+q", "alt+q"])
async def test_quitting_asks_only_where_something_is_unsaved(small_report: Path, key: str) -> None:
    async with opened(small_report) as editor:
        await editor.write("x")
        await editor.press(key)
        await editor.until(lambda: len(editor.app.screen_stack) == 2)
        await editor.press("escape")
        assert editor.app.is_running
        await editor.press("ctrl+z")
        await editor.press(key)
        await editor.until(lambda: editor.app.return_value == 0)


async def test_an_answer_that_swallows_the_template_is_saved_and_said(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await editor.write("```\ncode")
        await editor.press("ctrl+s")
        await editor.until(lambda: "hidden by an unclosed code block" in editor.line(KeyBar))
    assert Report.load(small_report).question(2).answer == "```\ncode"
    assert len(Report.load(small_report).questions) == 4


async def test_help_lists_every_action_of_the_table(small_report: Path) -> None:
    titles = {title for _, rows in help_sections() for _, title, _ in rows}
    assert titles == {action.title for action in ACTIONS}
    async with opened(small_report) as editor:
        await editor.press("escape", "question_mark")
        assert isinstance(editor.app.screen, HelpScreen)
        text = str(editor.app.screen.query_one("#help Static").render())
        assert all(title in text for title in titles)


def _offered(editor: Editor) -> list[str]:
    """Return what the palette offers, as soon as it offers something."""
    return [str(option.prompt) for listing in editor.app.screen.query(OptionList) for option in listing.options]


_ENDING = (
    "begin", "browser", "check", "clipboard", "copy", "fix", "hand-in", "history", "images", "overview", "page",
    "problems", "restore", "save",
)  # fmt: skip
"""The work that comes to its end without being answered."""


async def _runs(editor: Editor, action: Action) -> None:
    """Write something and select it, do an action, and see that nothing goes wrong after it."""
    await editor.write("x")
    editor.area.select_all()
    place = editor.area if action.where == "answer" else editor.app.screen
    assert await editor.app.run_action(action.name, place), action.name
    await editor.until(lambda: not editor.is_busy(*_ENDING))
    if isinstance(editor.app.screen, CommandPalette):  # Textual's list must be there before it goes
        await editor.until(lambda: bool(_offered(editor)))
    assert editor.app._exception is None, action.name


async def test_every_action_of_the_palette_runs(small_report: Path) -> None:
    """One after the other, each on what the ones before left; quitting is the last."""
    async with opened(small_report) as editor:
        for action in sorted(ACTIONS, key=lambda action: action.name == "quit"):
            if action.in_palette:
                await _runs(editor, action)
                while len(editor.app.screen_stack) > 1:
                    await editor.app.pop_screen()
                await editor.go_to(2)


@pytest.mark.full
@pytest.mark.parametrize("action", [action for action in ACTIONS if action.in_palette], ids=lambda action: action.name)
async def test_an_action_of_the_palette_runs_first_of_all(small_report: Path, action: Action) -> None:
    async with opened(small_report) as editor:
        await _runs(editor, action)


async def test_the_palette_offers_the_actions(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await editor.press("ctrl+p")
        await editor.until(lambda: editor.is_open(PaletteScreen))
        await editor.write("checkl")
        assert [row.split() for row in _offered(editor)] == [["Checklist", "^t", "c"]]
        await editor.press("enter")
        await editor.until(lambda: isinstance(editor.app.screen, ChecklistScreen))


async def test_the_sample_answer_unfolds(small_report: Path) -> None:
    async with opened(small_report) as editor:
        before = str(editor.app.screen.query_one("#prompt Static").render())
        await editor.press("ctrl+r")
        after = str(editor.app.screen.query_one("#prompt Static").render())
        assert "We chose the" not in before
        assert "We chose the" in after


async def test_form_feeds_and_line_separators_survive_an_edit_beside_them(small_report: Path) -> None:
    odd = "a\x0cb\u2028c\x85d\x1be\u200bf"
    small_report.write_bytes(small_report.read_bytes().replace(b"--- question 2 fill here ---", odd.encode()))
    async with opened(small_report) as editor:
        await editor.press("alt+up", "alt+up")
        assert editor.number == 2
        assert editor.area.answer == odd
        assert editor.area.document.line_count == 1
        await editor.write(" end")
        await editor.press("ctrl+s")
        await editor.until(lambda: "Saved" in editor.line(KeyBar))
    assert Report.load(small_report).question(2).answer == f"{odd} end"


async def test_pasted_text_keeps_its_lines_and_is_one_undo_step(small_report: Path) -> None:
    async with opened(small_report) as editor:
        editor.app.post_message(Paste("one\r\ntwo\rthree"))
        await editor.until(lambda: editor.area.answer == "one\ntwo\nthree")
        assert editor.meter(0).split()[1] == "3"
        await editor.press("ctrl+z")
        assert editor.area.answer == ""
        assert editor.meter(0).split()[1] == "0"


async def test_dragging_the_mouse_selects_and_typing_replaces(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await editor.write("one two")
        await editor.pilot.mouse_down(AnswerArea, offset=(1, 0))
        await editor.pilot.hover(AnswerArea, offset=(4, 0))
        await editor.pilot.mouse_up(AnswerArea, offset=(4, 0))
        assert editor.area.selected_text == "one"
        await editor.write("X")
        assert editor.area.answer == "X two"


async def test_a_click_on_a_question_shows_it_and_a_click_on_a_key_does_it(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await editor.until(lambda: "Only your answers" in editor.line(KeyBar))  # it is there until one goes on
        await editor.pilot.click(Navigator, offset=(6, 2))
        await editor.until(lambda: editor.number == 1)
        await editor.until(lambda: "checklist" in editor.lines()[-1])
        await editor.pilot.click(KeyBar, offset=(editor.line(KeyBar).index("checklist"), 0))
        await editor.until(lambda: isinstance(editor.app.screen, ChecklistScreen))


@pytest.mark.parametrize("size", [pytest.param((80, 24), marks=pytest.mark.full), (120, 40), (40, 12)])
async def test_it_draws_at_every_size(small_report: Path, size: tuple[int, int]) -> None:
    async with opened(small_report, size) as editor:
        await editor.write("some words")
        assert editor.meter(0).split()[:2] == ["words", "2"]
