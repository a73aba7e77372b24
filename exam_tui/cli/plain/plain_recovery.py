"""What an earlier run could not save: said at the start, and brought back or left out question by question."""

import time
from collections.abc import Sequence

from exam_tui.cli.counted import number_of
from exam_tui.cli.plain.state import PlainState
from exam_tui.cli.plain.wording import difference_lines
from exam_tui.core.merge.edits import AnswerEdit, RecoveryOffer, TickEdit
from exam_tui.session import crash_recovery
from exam_tui.storage.disk.state_files import DAY
from exam_tui.storage.history.recovery import KEPT_FOR, damaged_recoveries

KEPT_WORDS = f"It is kept for {KEPT_FOR // DAY:.0f} days: exam-tui history lists it."


class RecoveryCommands(PlainState):
    """What was typed and never saved."""

    def _offer_recovery(self) -> None:
        """Ask what becomes of what an earlier run could not save.

        Raises:
            EOFError: the input ended; all of it waits for the next start.

        """
        self._is_deciding = True
        damaged = damaged_recoveries(self._session.path)
        found = crash_recovery.waiting(self._session)
        for file in damaged_recoveries(self._session.path):
            if file not in damaged:
                self._console.say(f"Work that was not saved was found, but it is damaged. It is kept in {file}.")
        if found:
            when = time.strftime("%d %b %H:%M", time.localtime(found.recovery.time))
            self._console.say(f"Work that was not saved was found, typed {when}.")
            answers = [offer.edit for offer in found.offers if self._is_wanted(offer)]
            ticks = found.ticks if self._are_wanted(found) else ()
            self._bring_back(found, answers, ticks)
        self._is_deciding = False
        self.keep()

    def _is_wanted(self, offer: RecoveryOffer) -> bool:
        number = offer.edit.number
        before = offer.question.answer if offer.question else ""
        self._console.say(f"Question {number}, {number_of(len(offer.edit.text.split()), 'word')}:")
        for line in difference_lines(before, offer.edit.text if offer.is_free else offer.merged or offer.edit.text):
            self._console.say(line)
        if offer.question is None:
            self._console.say(f"There is no question {number} in the file any more.")
            return False
        if not offer.is_free and offer.merged is not None:
            self._console.say("The answer was changed in the file too. Both changes go together.")
        elif not offer.is_free:
            self._console.say("The answer was changed in the file too, in the same place. You are asked.")
        return self._console.choose(f"Bring question {number} back?", ("Bring it back", "Leave it out")) == 0

    def _are_wanted(self, found: crash_recovery.PendingRecovery) -> bool:
        for tick in found.lost_ticks:
            self._console.say(f"A task is not in the file any more: {tick.text}")
        if not found.ticks:
            return False
        self._console.say(f"{number_of(len(found.ticks), 'tick')}:")
        for tick in found.ticks:
            self._console.say(f"{'done' if tick.done else 'open'}: {tick.text}")
        return self._console.choose("Bring the ticks back?", ("Bring them back", "Leave them out")) == 0

    def _bring_back(
        self, found: crash_recovery.PendingRecovery, answers: list[AnswerEdit], ticks: Sequence[TickEdit]
    ) -> None:
        done = crash_recovery.bring_back(self._session, found, answers, ticks)
        count, is_all = done.answers, not found.lost_ticks
        for offer in done.undecided:
            text = self.resolve(crash_recovery.conflict_of(offer), "since, in the file")
            is_all = is_all and text is not None
            if offer.question and text is not None:
                self._session.set_answer(offer.question, text)
                count += 1
        parts = [number_of(count, "answer")] if count else []
        parts += [number_of(done.ticks, "tick")] if done.ticks else []
        if parts:
            self._console.say(f"Brought back: {', '.join(parts)}. Not saved yet.")
        if not is_all or done.lost or len(answers) < len(found.offers) or len(ticks) < len(found.ticks):
            crash_recovery.leave(self._session)
            self._console.say(f"Left out: {'the rest' if parts else 'all of it'}. {KEPT_WORDS}")
