"""The list of problems, the safe fixes, and what the course's check says, in the editor."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.widgets import OptionList

from exam_tui.tui.editor.notes import Checked, Problem
from exam_tui.tui.editor.screen import EditorScreen
from exam_tui.tui.screens.dialogs.conflict import ConflictScreen
from exam_tui.tui.screens.dialogs.fix_preview import FixPreviewScreen
from exam_tui.tui.screens.overview import OverviewScreen
from exam_tui.tui.screens.problems import ProblemsScreen
from exam_tui.tui.widgets.header import Header
from exam_tui.tui.widgets.key_bar import KeyBar
from exam_tui.tui.widgets.meter import Meter
from tests.conftest import sampled
from tests.core.findings.build import GOOD, PICTURE, placeholder, report, template
from tests.repos import PNG
from tests.tui.editing import Editor, opened


@pytest.fixture
def spoilt(tmp_path: Path) -> Path:
    """Write a report of 27 questions: 5 cut by the course's check, 6 with filler, 7 in dashes, 8 too short."""
    path = tmp_path / "README.md"
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "tomatoes.png").write_bytes(PNG)
    answers = {
        5: "We grew beans.\n\n## Later\n\nThen came the peas and the long dry summer.",
        6: f"{GOOD}\n{placeholder(6)}",
        7: f"--- {GOOD} ---",
        8: "Two words",
        9: f"{GOOD}\n- a list\n- right below",
    }
    path.write_text(report(answers), encoding="utf-8")
    return path


async def _checked(editor: Editor) -> None:
    screen = editor.screen
    await screen.check_now()
    await editor.pilot.pause()


def _note(editor: Editor) -> str:
    return str(editor.app.screen_stack[0].query_one(Meter).border_title or "").strip()


def _problems(editor: Editor) -> str:
    screen = editor.app.screen
    assert isinstance(screen, ProblemsScreen)
    return "\n".join(str(option.prompt) for option in screen.query_one(OptionList).options)


async def _open_list(editor: Editor) -> None:
    await editor.press("ctrl+l")
    await editor.until(lambda: editor.is_open(ProblemsScreen))


async def test_the_header_shows_the_course_check_only_where_it_fails_more(spoilt: Path) -> None:
    spoilt.write_text(report({6: f"{GOOD} So we did.\n{placeholder(6)}", 8: "Two words"}), encoding="utf-8")
    async with opened(spoilt) as editor:
        assert "26 of 27 done" in editor.line(Header)
        assert " · the course's check fails 1 more · ✓ saved" in editor.line(Header)
        await editor.go_to(6)
        editor.area.replace_answer(GOOD)
        await editor.until(lambda: "course's check" not in editor.line(Header))
        assert "26 of 27 done" in editor.line(Header)


async def test_a_blank_report_passes_nothing(spoilt: Path) -> None:
    """Whatever the course's check makes of its placeholders."""
    spoilt.write_text(report({number: placeholder(number) for number in range(1, 28)}), encoding="utf-8")
    async with opened(spoilt) as editor:
        screen = editor.app.screen
        assert isinstance(screen, EditorScreen)
        assert screen.verdict is not None
        assert screen.verdict.passed, "it counts the words of placeholders"
        await editor.press("alt+o")
        await editor.until(lambda: editor.is_open(OverviewScreen))
        assert "0 of 27 done" in editor.line(Header)
        assert "0 of 27 questions done" in editor.lines()[0]
        assert "check" not in f"{editor.line(Header)}{editor.lines()[0]}"


async def test_the_header_is_silent_on_a_course_check_that_passes_more(spoilt: Path) -> None:
    """It takes no look at images."""
    spoilt.write_text(report({5: f"{GOOD} ![a bed](figures/gone.png)"}), encoding="utf-8")
    async with opened(spoilt) as editor:
        await _checked(editor)
        assert "26 of 27 done" in editor.line(Header)
        assert "course's check" not in editor.line(Header)


def _symbol(editor: Editor, number: int) -> str:
    (row,) = [row for row in editor.rows().split("\n") if row[1:5].strip() == str(number)]
    return row[0]


