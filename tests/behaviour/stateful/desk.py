"""What the editors do with a report beside showing it, without a screen.

Whoever changes what an editor does in `tui/editor/`, `session/` or `cli/plain/` changes it here too. What a user is
asked is answered by `Answers`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from exam_tui.core.merge.edits import AnswerEdit
from exam_tui.core.merge.reports import Conflict, Merged
from exam_tui.errors import ExamTuiError, FileChangedError, NotAReportError, WriteError
from exam_tui.session import crash_recovery, external_changes
from exam_tui.session.session import FileOnDisk, Session
from exam_tui.storage.history import recovery, versions
from exam_tui.storage.lock import lock, lock_file


@dataclass(frozen=True)
class Answers:
    """What the user answers where the editor asks.

    Attributes:
        conflict: both, ours, theirs or later.
        reverted: keep or take.
        anew: whether a file that is gone is written anew.

    """

    conflict: str = "both"
    reverted: str = "keep"
    anew: bool = True

    def settle(self, conflict: Conflict) -> str | None:
        texts = {"both": external_changes.both(conflict), "ours": conflict.ours, "theirs": conflict.theirs}
        return texts.get(self.conflict)


class Desk:
    """One run of the editor on a report.

    Attributes:
        session: the report.
        log: what was done, in a word or two each.

    """

    def __init__(self, path: Path, take: Callable[[AnswerEdit], bool] | None) -> None:
        """Open it. `take` says which answers of a recovery are brought back, None declines all of it.

        Raises ExamTuiError: the report cannot be opened.
        """
        self.session = Session.open(path)
        self.log: list[str] = []
        taken = lock.acquire(path)
        assert isinstance(taken, lock.Lock), "a dead editor keeps the next one out"
        self._lock = taken
        versions.keep_first(path, self.session.saved_data)
        self._offer_recovery(path, take)

    def die(self) -> None:
        """End as a killed process does: nothing is given back, and what it knew of itself is gone."""
        lock_file.made.clear()
        recovery._ours.clear()
        recovery._newest.clear()

    def write(self, index: int, text: str) -> None:
        """Write another answer to a question."""
        self.session.set_answer(self.session.report.questions[index], text)

    def tick(self, index: int, *, done: bool) -> None:
        """Tick a task, or untick it."""
        self.session.set_task(index, done=done)

    def keep(self) -> None:
        """Bring what is not saved into the recovery file: within a second after a key, after a save, at a signal."""
        crash_recovery.keep(self.session)

    def quit(self, *, is_saving: bool, answers: Answers) -> bool:
        """Leave in peace: where something is not saved it is saved, or dropped. Return whether it has ended."""
        if self.session.is_dirty and is_saving and not self.save(answers):
            return False
        if self.session.is_dirty:
            crash_recovery.drop(self.session)
        else:
            self.keep()
        self._lock.release()
        return True

    def look(self) -> None:
        """Take in what changed outside, unless that needs a decision."""
        self._take_in(None)

    def save(self, answers: Answers, *, meanwhile: Callable[[], None] = lambda: None) -> bool:
        """Save; return whether all words are in the file. `meanwhile` happens right before it is written."""
        is_saved = self._take_in(answers)
        meanwhile()
        is_saved = is_saved and self._write(answers, tries=3)
        self.keep()
        return is_saved

    def _write(self, answers: Answers, tries: int) -> bool:
        job = self.session.save_job()
        try:
            written, _ = job.write()
        except FileChangedError:
            self.log.append("changed meanwhile")
            return bool(tries) and self._take_in(answers) and self._write(answers, tries - 1)
        except WriteError:
            self.log.append("refused")
            return False
        self.session.saved(job)
        self.log += ["saved"] if written else []
        return True

    def _offer_recovery(self, path: Path, take: Callable[[AnswerEdit], bool] | None) -> None:
        found = crash_recovery.waiting(self.session)
        if not found:
            if found is not None:
                recovery.clear_recovery(path)
            return
        chosen = {offer.edit for offer in found.offers if take and take(offer.edit)}
        done = crash_recovery.bring_back(self.session, found, chosen, found.ticks if take else ())
        for offer in done.undecided:  # both, as the user may choose
            self.session.set_answer(
                offer.question or offer.edit.number, external_changes.both(crash_recovery.conflict_of(offer))
            )
        self.log += ["brought back"] * done.answers
        self.log += ["brought back beside another text" for _ in done.undecided]
        self.log += ["brought back nowhere" for _ in done.lost]
        if not take or len(chosen) < len(found.offers) or done.lost or done.undecided:
            crash_recovery.leave(self.session)
            self.log += ["declined"] if not take or len(chosen) < len(found.offers) else []

    def _take_in(self, answers: Answers | None) -> bool:
        try:
            found = self.session.look_outside()
        except ExamTuiError:
            return True
        if found is None:
            return True
        if found.data is None:
            if answers and answers.anew:
                self.session.write_over(found)
                self.log.append("anew")
                return True
            return False
        change = external_changes.change_of(self.session, found)
        if change.is_apart:
            return self._put_back(found, answers)
        if answers is None and not change.is_clear:
            return False
        merged = change.merged
        if answers and change.reverted and answers.reverted == "keep":
            merged = self.session.merge_keeping(found, change.reverted)
            self.log.append("went back")
        return self._settle(found, merged, answers)

    def _settle(self, found: FileOnDisk, merged: Merged, answers: Answers | None) -> bool:
        for conflict in merged.conflicts:
            text = answers.settle(conflict) if answers else None
            if text is None:
                return False
            merged = merged.with_choice(conflict, text)
            self.log.append("settled")
        try:
            taken = external_changes.take(self.session, found, merged)
        except NotAReportError:
            self.log.append("no place for it")
            return self._put_back(found, answers)
        external_changes.keep_before(self.session, taken)
        self.log.append("merged")
        return True

    def _put_back(self, found: FileOnDisk, answers: Answers | None) -> bool:
        """Write over what the answers have no place in, where that is asked for and the history has it."""
        if not answers or not answers.anew or not external_changes.put_back(self.session, found):
            return False
        self.log.append("put back")
        return True
