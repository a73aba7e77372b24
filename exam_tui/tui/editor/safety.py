"""Never losing a word: what starts with the editor, the lock of the one who writes, and the look at the file."""

import asyncio
import select
import sys
from functools import cached_property, partial
from typing import TYPE_CHECKING

from exam_tui.session.dialogue import SyncState
from exam_tui.tui.editor.autosave import Autosave
from exam_tui.tui.editor.dialogue import ScreenDialogue
from exam_tui.tui.editor.protocol import EditorView
from exam_tui.tui.editor.terminal_use import lend_terminal

if TYPE_CHECKING:
    from textual.worker import Worker

    from exam_tui.session.open_report import OpenReport

_LOOK_SECONDS = 2.0
# So long a hook may hold back what was saved before anything is said: the file comes back when it has ended.
_HOOK_SECONDS = 10.0


class Safety:
    """What runs unasked so that nothing is lost, and what a save does; made for one screen."""

    def __init__(self, editor: EditorView) -> None:
        self._editor = editor
        self._is_looking = False
        self.autosave = Autosave(editor, lambda: self.flows, lambda: self._is_loaded)

    @cached_property
    def flows(self) -> "OpenReport":
        """What happens to the report. Imports what the first frame can do without."""
        from exam_tui.session.open_report import OpenReport

        settings = self._editor.settings
        dialogue = ScreenDialogue(
            self._editor,
            touched=self.autosave.touched,
            being_written=self.autosave.being_written,
            lend_terminal=partial(lend_terminal, self._editor, self.autosave),
        )
        return OpenReport(
            self._editor.session,
            dialogue,
            page=settings.html,
            in_git=settings.html_in_git,
            patience=_HOOK_SECONDS,
            collected=self.autosave.held_up.done,
        )

    @property
    def _is_loaded(self) -> bool:
        return "flows" in self.__dict__

    @property
    def is_file_other(self) -> bool:
        """Whether the file was changed outside, and may be merged only after asking."""
        return self._is_loaded and self.flows.changes.is_open

    def begin(self) -> None:
        """Take the lock, keep the file as it was opened, and look for what an earlier run could not save."""
        self._editor.run_worker(self._begin(), group="begin")
        self._editor.set_interval(_LOOK_SECONDS, self.look)

    async def _begin(self) -> None:
        await asyncio.to_thread(_load)  # before the first key needs it, and beside the keys
        from exam_tui.storage.lock import lock

        self._editor.set_interval(lock.HEARTBEAT_EVERY, self._heartbeat)
        await self.flows.ownership.begin()
        if self.flows.mid_merge.has_conflicts and not self.flows.ownership.holder:
            await self.flows.mid_merge.resolve()

    def _heartbeat(self) -> None:
        self._editor.run_worker(self.flows.ownership.is_writer(), group="heartbeat")

    def end(self) -> None:
        """Give the lock back, however it ends, and wait for no page and no thread."""
        self.autosave.held_up.stop()
        if not self._is_loaded:
            return
        self.flows.ownership.release()
        if self.flows.saving.is_making_page:
            from exam_tui.page.process import PAGES

            PAGES.stop()

    async def save(self) -> bool:
        """Save the report, and begin with its page. Return whether all words are in the file."""
        editor, before = self._editor, self._editor.key_bar.messages.standing
        editor.follow()
        is_saved = editor.keep() and await self.flows.saving.save() is SyncState.TOGETHER
        if is_saved:
            editor.key_bar.dismiss(before)
            self.flows.recovery.say_again()
        await self.autosave.write()
        return is_saved

    def look(self) -> "Worker[None]":
        """See who writes, and take in what changed outside unless that needs a decision; end without a terminal."""
        return self._editor.run_worker(self._look_once(), group="look")

    async def _look_once(self) -> None:
        """Look, one at a time and each to its end: on a slow disk the next would break off every one before it."""
        if _is_hung_up():
            self.autosave.keep_at_once()
            self._editor.app.exit(0)
        elif not self._is_looking:
            self._is_looking = True
            try:
                await self._look()
            finally:
                self._is_looking = False

    async def _look(self) -> None:
        if await self.flows.ownership.has_other_ended():
            self._editor.run_worker(self.flows.ownership.follow_on(), group="take-over")
        if len(self._editor.app.screen_stack) == 1 and not self.flows.saving.is_saving:
            is_asked = not self.flows.ownership.holder
            await self.flows.changes.merge_external(ask=False, ask_in_merge=is_asked)


def _load() -> None:
    """Import what keeping words safe needs."""
    import exam_tui.session.open_report  # noqa: F401 - for what comes after


def _is_hung_up() -> bool:
    """Return whether the terminal that we read from is gone. Known on Linux alone: elsewhere SIGHUP has to tell."""
    is_hung_up = False
    if sys.platform == "linux":
        try:
            poll = select.poll()
            poll.register(sys.__stdin__.fileno() if sys.__stdin__ else 0, 0)
            is_hung_up = bool(poll.poll(0))
        except (OSError, ValueError):
            is_hung_up = True
    return is_hung_up
