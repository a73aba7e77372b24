"""Never losing a word: recovery, changes outside, two editors, signals, in the editor."""

import asyncio
import contextlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from textual.widgets import Button, Static
from textual.worker import WorkerFailed

from exam_tui import Report
from exam_tui.session import crash_recovery
from exam_tui.session.session import Session
from exam_tui.storage.history import recovery, versions
from exam_tui.storage.lock import lock
from exam_tui.tui.editor.commands import files
from exam_tui.tui.editor.screen import EditorScreen
from exam_tui.tui.screens.answer_history import EarlierScreen
from exam_tui.tui.screens.checklist import ChecklistScreen
from exam_tui.tui.screens.dialogs.confirm import Confirm
from exam_tui.tui.screens.dialogs.conflict import ConflictScreen
from exam_tui.tui.screens.dialogs.recovery import RecoveryScreen
from exam_tui.tui.widgets.answer.answer import AnswerArea
from exam_tui.tui.widgets.header import Header
from exam_tui.tui.widgets.key_bar import KeyBar
from exam_tui.tui.widgets.meter import Meter
from tests.conftest import OWN
from tests.tui.conftest import SMALL
from tests.tui.editing import Editor, opened

pytestmark = pytest.mark.usefixtures("hurried")


async def _looked(editor: Editor) -> None:
    """Have the editor look at the file to the end, as it does by itself every two seconds."""
    while True:
        worker = editor.screen.safety.look()
        with contextlib.suppress(WorkerFailed):  # its own look came in between
            await worker.wait()
        if not worker.is_cancelled:
            return


async def _seen(editor: Editor, what: Callable[[], bool]) -> None:
    """Have the editor look at the file, once what was typed is known to it, and wait until something is so."""
    await _looked(editor)
    await editor.until(what)


async def _ready(editor: Editor) -> None:
    await editor.until(lambda: not editor.screen.safety.flows.recovery.is_deciding)


async def _choose(editor: Editor, name: str) -> None:
    """Press a button of the dialog that is open."""
    await editor.until(lambda: bool(editor.app.screen.query(name)))
    editor.app.screen.query_one(name, Button).press()
    await editor.pilot.pause()


async def _answer_is(editor: Editor, number: int, text: str) -> None:
    """Wait until the report that is edited has an answer."""
    await editor.until(lambda: editor.screen.session.report.question(number).answer == text)


async def _put(editor: Editor, number: int, text: str) -> None:
    """Go to a question, and give it another answer."""
    await editor.go_to(number)
    editor.area.replace_answer(text)
    await _answer_is(editor, number, text)


def _kept(path: Path, number: int) -> str | None:
    """Return an answer as the recovery file has it."""
    found = recovery.read_recovery(path)
    return Report.from_bytes(found.ours).question(number).answer if found else None


def _change(path: Path, number: int, text: str) -> None:
    """Change an answer in the file as another program does."""
    report = Report.load(path)
    report.set_answer(number, text)
    path.write_bytes(report.to_bytes())


async def _kept_within_a_second(editor: Editor, number: int, typed: str) -> None:
    """Type something: what brings it into the recovery file is due within a second of the first letter, and does."""
    await editor.until(lambda: editor.screen.safety.autosave._timer is None)
    await editor.press(typed[0])
    due = editor.screen.safety.autosave._timer
    assert due is not None
    assert due._interval <= 1.0
    await editor.write(typed[1:])
    answer = editor.app.screen.query_one(AnswerArea).answer
    await editor.until(lambda: _kept(editor.path, number) == answer)


async def _save(editor: Editor) -> None:
    await editor.press("ctrl+s")
    await editor.until(lambda: not editor.is_busy("save"))


# Recovery


