"""What is typed and not saved: kept on the disk, offered at the next start, brought back or left out."""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from exam_tui.core.merge.edits import AnswerEdit, Edits, RecoveryOffer, TickEdit, apply_edits, offers_of, open_ticks
from exam_tui.core.merge.result import Conflict
from exam_tui.core.report.question import Question
from exam_tui.core.text.diff import end_of_change
from exam_tui.errors import ExamTuiError
from exam_tui.session.dialogue import Chosen, Dialogue, PendingRecovery, RecoveryOutcome
from exam_tui.session.merging.other_side import OtherSide
from exam_tui.session.session import Session
from exam_tui.storage.disk.state_files import DAY
from exam_tui.storage.history import recovery
from exam_tui.storage.history.recovery_format import Recovery, next_order
from exam_tui.storage.history.rescue import rescue_anywhere

KEPT_WORDS: Final = f"It is kept for {recovery.KEPT_FOR // DAY:.0f} days: see exam-tui history."
"""The sentence about text that is left out."""


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """What was brought back.

    Attributes:
        answers: how many answers.
        ticks: how many ticks.
        undecided: the answers that were not brought back: the same paragraph was changed in the file since.
        lost: the answers whose question is gone.

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


def unsaved_of(session: Session, question: Question | None = None, text: str = "") -> Recovery | None:
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
    order = next_order()

    def keep_text(text: str) -> None:
        with suppress(ExamTuiError):  # the session's own thread says what is wrong
            typed = report.copy()
            typed.set_answer(question, text)
            found = recovery.recovery_of(typed, saved, order)
            if found is not None:
                recovery.write_recovery(path, found)

    return keep_text


def keep_aside(session: Session, texts: Mapping[int, str]) -> None:
    """Keep what is not saved where the history finds it, in addition to what is offered.

    `texts` replace answers of the session, by the index of their question: as they were before an undo.

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


def write(path: Path, found: Recovery | None) -> None:
    """Bring what `unsaved_of` found to the disk, or forget what is kept where it is None.

    Raises:
        WriteError: it could not be written; what was kept before is still there.

    """
    if found is None:
        recovery.clear_recovery(path)
    else:
        recovery.write_recovery(path, found)


def keep_and_discard(session: Session) -> None:
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
    """Return what an earlier run could not save, None for nothing. Raises nothing."""
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
    `discard` comes next, and `keep` last.
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


def discard(session: Session) -> None:
    """Leave out what an earlier run could not save; the history finds all of it. Raises nothing."""
    recovery.decline_recovery(session.path)


class CrashRecovery:
    """Keeps what is typed into a session, and brings back what an earlier run could not save.

    `collected` is called once what is not saved has been taken from the session, before it is written.
    """

    def __init__(self, session: Session, dialogue: Dialogue, *, collected: Callable[[], None] = lambda: None) -> None:
        self._session = session
        self._dialogue = dialogue
        self._collected = collected
        self._lock = asyncio.Lock()
        self._unkept = ""
        """Why unsaved typing is not kept, as it was said."""
        self.is_deciding = True
        """Whether what an earlier run left is not decided on yet: its file stays as it is until then."""
        self.being_written: tuple[Question, str] | None = None
        """An answer that is being written elsewhere than in its place, so far; kept like any other."""

    async def keep(self) -> None:
        """Bring what is not saved to the disk, or clear what is kept where all is saved; say where that fails."""
        if self.is_deciding and not self.being_written:
            return
        async with self._lock:
            found = unsaved_of(self._session, *(self.being_written or ()))
            self._collected()
            try:
                await self._dialogue.off_thread(write, self._session.path, found)
            except ExamTuiError as error:
                self.say_unkept(error)
            else:
                self.say_unkept(None)

    def keep_now(self, written: tuple[Question, str] | None = None) -> None:
        """Do so before anything else happens; `written` is an answer that is written elsewhere.

        Raises: as the function `keep`.

        """
        written = written or self.being_written
        if not self.is_deciding or written:
            keep(self._session, *(written or ()))

    def say_unkept(self, error: ExamTuiError | None) -> None:
        """Say, once, why unsaved typing is not kept for recovery; without an error it is."""
        text = f"Not kept for recovery: {error} Save soon." if error else ""
        if text == self._unkept:
            return
        self._dialogue.retract(self._unkept)
        self._unkept = text
        if text:
            self._dialogue.notify(text, "error")

    def say_again(self) -> None:
        """Say it again where it is still so after a save: messages of before it are no longer shown."""
        self._unkept = ""

    async def discard(self) -> None:
        """Take what is kept out of the way, where the history still finds it."""
        async with self._lock:
            await self._dialogue.off_thread(discard, self._session)

    async def offer(self) -> None:
        """Ask which text that an earlier run could not save to bring back, and bring it back."""
        path = self._session.path
        damaged = set(recovery.damaged_recoveries(path))
        found = await self._dialogue.off_thread(waiting, self._session)
        if more := set(recovery.damaged_recoveries(path)) - damaged:
            text = f"Unsaved work was found, but it is damaged. It is kept in {min(more)}."
            self._dialogue.notify(text, "warning")
        # What is ours was kept when another editor took over, and is still in the answers here.
        if found and (self.is_deciding or not found.recovery.is_ours):
            self.is_deciding = True
            chosen = await self._dialogue.offer(found)
            outcome = await self._bring_back(found, chosen) if chosen and any(chosen) else None
            if outcome is None or not outcome.is_all:
                await self._dialogue.off_thread(discard, self._session)
            if outcome:
                self._dialogue.refresh(outcome)
            else:
                said = "It was not brought back." if chosen is None else "Nothing was brought back."
                how = self._dialogue.hints.bring_back if any(offer.question for offer in found.offers) else ""
                self._dialogue.notify(" ".join(filter(None, [said, how, KEPT_WORDS])))
        self.is_deciding = False
        self._dialogue.refresh()

    async def _bring_back(self, found: PendingRecovery, chosen: Chosen) -> RecoveryOutcome:
        """Bring back what was chosen, asking where the same paragraph was changed since."""
        before = [question.answer for question in self._session.report.questions]
        done = bring_back(self._session, found, chosen.answers, chosen.ticks)
        self._dialogue.refresh()  # before anything is waited for: what is shown counts as typed then
        answers, gone = done.answers, len(done.lost) + len(set(chosen.ticks).intersection(found.lost_ticks))
        for offer in done.undecided:
            other = OtherSide("in the file", self._session.path.name)
            text = await self._dialogue.resolve(conflict_of(offer), other)
            if text is None or offer.question is None or text == offer.question.answer:  # the file's own is enough
                continue
            self._session.set_answer(offer.question, text)
            self._dialogue.refresh()
            answers += 1
        left_out = done.answers + len(done.undecided) - answers
        is_all = len(chosen.answers) == len(found.offers) and len(chosen.ticks) == len(found.ticks)
        is_all = is_all and not left_out and not gone and not found.lost_ticks
        place = _first_change(before, self._session.report.questions)
        return RecoveryOutcome(answers, done.ticks, left_out, gone, is_all, place)


def _first_change(before: Sequence[str], questions: Sequence[Question]) -> tuple[int, int, int] | None:
    """Return the first question whose answer is not as before, and where its change ends; see `RecoveryOutcome`."""
    for was, question in zip(before, questions, strict=True):
        if was != question.answer:
            return question.index, *end_of_change(was, question.answer)
    return None
