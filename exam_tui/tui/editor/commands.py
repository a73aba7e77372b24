"""The editor's screen: the desk with everything that can be done there."""

from typing import ClassVar

from textual.binding import BindingType

from exam_tui.session.session import Session
from exam_tui.settings.settings import Settings
from exam_tui.tui.editor.files import FileCommands
from exam_tui.tui.editor.find_replace import FindingCommands
from exam_tui.tui.editor.inserting import WritingCommands
from exam_tui.tui.editor.navigation import MovingCommands
from exam_tui.tui.editor.problems import ProblemCommands
from exam_tui.tui.editor.views import ViewingCommands
from exam_tui.tui.keys.bindings import bindings, bindings_of
from exam_tui.tui.keys.keymap import added_keys


class EditorScreen(MovingCommands, WritingCommands, FindingCommands, ProblemCommands, ViewingCommands, FileCommands):
    """One open report, with the actions of the table."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("everywhere"), *bindings_of("paste")]

    async def action_paste(self) -> None:
        """Paste into the answer where the list has the keys."""
        await self.run_action("app.paste")

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__(session, settings)
        for key, action in added_keys():
            self._bindings.bind(key, action.name, action.title, show=False)
