"""What the editor does with a report beside showing it, without a screen: `tui/commands/safety.py`, `tui/saving.py`.

Whoever changes what the editor does there changes it here too. What a user is asked is answered by `Answers`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from exam_tui.core.edits import AnswerEdit, offers_of
from exam_tui.core.merge import Conflict, Merged
from exam_tui.errors import ExamTuiError, FileChangedError, NotAReportError, WriteError
from exam_tui.session import Outside, Session
from exam_tui.storage import lock, lock_file, recovery, versions


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
        both = "\n\n".join(text for text in (conflict.ours, conflict.theirs) if text)
        texts = {"both": both, "ours": conflict.ours, "theirs": conflict.theirs}
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
        taken = lock.take_lock(path)
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
        found = recovery.recovery_of(self.session.report, self.session.saved_data)
        if found is None:
            recovery.clear_recovery(self.session.path)
        else:
            recovery.write_recovery(self.session.path, found)

    def quit(self, *, is_saving: bool, answers: Answers) -> bool:
        """Leave in peace: where something is not saved it is saved, or dropped. Return whether it has ended."""
        if self.session.is_dirty and is_saving and not self.save(answers):
            return False
        self.keep()
        if self.session.is_dirty:
            recovery.decline_recovery(self.session.path)
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
        found = recovery.read_recovery(path)
        if found is None:
            return
        offers = [offer for offer in offers_of(found.edits, found.base, self.session.report) if not offer.is_done]
        if not offers and not found.edits.ticks:
            recovery.clear_recovery(path)
            return
        chosen = None if take is None else frozenset(offer.edit for offer in offers if take(offer.edit))
        if chosen is None or len(chosen) < len(offers):
            recovery.decline_recovery(path)
            self.log.append("declined")
        if chosen is not None:
            self._bring_back(found, chosen)

    def _bring_back(self, found: recovery.Recovery, chosen: frozenset[AnswerEdit]) -> None:
        applied = recovery.apply(found.part(chosen, found.edits.ticks), self.session.report)
        self.log += ["brought back" for _ in applied.questions]
        for offer in offers_of(found.edits, found.base, self.session.report):
            if offer.edit not in applied.left:
                continue
            self.log.append("brought back beside another text" if offer.question else "brought back nowhere")
            if offer.question:  # both, as the user may choose
                self.session.set_answer(offer.question, f"{offer.question.answer}\n\n{offer.edit.text}".strip("\n"))
        if applied.left:
            recovery.decline_recovery(self.session.path)

    def _take_in(self, answers: Answers | None) -> bool:
        try:
            outside = self.session.look_outside()
        except ExamTuiError:
            return True
        if outside is None:
            return True
        if outside.data is None:
            if answers and answers.anew:
                self.session.write_over(outside)
                self.log.append("anew")
                return True
            return False
        merged = self.session.merge(outside)
        reverted = self.session.reverted(outside)
        if not merged.by_question and merged.conflicts:
            return self._put_back(outside, answers)
        if answers is None and (merged.conflicts or reverted):
            return False
        if answers and reverted and answers.reverted == "keep":
            merged = self.session.merge_keeping(outside, reverted)
            self.log.append("went back")
        return self._settle(outside, merged, answers)

    def _settle(self, outside: Outside, merged: Merged, answers: Answers | None) -> bool:
        for conflict in merged.conflicts:
            text = answers.settle(conflict) if answers else None
            if text is None:
                return False
            merged = merged.with_choice(conflict, text)
            self.log.append("settled")
        before = self.session.report.to_bytes()
        try:
            self.session.adopt(outside, merged.data)
        except NotAReportError:
            self.log.append("no place for it")
            return self._put_back(outside, answers)
        versions.keep_version(self.session.path, before, "merged")
        self.log.append("merged")
        return True

    def _put_back(self, outside: Outside, answers: Answers | None) -> bool:
        """Write over what the answers have no place in, where that is asked for and the history has it."""
        if not answers or not answers.anew:
            return False
        if not versions.keep_version(self.session.path, outside.data or b"", "restored"):
            return False
        self.session.write_over(outside)
        self.log.append("put back")
        return True
