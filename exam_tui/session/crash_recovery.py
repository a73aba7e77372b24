"""What is typed and not saved: kept on the disk, offered at the next start, brought back or left out.

For every front end: what a user is asked and told is theirs, what becomes of the words is here.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from exam_tui.core.merge.edits import AnswerEdit, Edits, RecoveryOffer, TickEdit, apply_edits, offers_of, open_ticks
from exam_tui.core.merge.result import Conflict
from exam_tui.core.report.report import Question
from exam_tui.errors import ExamTuiError
from exam_tui.session.session import Session
from exam_tui.storage.history import recovery
from exam_tui.storage.history.rescue import rescue_anywhere


@dataclass(frozen=True, slots=True)
class PendingRecovery:
    """What an earlier run could not save, beside what the report says now.

    Attributes:
        recovery: all of it.
        offers: the answers that are other than in the report.
        ticks: the ticks that are other than in the report.
        lost_ticks: the ticks whose task is not in the report any more.

    """

    recovery: recovery.Recovery
    offers: Sequence[RecoveryOffer]
    ticks: Sequence[TickEdit]
    lost_ticks: Sequence[TickEdit]

    def __bool__(self) -> bool:
        return bool(self.offers or self.ticks or self.lost_ticks)


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """What was brought back.

    Attributes:
        answers: how many answers.
        ticks: how many ticks.
        undecided: the answers that were not brought back: the same paragraph was changed in the file since.
        lost: the answers that had no question any more.

    """

    answers: int
    ticks: int
    undecided: Sequence[RecoveryOffer]
    lost: Sequence[AnswerEdit]


def keep(session: Session, question: Question | None = None, text: str = "") -> None:
    """Bring what is not saved to the disk, or forget what is kept where all is saved.

    `question` is one that is just being answered, and `text` what it says so far.

    Raises:
        WriteError: it could not be written; what was kept before is still there.
        UnencodableTextError: the text holds a surrogate that stands for no byte of a file.

    """
    write(session.path, unsaved_of(session, question, text))


def unsaved_of(session: Session, question: Question | None = None, text: str = "") -> recovery.Recovery | None:
    """Return what is not saved at this moment, None where all is: `write` may follow on another thread. See `keep`."""
    report = session.report.copy()
    if question is not None:
        report.set_answer(question, text)
    return recovery.recovery_of(report, session.saved_data)


def keeper(session: Session, question: Question) -> Callable[[str], None]:
    """Return what brings the report of this moment to the disk, with a later text in one answer; raises nothing.

    It may be called on any thread: it never takes the place of what was kept, or saved, of a moment after this one.
    """
    report, saved, path = session.report.copy(), session.saved_data, session.path
    order = recovery.next_order()

    def keep_text(text: str) -> None:
        with suppress(ExamTuiError):  # the session's own thread says what is wrong
            typed = report.copy()
            typed.set_answer(question, text)
            found = recovery.recovery_of(typed, saved, order)
            if found is not None:
                recovery.write_recovery(path, found)

    return keep_text


def keep_aside(session: Session, texts: Mapping[int, str]) -> None:
    """Keep what is not saved where the history finds it, beside what is offered.

    `texts` are answers in place of those of the session, by their question's index: as they were before an undo.

    Raises:
        WriteError: it could not be written.
        UnencodableTextError: a text holds a surrogate that stands for no byte of a file.

    """
    report = session.report.copy()
    for question in report.questions:
        if question.index in texts:
            report.set_answer(question, texts[question.index])
    if found := recovery.recovery_of(report, session.saved_data):
        recovery.store_declined(session.path, found)


def write(path: Path, found: recovery.Recovery | None) -> None:
    """Bring what `unsaved_of` found to the disk, or forget what is kept where it is None.

    Raises:
        WriteError: it could not be written; what was kept before is still there.

    """
    if found is None:
        recovery.clear_recovery(path)
    else:
        recovery.write_recovery(path, found)


def drop(session: Session) -> None:
    """Take what is not saved out of the way, where the history still finds it.

    Raises:
        WriteError: it could not be kept there.

    """
    keep(session)
    recovery.decline_recovery(session.path)


def keep_as_file(session: Session, question: Question | None = None, text: str = "") -> Path | None:
    """Write the whole report as it is here to a new file of its own, and return its path; None where all is saved.

    For where `keep` fails. `question` and `text` are as there.

    Raises:
        OSError: no place takes it.
        UnencodableTextError: the text holds a surrogate that stands for no byte of a file.

    """
    report = session.report.copy()
    if question is not None:
        report.set_answer(question, text)
    data = report.to_bytes()
    return None if data == session.saved_data else rescue_anywhere(data, session.path.name)


def waiting(session: Session) -> PendingRecovery | None:
    """Return what an earlier run could not save; None where nothing is known of. Raises nothing."""
    found = recovery.read_recovery(session.path)
    if found is None:
        return None
    offers = [offer for offer in offers_of(found.edits, found.base, session.report) if not offer.is_done]
    lost = apply_edits(Edits((), found.edits.ticks), found.base, session.report.copy()).left_ticks
    ticks = [tick for tick in open_ticks(found.edits.ticks, session.report) if tick not in lost]
    return PendingRecovery(found, offers, ticks, lost)


def bring_back(
    session: Session, found: PendingRecovery, answers: Collection[AnswerEdit], ticks: Collection[TickEdit]
) -> BroughtBack:
    """Make these answers and ticks in the report; where others were made in the file since, both go together.

    What both changed in one paragraph is for somebody to decide: see `conflict_of`. Where anything is left out,
    `leave` comes next, and `keep` last.
    """
    chosen = Edits(
        tuple(edit for edit in found.recovery.edits.answers if edit in answers),
        tuple(tick for tick in found.recovery.edits.ticks if tick in ticks),
    )
    applied = apply_edits(chosen, found.recovery.base, session.report)
    left = offers_of(Edits(applied.left, ()), found.recovery.base, session.report)
    undecided = tuple(offer for offer in left if offer.question)
    lost = tuple(offer.edit for offer in left if not offer.question)
    return BroughtBack(len(applied.questions), len(applied.tasks), undecided, lost)


def conflict_of(offer: RecoveryOffer) -> Conflict:
    """Return an answer that was typed and one that the file has since as what somebody has to decide."""
    theirs = offer.question.answer if offer.question else ""
    return Conflict(offer.edit.number, 0, offer.before or "", offer.edit.text, theirs)


def leave(session: Session) -> None:
    """Leave out what an earlier run could not save; the history finds all of it. Raises nothing."""
    recovery.decline_recovery(session.path)
