"""Never losing a word: what starts with the editor, the lock of the one who writes, and the look at the file."""

import asyncio
import select
import sys
import time
from typing import TYPE_CHECKING

from textual import work

from exam_tui.errors import ExamTuiError
from exam_tui.tui.editor.asking import ask
from exam_tui.tui.editor.dialogue import OutsideCommands

if TYPE_CHECKING:
    from pathlib import Path

    from exam_tui.storage.lock import lock
    from exam_tui.tui.widgets.message_log import Tone

_LOOK_SECONDS = 2.0


class SafetyCommands(OutsideCommands):
    """What happens by itself so that nothing is lost."""

    _lock: "lock.Lock | None" = None
    _held: "lock.LockHolder | None" = None
    _held_back = ""
    """Why nothing can be saved here, as it was said."""
    _is_looking = False
    _is_taking = False

    def begin_work(self) -> None:
        """Take the lock, keep the file as it was opened, and look for what an earlier run could not save."""
        self._begin()
        self.set_interval(_LOOK_SECONDS, self.look)

    def on_unmount(self) -> None:
        """Give the lock back, however it ends, and wait for no page."""
        self.release()
        if self.saver.is_making_page:
            from exam_tui.page.process import PAGES

            PAGES.stop()

    @work(group="begin")
    async def _begin(self) -> None:
        await asyncio.to_thread(_load)  # before the first key needs it, and beside the keys
        from exam_tui.storage.disk import state_files
        from exam_tui.storage.history import versions
        from exam_tui.storage.lock import lock

        path = self.session.path
        self.set_interval(lock.HEARTBEAT_EVERY, self.renew_lock)
        try:
            taken = await asyncio.to_thread(lock.acquire, path)
        except ExamTuiError as error:
            self.show_message(str(error), "warning")
        else:
            if isinstance(taken, lock.LockHolder):
                self._hold_back(taken)
                return
            self._lock = taken
            await asyncio.to_thread(state_files.forget_unfinished_saves, path)
        await asyncio.to_thread(versions.store_first, path, self.session.saved_data)
        await self.offer_recovery()
        self._is_deciding = False
        self.touched()

    # A second editor

    def _hold_back(self, held: "lock.LockHolder") -> None:
        self._held = held
        self.set_read_only(True)
        since = time.strftime("%H:%M", time.localtime(held.since))
        # The header says read-only for as long as it is so; what was typed here cannot be saved until then.
        tone: Tone = "error" if self.is_dirty else "warning"
        self.key_bar.retract(self._held_back)
        self._held_back = f"Open in another editor since {since} ({held.where}): read-only here. “Take over” is in ^p."
        self.show_message(self._held_back, tone)

    @work(group="take-over")
    async def action_take_over(self) -> None:
        """Become the one who writes, after asking."""
        if self._held is None:
            self.show_message("This is the only editor on the report.")
            return
        answer = await ask(
            self,
            "The report is open in another editor. If that one is gone or not needed, take over here; "
            "it will be read-only there.",
            (("no", "Stay read-only"), ("yes", "Take over")),
        )
        if answer == "yes":
            await self._take("You write now.", instead_of=self._held)

    @work(group="take-over")
    async def _follow_on(self) -> None:
        """Become the one who writes after another editor has ended."""
        await self._take("The other editor has ended: you write now.")

    async def _take(self, said: str, instead_of: "lock.LockHolder | None" = None) -> None:
        """Take the lock, unless that is under way. Never broken off: a lock taken unseen keeps us out."""
        if self._is_taking:
            return
        self._is_taking = True
        try:
            await self._take_now(said, instead_of)
        finally:
            self._is_taking = False

    async def _take_now(self, said: str, instead_of: "lock.LockHolder | None") -> None:
        from exam_tui.storage.lock import lock

        taken = await asyncio.to_thread(lock.acquire, self.session.path, instead_of=instead_of)
        if isinstance(taken, lock.LockHolder):
            self._hold_back(taken)
            return
        self._lock, self._held = taken, None
        self.key_bar.retract(self._held_back)
        self.set_read_only(False)
        await self.take_in(ask=False)
        await self.offer_recovery()
        self._is_deciding = False
        self.show_message(said, "success")

    async def renew_lock(self) -> None:
        """Say that we still write here, or stop where another editor has taken over."""
        from exam_tui.storage.lock import lock

        if self._lock and not await asyncio.to_thread(self._lock.heartbeat):
            self._lock = None
            await self.write_recovery()
            held = await asyncio.to_thread(lock.holder_of, self.session.path)
            if held:
                self._hold_back(held)
            else:  # removed by somebody
                self._follow_on()

    def release(self) -> None:
        """Give the lock back."""
        if self._lock:
            self._lock.release()
            self._lock = None

    @work(group="look")
    async def look(self) -> None:
        """See who writes, and take in what changed outside unless that needs a decision; end without a terminal.

        One look at a time, and each to its end: on a slow disk the next would break off every one before it.
        """
        if _is_hung_up():
            self.keep_at_once()
            self.app.exit(0)
        elif not self._is_looking:
            self._is_looking = True
            try:
                await self._look()
            finally:
                self._is_looking = False

    async def _look(self) -> None:
        if self._lock and not await asyncio.to_thread(_is_held, self._lock):
            await self.renew_lock()
        if self._held and not await asyncio.to_thread(_holder_of, self.session.path):
            self._follow_on()
        if len(self.app.screen_stack) == 1 and not self.saver.is_saving:
            await self.take_in(ask=False)


def _load() -> None:
    """Import what keeping words safe needs."""
    import exam_tui.session.crash_recovery  # noqa: F401 - for what comes after
    import exam_tui.session.external_changes  # noqa: F401 - for what comes after
    import exam_tui.storage.disk.state_files  # noqa: F401 - for what comes after
    import exam_tui.storage.lock.lock  # noqa: F401 - for what comes after


def _is_held(taken: "lock.Lock") -> bool:
    return taken.is_held


def _holder_of(path: "Path") -> "lock.LockHolder | None":
    from exam_tui.storage.lock.lock import holder_of

    return holder_of(path)


def _is_hung_up() -> bool:
    """Tell whether the terminal that we read from is gone. Known on Linux alone: elsewhere SIGHUP has to tell."""
    is_hung_up = False
    if sys.platform == "linux":
        try:
            poll = select.poll()
            poll.register(sys.__stdin__.fileno() if sys.__stdin__ else 0, 0)
            is_hung_up = bool(poll.poll(0))
        except (OSError, ValueError):
            is_hung_up = True
    return is_hung_up
