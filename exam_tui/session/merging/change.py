"""A change of an open report's file, laid over what is here: what of it has to be decided, and taking it in."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from exam_tui.core.merge.edits import ticked_since
from exam_tui.core.merge.reports import merge_reports
from exam_tui.core.merge.result import Conflict, Merged
from exam_tui.core.report.question_identity import places_after
from exam_tui.core.report.report import Report
from exam_tui.errors import NotAReportError, UnknownQuestionError
from exam_tui.git.merging.sides import UnmergedFile
from exam_tui.session.dialogue import MergeOutcome
from exam_tui.session.merging.conflicted_file import UnendedMerge, merge_unended, own_version
from exam_tui.session.session import FileOnDisk, Session
from exam_tui.storage.history import versions


@dataclass(frozen=True, slots=True)
class ExternalChange:
    """A change of the file outside, laid over what is here.

    Attributes:
        outside: what the file holds.
        merged: both together.
        reverted: the questions whose answer went back outside to a text that was replaced here.
        unended: where the file is in the middle of a merge, what that brings.

    """

    outside: FileOnDisk
    merged: Merged
    reverted: Sequence[int]
    unended: UnendedMerge | None = None

    @property
    def is_apart(self) -> bool:
        """Whether file and report cannot be joined at all."""
        return self.unended is None and not self.merged.by_question and bool(self.merged.conflicts)

    @property
    def is_clear(self) -> bool:
        """Whether nothing has to be decided by anybody."""
        is_known = self.unended is not None and not self.unended.is_new
        return is_known or not (self.merged.conflicts or self.reverted)

    def as_seen(self, conflict: Conflict) -> Conflict:
        """Return one of the conflicts with the user's own version as ours."""
        return self.unended.sides.as_seen(conflict) if self.unended else conflict

    @property
    def numbers(self) -> Sequence[int]:
        """The questions that have to be decided, in order; none where that is text outside of answers alone."""
        found = {conflict.number for conflict in self.merged.conflicts} | set(self.reverted)
        return sorted(number for number in found if number is not None)


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


def change_of(session: Session, outside: FileOnDisk, file: UnmergedFile) -> ExternalChange:
    """Compare what the file holds with what is here; `file` is what git knows of a merge of it."""
    saved, here, data = session.saved_data, session.report.to_bytes(), outside.data or b""
    unended = merge_unended(saved, here, data, file, lambda own: session.reverted(FileOnDisk(own)))
    if unended:
        return ExternalChange(outside, unended.merged, (), unended)
    before = own_version(saved, file)
    if before == saved or session.is_blank(outside):
        return ExternalChange(outside, session.merge(outside), session.reverted(outside))
    return ExternalChange(outside, merge_reports(before, own_version(here, file), data), session.reverted(outside))


def both(conflict: Conflict) -> str:
    """Return both sides' texts, one below the other."""
    return "\n\n".join(text for text in (conflict.ours, conflict.theirs) if text)


def adopt(session: Session, change: ExternalChange, merged: Merged) -> MergeOutcome:
    """Adopt what the file holds, with `merged` for what the report says now; `store_before` comes next.

    Raises:
        NotAReportError: the file outside holds no question, or not all of `merged` has a place in it.

    """
    before, outside = session.report, change.outside
    if change.unended:
        session.adopt_unended(outside, merged.data)
        return _outcome(session, before, merged, is_blank=False)
    is_blank = session.is_blank(outside)
    session.adopt(outside, merged.data)
    return _outcome(session, before, merged, is_blank=is_blank)


def adopt_rest(session: Session, change: ExternalChange) -> MergeOutcome | None:
    """Adopt the parts that need no decision of a change that needs one elsewhere; None where there are none.

    The whole change waits where what went back outside may come back unasked, or where text outside of the answers
    has to be decided.
    """
    conflicts = change.merged.conflicts
    undecided = {
        conflict.number: conflict.base for conflict in conflicts if conflict.number and not conflict.occurrence
    }
    if change.reverted or len(undecided) < len(conflicts) or session.is_blank(change.outside):
        return None
    before = session.report
    with suppress(NotAReportError, UnknownQuestionError):
        if merged := session.adopt_rest(change.outside, undecided):
            return _outcome(session, before, merged, is_blank=False)
    return None


def _outcome(session: Session, before: Report, merged: Merged, *, is_blank: bool) -> MergeOutcome:
    ticks = len(ticked_since(before, session.report))
    is_template = _asked(before) != _asked(session.report)
    places = places_after(before, session.report) if is_template else range(len(before.questions))
    gone = [question.number for question in before.questions if question.answer and places[question.index] is None]
    notes = [f"question {number} is no longer in the file: exam-tui history has its answer" for number in gone]
    return MergeOutcome(before, merged.taken, ticks, is_template, is_blank, [*merged.notes, *notes])


def store_before(session: Session, taken: MergeOutcome) -> bool:
    """Store in the history what the report said before something was merged into it; return whether it is stored."""
    return versions.add_version(session.path, taken.before.to_bytes(), "merged")


def overwrite(session: Session, outside: FileOnDisk) -> bool:
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
