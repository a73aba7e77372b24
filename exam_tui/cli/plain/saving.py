"""Saving, deciding and leaving in the plain line mode."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from exam_tui.cli.plain.dialogue import PlainDialogue, drive
from exam_tui.cli.plain.state import PlainState
from exam_tui.errors import ExamTuiError
from exam_tui.session import crash_recovery
from exam_tui.session.dialogue import SyncState
from exam_tui.session.page import toggle_in_git
from exam_tui.storage.lock import lock


class SavingCommands(PlainState):
    """Saving and leaving, and who writes."""

    @contextmanager
    def _given_back(self) -> Iterator[None]:
        """Hold the report while it is held here, and give it back at the end, however it ends."""
        done = threading.Event()
        threading.Thread(target=self._heartbeat_until, args=(done,), daemon=True).start()
        try:
            yield
        finally:
            done.set()
            self._flows.ownership.release()

    def _heartbeat_until(self, done: threading.Event) -> None:
        while not done.wait(lock.HEARTBEAT_EVERY):
            self._flows.ownership.heartbeat()

    def _is_writer(self) -> bool:
        return drive(self._flows.ownership.is_writer())

    def _say_who_writes(self) -> None:
        """Say why nothing can be written here."""
        PlainDialogue(self._console, self).set_holder(self._flows.ownership.holder)

    def do_takeover(self) -> None:
        """Become the one who writes, after asking."""
        drive(self._flows.ownership.take_over())

    def do_save(self) -> None:
        """Save the report, then its page."""
        self._save()

    def do_decide(self) -> None:
        """Decide what was changed on both sides."""
        if self._session.poll() is None:
            self._console.say("There is nothing to decide.")
        elif drive(self._flows.changes.merge_external(ask=True)) is SyncState.OPEN:
            self._console.say("Not decided. Your text is kept here.")

    def do_quit(self) -> None:
        """Leave; ask where something is not saved."""
        if self._session.is_dirty and not self._is_writer():
            self._console.say("What you have not saved is kept for recovery.")
        elif self._session.is_dirty:
            choices = ("Save and leave", "Leave without saving", "Stay")
            choice = self._console.choose("Some of your work is not saved.", choices)
            if choice not in {0, 1} or (choice == 0 and not self._save()):
                return
            if choice == 1:
                self._drop()
        self._running = False

    def _drop(self) -> None:
        """Leave what is not saved to the history; where it cannot be kept there, that is said."""
        try:
            crash_recovery.keep_and_discard(self._session)
        except ExamTuiError as error:
            self._console.out.error(error)
        else:
            self._console.say(f"Not saved. {crash_recovery.KEPT_WORDS}")

    def _save(self) -> bool:
        """Save, and write the page. Return whether all words are in the report's file now.

        Raises:
            EOFError: the input ended at a question.

        """
        state = drive(self._flows.saving.save())
        self.keep()
        if state is SyncState.OPEN:
            self._console.say("Not saved. Your text is kept here.")
        return state is SyncState.TOGETHER

    def _save_unasked(self) -> bool:
        """Save without anybody to ask. Return whether it is in the report's file; where it cannot be, say where it is.

        Raises:
            ExamTuiError: it could be written nowhere.

        """
        if not self._session.is_dirty:
            return True
        if not self._is_writer():
            self._console.say("The input has ended. What you have not saved is kept for recovery.")
            return False
        return drive(self._flows.saving.save_unasked("The input has ended."))

    def do_page(self, *what: str) -> None:
        """Write the page of what is saved, whatever page is there; with `git`, let git see it or keep it out again."""
        if what == ("git",):
            self._console.say(toggle_in_git(self._session.path))
        elif what:
            self._console.say("Type page, or page git.")
        else:
            drive(self._flows.saving.replace_page())
