"""A report that git left in the middle of a merge: each conflict in it is decided, and no marker is left.

The versions that git merged are read back from the file, so that what was merged or mended in it already stays. They
are merged question by question over the version before both, which git still has: what only one side changed needs no
decision. Nothing is written but by the next save.
"""

from typing import Final

from exam_tui.core.merge.marked_conflicts import MarkedConflict
from exam_tui.core.merge.reports import merge_reports
from exam_tui.core.merge.result import Merged
from exam_tui.core.report.report import Report
from exam_tui.core.text.words import plural
from exam_tui.git.merging.sides import UnmergedFile, unmerged_file
from exam_tui.session.dialogue import Dialogue, MergeOutcome
from exam_tui.session.merging.conflicted_file import (
    Sides,
    conflicts_in,
    is_merged_words,
    sides_of,
    still_in_conflict,
)
from exam_tui.session.merging.other_side import side_in_merge
from exam_tui.session.session import Session
from exam_tui.storage.history import versions

NO_CONFLICT: Final = "This report has no merge conflicts."


class MidMerge:
    """Has the conflicts decided that a merge left in the file of a session."""

    def __init__(self, session: Session, dialogue: Dialogue) -> None:
        self._session = session
        self._dialogue = dialogue
        self._file = UnmergedFile()
        self._sides: Sides | None = None

    @property
    def has_conflicts(self) -> bool:
        """Whether there is anything to be decided."""
        source = self._session.report.source
        return "<<<<<<< " in source and bool(conflicts_in(self._session.report.reparsed()))

    async def resolve(self) -> None:
        """Ask about each conflict in turn, until one is put off."""
        if "<<<<<<< " not in self._session.report.text:
            self._dialogue.notify(NO_CONFLICT)
            return
        self._file = await self._dialogue.off_thread(unmerged_file, self._session.path)
        asked = 0
        while conflicts := self._open():
            merged = self._merged(conflicts)
            if merged is None:
                break
            self._rewrite(merged.data)
            if not merged.conflicts:
                break
            is_decided = await self._decide(merged)
            if not is_decided:
                self._dialogue.notify(f"{still_in_conflict(merged.conflicts[0])} {self._dialogue.hints.resolve}")
                return
            asked += 1
        self._say_done(asked)

    def _open(self) -> list[MarkedConflict]:
        return conflicts_in(self._session.report.reparsed(), is_unmerged=self._file.is_known)

    def _say_done(self, asked: int) -> None:
        left = len(self._open())
        if left:
            text = f"{plural(left, 'merge conflict')} cannot be matched to a question: delete the markers by hand."
            self._dialogue.notify(text, "warning")
        else:
            self._dialogue.notify(is_merged_words(was_asked=bool(asked)), "success")

    def _merged(self, conflicts: list[MarkedConflict]) -> Merged | None:
        """Merge the versions that the report came from; None where they are not reports."""
        report = self._session.report.reparsed()
        sides = self._sides = sides_of(report, conflicts, self._file)
        merged = merge_reports(sides.base, sides.first, sides.second, sides.markers)
        return merged if Report.from_bytes(merged.data).questions else None

    def _rewrite(self, data: bytes) -> None:
        """Let the report say this, outside of the answers too; the history keeps what it said."""
        before = self._session.report
        now = before.to_bytes()
        if data != now:
            versions.add_version(self._session.path, now, "merged")
            self._session.rewrite(data)
            self._dialogue.refresh(MergeOutcome(before, (), 0, is_template=False, is_blank=False, notes=()))

    async def _decide(self, merged: Merged) -> bool:
        """Have the first conflict decided; return whether it was."""
        conflict, before = merged.conflicts[0], self._session.report.to_bytes()
        text = await self._dialogue.resolve(
            self._sides.as_seen(conflict) if self._sides else conflict, side_in_merge(self._file)
        )
        if text is None:
            return False
        if self._session.report.to_bytes() != before:
            return True  # it has changed by now: that is looked at again
        same = [question for question in self._session.report.questions if question.number == conflict.number]
        if conflict.occurrence < len(same):
            versions.add_version(self._session.path, before, "merged")
            self._session.set_answer(same[conflict.occurrence], text)
            self._dialogue.refresh()
        else:
            self._rewrite(merged.with_choice(conflict, text).data)
        return True