CONFLICT = "<<<<<<< HEAD\nWe grew beans and peas.\n=======\nWe grew tall peas.\n>>>>>>> theirs"


async def _put_off(editor: Editor) -> None:
    """Decide later on the conflict that a report in mid-merge opens at."""
    await editor.until(lambda: editor.is_open(ConflictScreen))
    await editor.press("escape")
    await editor.until(lambda: editor.is_open(EditorScreen))


@pytest.mark.parametrize(
    "answer",
    [
        f"{GOOD} ![a bed](figures/gone.png)",
        pytest.param(f"{GOOD} ![a bed](../bed.png)", marks=pytest.mark.full),
        CONFLICT,
        pytest.param("We grew beans and peas.\n\n## Later\n\nThen tall beans.", marks=pytest.mark.full),
    ],
)
async def test_a_question_with_a_blocking_problem_is_not_done_wherever_it_is_shown(spoilt: Path, answer: str) -> None:
    """In the list, the header, the overview and on the way to what is unfinished; mended, it is done again."""
    spoilt.write_text(report({9: answer}), encoding="utf-8")
    async with opened(spoilt) as editor:
        if answer == CONFLICT:
            await _put_off(editor)
        await _checked(editor)
        assert _symbol(editor, 9) == "!"
        assert _symbol(editor, 8) == "✓"
        assert "26 of 27 done" in editor.line(Header)
        await editor.press("ctrl+n")
        assert editor.number == 9
        await editor.press("alt+o")
        await editor.until(lambda: editor.is_open(OverviewScreen))
        shown = "\n".join(editor.lines())
        assert "26 of 27" in shown
        assert "!  9" in shown
        await editor.press("escape")
        editor.area.replace_answer(GOOD)
        await editor.let_time_pass()
        await editor.until(lambda: _symbol(editor, 9) == "✓")
        assert "27 of 27 done" in editor.line(Header)
        await editor.press("ctrl+n")
        assert "All questions are done" in editor.line(KeyBar)


async def test_what_is_typed_becomes_blocking_once_it_was_looked_at(spoilt: Path) -> None:
    spoilt.write_text(report(), encoding="utf-8")
    async with opened(spoilt) as editor:
        await editor.go_to(9)
        editor.area.replace_answer(f"{GOOD} Answer: more peas")
        await editor.let_time_pass()
        await editor.until(lambda: _symbol(editor, 9) == "!")


async def test_what_comes_from_outside_is_looked_at(spoilt: Path) -> None:
    """A conflict that somebody resolved elsewhere is gone here too, without a key."""
    spoilt.write_text(report({9: CONFLICT}), encoding="utf-8")
    async with opened(spoilt) as editor:
        await _put_off(editor)
        await _checked(editor)
        assert _symbol(editor, 9) == "!"
        spoilt.write_text(report(), encoding="utf-8")
        await editor.press("ctrl+s")
        await editor.until(lambda: _symbol(editor, 9) == "✓")


async def test_the_header_says_that_the_course_check_would_stop(spoilt: Path) -> None:
    spoilt.write_text(report({27: "s123456 dug.\n\n### And\n\ns234567 watered it all."}), encoding="utf-8")
    async with opened(spoilt) as editor:
        assert "course's check would stop" in editor.line(Header)


async def test_the_meter_says_what_the_course_check_counts_and_why(spoilt: Path) -> None:
    async with opened(spoilt) as editor:
        await editor.go_to(5)
        assert "words     14" in editor.meter(0) or "words" in editor.meter(0)
        await _checked(editor)
        assert _note(editor).startswith("course's check counts 3 words: ")
        await editor.go_to(6)
        assert "course's check counts 20 words: " in _note(editor)
        await editor.go_to(3)
        assert _note(editor) == ""


async def test_a_problem_that_no_count_shows_is_said_above_the_meter(spoilt: Path) -> None:
    async with opened(spoilt) as editor:
        await editor.go_to(7)
        await _checked(editor)
        assert "dashes" in _note(editor)
        assert "^l" in _note(editor)
        await editor.go_to(8)
        assert _note(editor) == "", "the meter itself says that the answer is too short"


