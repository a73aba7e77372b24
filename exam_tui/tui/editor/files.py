"""Saving and leaving."""

import asyncio

from textual import work

from exam_tui.core.report.report import Report
from exam_tui.errors import ExamTuiError
from exam_tui.session.session import Session
from exam_tui.settings.settings import Settings
from exam_tui.storage.disk import ui_state
from exam_tui.storage.disk.read import read_file
from exam_tui.tui.editor.safety import SafetyCommands
from exam_tui.tui.keys.keymap import main_key


class FileCommands(SafetyCommands):
    """What concerns the file."""

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__(session, settings)
        self._saving = asyncio.Lock()
        self._is_leaving = False

    @work(group="save")
    async def action_save(self) -> None:
        """Save the report, then its page."""
        if await self.save():
            await self.saver.page_written()

    async def save(self) -> bool:
        """Save the report, and begin with its page. Return whether all words are in the file."""
        async with self._saving:  # from the start: whoever quits right behind a save waits for it
            before = self.messages.standing
            self.follow()
            await self.renew_lock()  # somebody may have taken over since it was looked at
            if self.is_read_only:
                self.say(
                    "Not saved: the report is open in another editor. “Take over” is in ^p.",
                    "worst" if self.is_dirty else "wrong",
                )
                return False
            is_saved = self.keep() and await self.take_in(ask=True) and await self.saver.save()
            if is_saved:
                self.together_again()
                self.settle(before)
            await self.write_recovery()
        return is_saved

    @work(group="page")
    async def action_replace_page(self) -> None:
        """Write the page of what is saved, whatever page is there, now and at every save to come."""
        await self.saver.replace_page()

    @work(group="page")
    async def action_page_in_git(self) -> None:
        """Let git see the page, or keep it out of git again."""
        from exam_tui.session.page import toggle_in_git

        try:
            self.say(await asyncio.to_thread(toggle_in_git, self.session.path))
        except ExamTuiError as error:
            self.say(str(error), "wrong")

    @work(group="hand-in", exclusive=True)
    async def action_hand_in(self) -> None:
        """Show whether what others get from git is the report as it is on disk."""
        from exam_tui.git.hand_in.check import hand_in
        from exam_tui.tui.screens.hand_in import HandInScreen

        self.follow()
        path = self.session.path
        try:
            report = Report.from_bytes((await asyncio.to_thread(read_file, path)).data)
        except ExamTuiError as error:
            self.say(str(error), "wrong")
            return
        lines = await asyncio.to_thread(hand_in, path, report)
        self.call_later(self.app.push_screen, HandInScreen(lines, is_unsaved=self.is_dirty))

    @work(group="quit", exclusive=True)
    async def action_quit(self) -> None:
        """Quit; ask where something is not saved, once a save that is under way has ended."""
        async with self._saving:
            self.follow()
        if self.is_dirty:
            answer = await self.ask(
                "Some of your work is not saved.",
                (("save", "Save and quit"), ("drop", "Quit without"), ("stay", "Stay")),
            )
            if answer not in {"save", "drop"} or (answer == "save" and not await self.save()):
                return
            if answer == "drop":
                await self.drop_unsaved()
        else:
            await self.write_recovery()
        if self.saver.is_making_page and not self._is_leaving:
            self._is_leaving = True  # who asks once more does not wait
            self.say(f"The page is still being made. {main_key('quit')} quits without it.")
            await self.saver.page_written()
        self.release()
        where = {"question": self.question.number, "cursor": list(self.answer.cursor_location)}
        await asyncio.to_thread(ui_state.save_state, self.session.path, where)
        self.app.exit(0)
