"""The plain line mode and what others change in the file: taken in where nothing has to be decided, else asked."""

from collections.abc import Sequence
from enum import Enum, auto
from typing import Final

from exam_tui.cli.check.summary import number_of
from exam_tui.cli.plain.state import Desk
from exam_tui.core.merge.result import Merged
from exam_tui.errors import ExamTuiError, NotAReportError, RestlessFileError
from exam_tui.session import external_changes
from exam_tui.session.report_writer import save_beside
from exam_tui.session.session import FileOnDisk

_BESIDE: Final = "Write mine to a file beside it"
_GO_ON: Final = "Go on writing"
_TRIES: Final = 3


class SyncState(Enum):
    """How the report here and the file outside are to each other."""

    TOGETHER = auto()
    """A save takes nothing away from the file."""
    OPEN = auto()
    """Something has to be decided first."""
    ELSEWHERE = auto()
    """What is here was written to a file of its own."""


class OutsideCommands(Desk):
    """What others change in the file."""

    _left: FileOnDisk | None = None
    """What the file held when it was last said why it is not taken in."""
    _is_restless = False
    """Whether it was said that another program writes the file all the time."""

    def do_decide(self) -> None:
        """Decide what was changed on both sides."""
        if self._session.look_outside() is None:
            self._console.say("There is nothing to decide.")
        elif self._take_in(ask=True) is SyncState.OPEN:
            self._console.say("Not decided. Your text is kept here.")

    def _look(self) -> None:
        """Take in what was changed outside, unless that needs a decision; what is not taken in is said once."""
        try:
            found = self._session.look_outside()
            if found is None:
                self._left = None
            elif found != self._left or (
                found.data is not None and external_changes.change_of(self._session, found).is_clear
            ):
                self._take_in(ask=False)
            self._is_restless = False
        except RestlessFileError as error:
            if not self._is_restless:
                self._console.out.error(error)
            self._is_restless = True
        except ExamTuiError as error:
            self._console.out.error(error)

    def _take_in(self, *, ask: bool, tries: int = _TRIES) -> SyncState:
        """Join the file and what is here. Without `ask` nothing is decided: what has to be is said.

        What is decided of a file that is another one by then is laid over that one, so many times.

        Raises:
            RestlessFileError: the file changes all the time.
            ExamTuiError: it cannot be read now.
            EOFError: the input ended at a question.

        """
        looks = external_changes.LOOKS if ask else external_changes.FEW_LOOKS
        found = external_changes.settled(self._session, looks)
        self._left = None if ask else self._left
        if found is None:
            return SyncState.TOGETHER
        if found.data is None:
            return self._gone(found, ask=ask)
        change = external_changes.change_of(self._session, found)
        if change.is_apart:
            return self._apart(found, ask=ask)
        merged = change.merged
        if not change.is_clear:
            if not ask:
                self._say_undecided(change)
                return SyncState.OPEN
            decided = self._decided(change)
            if decided is None:
                return SyncState.OPEN
            merged = decided
            if external_changes.settled(self._session, looks) != found:  # changed again while that was decided
                return self._take_in(ask=ask, tries=tries - 1) if tries else SyncState.OPEN
        try:
            taken = external_changes.take(self._session, found, merged)
        except NotAReportError:
            return self._apart(found, ask=ask)
        external_changes.keep_before(self._session, taken)
        self._left = None
        self._say_taken(taken)
        self._follow(taken.before)
        self._keep()
        return SyncState.TOGETHER

    def _gone(self, found: FileOnDisk, *, ask: bool) -> SyncState:
        said = f"{self._name} is gone: deleted, moved, or on another branch."
        if not ask:
            self._say_left(found, f"{said} Your text is kept here.")
        elif self._console.choose(f"{said} Write it anew with all that is here?", ("Write it", "Leave it")) == 0:
            self._session.write_over(found)
            return SyncState.TOGETHER
        return SyncState.OPEN

    def _apart(self, found: FileOnDisk, *, ask: bool) -> SyncState:
        """Ask what to do where the file holds something else by now, in which the answers have no place."""
        what = f"{self._name} holds something else now: what is here has no place in it."
        if not ask:
            self._say_left(found, f"{what} Your text is kept here.")
            return SyncState.OPEN
        choice = self._console.choose(what, ("Put the report back; the history keeps what is there", _BESIDE, _GO_ON))
        if choice == 1:
            return self._write_beside()
        if choice == 0 and external_changes.put_back(self._session, found):
            return SyncState.TOGETHER
        if choice == 0:
            self._console.say(f"What {self._name} holds could not be kept in the history. It stays as it is.")
        return SyncState.OPEN

    def _write_beside(self) -> SyncState:
        """Write what is here to a file of its own."""
        self._console.say(f"Your version is in {save_beside(self._session.save_job())}. {self._name} is as it was.")
        return SyncState.ELSEWHERE

    def _say_left(self, found: FileOnDisk, why: str) -> None:
        """Say why the file is not taken in, once for what it holds."""
        if found != self._left:
            self._left = found
            self._console.say(why)

    def _say_undecided(self, change: external_changes.ExternalChange) -> None:
        what = f"Question {_listed(change.numbers)}" if change.numbers else "Text outside the answers"
        why = f"{what} was changed here and in {self._name}. Nothing is lost. Type decide to choose; save asks too."
        self._say_left(change.outside, why)

    def _decided(self, change: external_changes.ExternalChange) -> Merged | None:
        """Ask what becomes of each conflict; None where that is put off."""
        merged = change.merged
        if change.reverted:
            choice = self._console.choose(
                f"In {self._name} question {_listed(change.reverted)} went back to an earlier text, outside of this "
                "editor.",
                ("Keep what is here", "Take the file's", "Later"),
            )
            if choice not in {0, 1}:
                return None
            if choice == 0:
                merged = self._session.merge_keeping(change.outside, change.reverted)
        for conflict in merged.conflicts:
            text = self._decisions.made(conflict)
            if text is None:
                text = self._settled(conflict, f"in {self._name}")
                if text is None:
                    return None
                self._decisions.make(self._session, conflict, text)
                self._keep()
            merged = merged.with_choice(conflict, text)
        return merged

    def _say_taken(self, taken: external_changes.MergeOutcome) -> None:
        parts = [f"question {_listed(taken.answers)}"] if taken.answers else []
        parts += [number_of(taken.ticks, "tick")] if taken.ticks else []
        self._console.say(f"Changed outside, and taken in: {', '.join(parts) or 'other text'}.")
        if taken.is_blank:
            self._console.say("It is a blank template now. Your answers and ticks moved over; type save to write them.")
        if taken.is_template:
            self._console.say("The questions are others now. Your answers are at the same questions as before.")
        for note in taken.notes:
            self._console.say(f"{note[:1].upper()}{note[1:]}.")


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))
