"""What is typed and not saved: kept on the disk, offered at the next start, brought back or left out.

For every front end: what a user is asked and told is theirs, what becomes of the words is here.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from exam_tui.core.edits import AnswerEdit, Edits, Offer, TickEdit, apply_edits, offers_of
from exam_tui.core.report import Question
from exam_tui.session import Session
from exam_tui.storage import recovery


@dataclass(frozen=True, slots=True)
class Waiting:
    """What an earlier run could not save, beside what the report says now.

    Attributes:
        recovery: all of it.
        offers: the answers that are other than in the report.
        ticks: the ticks that are other than in the report.
        lost_ticks: the ticks whose task is not in the report any more.

    """

    recovery: recovery.Recovery
    offers: Sequence[Offer]
    ticks: Sequence[TickEdit]
    lost_ticks: Sequence[TickEdit]

    def __bool__(self) -> bool:
        return bool(self.offers or self.ticks or self.lost_ticks)


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """What was brought back.

    Attributes:
        answers: how many answers.
        beside: how many of them stand below another text, which the file has there since.
        ticks: how many ticks.
        lost: the answers that had no question any more.

    """

    answers: int
    beside: int
    ticks: int
    lost: Sequence[AnswerEdit]


def keep(session: Session, question: Question | None = None, text: str = "") -> None:
    """Bring what is not saved to the disk, or forget what is kept where all is saved.

    `question` is one that is just being answered, and `text` what it says so far.

    Raises:
        WriteError: it could not be written; what was kept before is still there.
        UnencodableTextError: the text holds a surrogate that stands for no byte of a file.

    """
    report = session.report.copy()
    if question is not None:
        report.set_answer(question, text)
    found = recovery.recovery_of(report, session.saved_data)
    if found is None:
        recovery.clear_recovery(session.path)
    else:
        recovery.write_recovery(session.path, found)


def drop(session: Session) -> None:
    """Take what is not saved out of the way, where the history still finds it.

    Raises:
        WriteError: it could not be kept there.

    """
    keep(session)
    recovery.decline_recovery(session.path)


def waiting(session: Session) -> Waiting | None:
    """Return what an earlier run could not save; None where nothing is known of. Raises nothing."""
    found = recovery.read_recovery(session.path)
    if found is None:
        return None
    offers = [offer for offer in offers_of(found.edits, found.base, session.report) if not offer.is_done]
    ticks: list[TickEdit] = []
    lost: list[TickEdit] = []
    for tick in found.edits.ticks:
        tried = apply_edits(Edits((), (tick,)), found.base, session.report.copy())
        ticks += [tick] if tried.tasks else []
        lost += tried.left_ticks
    return Waiting(found, offers, ticks, lost)


def bring_back(
    session: Session, found: Waiting, answers: Collection[AnswerEdit], ticks: Collection[TickEdit]
) -> BroughtBack:
    """Make these answers and ticks in the report. Where an answer is another by now both stay, below each other.

    What is left out is kept, and the history finds it; call `keep` afterwards.
    """
    chosen = Edits(
        tuple(edit for edit in found.recovery.edits.answers if edit in answers),
        tuple(tick for tick in found.recovery.edits.ticks if tick in ticks),
    )
    lost: list[AnswerEdit] = []
    applied = apply_edits(chosen, found.recovery.base, session.report)
    for edit in applied.left:
        same = [question for question in session.report.questions if question.number == edit.number]
        if same:
            session.set_answer(same[0], f"{same[0].answer}\n\n{edit.text}".strip("\n"))
        else:
            lost.append(edit)
    is_all = set(chosen.answers) >= {offer.edit for offer in found.offers} and set(chosen.ticks) >= set(found.ticks)
    if lost or found.lost_ticks or not is_all:
        recovery.decline_recovery(session.path)
    beside = len(applied.left) - len(lost)
    return BroughtBack(len(applied.questions) + beside, beside, len(applied.tasks), lost)
