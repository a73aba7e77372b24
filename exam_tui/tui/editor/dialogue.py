"""The file on disk, changed by others: taken in from time to time, and before each save."""

from exam_tui.session.dialogue import SyncState
from exam_tui.session.session import Session
from exam_tui.settings.settings import Settings
from exam_tui.tui.editor.autosave import RecoveryCommands
from exam_tui.tui.editor.saving import ScreenDialogue


class OutsideCommands(RecoveryCommands):
    """Joins what changes in the file with what is written here."""

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__(session, settings)
        self.saver = ScreenDialogue(self).saving

    async def take_in(self, *, ask: bool) -> bool:
        """Merge what the file holds outside into the report. Return whether file and report go together now."""
        return await self.saver.changes.take_in(ask=ask) is SyncState.TOGETHER