async def test_typing_is_in_the_recovery_file_within_a_second(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await _ready(editor)
        await _kept_within_a_second(editor, 2, "kept")
        await _kept_within_a_second(editor, 2, " as ever")
        assert _kept(small_report, 2) == "kept as ever"


async def test_it_follows_even_while_one_types_without_a_pause(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await _ready(editor)
        for words in (1, 2):
            for _ in range(1000):
                await editor.press("a")
                if len(_kept(small_report, 2) or "") >= words:
                    break


async def test_a_tick_is_recovered_too_and_a_save_clears_all(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await _ready(editor)
        await editor.press("ctrl+t")
        assert isinstance(editor.app.screen, ChecklistScreen)
        await editor.press("space", "escape")
        await editor.until(lambda: recovery.read_recovery(small_report) is not None)
        found = recovery.read_recovery(small_report)
        assert found is not None
        assert found.edits.ticks
        await _save(editor)
        await editor.until(lambda: recovery.read_recovery(small_report) is None)


def _leave_unsaved(path: Path, number: int, text: str) -> None:
    """Leave what a killed editor would have left."""
    report = Report.load(path)
    report.set_answer(number, text)
    found = recovery.recovery_of(report, path.read_bytes())
    assert found is not None
    recovery.write_recovery(path, found)


def _offered(editor: Editor) -> str:
    return str(editor.app.screen.query_one("#recovery-text").render())


async def test_unsaved_work_is_offered_with_what_differs_and_brought_back(small_report: Path) -> None:
    _leave_unsaved(small_report, 4, "Two sails")
    async with opened(small_report) as editor:
        await editor.until(lambda: editor.is_open(RecoveryScreen))
        shown = _offered(editor)
        assert "-Far too many words" in shown
        assert "+Two sails" in shown
        assert any("✓ = bring back" in line for line in editor.lines())
        await editor.press("enter")
        await _ready(editor)
        assert editor.number == 4, "it is at what was brought back"
        assert editor.area.answer == "Two sails"
        assert editor.area.cursor_location == (0, 9), "where one goes on"
        assert "unsaved" in editor.line(Header)
        await _save(editor)
    assert Report.load(small_report).question(4).answer == "Two sails"


async def test_what_is_left_out_is_kept_for_history(small_report: Path) -> None:
    _leave_unsaved(small_report, 4, "Two sails")
    async with opened(small_report) as editor:
        await editor.until(lambda: editor.is_open(RecoveryScreen))
        await editor.press("escape")
        await _ready(editor)
        await editor.go_to(4)
        assert editor.area.answer.startswith("Far too many")
    kept = [version for version in versions.history_of(small_report) if version.kind == "declined"]
    assert b"Two sails" in kept[0].data


async def test_what_was_left_out_says_how_it_comes_back_and_does(small_report: Path) -> None:
    """Nothing ticked is nothing brought back; what quits decides nothing, and the same is offered again."""
    _leave_unsaved(small_report, 4, "Two sails")
    async with opened(small_report) as editor:
        await editor.until(lambda: editor.is_open(RecoveryScreen))
        await editor.press("ctrl+q")
        await editor.until(lambda: editor.app._exit)
    async with opened(small_report) as editor:
        await editor.until(lambda: editor.is_open(RecoveryScreen))
        await editor.press("space", "enter")
        await _ready(editor)
        said = editor.app.screen_stack[0].query_one(KeyBar).messages.passing
        assert said is not None
        assert said.text.startswith("Nothing was brought back. Alt+U in its question brings it back.")
        await editor.go_to(4)
        await editor.press("alt+u")
        await editor.until(lambda: editor.is_open(EarlierScreen))
        await editor.press("enter")
        await editor.until(lambda: editor.area.answer == "Two sails")


async def test_a_recovery_of_what_was_changed_in_the_same_place_since_is_asked_about(small_report: Path) -> None:
    _leave_unsaved(small_report, 4, "Two sails")
    _change(small_report, 4, "Three masts")
    async with opened(small_report) as editor:
        await editor.until(lambda: editor.is_open(RecoveryScreen))
        await editor.press("enter")
        await editor.until(lambda: editor.is_open(ConflictScreen))
        await _choose(editor, "#choice-both")
        await _ready(editor)
        await editor.go_to(4)
        assert editor.area.answer == "Two sails\n\nThree masts"


def _leave_ticks(path: Path, *ticks: int) -> None:
    report = Report.load(path)
    for tick in ticks:
        report.set_task(tick, done=not report.tasks[tick].done)
    found = recovery.recovery_of(report, path.read_bytes())
    assert found is not None
    recovery.write_recovery(path, found)


async def test_ticks_are_listed_and_chosen_like_answers(small_report: Path) -> None:
    _leave_ticks(small_report, 0, 1)
    async with opened(small_report) as editor:
        await editor.until(lambda: editor.is_open(RecoveryScreen))
        await editor.press("space", "enter")
        await _ready(editor)
        assert "Brought back 1 tick." in editor.line(KeyBar)
        await _save(editor)
    assert [task.done for task in Report.load(small_report).tasks[:2]] == [False, False]


async def test_ticks_that_are_done_by_now_ask_nothing(small_report: Path) -> None:
    _leave_ticks(small_report, 0)
    report = Report.load(small_report)
    report.set_task(0, done=True)
    small_report.write_bytes(report.to_bytes())
    async with opened(small_report) as editor:
        await _ready(editor)
        assert not isinstance(editor.app.screen, RecoveryScreen)
        await editor.until(lambda: recovery.read_recovery(small_report) is None)


async def test_quitting_without_saving_keeps_the_words_for_history(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await _ready(editor)
        await editor.write("dropped words")
        await editor.press("ctrl+q")
        await _choose(editor, "#choice-drop")
        await editor.until(lambda: editor.app.return_value == 0)
    assert any(b"dropped words" in version.data for version in versions.history_of(small_report))
    assert recovery.read_recovery(small_report) is None


async def test_words_that_were_dropped_are_not_kept_again_by_what_was_still_due(
    small_report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(small_report) as editor:
        await _ready(editor)
        loop, leave = asyncio.get_running_loop(), crash_recovery.discard

        def leave_just_before_it_is_due(session: Session) -> None:
            leave(session)
            asyncio.run_coroutine_threadsafe(editor.screen.safety.autosave._recover(), loop).result(20)

        monkeypatch.setattr(crash_recovery, "discard", leave_just_before_it_is_due)
        await editor.write("dropped words")
        await editor.press("ctrl+q")
        await _choose(editor, "#choice-drop")
        await editor.until(lambda: editor.app.return_value == 0)
    assert recovery.read_recovery(small_report) is None


async def test_the_file_as_first_opened_is_kept(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await _ready(editor)
    kept = [version for version in versions.history_of(small_report) if version.kind == "opened"]
    assert [version.data for version in kept] == [SMALL.encode()]


# Changes outside


@pytest.mark.usefixtures("unhurried")
async def test_another_answer_changed_outside_is_taken_in_by_itself_while_one_writes(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await _ready(editor)
        await editor.write("my words")
        _change(small_report, 4, "Two sails")
        await editor.until(lambda: "question 4" in editor.line(KeyBar))
        assert editor.area.answer == "my words"
        await editor.go_to(4)
        assert editor.area.answer == "Two sails"
        await _save(editor)
    report = Report.load(small_report)
    assert (report.question(2).answer, report.question(4).answer) == ("my words", "Two sails")


@pytest.mark.parametrize(
    ("choice", "text"),
    [
        pytest.param("both", "Mine here\n\nTheirs there", marks=pytest.mark.full),
        pytest.param("ours", "Mine here", marks=pytest.mark.full),
        ("theirs", "Theirs there"),
    ],
)
async def test_the_same_answer_changed_on_both_sides_is_asked_about_when_saving(
    small_report: Path, choice: str, text: str
) -> None:
    async with opened(small_report) as editor:
        await _ready(editor)
        await _put(editor, 4, "Mine here")
        _change(small_report, 4, "Theirs there")
        await _seen(editor, lambda: "asked when you save" in editor.line(KeyBar))
        assert editor.area.answer == "Mine here"
        await editor.press("ctrl+s")
        await editor.until(lambda: editor.is_open(ConflictScreen))
        await _choose(editor, f"#choice-{choice}")
        await editor.until(lambda: "✓ saved" in editor.line(Header))
        assert editor.area.answer == text
    assert Report.load(small_report).question(4).answer == text


async def test_both_versions_and_what_they_were_made_from_can_be_read_and_another_text_written(
    small_report: Path,
) -> None:
    async with opened(small_report, size=(80, 24)) as editor:
        await _ready(editor)
        await _put(editor, 4, "Mine here")
        _change(small_report, 4, "Theirs there")
        await editor.press("ctrl+s")
        await editor.until(lambda: editor.is_open(ConflictScreen))
        panes = [str(pane.render()) for pane in editor.app.screen.query(".version Static").results(Static)]
        assert panes == ["Far too many words about two small sails", "Mine here", "Theirs there"]
        await _choose(editor, "#edit")
        pane = editor.app.screen.query_one(AnswerArea)
        await editor.until(lambda: pane.has_focus)
        assert pane.answer == "Mine here\n\nTheirs there"
        await editor.press("ctrl+a")
        await editor.write("ours")
        meter = editor.app.screen.query_one(Meter).render_line(0).text
        assert re.search(r"words +1 .*2–4 +1 more", meter)
        await editor.press("escape")
        assert isinstance(editor.app.screen, ConflictScreen)
        await editor.until(lambda: not pane.has_focus)
        await _choose(editor, "#edit")
        await editor.until(lambda: pane.has_focus)
        await editor.write(" together")
        await editor.press("ctrl+s")
        await editor.until(lambda: "✓ saved" in editor.line(Header))
    assert Report.load(small_report).question(4).answer == "ours together"


async def _both_change(editor: Editor, *numbers: int) -> None:
    """Change answers here and in the file, and save: the first of them is asked about."""
    for number in numbers:
        await _put(editor, number, f"Mine {number}")
    for number in numbers:
        _change(editor.path, number, f"Theirs {number}")
    await editor.press("ctrl+s")
    await editor.until(lambda: editor.is_open(ConflictScreen))


async def _write_own(editor: Editor, text: str) -> None:
    """Write another text in the conflict's pane."""
    await _choose(editor, "#edit")
    await editor.until(lambda: editor.app.screen.query_one(AnswerArea).has_focus)
    await editor.press("ctrl+a")
    await editor.write(text)


async def test_a_text_written_for_a_conflict_stays_where_another_answer_changes_meanwhile(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await _ready(editor)
        await _both_change(editor, 4)
        await _write_own(editor, "joined")
        _change(small_report, 1, "9")
        await editor.press("ctrl+s")
        await editor.until(lambda: "✓ saved" in editor.line(Header))
    report = Report.load(small_report)
    assert (report.question(1).answer, report.question(4).answer) == ("9", "joined")


async def test_a_text_written_for_a_conflict_stays_where_the_next_one_is_put_off(small_report: Path) -> None:
    """It is in the report, and is not asked about again; what stood there is in the history."""
    async with opened(small_report) as editor:
        await _ready(editor)
        await _both_change(editor, 2, 4)
        await _write_own(editor, "joined")
        first = editor.app.screen
        await editor.press("ctrl+s")
        await editor.until(lambda: editor.app.screen is not first and editor.is_open(ConflictScreen))
        await editor.press("escape")
        await editor.until(lambda: len(editor.app.screen_stack) == 1)
        await editor.go_to(2)
        assert editor.area.answer == "joined"
        assert b"Mine 2" in b"".join(version.data for version in versions.history_of(small_report))
        await editor.press("ctrl+s")
        await editor.until(lambda: editor.is_open(ConflictScreen))
        await _choose(editor, "#choice-theirs")
        await editor.until(lambda: "✓ saved" in editor.line(Header))
    report = Report.load(small_report)
    assert (report.question(2).answer, report.question(4).answer) == ("joined", "Theirs 4")


async def test_what_is_written_for_a_conflict_is_in_the_recovery_file_within_a_second(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await _ready(editor)
        await _both_change(editor, 4)
        await _write_own(editor, "joined")
        await _kept_within_a_second(editor, 4, " with care")
        assert _kept(small_report, 4) == "joined with care"


async def test_ticks_and_template_text_that_come_in_are_told(small_report: Path) -> None:
    async with opened(small_report, size=(120, 30)) as editor:
        await _ready(editor)
        text = small_report.read_text(encoding="utf-8").replace("* [ ] Write", "* [x] Write")
        small_report.write_text(text.replace("how you chose", "why you chose"), encoding="utf-8")
        await _seen(editor, lambda: ": 1 tick, the template's text." in editor.line(KeyBar))


async def test_deciding_later_saves_nothing_and_keeps_both(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await _ready(editor)
        await _put(editor, 4, "Mine here")
        _change(small_report, 4, "Theirs there")
        await editor.press("ctrl+s")
        await editor.until(lambda: editor.is_open(ConflictScreen))
        await editor.press("escape")
        await editor.until(lambda: len(editor.app.screen_stack) == 1 and not editor.is_busy("save"))
        assert editor.area.answer == "Mine here"
        assert "unsaved" in editor.line(Header)
    assert Report.load(small_report).question(4).answer == "Theirs there"


async def test_a_new_template_takes_the_answers_over_by_number(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await _ready(editor)
        await editor.write("my words here")
        await _answer_is(editor, 2, "my words here")
        newer = SMALL.replace("### Question 2\n", "### Question 2\n\n").replace("how you chose", "why you chose")
        newer = newer.replace("## Work", "### Question 5\n> **A new one**\n>\n> Answer:\n\n\n## Work")
        small_report.write_text(newer, encoding="utf-8")
        await _seen(editor, lambda: editor.rows().count("\n") == 6)
        assert editor.number == 2
        assert editor.area.answer == "my words here"
        await _save(editor)
    text = small_report.read_text(encoding="utf-8")
    assert "why you chose" in text
    assert "A new one" in text
    assert "my words here" in text


async def test_the_pane_stays_with_its_question_where_a_new_template_puts_another_before_it(
    small_report: Path,
) -> None:
    """Cursor and undo stay too; the next letter goes where the ones before went."""
    async with opened(small_report) as editor:
        await _ready(editor)
        await _put(editor, 4, "my words")
        editor.area.move_cursor((0, 3))
        newer = SMALL.replace("### Question 4\n", "### Question 5\n")
        newer = newer.replace("### Question 5\n", "### Question 4\n> **A new one**\n>\n> Answer:\n\n\n### Question 5\n")
        small_report.write_text(newer, encoding="utf-8")
        await _seen(editor, lambda: editor.number == 5)
        assert "Question 4 is now question 5." in editor.line(KeyBar)
        await editor.write("own ")
        assert editor.area.answer == "my own words"
        await _save(editor)
        await editor.press("ctrl+z", "ctrl+z", "ctrl+z")
        assert editor.area.answer == "Far too many words about two small sails"
    report = Report.load(small_report)
    assert (report.question(4).answer, report.question(5).answer) == ("", "my own words")


async def test_a_file_that_became_something_else_can_be_put_back(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await _ready(editor)
        await editor.write("my words")
        await _answer_is(editor, 2, "my words")
        small_report.write_text("Notes of a meeting.\n", encoding="utf-8")
        await _seen(editor, lambda: "now holds something else" in editor.line(KeyBar))
        await editor.press("ctrl+s")
        await editor.until(lambda: editor.is_open(Confirm))
        await _choose(editor, "#choice-back")
        await editor.until(lambda: "✓ saved" in editor.line(Header))
        assert small_report.read_bytes() != b"Notes of a meeting.\n"
    assert Report.load(small_report).question(2).answer == "my words"


async def test_a_blank_template_of_another_year_takes_answers_and_ticks_over(corpus: Path, tmp_path: Path) -> None:
    """The next template pulled over a whole report: nothing is emptied, and saving writes all of it."""
    report = corpus / "reports" / ("in-dashes.md" if corpus == OWN else "report-03.md")
    path = tmp_path / "README.md"
    path.write_bytes(report.read_bytes())
    before = Report.load(path)
    async with opened(path, size=(160, 30)) as editor:
        await _ready(editor)
        path.write_bytes((corpus / "templates" / "2026-01.md").read_bytes())
        await _seen(editor, lambda: "is now a blank template" in editor.line(KeyBar))
        assert "unsaved" in editor.line(Header)
        await editor.press("ctrl+s")
        await editor.until(lambda: "✓ saved" in editor.line(Header))
    after = Report.load(path)
    template = Report.load(corpus / "templates" / "2026-01.md")
    assert [place.prompt for place in after.template.questions] == [p.prompt for p in template.template.questions]
    assert {q.answer for q in before.questions if q.answer} == {q.answer for q in after.questions if q.answer}
    was_done = {task.text for task in before.tasks if task.done} & {task.text for task in after.tasks}
    assert was_done
    assert was_done <= {task.text for task in after.tasks if task.done}


async def test_a_deleted_file_is_said_and_saving_can_write_it_anew(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await _ready(editor)
        await editor.write("my words")
        small_report.unlink()
        await _seen(editor, lambda: "is gone" in editor.line(KeyBar))
        await editor.press("ctrl+s")
        await editor.until(lambda: editor.is_open(Confirm))
        assert not small_report.exists()
        await _choose(editor, "#choice-anew")
        await editor.until(lambda: "✓ saved" in editor.line(Header))
    assert Report.load(small_report).question(2).answer == "my words"


async def test_a_file_that_goes_and_comes_back_changes_nothing_and_asks_nothing(small_report: Path) -> None:
    """What a hook does that stashes and restores."""
    async with opened(small_report) as editor:
        await _ready(editor)
        await editor.go_to(4)
        editor.area.replace_answer("Saved and not committed")
        await _save(editor)
        saved = small_report.read_bytes()
        editor.area.replace_answer("Saved and not committed, and typing")
        small_report.write_bytes(SMALL.encode())
        await _seen(editor, lambda: editor.screen.safety.is_file_other)
        await _looked(editor)
        assert isinstance(editor.app.screen, EditorScreen), "nothing is asked"
        small_report.write_bytes(saved)
        await _seen(editor, lambda: not editor.screen.safety.is_file_other)
        await _looked(editor)
        assert editor.area.answer == "Saved and not committed, and typing"
        await _save(editor)
    assert Report.load(small_report).question(4).answer == "Saved and not committed, and typing"


async def test_a_file_that_went_back_over_a_save_asks_before_it_is_taken(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await _ready(editor)
        await editor.go_to(4)
        editor.area.replace_answer("Saved by me")
        await _save(editor)
        small_report.write_bytes(SMALL.encode())
        await _seen(editor, lambda: "unsaved" in editor.line(Header))
        assert "changed outside" not in editor.line(KeyBar), "a hook that stashes may be at it"
        assert editor.area.answer == "Saved by me"
        await editor.press("ctrl+s")
        await editor.until(lambda: editor.is_open(Confirm))
        await _choose(editor, "#choice-take")
        await editor.until(lambda: isinstance(editor.app.screen, EditorScreen) and not editor.is_busy("save"))
        assert editor.area.answer == "Far too many words about two small sails"
    assert small_report.read_bytes() == SMALL.encode()


@pytest.mark.parametrize("choice", ["save", "drop", pytest.param("stay", marks=pytest.mark.full)])
async def test_what_was_saved_and_went_back_outside_counts_as_not_saved_and_quitting_asks(
    small_report: Path, choice: str
) -> None:
    """All was saved, so that nothing is typed and unsaved; yet the file has it no more."""
    async with opened(small_report) as editor:
        await _ready(editor)
        await editor.go_to(4)
        editor.area.replace_answer("Saved by me")
        await _save(editor)
        assert "✓ saved" in editor.line(Header)
        small_report.write_bytes(SMALL.encode())
        await _seen(editor, lambda: "● unsaved" in editor.line(Header))
        await editor.press("ctrl+q")
        await editor.until(lambda: editor.is_open(Confirm))
        await _choose(editor, f"#choice-{choice}")
        if choice == "save":
            await _choose(editor, "#choice-keep")
        if choice != "stay":
            await editor.until(lambda: editor.app.return_value == 0)
    answer = Report.load(small_report).question(4).answer
    assert answer == ("Saved by me" if choice == "save" else "Far too many words about two small sails")
    assert any(b"Saved by me" in version.data for version in versions.history_of(small_report))


@dataclass(frozen=True)
class _ComingIn:
    """What a pane shows with its cursor, the answer that comes in, and how the pane is then."""

    shown: str
    cursor: tuple[int, int]
    text: str
    after: str
    stands_at: tuple[int, int]


COMING_IN = {
    "above": _ComingIn("one\ntwo\nthree", (1, 3), "zero\none\ntwo\nthree", "zero\none\ntwo\nthree", (2, 3)),
    "lines gone": _ComingIn("one\ntwo\nthree", (2, 1), "three", "three", (0, 1)),
    "blank lines below": _ComingIn("one\n\n", (2, 0), "zero\none", "zero\none\n\n", (3, 0)),
    "blank lines around": _ComingIn("\n \n one\n \n", (1, 1), "two", "\n \ntwo\n \n", (1, 1)),
    "only blank lines": _ComingIn("\n \n", (1, 0), "two", "two", (0, 3)),
    "emptied": _ComingIn("one", (0, 3), "", "", (0, 0)),
}


async def test_an_answer_that_comes_in_leaves_cursor_and_blank_lines(small_report: Path) -> None:
    async with opened(small_report) as editor:
        for name, case in COMING_IN.items():
            editor.area.replace_answer(case.shown)
            editor.area.move_cursor(case.cursor)
            editor.area.replace_in_place(case.text)
            assert editor.area.answer == case.after, name
            assert editor.area.cursor_location == case.stands_at, name
            editor.area.undo()
            assert editor.area.answer == case.shown, name


# Two editors


async def test_the_second_editor_is_read_only_and_says_who_holds_the_file(small_report: Path) -> None:
    held = lock.acquire(small_report)
    assert isinstance(held, lock.Lock)
    try:
        async with opened(small_report) as editor:
            await editor.until(lambda: "Read-only: open" in editor.line(KeyBar))
            assert "read-only" in editor.line(Header)
            await editor.write("nothing of this")
            assert editor.area.answer == ""
            await editor.press("ctrl+s")
            await editor.until(lambda: "Not saved" in editor.line(KeyBar))
            files.take_over(editor.screen)
            await editor.until(lambda: editor.is_open(Confirm))
            await _choose(editor, "#choice-yes")
            await editor.until(lambda: "You can edit now" in editor.line(KeyBar))
            await editor.write("mine")
            assert editor.area.answer == "mine"
    finally:
        held.release()


async def test_the_second_editor_writes_once_the_first_has_ended(small_report: Path) -> None:
    held = lock.acquire(small_report)
    assert isinstance(held, lock.Lock)
    async with opened(small_report) as editor:
        await editor.until(lambda: "Read-only: open" in editor.line(KeyBar))
        _change(small_report, 2, "theirs")
        held.release()
        await _seen(editor, lambda: "The other editor has closed: you can edit now." in editor.line(KeyBar))
        await editor.write(" and mine")
        assert editor.area.answer == "theirs and mine"


async def test_a_damaged_recovery_is_said_and_stops_nothing(small_report: Path) -> None:
    _leave_unsaved(small_report, 4, "Two sails")
    (file,) = (small_report.parent / "state").rglob("recovery/*.json")
    file.write_bytes(file.read_bytes()[:-20])
    async with opened(small_report, size=(200, 30)) as editor:
        await editor.until(lambda: "but it is damaged. It is kept in" in editor.line(KeyBar))
        await _ready(editor)


async def test_the_lock_is_given_back_on_quitting(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await _ready(editor)
        assert lock.holder_of(small_report) is not None
        await editor.press("ctrl+q")
        await editor.until(lambda: editor.app.return_value == 0)
    assert lock.holder_of(small_report) is None


def test_a_session_alone_applies_no_recovery(small_report: Path) -> None:
    _leave_unsaved(small_report, 4, "Two sails")
    assert Session.open(small_report).report.question(4).answer.startswith("Far too many")


async def _type_and_fail(path: Path) -> None:
    async with opened(path) as editor:
        await _ready(editor)
        await editor.write("before the fault")
        editor.app.call_later(lambda: 1 / 0)
        await editor.until(lambda: editor.app._exception is not None)


async def test_a_fault_of_ours_keeps_what_was_typed(small_report: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        await _type_and_fail(small_report)
    found = recovery.read_recovery(small_report)
    assert found is not None
    assert Report.from_bytes(found.ours).question(2).answer == "before the fault"


async def _taken_over(editor: Editor) -> lock.Lock:
    """Write something, and let another editor take over."""
    await _ready(editor)
    await editor.write("first")
    held = lock.holder_of(editor.path)
    assert held is not None
    other = lock.acquire(editor.path, instead_of=held)
    assert isinstance(other, lock.Lock)
    return other


async def test_an_editor_that_was_taken_over_from_sees_it(small_report: Path) -> None:
    """With its next look, its words kept; nobody has to save first."""
    async with opened(small_report) as editor:
        other = await _taken_over(editor)
        await _seen(editor, lambda: "Read-only: open" in editor.line(KeyBar))
        await editor.write("no more")
        assert editor.area.answer == "first"
        other.release()
    found = recovery.read_recovery(small_report)
    assert found is not None
    assert Report.from_bytes(found.ours).question(2).answer == "first"


async def test_an_editor_that_was_taken_over_from_writes_no_more(small_report: Path) -> None:
    async with opened(small_report) as editor:
        other = await _taken_over(editor)
        await _save(editor)
        assert "Not saved" in editor.line(KeyBar)
        assert "read-only" in editor.line(Header)
        other.release()
    assert Report.load(small_report).question(2).answer == ""
    assert recovery.read_recovery(small_report) is not None
