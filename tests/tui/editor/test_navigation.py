"""Going through a report: by kind, by number, in the narrowed and folded list."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.widgets import Input

from exam_tui import Report
from exam_tui.git.blame import Change, Commit, Other
from exam_tui.tui.editor.git_history import History
from exam_tui.tui.screens.checklist import ChecklistScreen, TaskFilter, TaskList
from exam_tui.tui.widgets import navigator
from exam_tui.tui.widgets.key_bar import KeyBar
from exam_tui.tui.widgets.navigator import Navigator
from tests.core.findings.build import GOOD, placeholder, report
from tests.tui.editing import Editor, opened


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """Write a report of 27 questions: 6 unanswered, 9 and 15 too short, 7 in dashes, all others fine."""
    path = tmp_path / "README.md"
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "tomatoes.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    answers = {6: placeholder(6), 7: f"--- {GOOD} ---", 9: "Two words", 15: "Three short words"}
    path.write_text(report(answers), encoding="utf-8")
    return path


async def _list(editor: Editor) -> Navigator:
    await editor.until(editor.is_writing)
    await editor.press("escape")
    navigator = editor.app.screen_stack[0].query_one(Navigator)
    await editor.until(lambda: navigator.has_focus)
    return navigator


async def test_next_and_previous_of_each_kind_go_round(mixed: Path) -> None:
    async with opened(mixed) as editor:
        assert editor.number == 6
        screen = editor.screen
        await screen.check_now()
        await _list(editor)
        for key, numbers in {"n": [9, 15, 6], "N": [15, 9, 6], "x": [9, 15, 9], "X": [15, 9, 15]}.items():
            for number in numbers:
                await editor.press(key)
                assert editor.number == number, key
        await editor.go_to(1)
        await _list(editor)
        await editor.press("m")
        assert editor.number == 6
        await editor.press("m")
        assert editor.number == 7
        await editor.press("M", "M")
        assert editor.number == 15


async def test_a_kind_of_which_there_is_none_is_said(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await editor.press("escape", "x", "enter")
        editor.area.replace_answer("Three words here")
        await editor.press("escape", "x")
        assert "No answer is outside its limits" in editor.line(KeyBar)


async def test_a_question_is_reached_by_its_number_or_its_name(mixed: Path) -> None:
    async with opened(mixed) as editor:
        for typed, number, said in (
            ("15", 15, ""),
            ("bed 9", 9, ""),
            ("study", 2, ""),
            ("99", 6, "No question 99"),
            ("x", 6, "from 1 to 27"),
        ):
            await editor.go_to(6)
            await editor.press("alt+g")
            await editor.write(f"{typed}\n")
            assert editor.number == number
            assert said in editor.line(KeyBar)
            assert editor.is_writing()


async def test_esc_gives_up_asking_for_a_number(mixed: Path) -> None:
    async with opened(mixed) as editor:
        await editor.press("alt+g", "1", "escape")
        assert editor.number == 6
        assert editor.is_writing()
        assert not editor.app.screen.query(Input)


async def test_tab_narrows_the_list_to_one_kind_after_the_other(mixed: Path) -> None:
    async with opened(mixed) as editor:
        screen = editor.screen
        await screen.check_now()
        listing = await _list(editor)
        for numbers, name in (
            ([6, 9, 15], "unfinished"),
            ([9, 15], "outside a limit"),
            ([6, 7, 9, 15], "with problems"),
        ):
            await editor.press("t")
            rows = [row for row in editor.rows().split("\n") if row[:1] in "✓▼▲!○"]
            assert [int(row[2:4]) for row in rows] == numbers
            assert name in str(listing.border_subtitle)
            assert f"{len(numbers)} of 27" in str(listing.border_title)
        await editor.press("t")
        assert "27" in editor.rows()
        assert not listing.border_subtitle


async def test_words_narrow_the_list_stay_to_be_changed_and_esc_takes_them_away(mixed: Path) -> None:
    async with opened(mixed) as editor:
        listing = await _list(editor)
        await editor.press("slash", *"three", "space", *"short")
        rows = [row for row in editor.rows().split("\n") if row[:1] in "✓▼▲!○"]
        assert [int(row[2:4]) for row in rows] == [15]
        await editor.press("enter")
        assert "three short" in str(listing.border_subtitle)
        await editor.press("slash")
        await editor.until(lambda: isinstance(editor.app.focused, Input))
        assert editor.app.screen.query_one(Input).value == "three short"
        await editor.press("escape")
        assert not listing.border_subtitle
        assert "27" in editor.rows()


async def test_words_of_a_name_narrow_the_list(mixed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where its prompt does not have them."""
    monkeypatch.setattr(navigator, "short_names", lambda questions: [f"plot {chr(96 + q.number)}" for q in questions])
    async with opened(mixed) as editor:
        await _list(editor)
        await editor.press("slash", *"plot", "space", "e", "enter")
        rows = [row for row in editor.rows().split("\n") if row[:1] in "✓▼▲!○"]
        assert "plot e" in editor.rows()
        assert 5 in [int(row[2:4]) for row in rows]


