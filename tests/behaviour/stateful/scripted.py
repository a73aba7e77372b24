"""The flows of a session with a script in place of the user: what is asked is answered by `Answers`."""

from collections.abc import Callable, Collection, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec, TypeVar

import pytest

from exam_tui.cli.plain.dialogue import drive
from exam_tui.core.merge.edits import AnswerEdit
from exam_tui.core.merge.result import Conflict
from exam_tui.errors import FileChangedError, WriteError
from exam_tui.git.commit.commit_plan import CommitPlan
from exam_tui.session import crash_recovery
from exam_tui.session.dialogue import (
    STAY,
    Agreed,
    Chosen,
    Hints,
    MergeOutcome,
    PendingRecovery,
    RecoveryOutcome,
    SyncState,
    Tone,
)
from exam_tui.session.merging.change import both
from exam_tui.session.merging.other_side import OtherSide
from exam_tui.session.open_report import OpenReport
from exam_tui.session.report_writer import SaveJob
from exam_tui.session.session import Session
from exam_tui.storage.history import recovery
from exam_tui.storage.lock import lock, lock_file

P = ParamSpec("P")
T = TypeVar("T")


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

    def text_of(self, conflict: Conflict) -> str | None:
        texts = {"both": both(conflict), "ours": conflict.ours, "theirs": conflict.theirs}
        return texts.get(self.conflict)

    def choice_of(self, keys: Collection[str], leave: str = "save") -> str:
        """Return the first of these that is offered; where none of the others is, the file is gone or no report."""
        wanted: list[str] = [leave, self.reverted, *(("anew", "back") if self.anew else ()), STAY]
        return next(key for key in wanted if key in keys)


LOGGED = {"back": "put back", "keep": "went back", "anew": "anew"}
"""Words of the log for what was chosen."""


class Script:
    """Answers what is asked; see `Dialogue`."""

    hints = Hints(decide="", take_over="", replace_page="", hand_in="", resolve="")

    def __init__(self, log: list[str], take: Callable[[AnswerEdit], bool] | None) -> None:
        self.answers = Answers()
        self._log = log
        self._take = take

    async def ask(self, question: str, choices: Sequence[tuple[str, str]]) -> str | None:
        assert question
        keys = {key for key, _ in choices}
        self._log += ["no place for it"] if "back" in keys else []
        choice = self.answers.choice_of(keys)
        self._log += [LOGGED[choice]] if choice in LOGGED else []
        return choice

    async def resolve(self, conflict: Conflict, other: OtherSide) -> str | None:
        if other.where.startswith("since"):
            self._log.append("brought back beside another text")
            return both(conflict)
        text = self.answers.text_of(conflict)
        self._log += [] if text is None else ["settled"]
        return text

    async def offer(self, found: PendingRecovery) -> Chosen | None:
        if self._take is None:
            self._log.append("declined")
            return None
        answers = [offer.edit for offer in found.offers if self._take(offer.edit)]
        self._log += ["declined"] if len(answers) < len(found.offers) else []
        return Chosen(answers, found.ticks)

    async def propose(self, plan: CommitPlan) -> Agreed | None:
        raise AssertionError(f"nobody has asked to commit {plan}")

    async def in_terminal(self, run: Callable[[], bool]) -> None:
        run()

    def set_holder(self, holder: lock.LockHolder | None, *, is_new: bool = False) -> None:
        raise AssertionError(f"a dead editor keeps the next one out: {holder}, {is_new}")

    def notify(self, message: str, tone: Tone = "info") -> None:
        assert message, tone

    def retract(self, message: str) -> None:
        pass

    async def off_thread(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return function(*args, **kwargs)
        except FileChangedError:
            self._log.append("changed meanwhile")
            raise
        except WriteError:
            self._log.append("refused")
            raise

    def in_background(self, coroutine: Coroutine[None, None, None]) -> None:
        drive(coroutine)

    def refresh(self, outcome: MergeOutcome | RecoveryOutcome | None = None) -> None:
        if isinstance(outcome, MergeOutcome):
            self._log.append("merged")
        elif outcome:
            self._log += ["brought back"] * outcome.answers + ["brought back nowhere"] * outcome.gone


class ScriptedEditor:
    """One run of an editor on a report.

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
        self._script = Script(self.log, take)
        self._flows = OpenReport(self.session, self._script, page=False, in_git=False)
        drive(self._flows.ownership.begin())

    def die(self) -> None:
        """End as a killed process does: nothing is given back, and what it knew of itself is gone."""
        lock_file.own_tokens.clear()
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
        drive(self._flows.recovery.keep())

    def quit(self, *, is_saving: bool, answers: Answers) -> bool:
        """Leave in peace: where something is not saved it is saved, or dropped. Return whether it has ended."""
        if self.session.is_dirty and is_saving and not self.save(answers):
            return False
        if self.session.is_dirty:
            crash_recovery.keep_and_discard(self.session)
        else:
            self.keep()
        self._flows.ownership.release()
        return True

    def look(self) -> None:
        """Take in what changed outside, unless that needs a decision."""
        drive(self._flows.changes.merge_external(ask=False))

    def save(self, answers: Answers, *, meanwhile: Callable[[], None] = lambda: None) -> bool:
        """Save; return whether all words are in the file. `meanwhile` happens right before it is written."""
        self._script.answers = answers
        with happening_before_the_write(meanwhile):
            is_saved = drive(self._flows.saving.save()) is SyncState.TOGETHER
        self.log += ["saved"] if is_saved else []
        self.keep()
        return is_saved


@contextmanager
def happening_before_the_write(happens: Callable[[], None]) -> Iterator[None]:
    """Let something happen once, between the last look at the file and the write of it."""
    write, waiting = SaveJob.write, [happens]

    def write_late(job: SaveJob, **how: bool) -> object:
        while waiting:
            waiting.pop()()
        return write(job, **how)  # type: ignore[arg-type] # handed on

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SaveJob, "write", write_late)
        yield
