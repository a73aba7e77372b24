"""What others change in an open report's file: seen, compared with what is here, merged.

For every front end: what has to be asked is decided here, how it is asked is theirs.
"""

import asyncio
import time
from contextlib import suppress
from typing import Final

from exam_tui.core.merge.result import Merged
from exam_tui.errors import ExamTuiError, NotAReportError, RestlessFileError
from exam_tui.git.merging.sides import UnmergedFile, unmerged_file
from exam_tui.session.dialogue import STAY, Dialogue, SyncState
from exam_tui.session.merging.change import (
    ExternalChange,
    Resolutions,
    adopt,
    adopt_rest,
    change_of,
    overwrite,
    question_words,
    store_before,
)
from exam_tui.session.merging.conflicted_file import MARK, is_merged_words, still_in_conflict
from exam_tui.session.merging.other_side import other_side_of, side_in_merge
from exam_tui.session.report_writer import save_beside
from exam_tui.session.session import FileOnDisk, Session
from exam_tui.storage.disk import syscalls

_SETTLE_SECONDS: Final = 0.4
"""A file that stays the same for so long is not just being written, or stashed and restored."""
LOOKS: Final = 25
"""How often a file is looked at that never stays the same, where somebody has asked for it; else a few times."""
FEW_LOOKS: Final = 4
_TRIES: Final = 3


def wait_until_stable(session: Session, looks: int = LOOKS) -> FileOnDisk | None:
    """Return what the file holds outside once it stays the same for a moment; None where that is nothing new.

    Takes that moment where it is something new, and at most `looks` of them: for a thread, where others wait.

    Raises:
        RestlessFileError: it is another one at each look.
        UnreadableFileError: the file cannot be read now.
        TooLargeError: it is above 1 MB now.

    """
    found = session.poll()
    for _ in range(looks):
        if found is None:
            return None
        syscalls.OS.sleep(_SETTLE_SECONDS)
        again = session.poll()
        if again == found:
            return found
        found = again
    raise RestlessFileError(
        f"Another program keeps rewriting {session.path.name}.", help="Save again once it has stopped."
    )