async def test_the_list_shows_all_problems_by_question_and_those_of_one_alone(spoilt: Path) -> None:
    async with opened(spoilt) as editor:
        await editor.go_to(7)
        await _open_list(editor)
        rows = _problems(editor)
        for number in (5, 6, 7, 8):
            assert f"Question {number}" in rows
        await editor.press("t")
        rows = _problems(editor)
        assert "Question 7" in rows
        assert "Question 8" not in rows
        await editor.press("t")
        assert "Question 8" in _problems(editor)


@pytest.mark.parametrize("key", ["escape", "ctrl+l"])
async def test_the_list_closes_without_moving_anything(spoilt: Path, key: str) -> None:
    async with opened(spoilt) as editor:
        await editor.go_to(7)
        await _open_list(editor)
        await editor.press(key)
        assert isinstance(editor.app.screen, EditorScreen)
        assert editor.number == 7
        assert editor.is_writing()


async def test_enter_goes_to_the_line_and_column_of_the_problem(spoilt: Path) -> None:
    spoilt.write_text(
        report({10: f"{GOOD}\n\nA picture: [x](figures/none.png) and ![y](figures/gone.png)."}), encoding="utf-8"
    )
    async with opened(spoilt) as editor:
        await editor.go_to(10)
        await _open_list(editor)
        screen = editor.app.screen
        assert isinstance(screen, ProblemsScreen)
        rows = screen.query_one(OptionList)
        rows.highlighted = next(
            index for index, option in enumerate(rows.options) if "figures/gone.png" in str(option.prompt)
        )
        await editor.press("enter")
        assert editor.number == 10
        assert editor.area.cursor_location == (2, len("A picture: [x](figures/none.png) and "))
        assert "figures/gone.png" in editor.line(KeyBar)


async def test_one_key_fixes_an_answer_and_undo_takes_it_back(spoilt: Path) -> None:
    async with opened(spoilt) as editor:
        await editor.go_to(7)
        await editor.press("alt+m")
        await editor.app.workers.wait_for_complete()
        await editor.pilot.pause()
        assert editor.area.answer == GOOD
        assert "Fixed" in editor.line(KeyBar)
        await editor.press("ctrl+z")
        assert editor.area.answer == f"--- {GOOD} ---"


async def test_one_key_writes_a_link_with_the_letters_of_its_file(spoilt: Path) -> None:
    (spoilt.parent / "figures").mkdir(exist_ok=True)
    (spoilt.parent / "figures" / "Harvest.PNG").write_bytes(PNG)
    text = spoilt.read_text(encoding="utf-8").replace(f"--- {GOOD} ---", f"{GOOD}\n\n![peas](figures/harvest.png)", 1)
    spoilt.write_text(text, encoding="utf-8")
    async with opened(spoilt) as editor:
        await editor.go_to(7)
        await editor.press("alt+m")
        await editor.until(lambda: editor.area.answer == f"{GOOD}\n\n![peas](figures/Harvest.PNG)")
        await editor.press("ctrl+z")
        assert "figures/harvest.png" in editor.area.answer


WRITTEN_OTHERWISE = {
    "## Results\nThey grew well, all of them.": "**Results**\n\nThey grew well, all of them.",
    "So many came:\n\n| Bed | Peas |\n|---|---|\n| one | 5 |": "So many came:\n\n- Bed: one, Peas: 5",
    "We ran this:\n\n```bash\nmake peas\n```\n\nand ate.": "We ran this:\n\n    make peas\n\nand ate.",
}


