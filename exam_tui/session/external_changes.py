"""What others change in an open report's file: seen, laid over what is here, taken in.

For every front end: what a user is asked and told is theirs, what has to be asked is decided here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from exam_tui.core.merge.edits import ticked_since
from exam_tui.core.merge.result import Conflict, Merged
from exam_tui.core.report.question_identity import places_after
from exam_tui.core.report.report import Report
from exam_tui.errors import RestlessFileError
from exam_tui.session.session import FileOnDisk, Session
from exam_tui.storage.disk import syscalls
from exam_tui.storage.history import versions

_SETTLE_SECONDS: Final = 0.4
"""A file that stays the same for so long is not just being written, or stashed and restored."""
LOOKS: Final = 25
"""How often a file is looked at that never stays the same, where somebody has asked for it; else a few times."""
FEW_LOOKS: Final = 4


@dataclass(frozen=True, slots=True)
class ExternalChange:
    """A change of the file outside, laid over what is here.

    Attributes:
        outside: what the file holds.
        merged: both together.
        reverted: the questions whose answer went back outside to a text that was replaced here.

    """

    outside: FileOnDisk
    merged: Merged
    reverted: Sequence[int]

    @property
    def is_apart(self) -> bool:
        """Whether file and report cannot be joined at all."""
        return not self.merged.by_question and bool(self.merged.conflicts)

    @property
    def is_clear(self) -> bool:
        """Whether nothing has to be decided by anybody."""
        return not (self.merged.conflicts or self.reverted)

    @property
    def numbers(self) -> Sequence[int]:
        """The questions that have to be decided, in order; none where that is text outside of answers alone."""
        found = {conflict.number for conflict in self.merged.conflicts} | set(self.reverted)
        return sorted(number for number in found if number is not None)


@dataclass(frozen=True, slots=True)
class MergeOutcome:
    """What was taken in from the file.

    Attributes:
        before: the report as it was here before.
        answers: the questions whose answer is another one now.
        ticks: how many tasks are ticked or unticked now.
        is_template: whether it has other questions now, or they ask something else.
        is_blank: whether the file is a blank template: the answers and ticks moved over here, and are not saved.
        notes: what was decided that somebody may want to know, in plain words without a dot.

    """

    before: Report
    answers: Sequence[int]
    ticks: int
    is_template: bool
    is_blank: bool
    notes: Sequence[str]


class Resolutions:
    """What was decided of conflicts: nothing is asked twice, and no text that was chosen or written is lost again."""

    def __init__(self) -> None:
        self._made: dict[tuple[int | None, int], tuple[str, str, str]] = {}

    def made(self, conflict: Conflict) -> str | None:
        """Return what was decided of a conflict; None where it is new, or either side is another one by now."""
        ours, theirs, text = self._made.get((conflict.number, conflict.occurrence), ("", "", None))
        return text if (ours, theirs) == (conflict.ours, conflict.theirs) else None

    def make(self, session: Session, conflict: Conflict, text: str) -> None:
        """Note what was decided, and write an answer into the report at once; the history keeps what stood there."""
        key = (conflict.number, conflict.occurrence)
        self._made[key] = (conflict.ours, conflict.theirs, text)
        same = [question for question in session.report.questions if question.number == conflict.number]
        if conflict.occurrence < len(same):
            versions.add_version(session.path, session.report.to_bytes(), "merged")
            now = session.set_answer(same[conflict.occurrence], text)
            self._made[key] = (now.answer, conflict.theirs, now.answer)


def settled(session: Session, looks: int = LOOKS) -> FileOnDisk | None:
    """Return what the file holds outside once it stays the same for a moment; None where that is nothing new.

    Takes that moment where it is something new, and at most `looks` of them: for a thread, where others wait.

    Raises:
        RestlessFileError: it is another one at each look.
        UnreadableFileError: the file cannot be read now.
        TooLargeError: it is above 1 MB now.

    """
    found = session.look_outside()
    for _ in range(looks):
        if found is None:
            return None
        syscalls.OS.sleep(_SETTLE_SECONDS)
        again = session.look_outside()
        if again == found:
            return found
        found = again
    raise RestlessFileError(
        f"Another program keeps rewriting {session.path.name}.", help="Save again once it has stopped."
    )


def change_of(session: Session, outside: FileOnDisk) -> ExternalChange:
    """Lay what the file holds outside over what is here."""
    return ExternalChange(outside, session.merge(outside), session.reverted(outside))


def both(conflict: Conflict) -> str:
    """Return both sides' texts, one below the other."""
    return "\n\n".join(text for text in (conflict.ours, conflict.theirs) if text)


def take(session: Session, outside: FileOnDisk, merged: Merged) -> MergeOutcome:
    """Take in what the file holds, with `merged` for what the report says now; `keep_before` comes next.

    Raises:
        NotAReportError: the file outside holds no question, or not all of `merged` has a place in it.

    """
    before, is_blank = session.report, session.is_blank(outside)
    session.adopt(outside, merged.data)
    ticks = len(ticked_since(before, session.report))
    is_template = _asked(before) != _asked(session.report)
    places = places_after(before, session.report) if is_template else range(len(before.questions))
    gone = [question.number for question in before.questions if question.answer and places[question.index] is None]
    notes = [f"question {number} is not in the file any more: the history has its answer" for number in gone]
    return MergeOutcome(before, merged.taken, ticks, is_template, is_blank, [*merged.notes, *notes])


def keep_before(session: Session, taken: MergeOutcome) -> bool:
    """Keep in the history what the report said before something was taken in; tell whether it is kept."""
    return versions.add_version(session.path, taken.before.to_bytes(), "merged")


def put_back(session: Session, outside: FileOnDisk) -> bool:
    """Let the next save write over what the file holds, in which the answers have no place; the history keeps that.

    Return False, and change nothing, where it cannot be kept there.
    """
    if not versions.add_version(session.path, outside.data or b"", "restored"):
        return False
    session.write_over(outside)
    return True


def _asked(report: Report) -> list[tuple[int, str]]:
    return [(place.number, place.prompt) for place in report.template.questions]


def question_words(numbers: Sequence[int]) -> str:
    """Return `question 1`, or `questions 1, 3`."""
    return f"question{'' if len(numbers) == 1 else 's'} {', '.join(map(str, numbers))}"
