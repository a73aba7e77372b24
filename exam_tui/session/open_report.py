"""One open report and everything that happens to it: the flows of a session, made for one another."""

from collections.abc import Callable

from exam_tui.session.crash_recovery import CrashRecovery
from exam_tui.session.dialogue import Dialogue
from exam_tui.session.external_changes import ExternalChanges
from exam_tui.session.ownership import Ownership
from exam_tui.session.saving import Saving
from exam_tui.session.session import Session


class OpenReport:
    """The flows of one session; for what is handed on see each of them.

    Attributes:
        changes: takes in what others change in the file.
        recovery: keeps what is typed.
        ownership: knows who writes.
        saving: saves.

    """

    def __init__(
        self,
        session: Session,
        dialogue: Dialogue,
        *,
        page: bool,
        in_git: bool,
        patience: float = 0.0,
        collected: Callable[[], None] = lambda: None,
    ) -> None:
        self.changes = ExternalChanges(session, dialogue, patience=patience)
        self.recovery = CrashRecovery(session, dialogue, collected=collected)
        self.ownership = Ownership(session, dialogue, self.recovery, self.changes)
        self.saving = Saving(session, dialogue, self.changes, self.ownership, page=page, in_git=in_git)