@pytest.mark.parametrize("answer", sampled(WRITTEN_OTHERWISE, 1))
async def test_a_fix_that_writes_an_answer_otherwise_is_shown_before_it_is_made(spoilt: Path, answer: str) -> None:
    """From the list by its key there, and from the answer by the key for fixes; Esc skips all as it is."""
    spoilt.write_text(report({5: answer}), encoding="utf-8")
    async with opened(spoilt) as editor:
        await editor.go_to(5)
        await _open_list(editor)
        assert "f shows a fix" in _problems(editor)
        await editor.press("f")
        await editor.until(lambda: editor.is_open(FixPreviewScreen))
        shown = "\n".join(editor.lines())
        assert all(f"+{line}" in shown for line in WRITTEN_OTHERWISE[answer].split("\n") if line not in answer)
        await editor.press("escape")
        await editor.until(lambda: editor.is_open(ProblemsScreen))
        assert editor.area.answer == answer
        await editor.press("f")
        await editor.until(lambda: editor.is_open(FixPreviewScreen))
        await editor.press("enter")
        await editor.until(lambda: editor.is_open(ProblemsScreen) and "shows a fix" not in _problems(editor))
        await editor.press("escape")
        assert editor.area.answer == WRITTEN_OTHERWISE[answer]
        await editor.press("ctrl+z")
        await editor.until(lambda: editor.area.answer == answer)
        await editor.press("alt+m")
        await editor.until(lambda: editor.is_open(FixPreviewScreen))
        await editor.press("f")
        await editor.until(lambda: editor.area.answer == WRITTEN_OTHERWISE[answer])


async def test_filler_beside_an_answer_goes_with_one_key_and_stays_away(spoilt: Path) -> None:
    async with opened(spoilt) as editor:
        await editor.go_to(6)
        await editor.press("alt+m")
        await editor.app.workers.wait_for_complete()
        await editor.go_to(7)
        await editor.go_to(6)
        await editor.press("ctrl+s")
        await editor.app.workers.wait_for_complete()
        await editor.pilot.pause()
    text = spoilt.read_text(encoding="utf-8")
    assert placeholder(6) not in text
    assert f"Answer:\n\n{GOOD}\n\n### Question 7" in text


async def test_a_question_without_its_marker_is_one_like_any_other(tmp_path: Path) -> None:
    """In the list, with its limits; what is typed goes into it, and one key puts the marker back."""
    path = tmp_path / "README.md"
    whole = report()
    head, mark, rest = whole.partition("### Question 5\n")
    path.write_text(head + mark + rest.replace("> Answer:\n", "", 1), encoding="utf-8")
    async with opened(path) as editor:
        await editor.go_to(4)
        assert editor.area.answer == PICTURE
        await editor.go_to(5)
        assert editor.area.answer == GOOD
        await _checked(editor)
        assert "question 5 has no `Answer:` line" in _note(editor)
        await editor.press("ctrl+end", *" Indeed.")
        await editor.press("alt+m")
        await editor.until(lambda: "Fixed: question 5 has no `Answer:`" in editor.line(KeyBar))
        assert "to undo" not in editor.line(KeyBar)
        assert editor.area.answer == f"{GOOD} Indeed."
        await editor.press("ctrl+s")
        await editor.app.workers.wait_for_complete()
    assert path.read_text(encoding="utf-8") == report({5: f"{GOOD} Indeed."})


async def test_a_question_without_its_marker_is_written_into_and_stays_so(tmp_path: Path) -> None:
    """Typing changes the answer alone; all fixes at once put the marker back, with words typed over it."""
    path = tmp_path / "README.md"
    whole = report({5: placeholder(5)})
    path.write_text(whole.replace(f"> Answer:\n\n{placeholder(5)}", "> Peas."), encoding="utf-8")
    async with opened(path) as editor:
        await editor.go_to(5)
        assert editor.area.answer == "Peas."
        await editor.press("ctrl+end", *" And beans, and more peas.")
        await editor.press("ctrl+s")
        await editor.app.workers.wait_for_complete()
        typed = "Peas. And beans, and more peas."
        assert path.read_text(encoding="utf-8") == report({5: typed}).replace(f"> Answer:\n\n{typed}", f"\n{typed}")
        await _open_list(editor)
        await editor.press("a")
        await editor.until(lambda: not editor.is_busy("fix"))
        await editor.press("escape", "ctrl+s")
        await editor.app.workers.wait_for_complete()
    assert path.read_text(encoding="utf-8") == report({5: typed})


async def test_all_safe_fixes_at_once(spoilt: Path) -> None:
    async with opened(spoilt) as editor:
        await _open_list(editor)
        assert "fixes it" in _problems(editor)
        await editor.press("a")
        await editor.until(lambda: not editor.is_busy("fix"))
        assert "fixes it" not in _problems(editor)
        await editor.press("escape", "ctrl+s")
        await editor.app.workers.wait_for_complete()
    text = spoilt.read_text(encoding="utf-8")
    assert f"--- {GOOD}" not in text
    assert f"{GOOD}\n\n- a list\n- right below" in text


