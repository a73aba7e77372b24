"""What was typed and not saved: kept in a file that outlives the editor, and offered when it is opened again."""

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from exam_tui.core.text.escape import display
from exam_tui.errors import ExamTuiError
from exam_tui.tui.editor.screen import Desk
from exam_tui.tui.held_up import HeldUp
from exam_tui.tui.widgets.answer.textarea_text import from_view

if TYPE_CHECKING:
    from textual.timer import Timer

    from exam_tui.core.merge.result import Conflict
    from exam_tui.core.report.report import Question
    from exam_tui.session import crash_recovery
    from exam_tui.session.session import Session
    from exam_tui.settings.settings import Settings
    from exam_tui.tui.screens.recovery import Chosen

# Unsaved typing is in the recovery file at most a second after the key.
_RECOVER_SECONDS = 0.3
# Where the event loop does not come to that, as in a line of a megabyte, a thread does it: it needs a moment too.
_HELD_UP_SECONDS = 0.4


class RecoveryCommands(Desk):
    """Keeps unsaved typing, and brings back what an earlier run could not save."""

    _recover_timer: "Timer | None" = None
    _is_deciding = True
    """Whether what an earlier run left is not decided on yet: its file stays as it is until then."""
    _unkept = ""
    """Why unsaved typing is not kept for recovery, as it was said."""
    _being_decided: "tuple[Question, str] | None" = None
    """An answer that is being written where it was changed on both sides, so far; kept like any other."""

    def __init__(self, session: "Session", settings: "Settings") -> None:
        super().__init__(session, settings)
        self._writing_recovery = asyncio.Lock()
        self._held_up = HeldUp(_HELD_UP_SECONDS)

    def on_unmount(self) -> None:
        """End the thread that keeps words where the event loop is held up."""
        self._held_up.stop()

    def release(self) -> None:
        """Give back what keeps others from writing."""

    def touched(self) -> None:
        """Have unsaved typing in the recovery file within a second."""
        if self._recover_timer is None and not self.is_read_only:
            self._recover_timer = self.set_timer(_RECOVER_SECONDS, self._recover)

    def note_change(self) -> None:
        """Have what is typed kept for recovery also where the edit, and what is drawn of it, take seconds."""
        from exam_tui.session import crash_recovery

        if self._is_deciding or self.is_read_only or self._held_up.is_waiting:
            return
        keep, document = crash_recovery.keeper(self.session, self.question), self.answer.document
        self._held_up.note(lambda: keep(from_view(document.text)))

    async def _recover(self) -> None:
        if self._recover_timer is None:  # stopped when this was on its way already
            return
        self._recover_timer = None
        await self.write_recovery()

    async def write_recovery(self) -> None:
        """Bring what is not saved into the recovery file, or clear it where all is saved."""
        from exam_tui.session import crash_recovery

        if self._is_deciding and not self._being_decided:
            return
        async with self._writing_recovery:
            self.keep()
            found = crash_recovery.unsaved_of(self.session, *(self._being_decided or ()))
            self._held_up.done()
            try:
                await asyncio.to_thread(crash_recovery.write, self.session.path, found)
            except ExamTuiError as error:
                self._say_unkept(error)
            else:
                self._say_unkept(None)

    def keep_now(self) -> None:
        """Bring what is not saved into the recovery file before going on: the loop is about to stand still."""
        try:
            self._keep_unsaved()
        except ExamTuiError as error:
            self._say_unkept(error)

    def _say_unkept(self, error: ExamTuiError | None) -> None:
        """Say why unsaved typing is not kept for recovery; without an error it is, and no more is said of it."""
        text = f"Not kept for recovery: {error} Save soon." if error else ""
        if text != self._unkept:
            self.key_bar.retract(self._unkept)
            self._unkept = text
        if text:
            self.show_message(text, "error")

    def keep_saved_elsewhere(self, question: "Question", text: str) -> None:
        """Keep for recovery what another editor has saved of an answer so far; that editor has the screen now."""
        with suppress(ExamTuiError):  # the next one may be kept, and the file itself is still there
            self._keep_unsaved((question, text))

    def keep_at_once(self) -> str:
        """Bring what is not saved into the recovery file now, and give the lock back: the program ends.

        Return why it is not there and where it is instead; "" where it is, and where nothing was to be kept.
        """
        failures = []
        for keep in (self._keep_unsaved, self._keep_aside):
            try:
                keep()
            except Exception as error:  # noqa: BLE001 - it ends: whatever fails in one of them, the other is tried
                failures.append(display(str(error)))
        self.release()
        return self._keep_as_file(failures[0]) if failures else ""

    def _keep_as_file(self, failure: str) -> str:
        """Write what could not be kept for recovery to a file of its own, and say so."""
        from exam_tui.session import crash_recovery

        try:
            path = crash_recovery.keep_as_file(self.session, *(self._being_decided or ()))
        except Exception as error:  # noqa: BLE001 - it ends: what fails is said
            return f"What you typed since the last save is not kept: {failure}\n{display(str(error))}"
        if path is None:
            return f"All is saved, but not all that was undone is kept: {failure}" if self.answer.pages.undone() else ""
        return f"What you typed could not be kept for recovery: {failure}\nYour whole report is in {display(str(path))}"

    def _keep_aside(self) -> None:
        """Keep what was undone, and what was typed while nobody has decided yet on what an earlier run left."""
        from exam_tui.session import crash_recovery

        undone = self.answer.pages.undone()
        if (undone or self._is_deciding) and not self.is_read_only:
            crash_recovery.keep_aside(self.session, undone)

    def _keep_unsaved(self, typed: "tuple[Question, str] | None" = None) -> None:
        from exam_tui.session import crash_recovery

        self.keep()
        typed = typed or self._being_decided
        if (not self._is_deciding or typed) and not self.is_read_only:
            crash_recovery.keep(self.session, *(typed or ()))

    async def drop_unsaved(self) -> None:
        """Take what is not saved out of the way, where history still finds it."""
        from exam_tui.session import crash_recovery

        await self.write_recovery()
        if self._recover_timer:
            self._recover_timer.stop()
            self._recover_timer = None
        async with self._writing_recovery:
            await asyncio.to_thread(crash_recovery.leave, self.session)

    async def offer_recovery(self) -> None:
        """Ask what is to be brought back of what an earlier run could not save, and bring it back."""
        from exam_tui.session import crash_recovery
        from exam_tui.storage.history.recovery import damaged_recoveries
        from exam_tui.tui.screens.recovery import RecoveryScreen

        self.keep()
        damaged = set(damaged_recoveries(self.session.path))
        found = await asyncio.to_thread(crash_recovery.waiting, self.session)
        if more := set(damaged_recoveries(self.session.path)) - damaged:
            self.show_message(f"Unsaved work was found, but it is damaged. It is kept in {min(more)}.", "warning")
        if not found:
            return  # the next write forgets what is kept, where all of it is in the file by now
        if not self._is_deciding and found.recovery.is_ours:
            return  # kept when another editor took over, and still in the answers here
        when = time.strftime("%d %b %H:%M", time.localtime(found.recovery.time))
        chosen = await self.app.push_screen_wait(RecoveryScreen(found.offers, [*found.ticks, *found.lost_ticks], when))
        if chosen is None:
            await asyncio.to_thread(crash_recovery.leave, self.session)
            self.show_message("Left out. It is kept for 30 days: exam-tui history shows it.")
        elif not await self._bring_back(found, chosen):
            await asyncio.to_thread(crash_recovery.leave, self.session)

    async def _bring_back(self, found: "crash_recovery.PendingRecovery", chosen: "Chosen") -> bool:
        """Bring back what was chosen, and ask where the same paragraph was changed since; tell whether all came."""
        from exam_tui.core.text.words import plural
        from exam_tui.session import crash_recovery

        self.keep()
        done = crash_recovery.bring_back(self.session, found, chosen.answers, chosen.ticks)
        answers, gone = done.answers, len(done.lost) + len(chosen.ticks.intersection(found.lost_ticks))
        for offer in done.undecided:
            text = await self.decided(crash_recovery.conflict_of(offer), "since, in the file")
            if text is not None and offer.question:
                self.session.set_answer(offer.question, text)
                answers += 1
        out = done.answers + len(done.undecided) - answers
        self.refresh_answers()
        brought = " and ".join(
            plural(count, name) for count, name in ((answers, "answer"), (done.ticks, "tick")) if count
        )
        notes = [f"Brought back {brought}." if brought else ""]
        notes.append(f"{plural(out, 'answer')} left out." if out else "")
        notes.append(f"{gone} had no place in the file any more." if gone else "")
        notes.append("exam-tui history has what is left." if out or gone else "Save with ^s.")
        self.show_message(" ".join(filter(None, notes)), "success")
        self.follow()
        is_all = len(chosen.answers) == len(found.offers) and len(chosen.ticks) == len(found.ticks)
        return is_all and not out and not gone and not found.lost_ticks

    async def decided(self, conflict: "Conflict", where: str) -> str | None:
        """Ask what becomes of an answer that was changed here and elsewhere; None to decide later."""
        from exam_tui.tui.screens.conflict import ConflictScreen

        await self.typing.wait_for_rest()
        question = next((found for found in self.session.report.questions if found.number == conflict.number), None)

        def keep(text: str) -> None:
            if question:
                self._being_decided = (question, text)
                self.touched()

        limits = question.limits if question else None
        try:
            return await self.app.push_screen_wait(ConflictScreen(conflict, where, limits, typed=keep))
        finally:
            self._being_decided = None
