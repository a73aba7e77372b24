"""Who writes a report: one editor at a time, the others read until that one has ended or they take over."""

import asyncio
from typing import Final

from exam_tui.errors import ExamTuiError
from exam_tui.session.crash_recovery import CrashRecovery
from exam_tui.session.dialogue import STAY, Dialogue
from exam_tui.session.merging.external_changes import ExternalChanges
from exam_tui.session.session import Session
from exam_tui.storage.disk.state_files import forget_unfinished_saves
from exam_tui.storage.history.versions import store_first
from exam_tui.storage.lock import lock

ENDED: Final = "The other editor has closed: you can edit now."


class Ownership:
    """Acquires the lock of a session's report, holds it, and tells when it is lost or ours again.

    Taking it happens once at a time and to its end: a lock that is taken unseen keeps us out.
    """

    def __init__(self, session: Session, dialogue: Dialogue, recovery: CrashRecovery, changes: ExternalChanges) -> None:
        self._session = session
        self._dialogue = dialogue
        self._recovery = recovery
        self._changes = changes
        self._turn = asyncio.Lock()
        self.lock: lock.Lock | None = None
        """Ours, while we hold it."""
        self.holder: lock.LockHolder | None = None
        """Who writes the report, where that is another editor."""

    async def begin(self) -> None:
        """Acquire the lock, keep the file as it was opened, and offer what an earlier run could not save."""
        try:
            taken = await self._dialogue.off_thread(lock.acquire, self._session.path)
        except ExamTuiError as error:  # nobody can be kept out, and words are not lost by that
            self._dialogue.notify(str(error), "warning")
        else:
            if isinstance(taken, lock.LockHolder):
                self._hold_back(taken)
                return
            self.lock = taken
            await self._dialogue.off_thread(forget_unfinished_saves, self._session.path)
        await self._start_writing()

    async def _start_writing(self) -> None:
        await self._dialogue.off_thread(store_first, self._session.path, self._session.saved_data)
        await self._recovery.offer()

    async def is_writer(self) -> bool:
        """Return whether the report may be written here; where another editor has just taken over, say so."""
        if self.holder:
            return False
        if await self._may_go_on():
            return True
        await self._recovery.keep()
        async with self._turn:
            if self.holder:
                return False
            if await self._may_go_on():  # somebody else has seen to it meanwhile
                return True
            taken = await self._dialogue.off_thread(lock.acquire, self._session.path)
            if isinstance(taken, lock.LockHolder):
                self.lock = None
                self._hold_back(taken, is_new=True)
                return False
            self.lock = taken  # the other one is gone again, or somebody removed our lock
        await self._recovery.offer()
        return True

    async def _may_go_on(self) -> bool:
        """Return whether the lock is still ours, or none could be acquired at all."""
        return self.lock is None or await self._dialogue.off_thread(self.lock.heartbeat)

    def heartbeat(self) -> None:
        """Say that we are still here: to other machines a lock grows stale. For any thread; raises nothing."""
        if held := self.lock:
            held.heartbeat()

    async def has_other_ended(self) -> bool:
        """Return whether nobody writes the report any longer; says where another editor has taken over."""
        if self.lock and not await self._dialogue.off_thread(_is_held, self.lock):
            await self.is_writer()
        return self.holder is not None and await self._dialogue.off_thread(_holder_of, self._session) is None

    async def take_over(self) -> None:
        """Become the one who writes, after asking."""
        if self.holder is None:
            self._dialogue.notify("No other editor has the report open.")
            return
        answer = await self._dialogue.ask(
            f"{self._session.path.name} is open in another editor ({self.holder.where}). "
            "If you take over, it becomes read-only.",
            ((STAY, "Stay read-only"), ("yes", "Take over")),
        )
        if answer == "yes":
            await self._take("You can edit now.", instead_of=self.holder)

    async def follow_on(self) -> None:
        """Become the one who writes after another editor has ended."""
        await self._take(ENDED)

    async def _take(self, said: str, instead_of: lock.LockHolder | None = None) -> None:
        if self._turn.locked():
            return
        async with self._turn:
            taken = await self._dialogue.off_thread(lock.acquire, self._session.path, instead_of=instead_of)
            if isinstance(taken, lock.LockHolder):
                self._hold_back(taken)
                return
            self.lock, self.holder = taken, None
            self._dialogue.set_holder(None)
            await self._changes.merge_external(ask=False)
            await self._start_writing()
            self._dialogue.notify(said, "success")

    def _hold_back(self, holder: lock.LockHolder, *, is_new: bool = False) -> None:
        self.holder = holder
        self._dialogue.set_holder(holder, is_new=is_new)

    def release(self) -> None:
        """Give the lock back. Raises nothing."""
        if self.lock:
            self.lock.release()
            self.lock = None


def _is_held(held: lock.Lock) -> bool:
    return held.is_held


def _holder_of(session: Session) -> lock.LockHolder | None:
    return lock.holder_of(session.path)
