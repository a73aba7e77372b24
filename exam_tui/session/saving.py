"""Saving a report, from what changed outside to the page beside it: one save at a time, and each to its end."""

import asyncio
from typing import TYPE_CHECKING, Final

from exam_tui.errors import ExamTuiError, FileChangedError, ReadOnlyFileError
from exam_tui.session.dialogue import STAY, Dialogue, SyncState
from exam_tui.session.merging.external_changes import ExternalChanges
from exam_tui.session.ownership import Ownership
from exam_tui.session.report_writer import save_beside, saved_message
from exam_tui.session.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from exam_tui.core.findings.finding import Finding
    from exam_tui.session.page import PageResult
    from exam_tui.session.report_writer import SaveJob
    from exam_tui.storage.disk.write import WriteResult

# Not every save makes a page: what only that needs is imported there.
# ruff: noqa: PLC0415

_TRIES: Final = 3
"""How often a file that changes in the very moment of a save is merged once more, before somebody is asked."""


class Saving:
    """Saves a session's report.

    With `page` the page is written after each save, and with `in_git` git may see it. A save that is asked for while
    one runs follows it.
    """

    def __init__(
        self,
        session: Session,
        dialogue: Dialogue,
        changes: ExternalChanges,
        ownership: Ownership,
        *,
        page: bool,
        in_git: bool,
    ) -> None:
        self._session = session
        self._dialogue = dialogue
        self._page = page
        self._in_git = in_git
        self._changes = changes
        self._ownership = ownership
        self._lock = asyncio.Lock()
        self._page_lock = asyncio.Lock()
        self._page_of: SaveJob | None = None
        self._notices: tuple[str, ...] = ()
        self._untold: list[str] = []
        """What was done with a page once, and is not said yet."""
        self._has_page = asyncio.Event()
        self._has_page.set()

    @property
    def is_saving(self) -> bool:
        """Whether a save is under way."""
        return self._lock.locked()

    @property
    def is_making_page(self) -> bool:
        """Whether a page is being made."""
        return not self._has_page.is_set()

    async def ended(self) -> None:
        """Wait for the save that is under way, if there is one."""
        async with self._lock:
            pass

    async def page_written(self) -> None:
        """Wait for the page of what was saved last, if there is to be one."""
        await self._has_page.wait()

    async def save(self) -> SyncState:
        """Save, asking what has to be asked, and begin with the page."""
        async with self._lock:
            state = await self._save()
        if self._page_of is not None and not self.is_making_page:
            self._has_page.clear()
            self._dialogue.in_background(self._write_pages())
        return state

    async def _save(self) -> SyncState:
        if not await self._ownership.is_writer():  # somebody may have taken over since it was looked at
            text = f"Not saved: the report is open in another editor. {self._dialogue.hints.take_over}"
            self._dialogue.notify(text, "critical" if self._session.is_dirty else "warning")
            return SyncState.TOLD
        tries, override = 0, False
        while True:
            state = await self._changes.merge_external(ask=True)
            if state is not SyncState.TOGETHER:
                return state
            job = self._session.save_job()
            if not job.is_edited:
                self._changes.together_again()
                self._dialogue.notify("Nothing to save.")
                return SyncState.TOGETHER
            if self._page and not tries:
                self._begin_page(job)
            try:
                written, findings = await self._dialogue.off_thread(
                    job.write, owner=self._ownership.lock, override_read_only=override
                )
            except ReadOnlyFileError as error:
                question = f"{error.message}\n\nWrite it anyway? It stays read-only."
                if await self._dialogue.ask(question, ((STAY, "Cancel"), ("write", "Write anyway"))) != "write":
                    return self._failed("Not saved: the file is read-only.")
                override = True
            except FileChangedError as error:  # in the moment since it was looked at
                tries += 1
                if tries > _TRIES:
                    return await self._save_beside(job, error)
            except ExamTuiError as error:
                return self._failed(f"Not saved: {error}")
            else:
                break
        if written is None:
            return SyncState.TOGETHER
        self._session.saved(job)
        self._changes.together_again()
        if self._page:
            self._page_of = job  # in place of one whose page is not begun
        self._dialogue.refresh()
        message = await self._dialogue.off_thread(saved_message, job.path, written)
        message, self._changes.left = f"{message} {self._changes.left}".rstrip(), ""
        self._tell_saved(message, written, findings)
        return SyncState.TOGETHER

    def _tell_saved(self, message: str, written: "WriteResult", findings: "tuple[Finding, ...]") -> None:
        if findings:
            first = findings[0]
            more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
            self._dialogue.notify(f"{message} But line {first.line}: {first.message}{more}. {first.help}", "warning")
        else:
            self._dialogue.notify(message, "success" if written.durable else "error")

    def _failed(self, why: str) -> SyncState:
        self._dialogue.notify(f"{why} Your text is kept in the editor.", "critical")
        return SyncState.TOLD

    async def _save_beside(self, job: "SaveJob", error: FileChangedError) -> SyncState:
        """Offer the way out where the file on disk is another one each time: both versions stay."""
        answer = await self._dialogue.ask(
            f"Not saved: {error.message}\n\nThe file is unchanged, and your text is kept in the editor. You can also "
            "save it as a separate file beside it.",
            ((STAY, "Keep editing"), ("beside", "Save beside it")),
        )
        if answer != "beside":
            self._failed(f"Not saved. {error.message}")
            return SyncState.OPEN
        try:
            path = await self._dialogue.off_thread(save_beside, job)
        except ExamTuiError as failure:
            return self._failed(f"Not saved: {failure}")
        self._dialogue.notify(f"Your version is in {path.name}, the other in {job.path.name}.", "error")
        return SyncState.TOLD

    async def save_unasked(self, why: str) -> bool:
        """Save where nobody can be asked any longer, and say `why`; what the file does not take gets one of its own.

        Return whether all words are in the report's file.

        Raises:
            ExamTuiError: they could be written nowhere.

        """
        await self._changes.merge_external(ask=False)
        job = self._session.save_job()
        try:
            written, _ = await self._dialogue.off_thread(job.write, owner=self._ownership.lock)
        except ExamTuiError as error:
            self._dialogue.notify(str(error), "critical")
            path = await self._dialogue.off_thread(_save_elsewhere, job)
            self._dialogue.notify(f"Your version is in {path}.", "error")
            return False
        if written:
            self._session.saved(job)
            self._dialogue.refresh()
            self._dialogue.notify(f"{why} {await self._dialogue.off_thread(saved_message, job.path, written)}")
        return True

    # The page

    def _begin_page(self, job: "SaveJob") -> None:
        from exam_tui.session.page import begin_page

        begin_page(job.path, job.data)

    async def _write_pages(self) -> None:
        from exam_tui.session.page import write_page

        try:
            while job := self._page_of:
                self._page_of = None
                async with self._page_lock:
                    result = await self._dialogue.off_thread(
                        write_page,
                        job.path,
                        job.data,
                        in_git=self._in_git,
                        remedy=self._dialogue.hints.replace_page,
                    )
                if result.said and result.said not in self._untold:
                    self._untold.append(result.said)
                if not self._is_followed:  # else the message of the next save would hide it at once
                    is_new = result.notices != self._notices or self._untold
                    self._tell(result, self._dialogue.hints.before_page if is_new else "")
        finally:
            self._has_page.set()

    @property
    def _is_followed(self) -> bool:
        """Whether there is a later save than the one that the page is of."""
        return self._page_of is not None or self.is_saving

    async def replace_page(self) -> None:
        """Write the page of the saved report, also over one that git tracks or that another program made."""
        from exam_tui.session.page import PAGE_NAME, replace_page

        async with self._page_lock:
            result = await self._dialogue.off_thread(replace_page, self._session.path, self._session.saved_data)
        self._notices = ()
        self._untold = [result.said]
        self._tell(result, f"{PAGE_NAME} written." if result.path else "")

    def _tell(self, result: "PageResult", first: str) -> None:
        """Say what became of the page; what was said of the one before is not said again."""
        from exam_tui.session.page import export_notices

        notices = f"Page: {export_notices(result.notices)}" if result.notices != self._notices else ""
        self._notices = result.notices
        if said := " ".join(part for part in (first, *self._untold, notices) if part):
            self._dialogue.notify(said)
        self._untold.clear()


def _save_elsewhere(job: "SaveJob") -> "Path":
    """Write a job's bytes beside the report, or into the user's own folder where that cannot be; return where."""
    from exam_tui.storage.history import rescue

    try:
        return save_beside(job)
    except ExamTuiError:
        return rescue.rescue(job.data, job.path.name)
