"""The file on disk, changed by others: joined with the report by question, and asked about where both changed one."""

import asyncio
import time
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from exam_tui.errors import ExamTuiError, NotAReportError, RestlessFileError
from exam_tui.tui.editor.autosave import RecoveryCommands

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exam_tui.core.merge.result import Merged
    from exam_tui.session.external_changes import ExternalChange, Resolutions
    from exam_tui.session.session import FileOnDisk


# So long a hook may hold back what was saved before anything is said: the file comes back when it has ended.
_HOOK_SECONDS = 10.0
_TRIES = 3


class OutsideCommands(RecoveryCommands):
    """Joins what changes in the file with what is written here."""

    _said = ""
    _reverted_at = 0.0

    @cached_property
    def _decisions(self) -> "Resolutions":
        from exam_tui.session.external_changes import Resolutions

        return Resolutions()

    async def take_in(self, *, ask: bool, tries: int = _TRIES) -> bool:
        """Merge what the file holds outside into the report. Return whether file and report go together now.

        Without `ask` nothing is decided: what both sides changed is said, and asked about when saving. What was
        decided of a file that is another one by then is laid over that one, so many times.
        """
        from exam_tui.session import external_changes

        try:
            found = await self._settled(ask=ask)
        except RestlessFileError as error:
            self._say_once(f"{error} Your text is kept here.")
            return False
        if found is None:
            return True
        name = self.session.path.name
        if found.data is None:
            if ask:
                return await self._may_write_anew(found)
            self._say_once(f"{name} is gone: deleted, moved, or on another branch. Your text is here.")
            return False
        self.keep()
        ours = self.session.report.to_bytes()
        # Without a pause from here to the end, unless something is asked: what was typed in one would be lost.
        change = external_changes.change_of(self.session, found)
        if change.is_apart:
            return await self._put_back(found, ask=ask)
        if not ask and self._may_come_back(change):
            self.is_file_other = True
            self.follow()
            return False
        if not ask and not change.is_clear:
            listed = external_changes.question_words(change.numbers) if change.numbers else "text outside the answers"
            self._say_once(f"{name} was changed outside too: {listed}. You are asked when you save.")
            return False
        merged = await self._decide(change)
        if merged is None:
            return False
        if ask and not change.is_clear and not await self._is_still(found):
            return tries > 0 and await self.take_in(ask=True, tries=tries - 1)
        self.keep()
        if self.session.report.to_bytes() != ours:
            return await self.take_in(ask=ask)
        return await self._adopt(found, merged, ask=ask)

    def _may_come_back(self, change: "ExternalChange") -> bool:
        """Tell whether a save was just taken back, as hooks of git do that stash: then it comes back by itself."""
        if not change.reverted or change.merged.conflicts:
            return False
        self._reverted_at = self._reverted_at or time.monotonic()
        return time.monotonic() - self._reverted_at < _HOOK_SECONDS

    async def _decide(self, change: "ExternalChange") -> "Merged | None":
        """Ask for what has to be decided, if anything; None where that is put off."""
        merged = change.merged
        if change.reverted and not await self._may_revert(change.reverted):
            merged = self.session.merge_keeping(change.outside, change.reverted)
        for conflict in merged.conflicts:
            text = self._decisions.made(conflict)
            if text is None:
                text = await self.decided(conflict, f"in {self.session.path.name}")
                if text is None:
                    return None
                self.keep()
                self._decisions.make(self.session, conflict, text)
                self.refresh_answers()
                self.touched()
            merged = merged.with_choice(conflict, text)
        return merged

    async def _may_write_anew(self, found: "FileOnDisk") -> bool:
        answer = await self.ask_by_itself(
            f"{self.session.path.name} is gone: deleted, moved, or on another branch.\n\n"
            "Write it anew with all that is here?",
            (("stay", "Keep writing"), ("anew", "Write it anew")),
        )
        if answer != "anew":
            return False
        self.session.write_over(found)
        return True

    async def _put_back(self, found: "FileOnDisk", *, ask: bool) -> bool:
        """Ask what to do where the file holds something else by now, in which the answers have no place."""
        from exam_tui.session import external_changes
        from exam_tui.session.report_writer import save_beside

        name = self.session.path.name
        what = f"{name} holds something else now: what is here has no place in it."
        if not ask:
            self._say_once(f"{what} Your text is kept; you are asked when you save.")
            return False
        answer = await self.ask_by_itself(
            f"{what}\n\nPut the report back, with all that is here? What the file holds is kept in its history. "
            "Or write what is here to a file of its own beside it.",
            (("stay", "Keep writing"), ("back", "Put it back"), ("beside", "Write it beside")),
        )
        if answer == "back":
            if await asyncio.to_thread(external_changes.put_back, self.session, found):
                return True
            self.show_message(
                f"Not saved: what {name} holds could not be kept in its history. Write yours beside it.", "critical"
            )
        elif answer == "beside":
            try:
                path = await asyncio.to_thread(save_beside, self.session.save_job())
            except ExamTuiError as error:
                self.show_message(f"Not saved: {error} Your text is kept here.", "critical")
            else:
                self.show_message(f"Your version is in {path.name}. {name} is as it was.", "error")
        return False

    async def _may_revert(self, numbers: "Sequence[int]") -> bool:
        from exam_tui.session.external_changes import question_words

        answer = await self.ask_by_itself(
            f"In {self.session.path.name} {question_words(numbers)} went back to an earlier text, outside of this "
            "editor.\n\n"
            "Keep what is here, or take the file's?",
            (("keep", "Keep what is here"), ("take", "Take the file's")),
        )
        return answer == "take"

    async def _adopt(self, found: "FileOnDisk", merged: "Merged", *, ask: bool) -> bool:
        from exam_tui.core.findings.context import plural
        from exam_tui.session import external_changes

        try:
            taken = external_changes.take(self.session, found, merged)
        except NotAReportError:
            return await self._put_back(found, ask=ask)
        moved = self.refresh_answers(taken.before)
        self.together_again()
        self.follow()
        self.touched()
        parts = [external_changes.question_words(taken.answers)] if taken.answers else []
        parts += [plural(taken.ticks, "tick")] if taken.ticks else []
        parts += ["the template's text"] if taken.is_template else []
        came = f"Taken from {self.session.path.name}, changed outside: {', '.join(parts)}." if parts else ""
        if taken.is_blank:
            came = f"{self.session.path.name} is a blank template now. Your answers and ticks moved over: save with ^s."
        notes = [f"{note[:1].upper()}{note[1:]}." for note in taken.notes]
        if said := " ".join(filter(None, (came, moved, *notes))):
            self.show_message(said)
        await asyncio.to_thread(external_changes.keep_before, self.session, taken)
        return True

    async def _is_still(self, found: "FileOnDisk") -> bool:
        """Tell whether the file is what it was before something was decided of it."""
        with suppress(RestlessFileError):
            return await self._settled(ask=True) == found
        return False

    async def _settled(self, *, ask: bool) -> "FileOnDisk | None":
        """Return what is outside once it stays the same for a moment; None where that is nothing new.

        Raises:
            RestlessFileError: it does not.

        """
        from exam_tui.session import external_changes

        try:
            looks = external_changes.LOOKS if ask else external_changes.FEW_LOOKS
            found = await asyncio.to_thread(external_changes.settled, self.session, looks)
        except RestlessFileError:
            raise
        except ExamTuiError as error:
            self._say_once(str(error))
            return None
        if found is None:  # where something was said, a hook or a stash has given it back
            self.together_again()
        return found

    def _say_once(self, text: str) -> None:
        if text != self._said:
            self.key_bar.retract(self._said)
            self._said = text
            self.is_file_other = True
            self.follow()
            self.show_message(text, "error")

    def together_again(self) -> None:
        """Take back what was said of the file outside: it and the report go together now."""
        self._reverted_at = 0.0
        if self._said:
            self.key_bar.retract(self._said)
            self._said = ""
        if self.is_file_other:
            self.is_file_other = False
            self.follow()