async def test_marks_of_the_checklist_are_one_problem_and_mended_by_one_key(spoilt: Path) -> None:
    """Beside an answer that is edited and not saved."""
    marks = "".join(f"* [{mark}] Sow bed {number}\n" for number, mark in enumerate(["✅", "v", "X ", "", "50%"]))
    text = spoilt.read_text(encoding="utf-8").replace("* [x] Buy seeds (M2)\n", f"* [x] Buy seeds (M2)\n{marks}")
    spoilt.write_text(text, encoding="utf-8")
    async with opened(spoilt) as editor:
        await editor.press("ctrl+end", "!")
        await _open_list(editor)
        assert "5 checklist marks are not ticks, in lines 9–13" in _problems(editor)
        await editor.press("home", "f")
        await editor.until(lambda: "`[50%]` is not a tick" in _problems(editor))
        assert "checklist marks" not in _problems(editor)
        await editor.press("escape", "ctrl+s")
        await editor.until(lambda: "* [x] Sow bed 0\n" in spoilt.read_text(encoding="utf-8"))
    saved = spoilt.read_text(encoding="utf-8")
    assert "* [x] Sow bed 1\n* [x] Sow bed 2\n* [ ] Sow bed 3\n* [50%] Sow bed 4\n" in saved
    assert saved.count("!") == text.count("!") + 1


def _keys(editor: Editor) -> str:
    return str(editor.app.screen.query_one("#problems-keys").render())


