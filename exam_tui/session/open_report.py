"""One open report and everything that happens to it: the flows of a session, made for one another."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from exam_tui.session.crash_recovery import CrashRecovery
from exam_tui.session.dialogue import Dialogue
from exam_tui.session.merging.external_changes import ExternalChanges
from exam_tui.session.merging.mid_merge import MidMerge
from exam_tui.session.ownership import Ownership
from exam_tui.session.saving import Saving
from exam_tui.session.session import Session

if TYPE_CHECKING:
    from exam_tui.core.findings.context import CheckContext
    from exam_tui.core.report.report import Report
    from exam_tui.session.commit_and_push import CommitAndPush


class OpenReport:
    """The flows of one session; for what is handed on see each of them.

    Attributes:
        changes: merges what others change in the file.
        recovery: keeps what is typed.
        ownership: knows who writes.
        saving: saves.
        mid_merge: has the conflicts decided that a merge left in the file.

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
        self._session = session
        self._dialogue = dialogue
        self.changes = ExternalChanges(session, dialogue, patience=patience)
        self.recovery = CrashRecovery(session, dialogue, collected=collected)
        self.ownership = Ownership(session, dialogue, self.recovery, self.changes)
        self.mid_merge = MidMerge(session, dialogue)
        self.saving = Saving(session, dialogue, self.changes, self.ownership, page=page, in_git=in_git)

    def commit_and_push(self, context_of: "Callable[[Report], CheckContext]") -> "CommitAndPush":
        """Return what commits and pushes; see there. Imports what nobody needs before."""
        from exam_tui.session.commit_and_push import CommitAndPush  # noqa: PLC0415 - see above

        return CommitAndPush(self._session, self._dialogue, self.changes, context_of)
