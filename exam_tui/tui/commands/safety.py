"""Never losing a word: recovery of unsaved typing, changes of the file outside, a second editor on the same file."""

import asyncio
import select
import sys
import time
from typing import TYPE_CHECKING

from textual import work

from exam_tui.core.display import display
from exam_tui.errors import ExamTuiError, NotAReportError
from exam_tui.tui.screens.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.timer import Timer

    from exam_tui.core.edits import AnswerEdit
    from exam_tui.session import Outside
    from exam_tui.storage import lock, recovery
    from exam_tui.tui.messages import Tone

# Unsaved typing is in the recovery file at most a second after the key (DESIGN section 8).
_RECOVER_SECONDS = 0.6
_LOOK_SECONDS = 2.0
_SETTLE_SECONDS = 0.4


class SafetyCommands(Desk):
    """What happens by itself so that nothing is lost."""

    _lock: "lock.Lock | None" = None
    _held: "lock.Held | None" = None
    _recover_timer: "Timer | None" = None
    _said = ""
    _is_deciding = True

    def begin_work(self) -> None:
        """Take the lock, keep the file as it was opened, and look for what an earlier run could not save."""
        self._writing_recovery = asyncio.Lock()
        self._begin()
        self.set_interval(_LOOK_SECONDS, self.look)

    def on_unmount(self) -> None:
        """Give the lock back, however it ends."""
        self.release()

    @work(group="begin")
    async def _begin(self) -> None:
        await asyncio.to_thread(_load)  # before the first key needs it, and beside the keys
        from exam_tui.storage import leftovers, lock, versions

        path = self.session.path
        self.set_interval(lock.RENEW_EVERY, self.renew_lock)
        try:
            taken = await asyncio.to_thread(lock.take_lock, path)
        except ExamTuiError as error:
            self.say(str(error), "wrong")
        else:
            if isinstance(taken, lock.Held):
                self._hold_back(taken)
                return
            self._lock = taken
            await asyncio.to_thread(leftovers.forget_unfinished, path)
        await asyncio.to_thread(versions.keep_first, path, self.session.saved_data)
        await self._offer_recovery()
        self._is_deciding = False
        self.touched()

    # A second editor

    def _hold_back(self, held: "lock.Held") -> None:
        self._held = held
        self.set_read_only(True)
        since = time.strftime("%H:%M", time.localtime(held.since))
        where = f"process {held.pid}" if held.is_here else f"{held.user} on {held.host}, process {held.pid}"
        # The header says read-only for as long as it is so; what was typed here cannot be saved until then.
        tone: Tone = "bad" if self.is_dirty else "wrong"
        self.say(f"Open in another editor since {since} ({where}): read-only here. “Take over” is in ^p.", tone)

    @work(group="take-over", exclusive=True)
    async def action_take_over(self) -> None:
        """Become the one who writes, after asking."""
        from exam_tui.storage import lock

        if self._held is None:
            self.say("This is the only editor on the report.")
            return
        answer = await self.ask(
            "The report is open in another editor. If that one is gone or not needed, take over here; "
            "it will be read-only there.",
            (("no", "Stay read-only"), ("yes", "Take over")),
        )
        if answer != "yes":
            return
        taken = await asyncio.to_thread(lock.take_lock, self.session.path, instead_of=self._held)
        if isinstance(taken, lock.Held):
            self._hold_back(taken)
            return
        self._lock, self._held = taken, None
        self.settle(self.messages.standing)
        self.set_read_only(False)
        await self.take_in(ask=False)
        await self._offer_recovery()
        self._is_deciding = False
        self.say("You write now.", "good")

    async def renew_lock(self) -> None:
        """Say that we still write here, or stop where another editor has taken over."""
        from exam_tui.storage import lock

        if self._lock and not await asyncio.to_thread(self._lock.renew):
            self._lock = None
            await self.write_recovery()
            held = await asyncio.to_thread(lock.holder_of, self.session.path)
            if held:
                self._hold_back(held)

    # Recovery

    def touched(self) -> None:
        """Have unsaved typing in the recovery file within a second."""
        if self._recover_timer is None and not self.is_read_only:
            self._recover_timer = self.set_timer(_RECOVER_SECONDS, self._recover)

    async def _recover(self) -> None:
        self._recover_timer = None
        await self.write_recovery()

    async def write_recovery(self) -> None:
        """Bring what is not saved into the recovery file, or clear it where all is saved."""
        from exam_tui.storage import recovery

        if self._is_deciding:
            return  # what an earlier run left is not decided on yet
        async with self._writing_recovery:
            self.keep()
            found = recovery.recovery_of(self.session.report.copy(), self.session.saved_data)
            try:
                if found is None:
                    await asyncio.to_thread(recovery.clear_recovery, self.session.path)
                else:
                    await asyncio.to_thread(recovery.write_recovery, self.session.path, found)
            except ExamTuiError as error:
                self.say(f"Not kept for recovery: {error} Save soon.", "bad")

    def keep_at_once(self) -> None:
        """Bring what is not saved into the recovery file now, and give the lock back: the program ends."""
        from exam_tui.storage import recovery

        if not self._is_deciding:
            self.keep()
            found = recovery.recovery_of(self.session.report, self.session.saved_data)
            try:
                if found:
                    recovery.write_recovery(self.session.path, found)
            except ExamTuiError as error:
                sys.stderr.write(f"exam-tui: {display(str(error))}\n")
        self.release()

    async def drop_unsaved(self) -> None:
        """Take what is not saved out of the way, where history still finds it."""
        from exam_tui.storage import recovery

        await self.write_recovery()
        await asyncio.to_thread(recovery.decline_recovery, self.session.path)

    def release(self) -> None:
        """Give the lock back."""
        if self._lock:
            self._lock.release()
            self._lock = None

    async def _offer_recovery(self) -> None:
        from exam_tui.core.edits import offers_of
        from exam_tui.storage import recovery
        from exam_tui.tui.screens.recovery import RecoveryScreen

        path = self.session.path
        found = await asyncio.to_thread(recovery.read_recovery, path)
        if found is None:
            return
        offers = [offer for offer in offers_of(found.edits, found.base, self.session.report) if not offer.is_done]
        if not offers and not found.edits.ticks:
            await asyncio.to_thread(recovery.clear_recovery, path)
            return
        when = time.strftime("%d %b %H:%M", time.localtime(found.time))
        chosen = await self.app.push_screen_wait(RecoveryScreen(offers, len(found.edits.ticks), when))
        if chosen is None or len(chosen) < len(offers):
            await asyncio.to_thread(recovery.decline_recovery, path)
        if chosen is None:
            self.say("Left out. It is kept for 30 days: exam-tui history shows it.")
        else:
            self._bring_back(found, chosen)

    def _bring_back(self, found: "recovery.Recovery", chosen: "frozenset[AnswerEdit]") -> None:
        from exam_tui.core.answers import plural
        from exam_tui.storage import recovery

        applied = recovery.apply(found.part(chosen, found.edits.ticks), self.session.report)
        both = 0
        for edit in applied.left:
            same = [question for question in self.session.report.questions if question.number == edit.number]
            if same:  # the file has another answer by now: both stay, one below the other
                self.session.set_answer(same[0], f"{same[0].answer}\n\n{edit.text}".strip("\n"))
                both += 1
        self.refresh_answers()
        lost = len(applied.left) - both
        note = f" {lost} had no question any more: exam-tui history has them." if lost else ""
        self.say(f"Brought back {plural(len(applied.questions) + both, 'answer')}. Save them with ^s.{note}", "good")
        self.follow()

    # The file outside

    @work(group="look", exclusive=True)
    async def look(self) -> None:
        """Take in what changed outside, unless that needs a decision; end where the terminal is gone."""
        if _is_hung_up():
            self.keep_at_once()
            self.app.exit(0)
            return
        if len(self.app.screen_stack) == 1 and not self.saver.is_saving:
            await self.take_in(ask=False)

    async def take_in(self, *, ask: bool) -> bool:
        """Merge what the file holds outside into the report. Return whether file and report go together now.

        Without `ask` nothing is decided: what both sides changed is said, and asked about when saving.
        """
        outside = await self._settled()
        if outside is None:
            return True
        name = self.session.path.name
        if outside.data is None:
            if ask:
                return await self._may_write_anew(name)
            self._say_once(f"{name} is gone: deleted, moved, or on another branch. Your text is here.")
            return False
        self.keep()
        ours = self.session.report.to_bytes()
        # Without a pause from here to the end, unless something is asked: what was typed in one would be lost.
        merged = self.session.merge(outside)
        reverted = self.session.reverted(outside)
        if not merged.by_question and merged.conflicts:
            self._say_once(f"{name} was changed outside and cannot be joined with what is here. Your text is kept.")
            return False
        if not ask and (merged.conflicts or reverted):
            numbers = sorted({*(conflict.number or 0 for conflict in merged.conflicts), *reverted} - {0})
            listed = ", ".join(map(str, numbers)) or "text outside the answers"
            self._say_once(f"{name} was changed outside too: {listed}. You are asked when you save.")
            return False
        if ask and reverted and not await self._may_revert(reverted):
            merged = self.session.merge_keeping(outside, reverted)
        conflicts = merged.conflicts
        for conflict in conflicts:
            from exam_tui.tui.screens.conflict import ConflictScreen

            text = await self.app.push_screen_wait(ConflictScreen(conflict, name))
            if text is None:
                return False
            merged = merged.with_choice(conflict, text)
        if ask and (reverted or conflicts) and await self._settled() != outside:
            return await self.take_in(ask=True)  # it was changed again while that was decided
        self.keep()
        if self.session.report.to_bytes() != ours:
            return await self.take_in(ask=ask)
        return await self._adopt(outside, merged.data, merged.taken)

    async def _may_write_anew(self, name: str) -> bool:
        answer = await self.ask(
            f"{name} is gone: deleted, moved, or on another branch.\n\nWrite it anew with all that is here?",
            (("stay", "Keep writing"), ("anew", "Write it anew")),
        )
        if answer != "anew":
            return False
        self.session.write_anew()
        return True

    async def _may_revert(self, numbers: "Sequence[int]") -> bool:
        listed = ", ".join(map(str, numbers))
        answer = await self.ask(
            f"In {self.session.path.name} question {listed} went back to an earlier text, outside of this editor.\n\n"
            "Keep what is here, or take the file's?",
            (("keep", "Keep what is here"), ("take", "Take the file's")),
        )
        return answer == "take"

    async def _adopt(self, outside: "Outside", merged: bytes, taken: "Sequence[int]") -> bool:
        from exam_tui.storage import versions

        before = self.session.report.to_bytes()
        try:
            self.session.adopt(outside, merged)
        except NotAReportError as error:
            self._say_once(f"{error} Your text is kept here.")
            return False
        self.refresh_answers()
        self.together_again()
        self.follow()
        self.touched()
        if taken:
            listed = ", ".join(map(str, taken))
            self.say(f"Taken from {self.session.path.name}, changed outside: question {listed}.")
        await asyncio.to_thread(versions.keep_version, self.session.path, before, "merged")
        return True

    async def _settled(self) -> "Outside | None":
        """Return what is outside once it stays the same for a moment; None where that is nothing new."""
        try:
            found = await asyncio.to_thread(self.session.look_outside)
            while found is not None:
                await asyncio.sleep(_SETTLE_SECONDS)
                again = await asyncio.to_thread(self.session.look_outside)
                if again == found:
                    break
                found = again
        except ExamTuiError as error:
            self._say_once(str(error))
            return None
        if found is None:  # where something was said, a hook or a stash has given it back
            self.together_again()
        return found

    def _say_once(self, text: str) -> None:
        if text != self._said:
            self._said = text
            self.is_file_other = True
            self.follow()
            self.say(text, "bad")

    def together_again(self) -> None:
        """Take back what was said of the file outside: it and the report go together now."""
        if self._said:
            self.unsay(self._said)
            self._said = ""
            self.is_file_other = False
            self.follow()


def _load() -> None:
    """Import what keeping words safe needs."""
    import exam_tui.core.edits
    import exam_tui.core.merge
    import exam_tui.storage.leftovers
    import exam_tui.storage.lock
    import exam_tui.storage.recovery
    import exam_tui.storage.versions  # noqa: F401 - for what comes after


def _is_hung_up() -> bool:
    """Tell whether the terminal that we read from is gone. Known on Linux alone: elsewhere SIGHUP has to tell."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        poll = select.poll()
        poll.register(sys.__stdin__.fileno() if sys.__stdin__ else 0, 0)
        return bool(poll.poll(0))
    except (OSError, ValueError):
        return True
