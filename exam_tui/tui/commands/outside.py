"""The file on disk, changed by others: joined with the report by question, and asked about where both changed one."""

import asyncio
from typing import TYPE_CHECKING

from exam_tui.errors import ExamTuiError, NotAReportError
from exam_tui.tui.commands.recovering import RecoveryCommands

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exam_tui.session import Outside

_SETTLE_SECONDS = 0.4


class OutsideCommands(RecoveryCommands):
    """Joins what changes in the file with what is written here."""

    _said = ""

    async def take_in(self, *, ask: bool) -> bool:
        """Merge what the file holds outside into the report. Return whether file and report go together now.

        Without `ask` nothing is decided: what both sides changed is said, and asked about when saving.
        """
        outside = await self._settled()
        if outside is None:
            return True
        name = self.session.path.name
        if outside.data is None:
            if ask:
                return await self._may_write_anew(outside)
            self._say_once(f"{name} is gone: deleted, moved, or on another branch. Your text is here.")
            return False
        self.keep()
        ours = self.session.report.to_bytes()
        # Without a pause from here to the end, unless something is asked: what was typed in one would be lost.
        merged = self.session.merge(outside)
        reverted = self.session.reverted(outside)
        if not merged.by_question and merged.conflicts:
            return await self._put_back(outside, ask=ask)
        if not ask and (merged.conflicts or reverted):
            numbers = sorted({*(conflict.number or 0 for conflict in merged.conflicts), *reverted} - {0})
            listed = ", ".join(map(str, numbers)) or "text outside the answers"
            self._say_once(f"{name} was changed outside too: {listed}. You are asked when you save.")
            return False
        if ask and reverted and not await self._may_revert(reverted):
            merged = self.session.merge_keeping(outside, reverted)
        conflicts = merged.conflicts
        for conflict in conflicts:
            text = await self.decided(conflict, f"in {name}")
            if text is None:
                return False
            merged = merged.with_choice(conflict, text)
        if ask and (reverted or conflicts) and await self._settled() != outside:
            return await self.take_in(ask=True)  # it was changed again while that was decided
        self.keep()
        if self.session.report.to_bytes() != ours:
            return await self.take_in(ask=ask)
        return await self._adopt(outside, merged.data, merged.taken, ask=ask)

    async def _may_write_anew(self, outside: "Outside") -> bool:
        answer = await self.ask(
            f"{self.session.path.name} is gone: deleted, moved, or on another branch.\n\n"
            "Write it anew with all that is here?",
            (("stay", "Keep writing"), ("anew", "Write it anew")),
        )
        if answer != "anew":
            return False
        self.session.write_over(outside)
        return True

    async def _put_back(self, outside: "Outside", *, ask: bool) -> bool:
        """Ask what to do where the file holds something else by now, in which the answers have no place."""
        from exam_tui.session import save_beside
        from exam_tui.storage import versions

        name = self.session.path.name
        what = f"{name} holds something else now: what is here has no place in it."
        if not ask:
            self._say_once(f"{what} Your text is kept; you are asked when you save.")
            return False
        answer = await self.ask(
            f"{what}\n\nPut the report back, with all that is here? What the file holds is kept in its history. "
            "Or write what is here to a file of its own beside it.",
            (("stay", "Keep writing"), ("back", "Put it back"), ("beside", "Write it beside")),
        )
        if answer == "back":
            if await asyncio.to_thread(versions.keep_version, self.session.path, outside.data or b"", "restored"):
                self.session.write_over(outside)
                return True
            self.say(f"Not saved: what {name} holds could not be kept in its history. Write yours beside it.", "bad")
        elif answer == "beside":
            try:
                path = await asyncio.to_thread(save_beside, self.session.save_job())
            except ExamTuiError as error:
                self.say(f"Not saved: {error} Your text is kept here.", "bad")
            else:
                self.say(f"Your version is in {path.name}. {name} is as it was.", "bad")
        return False

    async def _may_revert(self, numbers: "Sequence[int]") -> bool:
        listed = ", ".join(map(str, numbers))
        answer = await self.ask(
            f"In {self.session.path.name} question {listed} went back to an earlier text, outside of this editor.\n\n"
            "Keep what is here, or take the file's?",
            (("keep", "Keep what is here"), ("take", "Take the file's")),
        )
        return answer == "take"

    async def _adopt(self, outside: "Outside", merged: bytes, taken: "Sequence[int]", *, ask: bool) -> bool:
        from exam_tui.storage import versions

        before = self.session.report
        data = before.to_bytes()
        try:
            self.session.adopt(outside, merged)
        except NotAReportError:
            return await self._put_back(outside, ask=ask)
        moved = self.refresh_answers(before)
        self.together_again()
        self.follow()
        self.touched()
        listed = ", ".join(map(str, taken))
        came = f"Taken from {self.session.path.name}, changed outside: question {listed}." if taken else ""
        if came or moved:
            self.say(" ".join(filter(None, (came, moved))))
        await asyncio.to_thread(versions.keep_version, self.session.path, data, "merged")
        return True

    async def _settled(self) -> "Outside | None":
        """Return what is outside once it stays the same for a moment; None where that is nothing new."""
        try:
            found = await asyncio.to_thread(self.session.look_outside)
            while found is not None:
                await asyncio.sleep(_SETTLE_SECONDS)
                again = await asyncio.to_thread(self.session.look_outside)
                if again == found:
                    break
                found = again
        except ExamTuiError as error:
            self._say_once(str(error))
            return None
        if found is None:  # where something was said, a hook or a stash has given it back
            self.together_again()
        return found

    def _say_once(self, text: str) -> None:
        if text != self._said:
            self._said = text
            self.is_file_other = True
            self.follow()
            self.say(text, "bad")

    def together_again(self) -> None:
        """Take back what was said of the file outside: it and the report go together now."""
        if self._said:
            self.unsay(self._said)
            self._said = ""
            self.is_file_other = False
            self.follow()
