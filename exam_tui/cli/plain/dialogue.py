"""Saving in the plain line mode: what has to be asked is asked; where nobody can be, no word is lost all the same."""

from typing import Final

from exam_tui.cli.plain.plain_lock import LockCommands
from exam_tui.cli.plain.plain_outside import SyncState
from exam_tui.cli.plain.plain_recovery import KEPT_WORDS
from exam_tui.cli.plain.wording import problem_line
from exam_tui.errors import ExamTuiError, FileChangedError, ReadOnlyFileError, RestlessFileError
from exam_tui.session import crash_recovery
from exam_tui.session.page import PAGE_NAME, PageResult, export_notices, replace_page, toggle_in_git, write_page
from exam_tui.session.report_writer import save_beside
from exam_tui.session.session import SaveResult
from exam_tui.storage.history.rescue import keep

_TRIES: Final = 3
"""How often a file that changes in the very moment of a save is taken in once more."""


class SavingCommands(LockCommands):
    """Saving and leaving."""

    def do_save(self) -> None:
        """Save the report, then its page."""
        self._save()

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
            crash_recovery.drop(self._session)
        except ExamTuiError as error:
            self._console.out.error(error)
        else:
            self._console.say(f"Not saved. {KEPT_WORDS}")

    def _save(self) -> bool:
        """Save, and write the page behind it. Return whether all words are in the report's file now.

        Raises:
            ExamTuiError: the report could not be written.
            EOFError: the input ended at a question.

        """
        result = self._save_report()
        if result is None:
            return False
        self._keep()
        self._console.say(result.message)
        for finding in result.findings:
            self._console.say(f"But {problem_line(finding, 'line')}")
        if self._page and result.written:
            self._write_page()
        return True

    def _save_report(self) -> SaveResult | None:
        """Save; None where the user, asked, would rather not, or has it in another file now."""
        for _ in range(_TRIES):
            try:
                meeting = self._take_in(ask=True)
            except RestlessFileError as error:
                self._console.out.error(error)
                break
            if meeting is SyncState.ELSEWHERE:
                return None
            if meeting is SyncState.OPEN or not self._is_writer():
                break
            try:
                return self._session.save(page=False)
            except ReadOnlyFileError as error:
                if self._console.choose(f"{error.message} Write it all the same?", ("Write it", "Leave it")) != 0:
                    break
                return self._session.save(page=False, override_read_only=True)
            except FileChangedError as error:  # in the moment since it was looked at
                self._console.out.error(error)
        self._console.say("Not saved. Your text is kept here.")
        return None

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
        try:
            self._take_in(ask=False)
            self._console.say(f"The input has ended. {self._session.save(page=False).message}")
        except ExamTuiError as error:
            self._console.out.error(error)
        else:
            self._keep()
            return True
        job = self._session.save_job()
        try:
            path = save_beside(job)
        except ExamTuiError:
            path = keep(job.data, job.path.name)
        self._console.out.talk(f"Your version is in {path}.")
        return False

    def do_page(self, *what: str) -> None:
        """Write the page of what is saved, whatever page is there; with `git`, let git see it or keep it out again."""
        path = self._session.path
        if what == ("git",):
            self._console.say(toggle_in_git(path))
        elif what:
            self._console.say("Type page, or page git.")
        else:
            result = replace_page(path, self._session.saved_data)
            self._tell(result, f"{PAGE_NAME} is written." if result.path else "")

    def _write_page(self) -> None:
        """Write the page of what was saved."""
        data = self._session.saved_data
        self._tell(write_page(self._session.path, data, in_git=self._in_git, remedy="type page to replace it"))

    def _tell(self, result: PageResult, first: str = "") -> None:
        """Say what became of the page."""
        notices = export_notices(result.notices)
        for line in (first, result.said, f"Page: {notices}" if notices else ""):
            if line:
                self._console.say(line)