async def test_the_key_that_fixes_names_the_way_to_decide_a_merge_conflict(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text(report({5: "<<<<<<< HEAD\nbeans\n=======\npeas\n>>>>>>> anna"}), encoding="utf-8")
    async with opened(path) as editor:
        await editor.until(lambda: editor.is_open(ConflictScreen))
        await editor.press("l", "enter")
        await editor.until(lambda: len(editor.app.screen_stack) == 1)
        await editor.go_to(5)
        await _open_list(editor)
        await editor.until(lambda: "Esc back" in _keys(editor))
        await editor.press("f")
        assert _keys(editor) == "R in the list of questions resolves the conflict."


async def test_a_key_that_fixes_says_so_where_there_is_nothing_to_fix(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text(report({5: "One"}), encoding="utf-8")
    async with opened(path) as editor:
        await editor.go_to(5)
        await _open_list(editor)
        await editor.until(lambda: "Esc back" in _keys(editor))
        await editor.press("f")
        assert _keys(editor).startswith("No safe fix for this problem")
        await editor.press("a")
        assert _keys(editor) == "None of these problems has a safe fix."
        await editor.press("down")
        await editor.until(lambda: "Esc back" in _keys(editor))
        await editor.press("escape")
        await editor.go_to(9)
        await _open_list(editor)
        await editor.press("t")
        for key in "fa":
            await editor.press(key)
            assert _keys(editor) == "No problems here."


async def test_a_fix_that_would_cost_a_pass_is_left_and_says_so(tmp_path: Path) -> None:
    """As `check --fix` does: the dashes count, and the answer keeps its limit by them alone. The others are fixed."""
    path = tmp_path / "README.md"
    dashed = "--- one two three ---"
    path.write_text(report({5: dashed, 7: f"--- {GOOD} ---"}), encoding="utf-8")
    async with opened(path) as editor:
        await editor.go_to(5)
        await editor.press("alt+m")
        await editor.until(lambda: "Not fixed: that would leave 3 words" in editor.line(KeyBar))
        assert editor.area.answer == dashed
        await _open_list(editor)
        assert "Not fixed automatically: that would leave 3 words; the course's check wants 5" in " ".join(
            _problems(editor).split()
        )
        await editor.press("a")
        await editor.until(lambda: not editor.is_busy("fix"))
        await editor.press("escape", "ctrl+s")
        await editor.app.workers.wait_for_complete()
    assert path.read_text(encoding="utf-8") == report({5: dashed})


async def test_a_save_says_what_the_answer_does_to_the_questions_below(tmp_path: Path) -> None:
    """It is saved all the same: the first of them, how many more there are, and what to do."""
    path = tmp_path / "README.md"
    path.write_text(report(), encoding="utf-8")
    async with opened(path, size=(160, 40)) as editor:
        await editor.go_to(25)
        editor.area.replace_answer(f"{GOOD}\n\n```\ncode")
        await editor.press("ctrl+s")
        await editor.until(lambda: " But line " in editor.line(KeyBar))
        said = editor.line(KeyBar)
        assert "question 26 is hidden by an unclosed code block or comment above it (and 1 more). Close it" in said
    assert "```\ncode" in path.read_text(encoding="utf-8")


async def test_the_list_may_be_closed_while_it_fixes(spoilt: Path) -> None:
    async with opened(spoilt) as editor:
        await _open_list(editor)
        screen = editor.app.screen
        assert isinstance(screen, ProblemsScreen)
        fix, fixed, gone = screen._fixer, asyncio.Event(), asyncio.Event()

        async def slow(problems: Sequence[Problem]) -> Checked:
            checked = await fix(problems)
            fixed.set()
            await gone.wait()
            return checked

        screen._fixer = slow
        await editor.press("a")
        await editor.until(fixed.is_set)
        await screen.query_one(OptionList).remove()  # what is in a screen goes before the screen's own work is ended
        gone.set()
        await editor.press("escape")
        await editor.until(lambda: isinstance(editor.app.screen, EditorScreen))
        await editor.go_to(7)
        assert editor.area.answer == GOOD


async def test_where_nothing_is_safe_to_fix_it_says_so(spoilt: Path) -> None:
    async with opened(spoilt) as editor:
        await editor.go_to(8)
        await editor.press("alt+m")
        await editor.app.workers.wait_for_complete()
        await editor.pilot.pause()
        assert "No safe fix for this answer" in editor.line(KeyBar)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (f"{GOOD[:20]}\n\n## Later\n\n{GOOD}", "cut at `##`"),
        (f"{GOOD} Answer: beans and some more", "`Answer:`"),
        (f"{GOOD}\n\n{placeholder(5)}", "placeholder"),
        (f"{GOOD[:30]}\n\n## Later\n\n{GOOD}\n\n{placeholder(5)}", "cut at `##`"),
    ],
)
async def test_the_note_is_whole_at_80_columns(tmp_path: Path, answer: str, why: str) -> None:
    """The course's number, and why: the worst cause of several."""
    path = tmp_path / "README.md"
    path.write_text(report({5: answer}), encoding="utf-8")
    async with opened(path, size=(80, 24)) as editor:
        await editor.go_to(5)
        await _checked(editor)
        assert _note(editor).startswith("course's check counts ")
        assert _note(editor).endswith(f": {why}")


async def test_the_key_to_the_problems_is_never_cut_off(tmp_path: Path) -> None:
    """The message is, in a narrow window."""
    path = tmp_path / "README.md"
    path.write_text(report({5: f"{GOOD}\n- beans\n- peas\n\nText\n---\n\nmore"}), encoding="utf-8")
    async with opened(path, size=(80, 24)) as editor:
        await editor.go_to(5)
        await _checked(editor)
        assert _note(editor).endswith("… (+1) · ^l")
        assert "makes the text above" in _note(editor), "a warning comes before what is only a note"


async def test_a_blank_report_has_one_line_that_leads_to_the_first_question(spoilt: Path) -> None:
    """Of the question alone, and above its meters, nothing is said that the list of questions does not show."""
    spoilt.write_text(template(), encoding="utf-8")
    async with opened(spoilt) as editor:
        await editor.go_to(9)
        await _open_list(editor)
        assert _problems(editor).count("have no answer") == 1
        assert "questions 1–27 have no answer" in _problems(editor)
        assert "has no answer" not in _problems(editor)
        await editor.press("enter")
        assert editor.number == 1
        assert "questions 1–27 have no answer" in editor.line(KeyBar)
        await editor.go_to(9)
        assert _note(editor) == "", "that the course's check counts six words of placeholder helps nobody"
