"""The plain line mode beside another editor: one writes, the other reads until it takes over."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from exam_tui.cli.output import Output
from exam_tui.cli.plain.dialogue import PlainDialogue, run
from exam_tui.cli.plain.plain_recovery import RecoveryCommands
from exam_tui.errors import WriteError
from exam_tui.session.saving import Saving
from exam_tui.session.session import Session
from exam_tui.storage.disk.state_files import forget_unfinished_saves
from exam_tui.storage.history.versions import store_first
from exam_tui.storage.lock import lock


class LockCommands(RecoveryCommands):
    """Who writes the report."""

    _lock: lock.Lock | None = None

    def __init__(
        self, session: Session, out: Output, *, page: bool = True, in_git: bool = False, editor: str = ""
    ) -> None:
        super().__init__(session, out, editor)
        self._saving = Saving(session, PlainDialogue(self), page=page, in_git=in_git)

    @contextmanager
    def _given_back(self) -> Iterator[None]:
        """Hold the report while it is held here, and give it back at the end, however it ends."""
        done = threading.Event()
        threading.Thread(target=self._renew_until, args=(done,), daemon=True).start()
        try:
            yield
        finally:
            done.set()
            if self._lock:
                self._lock.release()

    def _hold(self) -> None:
        """Become the one who writes, or say who does."""
        try:
            taken = lock.acquire(self._session.path)
        except WriteError as error:  # nobody can be kept out, and words are not lost by that
            self._console.out.error(error)
        else:
            if isinstance(taken, lock.LockHolder):
                self._held = taken
                self._say_who_writes()
                return
            self._lock = taken
            forget_unfinished_saves(self._session.path)
        store_first(self._session.path, self._session.saved_data)
        self._offer_recovery()

    def _renew_until(self, done: threading.Event) -> None:
        """Say that we are still here, also while nobody types: to other machines a lock grows stale."""
        while not done.wait(lock.HEARTBEAT_EVERY):
            held_here = self._lock
            if held_here:
                held_here.heartbeat()

    def _is_writer(self) -> bool:
        """Tell whether the report may be written here; where another editor has just taken over, say so."""
        if self._held or not self._lock or self._lock.heartbeat():
            return not self._held
        self.keep()
        self._lock = None
        taken = lock.acquire(self._session.path)
        if isinstance(taken, lock.Lock):  # that one is gone again
            self._lock = taken
            return True
        self._held = taken
        words = " What you have not saved is kept for recovery." if self._session.is_dirty else ""
        self._console.say(f"Another editor has taken over {self._name}{_since(taken)}.{words} {_READING}")
        return False

    def _say_who_writes(self) -> None:
        """Say why nothing can be written here."""
        if self._held:
            self._console.say(f"{self._name} is open in another editor{_since(self._held)}. {_READING}")

    def do_takeover(self) -> None:
        """Become the one who writes, after asking."""
        if self._held is None:
            self._console.say("No other editor has this report.")
            return
        choice = self._console.choose(
            f"{self._name} is open in another editor{_since(self._held)}. If you take over, that one can only read.",
            ("Take over", "Go on reading"),
        )
        if choice != 0:
            return
        taken = lock.acquire(self._session.path, instead_of=self._held)
        if isinstance(taken, lock.LockHolder):
            self._held = taken
            self._console.say(f"Another editor was faster{_since(taken)}. {_READING}")
            return
        self._lock, self._held = taken, None
        run(self._saving.changes.take_in(ask=False))
        store_first(self._session.path, self._session.saved_data)
        self._offer_recovery()
        self._console.say("You write now.")


_READING = "You can read here, but not write. Type takeover to write here instead."


def _since(held: lock.LockHolder) -> str:
    return f" ({held.where}, since {time.strftime('%H:%M', time.localtime(held.since))})"
