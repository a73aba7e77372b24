"""What the flows of a session ask of their user: on a screen, line by line, or by a script of a test."""

from collections.abc import Callable, Collection, Coroutine, Sequence
from enum import Enum, auto
from typing import TYPE_CHECKING, Literal, NamedTuple, ParamSpec, Protocol, TypeVar

if TYPE_CHECKING:
    from exam_tui.core.merge.edits import AnswerEdit, RecoveryOffer, TickEdit
    from exam_tui.core.merge.result import Conflict
    from exam_tui.core.report.report import Report
    from exam_tui.git.commit.commit_plan import CommitPlan
    from exam_tui.session.merging.other_side import OtherSide
    from exam_tui.storage.history.recovery_format import Recovery
    from exam_tui.storage.lock.lock import LockHolder

P = ParamSpec("P")
T = TypeVar("T")

Tone = Literal["success", "info", "warning", "error", "critical"]
"""How a message sounds. `error` is for work that is not safe, `critical` for a save that failed: both stay until that
is over."""

STAY = "stay"
"""The key of the choice that leaves everything as it is."""


class SyncState(Enum):
    """How the report here and its file are to each other."""

    TOGETHER = auto()
    """A save takes nothing away from the file; after a save: the file has all words."""
    OPEN = auto()
    """Something has to be decided first."""
    TOLD = auto()
    """They are apart, and the user has been told where the words are."""


class Hints(NamedTuple):
    """What is said differently by different front ends.

    Attributes:
        decide: when what both sides changed is asked about.
        take_over: how one becomes the one who writes.
        replace_page: how a page is replaced that another program made or git tracks.
        hand_in: how one gets to committing and pushing.
        resolve: how one is asked about the conflicts of a merge.
        bring_back: how an answer that was left out comes back.
        before_page: what the message about the page begins with, as it hides the message about the save.

    """

    decide: str
    take_over: str
    replace_page: str
    hand_in: str
    resolve: str
    bring_back: str = ""
    before_page: str = ""


class MergeOutcome(NamedTuple):
    """What was merged from the file.

    Attributes:
        before: the report as it was here before.
        answers: the questions whose answer is another one now.
        ticks: how many tasks are ticked or unticked now.
        is_template: whether it has other questions now, or they ask something else.
        is_blank: whether the file is a blank template: the answers and ticks moved over here, and are not saved.
        notes: what was decided that somebody may want to know, in plain words without a dot.

    """

    before: "Report"
    answers: Sequence[int]
    ticks: int
    is_template: bool
    is_blank: bool
    notes: Sequence[str]


class PendingRecovery(NamedTuple):
    """What an earlier run could not save, compared with what the report says now.

    Attributes:
        recovery: all of it.
        offers: the answers that are other than in the report.
        ticks: the ticks that are other than in the report.
        lost_ticks: the ticks whose task is no longer in the report.

    """

    recovery: "Recovery"
    offers: "Sequence[RecoveryOffer]"
    ticks: "Sequence[TickEdit]"
    lost_ticks: "Sequence[TickEdit]"

    def __bool__(self) -> bool:
        return bool(self.offers or self.ticks or self.lost_ticks)


class Chosen(NamedTuple):
    """What is to be brought back."""

    answers: "Collection[AnswerEdit]"
    ticks: "Collection[TickEdit]"


class RecoveryOutcome(NamedTuple):
    """What was brought back of what an earlier run could not save.

    Attributes:
        answers: how many answers.
        ticks: how many ticks.
        left_out: how many answers were chosen, and then left out where the file has another text.
        gone: how many answers and ticks had no place in the file.
        is_all: whether nothing was left out.
        place: the position of the first question with an answer that was brought back, and the line and the column
            where that ends, all from 0; None where no answer is another one now.

    """

    answers: int
    ticks: int
    left_out: int
    gone: int
    is_all: bool
    place: tuple[int, int, int] | None = None


class Agreed(NamedTuple):
    """What was agreed to of a plan to commit and push: the commit's message, and whether it is pushed."""

    message: str
    push: bool


class Dialogue(Protocol):
    """The user, as a flow sees them.

    Whenever a coroutine of it returns, the session has what was typed meanwhile.
    """

    hints: Hints

    async def ask(self, question: str, choices: Sequence[tuple[str, str]]) -> str | None:
        """Put a question and return the key of a choice; the first one is the safe one. None: to be asked later."""

    async def resolve(self, conflict: "Conflict", other: "OtherSide") -> str | None:
        """Ask which text to take of one that was changed here and elsewhere; None to decide later."""

    async def offer(self, found: PendingRecovery) -> Chosen | None:
        """Ask which unsaved work to bring back; None for none at all."""

    async def propose(self, plan: "CommitPlan") -> Agreed | None:
        """Show what is about to be committed and pushed, every command of it; None for nothing at all."""

    async def in_terminal(self, run: Callable[[], bool]) -> None:
        """Give the terminal to what `run` runs, and take it back. `run` returns whether all went well.

        Raises:
            TerminalNotLentError: the terminal cannot be given away.

        """

    def notify(self, message: str, tone: Tone = "info") -> None:
        """Say what happened."""

    def set_holder(self, holder: "LockHolder | None", *, is_new: bool = False) -> None:
        """Let nothing be changed while another editor holds the report, and say so; without one, everything again.

        `is_new`: it has taken over from here.
        """

    def retract(self, message: str) -> None:
        """Withdraw a message that is no longer true, where it is still shown."""

    async def off_thread(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call what waits for a disk or for git, and return what it returns; raises what it raises."""

    def in_background(self, coroutine: Coroutine[None, None, None]) -> None:
        """Run a coroutine to its end without waiting for it, where others can go on meanwhile."""

    def refresh(self, outcome: MergeOutcome | RecoveryOutcome | None = None) -> None:
        """Show the session's report as it is now, and tell what was merged into it or brought back."""
