"""Looking at the report in other ways: preview, browser, overview, fewer things on screen, other colours."""

import asyncio
from typing import TYPE_CHECKING

from textual import work

from exam_tui.errors import ExamTuiError
from exam_tui.tui.editor.screen import Desk

if TYPE_CHECKING:
    from exam_tui.tui.screens.overview import OverviewScreen


class ViewingCommands(Desk):
    """Other views of the same report."""

    def action_preview(self) -> None:
        """Show the answer as it will be read: beside the answer, in a narrow window in its place."""
        from exam_tui.tui.widgets.preview import Preview

        if self.preview:
            self.preview.remove()
            self.preview = None
            self.give_keys_to(self.answer)
        else:
            self.preview = Preview(self.answer.answer)
            self.query_one("#panes").mount(self.preview)
        self.set_class(self.preview is not None, "-preview")

    @work(group="browser", exclusive=True)
    async def action_browser(self) -> None:
        """Show the whole report in the browser, as it is now, saved or not."""
        from exam_tui.desktop import browser
        from exam_tui.session.page import preview_page

        self.keep()
        try:
            page = await asyncio.to_thread(preview_page, self.session.report.to_bytes(), self.session.path)
        except ExamTuiError as error:
            self.say(str(error), "wrong")
            return
        self.say(await asyncio.to_thread(browser.show_in_browser, page))

    def action_overview(self) -> None:
        """Show the whole report on one screen, its problems too as soon as they are known."""
        from exam_tui.tui.screens.overview import OverviewScreen

        self.follow()
        screen = OverviewScreen(self.session.report, self.checked)
        self.app.push_screen(screen, self._go_from_overview)
        self._check_for(screen)

    @work(group="overview", exclusive=True)
    async def _check_for(self, screen: "OverviewScreen") -> None:
        checked = await self.check_now()
        if screen.is_current:
            screen.take(checked)

    def _go_from_overview(self, target: int | None) -> None:
        from exam_tui.tui.screens.overview_rows import CHECKLIST, PROBLEMS

        if target in {CHECKLIST, PROBLEMS}:
            self.call_later(self.run_action, "checklist" if target == CHECKLIST else "problems")
        elif target is not None:
            self.go_to(target)

    def action_messages(self) -> None:
        """Show what was said, all of it."""
        from exam_tui.tui.screens.message_log import MessagesScreen

        self.app.push_screen(MessagesScreen(self.messages.said))

    def action_focus_mode(self) -> None:
        """Show the answer and its meters alone, or everything again."""
        self.remove_class("-listing")
        self.toggle_class("-focus")
        self.give_keys_to(self.answer)

    def action_theme(self) -> None:
        """Choose the colours from a list; they are remembered."""
        self.app.search_themes()
