"""A fault of our own ends the editor: what was typed is offered again, and what was undone is in the history."""

import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from exam_tui import Report
from exam_tui.storage.history import recovery
from exam_tui.storage.history.versions import history_of
from exam_tui.tui.app import ExamApp
from exam_tui.tui.editor.autosave import Autosave
from exam_tui.tui.editor.screen import EditorScreen
from exam_tui.tui.widgets.answer.answer import AnswerArea
from exam_tui.tui.widgets.meter import Meter
from tests.tui.editing import Editor, opened


class OurFaultError(Exception):
    """Stands for any fault."""


def _fail(*_: object, **__: object) -> None:
    raise OurFaultError


def _in_undoing(_editor: Editor, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(AnswerArea, "_refresh_size", _fail)


def _in_counting(_editor: Editor, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(AnswerArea, "_recount", _fail)


def _in_drawing(_editor: Editor, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Meter, "render_line", _fail)


def _in_a_worker(editor: Editor, _patch: pytest.MonkeyPatch) -> None:
    async def work() -> None:
        _fail()

    editor.app.call_later(editor.app.run_worker, work())


def _in_a_timer(editor: Editor, _patch: pytest.MonkeyPatch) -> None:
    editor.app.set_timer(0.001, _fail)


def _in_reading_keys(editor: Editor, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(AnswerArea, "_recount", lambda _: editor.app.panic("a traceback"))


async def _ended(editor: Editor) -> None:
    while editor.app._exception is None and not editor.app._exit_renderables:
        await editor.pilot.pause(0.01)


async def test_where_keeping_the_text_fails_too_what_was_undone_is_kept_all_the_same(
    small_report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(small_report) as editor:
        screen = editor.app.screen
        assert isinstance(screen, EditorScreen)
        await editor.until(lambda: not screen.safety.flows.recovery.is_deciding)
        await editor.go_to(2)
        editor.area.insert_paste("undone words")
        editor.area.action_undo()
        with monkeypatch.context() as patch:
            patch.setattr(Autosave, "_write_now", _fail)
            screen.safety.autosave.keep_at_once()
    assert any("undone words" in version.data.decode() for version in history_of(small_report))


@pytest.mark.parametrize(
    "fault",
    [
        _in_undoing,
        _in_a_worker,
        _in_reading_keys,
        *(pytest.param(fault, marks=pytest.mark.full) for fault in (_in_counting, _in_drawing, _in_a_timer)),
    ],
)
async def test_a_fault_leaves_the_text_in_recovery_and_what_was_undone_in_the_history(
    small_report: Path,
    monkeypatch: pytest.MonkeyPatch,
    fault: Callable[[Editor, pytest.MonkeyPatch], None],
) -> None:
    with monkeypatch.context() as patch, suppress(Exception):  # the app raises in a test what would end it
        async with opened(small_report) as editor:
            screen = editor.app.screen
            assert isinstance(screen, EditorScreen)
            await editor.until(lambda: not screen.safety.flows.recovery.is_deciding)
            await editor.go_to(4)
            editor.area.insert_paste(" and sheets")
            await editor.go_to(2)
            editor.area.insert_paste("kept words")
            editor.area.insert_paste(" and many lines\n" * 50)
            await editor.pilot.pause()
            fault(editor, patch)
            editor.app.call_later(editor.area.action_undo)
            await _ended(editor)
    found = recovery.read_recovery(small_report)
    assert found is not None
    kept = Report.from_bytes(found.ours)
    assert kept.question(2).answer.startswith("kept words")
    assert kept.question(4).answer.endswith("small sails and sheets")
    undone = [Report.from_bytes(version.data).question(2).answer for version in history_of(small_report)]
    assert any(answer.count("and many lines") == 50 for answer in undone)


@pytest.mark.parametrize("end", ["fault", "signal"])
async def test_where_nothing_can_be_kept_for_recovery_the_editor_says_so_and_names_a_file_that_has_it(
    small_report: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, end: str
) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    async with opened(small_report) as editor:
        screen = editor.app.screen
        assert isinstance(screen, EditorScreen)
        await editor.until(lambda: not screen.safety.flows.recovery.is_deciding)
        (tmp_path / "a file").touch()
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "a file"))
        monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "a file"))
        await editor.go_to(2)
        editor.area.insert_paste("sails")
        monkeypatch.setattr(ExamApp, "_shows_tracebacks", False)
        if end == "fault":
            editor.app._give_up("a fault")
        else:
            editor.app._end(15)
        said = str(editor.app._exit_renderables[-1])
    assert "Your text was kept" not in said
    assert "could not be kept for recovery" in said
    (kept,) = (tmp_path / "temporary").glob("README.*.md")
    assert said.rstrip().endswith(str(kept))
    assert Report.load(kept).question(2).answer == "sails"


@pytest.mark.skipif(os.name == "nt", reason="a pty is a Unix thing")
def test_a_fault_in_a_terminal_says_where_the_words_are_and_they_are_there(small_report: Path) -> None:
    from tests.terminal import Terminal  # noqa: PLC0415 - Unix alone

    folder = small_report.parent
    (folder / "faulty.py").write_text(
        "import sys\n"
        "from exam_tui.cli.main import entry\n"
        "from exam_tui.tui.widgets.answer.answer import AnswerArea\n"
        "AnswerArea._recount = lambda _: 1 / 0\n"
        f"sys.argv = ['exam-tui', '--no-html', {small_report.name!r}]\n"
        "sys.exit(entry())\n",
        encoding="utf-8",
    )
    env = {"XDG_STATE_HOME": str(folder / "state")}
    with Terminal([sys.executable, "faulty.py"], folder=folder, columns=100, rows=30, env=env) as terminal:
        terminal.wait_for(r"words\s+\d")
        terminal.settle()
        terminal.type("\x1b[200~sails\nand sheets\x1b[201~")
        terminal.wait_for(r"words\s+3")
        terminal.settle()
        terminal.type("\x1a")
        assert terminal.wait_exit() == 2
        said = terminal.output.decode()
    assert "Alt+U brings back what you undid." in said
    assert "Traceback" not in said
    assert "Your text was kept" in said
    with Terminal(
        [sys.executable, "-m", "exam_tui", "--no-html", small_report.name], folder=folder, columns=100, rows=30, env=env
    ) as terminal:
        terminal.wait_for(r"words\s+\d")
        terminal.settle()
        terminal.type("\x1bu")
        terminal.wait_for("typed and never saved")
        terminal.wait_for(r"\+and sheets")