async def test_sections_fold_and_going_to_a_question_unfolds_its_own(mixed: Path) -> None:
    async with opened(mixed) as editor:
        await _list(editor)
        await editor.press("left")
        assert "▸ Beds" in editor.rows()
        assert " 7 " not in editor.rows()
        await editor.go_to(7)
        assert "▸" not in editor.rows()
        await _list(editor)
        await editor.press("minus")
        assert editor.rows().count("▸") == 2
        await editor.press("minus")
        assert "▸" not in editor.rows()


async def test_a_folded_section_stays_so_and_counts_when_answers_come_from_elsewhere(mixed: Path) -> None:
    async with opened(mixed) as editor:
        navigator = await _list(editor)
        await editor.press("left")
        head = navigator.highlighted
        before = next(row for row in editor.rows().split("\n") if "▸ Beds" in row)
        mixed.write_text(mixed.read_text(encoding="utf-8").replace("Two words", GOOD), encoding="utf-8")
        screen = editor.screen
        await editor.until(lambda: screen.session.report.question(9).answer == GOOD)
        await editor.pilot.pause()
        after = next(row for row in editor.rows().split("\n") if "▸ Beds" in row)
        assert [int(row.split()[-1].split("/")[0]) for row in (before, after)] == [21, 22]
        assert navigator.highlighted == head


async def test_enter_on_a_folded_section_unfolds_it(mixed: Path) -> None:
    async with opened(mixed) as editor:
        await _list(editor)
        await editor.press("left", "enter")
        assert "▸" not in editor.rows()


async def test_the_editor_starts_where_it_was_left_if_that_is_unfinished(mixed: Path) -> None:
    async with opened(mixed) as editor:
        await editor.go_to(15)
        editor.area.go_to(0, 6)
        await editor.press("ctrl+q")
        await editor.until(lambda: editor.app._exit)
    async with opened(mixed) as editor:
        assert editor.number == 15
        assert editor.area.cursor_location == (0, 6)
        await editor.go_to(1)
        await editor.press("ctrl+q")
        await editor.until(lambda: editor.app._exit)
    async with opened(mixed) as editor:
        assert editor.number == 6, "question 1 is finished"


async def test_a_narrow_window_shows_the_list_or_the_question(small_report: Path) -> None:
    async with opened(small_report, (50, 16)) as editor:
        await editor.press("escape")
        assert editor.app.screen.focused is editor.app.screen.query_one(Navigator)
        assert not editor.app.screen.query_one("#question").size.width
        await editor.press("minus", "minus", "down", "enter")
        assert editor.is_writing()
        assert editor.app.screen.query_one("#question").size.width
        assert [question.answer for question in Report.from_bytes(editor.app._session.report.to_bytes()).questions] == [
            question.answer for question in editor.on_disk().questions
        ], "no key was typed into an answer"


async def test_the_chosen_row_stands_out_without_colour(small_report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(small_report) as editor:
        await editor.press("escape")
        navigator = editor.app.screen.query_one(Navigator)
        row = navigator.highlighted
        assert row is not None
        lines = [navigator.render_line(at).text for at in range(navigator.option_count)]
        assert [at for at, line in enumerate(lines) if line.startswith("›")] == [row]
        await editor.press("ctrl+t")
        await editor.until(lambda: editor.is_open(ChecklistScreen))
        tasks = editor.app.screen.query_one(TaskList)
        await editor.until(lambda: tasks.size.width > 0)
        styles = [next(iter(tasks.render_line(at))).style for at in range(3)]
        assert [at for at, style in enumerate(styles) if style and style.underline] == [tasks.highlighted]


async def test_a_slash_leads_to_the_filter_of_the_checklist_and_is_not_typed_there(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await editor.press("escape", "ctrl+t")
        await editor.until(lambda: editor.is_open(ChecklistScreen))
        await editor.press("slash")
        assert isinstance(editor.app.focused, TaskFilter)
        await editor.write("a/b")
        assert editor.app.focused.value == "a/b", "once there it is a character like any other"


def test_that_the_other_side_has_another_version_is_said_first(small_report: Path) -> None:
    # Days are those of where one is.
    commit = Commit("Bo", datetime(2026, 1, 5, 14, tzinfo=UTC).replace(tzinfo=None).astimezone(), "0" * 40)
    history = History({1: Change(commit)}, {2: Other(commit, "origin/main")})
    question = Report.load(small_report).question(2)
    line = history.line(question, datetime(2026, 1, 9, tzinfo=UTC))
    assert line == "origin/main has another version, changed 5 Jan by Bo · changed 5 Jan by Bo"
