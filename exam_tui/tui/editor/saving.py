"""Saving from the editor: off the typing path, one save at a time, the page behind it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from exam_tui.errors import ExamTuiError, FileChangedError, ReadOnlyFileError
from exam_tui.session.report_writer import SaveJob, save_beside, saved_message
from exam_tui.session.session import Session
from exam_tui.tui.widgets.message_log import Tone

if TYPE_CHECKING:
    from exam_tui.session.page import PageResult

Say = Callable[[str, Tone], None]
Ask = Callable[[str, Sequence[tuple[str, str]]], Awaitable[str | None]]

_TRIES = 3
"""How often a file that changes in the very moment of a save is merged once more, before somebody is asked."""


class Saver:
    """Saves a session's report when asked, and tells what happened.

    `say` shows what happened, `ask` puts a question, `done` is called when what counts as saved has changed, `take_in`
    merges what changed in the file outside and tells whether it could. With `page` the page is written behind each
    save, and with `in_git` git may see it.
    A save that is asked for while one runs follows it.
    """

    def __init__(
        self,
        session: Session,
        *,
        page: bool,
        in_git: bool,
        say: Say,
        ask: Ask,
        done: Callable[[], None],
        take_in: Callable[[], Awaitable[bool]],
    ) -> None:
        self._session = session
        self._page = page
        self._in_git = in_git
        self._say = say
        self._ask = ask
        self._done = done
        self._take_in = take_in
        self._lock = asyncio.Lock()
        self._page_lock = asyncio.Lock()
        self._page_of: SaveJob | None = None
        self._pages: asyncio.Task[None] | None = None
        self._notices: tuple[str, ...] = ()
        self._untold: list[str] = []
        """What was done with a page once, and is not said yet."""

    @property
    def is_saving(self) -> bool:
        """Whether a save is under way."""
        return self._lock.locked()

    async def save(self) -> bool:
        """Save, and begin with the page. Return whether all words are in the file now."""
        async with self._lock:
            job = self._session.save_job()
            if not job.is_edited:
                self._say("Nothing to save: the file has all of it.", "info")
                return True
            is_saved = await self._write(job, override_read_only=False)
        if is_saved and self._page:
            self._page_of = job  # in place of one whose page is not begun
            if not self.is_making_page:
                self._pages = asyncio.create_task(self._write_pages())
        return is_saved

    @property
    def is_making_page(self) -> bool:
        """Whether a page is being made."""
        return self._pages is not None and not self._pages.done()

    async def page_written(self) -> None:
        """Wait for the page of what was saved last, if there is to be one."""
        if self._pages is not None:
            await asyncio.wait([self._pages])  # who no longer waits does not end it

    def give_up_page(self) -> None:
        """Let nobody wait for a page that is being made."""
        from exam_tui.page.process import PAGES

        if self.is_making_page:
            PAGES.stop()

    async def _write(self, job: SaveJob, *, override_read_only: bool, tries: int = _TRIES) -> bool:
        try:
            result, findings = await asyncio.to_thread(job.write, override_read_only=override_read_only)
        except ReadOnlyFileError as error:
            answer = await self._ask(
                f"{error.message}\n\nWrite it all the same? It stays write-protected.",
                (("no", "Leave it"), ("yes", "Write it")),
            )
            if answer == "yes":
                return await self._write(job, override_read_only=True)
            self._say("Not saved: the file is write-protected. Your text is kept here.", "critical")
            return False
        except FileChangedError as error:  # in the moment since it was looked at
            if tries and await self._take_in():
                job = self._session.save_job()
                return await self._write(job, override_read_only=override_read_only, tries=tries - 1)
            return await self._save_beside(job, error)
        except ExamTuiError as error:
            self._say(f"Not saved: {error} Your text is kept here.", "critical")
            return False
        if result is None:
            return True
        self._session.saved(job)
        self._done()
        message = await asyncio.to_thread(saved_message, job.path, result)
        if findings:
            first = findings[0]
            more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
            self._say(f"{message} But line {first.line}: {first.message}{more}. {first.help}", "warning")
        else:
            self._say(message, "success" if result.durable else "error")
        return True

    async def _save_beside(self, job: SaveJob, error: FileChangedError) -> bool:
        """Offer the way out when the file on disk is another one by now: both versions stay."""
        answer = await self._ask(
            f"Not saved: {error.message}\n\nIt is left as it is, and your text is kept here. You can also write "
            "what you have to a file of its own beside it.",
            (("stay", "Keep writing"), ("beside", "Write it beside")),
        )
        if answer != "beside":
            self._say(f"Not saved. {error.message} Your text is kept here.", "critical")
            return False
        try:
            path = await asyncio.to_thread(save_beside, job)
        except ExamTuiError as failure:
            self._say(f"Not saved: {failure} Your text is kept here.", "critical")
            return False
        self._say(f"Your version is in {path.name}, the other one in {job.path.name}.", "error")
        return False

    async def _write_pages(self) -> None:
        from exam_tui.session.page import write_page

        remedy = "“Write report.html now” in ^p replaces it"
        while job := self._page_of:
            self._page_of = None
            async with self._page_lock:
                result = await asyncio.to_thread(write_page, job.path, job.data, in_git=self._in_git, remedy=remedy)
            if result.said and result.said not in self._untold:
                self._untold.append(result.said)
            if not self._is_followed:  # else “Saved.” of the next save would hide it at once
                self._tell(result, "Saved." if result.notices != self._notices or self._untold else "")

    @property
    def _is_followed(self) -> bool:
        """Whether there is a later save than that of the page."""
        return self._page_of is not None or self.is_saving

    async def replace_page(self) -> None:
        """Write the page of what is saved, also over one that git tracks or that another program made."""
        from exam_tui.session.page import PAGE_NAME, replace_page

        async with self._page_lock:
            result = await asyncio.to_thread(replace_page, self._session.path, self._session.saved_data)
        self._notices = ()
        self._untold = [result.said]
        self._tell(result, f"{PAGE_NAME} is written." if result.path else "")

    def _tell(self, result: "PageResult", first: str) -> None:
        """Say what became of the page; what was said of the one before is not said again."""
        from exam_tui.session.page import export_notices

        notices = f"Page: {export_notices(result.notices)}" if result.notices != self._notices else ""
        self._notices = result.notices
        if said := " ".join(part for part in (first, *self._untold, notices) if part):
            self._say(said, "info")
        self._untold.clear()
