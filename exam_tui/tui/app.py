"""The editor's application: opens the screen on a session, and nothing else."""

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import App
from textual.command import Provider

from exam_tui.session import Session
from exam_tui.storage import memory
from exam_tui.tui.palette import ActionCommands
from exam_tui.tui.screens.editor import EditorScreen
from exam_tui.tui.widgets.key_bar import KeyBar

FIRST_TIME = "Only your answers and ticks change."


class ExamApp(App[int], inherit_bindings=False):
    """The editor. Textual's own keys are left out: its ctrl+q would quit without asking."""

    CSS_PATH = "exam.tcss"
    TITLE = "exam-tui"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {ActionCommands}
    COMMAND_PALETTE_BINDING = "ctrl+p"

    def __init__(self, session: Session, *, page: bool = True) -> None:
        super().__init__()
        self._session = session
        self._page = page

    def get_default_screen(self) -> EditorScreen:
        """Return the editor itself as the lowest screen: one less to build before the first frame."""
        return EditorScreen(self._session, page=self._page)

    @work(thread=True)
    def on_ready(self) -> None:
        """Say once for each report what will be changed, after the first frame."""
        if "opened" not in memory.recall(self._session.path):
            memory.remember(self._session.path, {"opened": True})
            self.call_later(self._hint)

    def _hint(self) -> None:
        for bar in self.screen_stack[0].query(KeyBar):
            bar.hint(FIRST_TIME)


def run_editor(path: Path, *, page: bool = True) -> int:
    """Edit a report until the user quits. Return the process's exit code.

    Raises:
        ExamTuiError: the report cannot be opened.

    """
    code = ExamApp(Session.open(path), page=page).run()
    return 0 if code is None else code
