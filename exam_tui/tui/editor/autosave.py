"""What is typed and not saved is in a file that outlives the editor, within a second after the key."""

from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Final

from exam_tui.core.text.escape import display
from exam_tui.errors import ExamTuiError
from exam_tui.tui.held_up import HeldUp
from exam_tui.tui.widgets.answer.textarea_text import from_view

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.timer import Timer

    from exam_tui.core.report.question import Question
    from exam_tui.session.open_report import OpenReport
    from exam_tui.tui.editor.protocol import EditorView

# Unsaved typing is in the recovery file at most a second after the key.
_RECOVER_SECONDS: Final = 0.3
# What takes long, as with an enormous answer, is done less often, within that second.
_SHARE: Final = 5
_RECOVER_AT_MOST: Final = 0.7
# Where the event loop does not come to that, as in a line of a megabyte, a thread does it: it needs a moment too.
_HELD_UP_SECONDS: Final = 0.4


class Autosave:
    """Keeps unsaved typing for recovery.

    `flows` returns what happens to the report, which may take its time before `is_loaded`.
    """

    def __init__(
        self, editor: "EditorView", flows: "Callable[[], OpenReport]", is_loaded: "Callable[[], bool]"
    ) -> None:
        self._editor = editor
        self._flows = flows
        self._is_loaded = is_loaded
        self._timer: Timer | None = None
        self._took = 0.0
        self.held_up = HeldUp(_HELD_UP_SECONDS)

    def touched(self) -> None:
        """Have unsaved typing in the recovery file within a second."""
        if self._timer is None and not self._editor.is_read_only:
            seconds = min(_RECOVER_SECONDS + _SHARE * self._took, _RECOVER_AT_MOST)
            self._timer = self._editor.set_timer(seconds, self._recover)

    async def _recover(self) -> None:
        if self._timer is None:  # stopped when this was on its way already
            return
        self._timer = None
        start = monotonic()
        await self.write()
        self._took = monotonic() - start

    def note_change(self) -> None:
        """Have what is typed kept for recovery also where the edit, and what is drawn of it, take seconds."""
        from exam_tui.session import crash_recovery

        editor = self._editor
        if (
            editor.is_read_only
            or self.held_up.is_waiting
            or not self._is_loaded()
            or self._flows().recovery.is_deciding
        ):
            return
        keep, document = crash_recovery.keeper(editor.session, editor.question), editor.answer.document
        self.held_up.note(lambda: keep(from_view(document.text)))

    async def write(self) -> None:
        """Bring what is not saved into the recovery file, or clear it where all is saved."""
        self._editor.keep()
        await self._flows().recovery.keep()

    def write_now(self) -> None:
        """Do so before going on: the loop is about to stand still."""
        try:
            self._write_now()
        except ExamTuiError as error:
            self._flows().recovery.say_unkept(error)

    def keep_saved_elsewhere(self, question: "Question", text: str) -> None:
        """Keep for recovery what another editor has saved of an answer so far; that editor has the screen now."""
        with suppress(ExamTuiError):  # the next one may be kept, and the file itself is still there
            self._write_now((question, text))

    def being_written(self, written: "tuple[Question, str] | None") -> None:
        """Keep an answer that is being written on another screen like any other; None: it no longer is."""
        self._flows().recovery.being_written = written
        if written:
            self.touched()

    def keep_at_once(self) -> str:
        """Bring what is not saved into the recovery file now, and give the lock back: the program ends.

        Return why it is not there and where it is instead; "" where it is, and where nothing was to be kept.
        """
        failures = []
        for keep in (self._write_now, self._keep_aside):
            try:
                keep()
            except Exception as error:  # noqa: BLE001 - it ends: whatever fails in one of them, the other is tried
                failures.append(display(str(error)))
        self._flows().ownership.release()
        return self._keep_as_file(failures[0]) if failures else ""

    def _write_now(self, written: "tuple[Question, str] | None" = None) -> None:
        self._editor.keep()
        if not self._editor.is_read_only:
            self._flows().recovery.keep_now(written)

    def _keep_aside(self) -> None:
        """Keep what was undone, and what was typed while nobody has decided yet on what an earlier run left."""
        from exam_tui.session import crash_recovery

        undone = self._editor.answer.pages.undone()
        if (undone or self._flows().recovery.is_deciding) and not self._editor.is_read_only:
            crash_recovery.keep_aside(self._editor.session, undone)

    def _keep_as_file(self, failure: str) -> str:
        """Write what could not be kept for recovery to a file of its own, and say so."""
        from exam_tui.session import crash_recovery

        try:
            path = crash_recovery.keep_as_file(self._editor.session, *(self._flows().recovery.being_written or ()))
        except Exception as error:  # noqa: BLE001 - it ends: what fails is said
            return f"Your text since the last save was not kept: {failure}\n{display(str(error))}"
        if path is None:
            undone = self._editor.answer.pages.undone()
            return f"Everything is saved, but some of what you undid was not kept: {failure}" if undone else ""
        return f"Your text could not be kept for recovery: {failure}\nThe whole report is in {display(str(path))}"

    async def discard(self) -> None:
        """Take what is not saved out of the way, where history still finds it."""
        await self.write()
        if self._timer:
            self._timer.stop()
            self._timer = None
        await self._flows().recovery.discard()