class ExternalChanges:
    """Merges what others change in the file of a session.

    `patience` is for how many seconds a save that was taken back outside is not spoken of: hooks of git that stash
    give it back.
    """

    def __init__(self, session: Session, dialogue: Dialogue, *, patience: float = 0.0) -> None:
        self._session = session
        self._dialogue = dialogue
        self._patience = patience
        self._lock = asyncio.Lock()
        self._resolutions = Resolutions()
        self._chosen: dict[tuple[FileOnDisk, tuple[int, ...]], str] = {}
        """What was chosen where answers went back outside."""
        self._said = self._said_unasked = ""
        self._told_of: FileOnDisk | None = None
        """What the file held when the user was told why it is not merged."""
        self._reverted_at = 0.0
        self._put_off = False
        """Whether a conflict of a merge was put off: the others are not asked about either."""
        self.left = ""
        """What was said of a conflict that was put off, since the last save."""
        self.is_open = False
        """Whether the file holds what cannot be joined with the report without asking."""

    @property
    def _name(self) -> str:
        return self._session.path.name

    async def merge_external(self, *, ask: bool, ask_in_merge: bool = False) -> SyncState:
        """Merge what the file holds outside into the report.

        Without `ask` nothing is decided: what both sides changed is said, once, and asked about when saving. With
        `ask_in_merge` the conflicts of a merge that git did not end are asked about even then. Such a conflict that is
        put off is in the report between markers, and keeps nobody from saving.
        """
        async with self._lock:
            return await self._merge_external(ask=ask, ask_in_merge=ask_in_merge, tries=_TRIES)

    async def _merge_external(self, *, ask: bool, ask_in_merge: bool = False, tries: int) -> SyncState:
        """Do it; what was decided of a file that is another one by then is laid over that one, `tries` times."""
        try:
            found = await self._found(ask=ask)
        except RestlessFileError as error:
            self._say(f"{error} Your text is kept in the editor.", ask=ask)
            return SyncState.OPEN
        except ExamTuiError as error:  # whoever saves is told by the write
            self._say(str(error), ask=ask)
            return SyncState.TOGETHER
        if found is None:  # where something was said, a hook or a stash has given it back
            self.together_again()
            return SyncState.TOGETHER
        if found.data is None:
            return await self._gone(found, ask=ask)
        file = await self._file_in_merge(found.data)
        self._put_off = False
        # Without a pause from here to the end, unless something is asked: what was typed in one would be lost.
        while True:
            ours = self._session.report.to_bytes()
            change = change_of(self._session, found, file)
            if change.is_apart:
                return await self._apart(found, ask=ask)
            if not (ask or change.is_clear or (ask_in_merge and change.unended)):
                await self._take_rest(change)
                self._say_open(change)
                return SyncState.OPEN
            merged = await self._decide(change, file)
            if merged is None:
                return SyncState.OPEN
            if not change.is_clear and not await self._is_still(found):
                if not tries:
                    return SyncState.OPEN
                return await self._merge_external(ask=ask, ask_in_merge=ask_in_merge, tries=tries - 1)
            if self._session.report.to_bytes() == ours:
                return await self._adopt(change, merged, ask=ask)

    async def _take_rest(self, change: ExternalChange) -> None:
        """Show at once what others changed elsewhere than in what has to be decided."""
        taken = adopt_rest(self._session, change)
        if taken:
            self._dialogue.refresh(taken)
            await self._dialogue.off_thread(store_before, self._session, taken)

    async def _found(self, *, ask: bool) -> FileOnDisk | None:
        """Return what is outside once it stays the same for a moment; what was spoken of already is not waited for.

        Raises: as `wait_until_stable`.

        """
        if not ask and self._told_of is not None:
            found = await self._dialogue.off_thread(self._session.poll)
            if found == self._told_of:
                return found
        return await self._dialogue.off_thread(wait_until_stable, self._session, LOOKS if ask else FEW_LOOKS)

    async def _file_in_merge(self, data: bytes) -> UnmergedFile:
        """Return what git has of a merge that left conflicts in the file, outside or as it was."""
        if MARK.encode() not in data + self._session.saved_data:
            return UnmergedFile()
        return await self._dialogue.off_thread(unmerged_file, self._session.path)

    async def _is_still(self, found: FileOnDisk) -> bool:
        """Return whether the file is what it was before something was decided of it."""
        with suppress(ExamTuiError):
            return await self._dialogue.off_thread(wait_until_stable, self._session, LOOKS) == found
        return False

    async def _decide(self, change: ExternalChange, file: UnmergedFile) -> Merged | None:
        """Ask for what has to be decided, if anything; None where that is put off.

        In the middle of a merge what is put off stays open in the result, with all that follows.
        """
        merged = change.merged
        if change.reverted:
            key = (change.outside, tuple(change.reverted))
            choice = self._chosen.get(key) or await self._dialogue.ask(
                f"In {self._name} {question_words(change.reverted)} went back to an earlier text.\n\n"
                "Keep your text, or use the file's?",
                (("keep", "Keep your text"), ("take", "Use the file's")),
            )
            if choice is None:
                return None
            self._chosen = {key: choice}
            if choice == "keep":
                merged = self._session.merge_keeping(change.outside, change.reverted)
        other = side_in_merge(file) if change.unended else None
        for conflict in merged.conflicts:
            seen = change.as_seen(conflict)
            text = self._resolutions.made(seen)
            if text is None and change.unended and (self._put_off or not change.unended.is_new):
                continue
            if text is None:
                if other is None:
                    other = await self._dialogue.off_thread(other_side_of, self._session.path)
                text = await self._dialogue.resolve(seen, other)
                if text is None and change.unended:
                    self._put_off = True
                    continue
                if text is None:
                    return None
                self._resolutions.make(self._session, seen, text)
                self._dialogue.refresh()
            merged = merged.with_choice(conflict, text)
        return merged

    async def _gone(self, found: FileOnDisk, *, ask: bool) -> SyncState:
        what = f"{self._name} is gone: deleted, moved or on another branch."
        if not ask:
            self._say(f"{what} Your text is kept in the editor.", found)
            return SyncState.OPEN
        answer = await self._dialogue.ask(
            f"{what}\n\nWrite it again from the editor?", ((STAY, "Keep editing"), ("anew", "Write it again"))
        )
        if answer != "anew":
            return SyncState.OPEN
        self._session.write_over(found)
        return SyncState.TOGETHER

    async def _apart(self, found: FileOnDisk, *, ask: bool) -> SyncState:
        """Ask what to do where the file holds something else by now, in which the answers have no place."""
        what = f"{self._name} now holds something else: your text has no place in it."
        if not ask:
            self._say(f"{what} Your text is kept; you will be asked when you save.", found)
            return SyncState.OPEN
        answer = await self._dialogue.ask(
            f"{what}\n\nPut your report back? The file's current text is kept in its history. "
            "Or save your report as a separate file beside it.",
            ((STAY, "Keep editing"), ("back", "Put it back"), ("beside", "Save beside it")),
        )
        if answer == "back":
            if await self._dialogue.off_thread(overwrite, self._session, found):
                return SyncState.TOGETHER
            what = f"Not saved: the text in {self._name} could not be kept in its history. Save yours beside it."
            self._dialogue.notify(what, "critical")
            return SyncState.TOLD
        if answer != "beside":
            return SyncState.OPEN
        try:
            path = await self._dialogue.off_thread(save_beside, self._session.save_job())
        except ExamTuiError as error:
            self._dialogue.notify(f"Not saved: {error} Your text is kept in the editor.", "critical")
        else:
            self._dialogue.notify(f"Your version is in {path.name}. {self._name} is unchanged.", "error")
        return SyncState.TOLD

    async def _adopt(self, change: ExternalChange, merged: Merged, *, ask: bool) -> SyncState:
        try:
            taken = adopt(self._session, change, merged)
        except NotAReportError:
            return await self._apart(change.outside, ask=ask)
        self._dialogue.refresh(taken)  # first of all: the questions may have other places now
        self.together_again()
        await self._dialogue.off_thread(store_before, self._session, taken)
        if change.unended and change.unended.is_new:
            self._say_merged(change, merged)
        return SyncState.TOGETHER

    def _say_merged(self, change: ExternalChange, merged: Merged) -> None:
        """Say what became of the conflicts of a merge, and how one gets back to those that are left."""
        if merged.conflicts:
            self.left = f"{still_in_conflict(merged.conflicts[0])} {self._dialogue.hints.resolve}"
            self._dialogue.notify(self.left, "warning")
        else:
            self._dialogue.notify(is_merged_words(was_asked=bool(change.merged.conflicts)), "success")

    # What is said of it

    def _say_open(self, change: ExternalChange) -> None:
        if change.reverted and not change.merged.conflicts:  # a hook restores what it has stashed
            self._reverted_at = self._reverted_at or time.monotonic()
            if time.monotonic() - self._reverted_at < self._patience:
                self._set_open(is_open=True)
                return
        what = question_words(change.numbers) if change.numbers else "text outside the answers"
        self._say(
            f"{self._name} also changed outside the editor: {what}. {self._dialogue.hints.decide}", change.outside
        )

    def _say(self, text: str, found: FileOnDisk | None = None, *, ask: bool = False) -> None:
        """Say why the file is not merged: once, and again whenever somebody has asked for it."""
        self._told_of = found
        if text == self._said_unasked and not ask:
            return
        if text != self._said:
            self._dialogue.retract(self._said)
        self._said, self._said_unasked = text, "" if ask else text
        self._set_open(is_open=True)
        self._dialogue.notify(text, "error")

    def together_again(self) -> None:
        """Take back what was said of the file outside: it and the report go together now."""
        self._reverted_at, self._told_of = 0.0, None
        self._dialogue.retract(self._said)
        self._said = self._said_unasked = ""
        self._set_open(is_open=False)

    def _set_open(self, *, is_open: bool) -> None:
        if is_open != self.is_open:
            self.is_open = is_open
            self._dialogue.refresh()
