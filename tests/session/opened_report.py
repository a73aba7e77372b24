"""A report that is open, with a script in place of the user that notes what it is asked and told."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from exam_tui.cli.plain.dialogue import drive
from exam_tui.core.merge.result import Conflict
from exam_tui.core.report.report import Report
from exam_tui.session.dialogue import SyncState, Tone
from exam_tui.session.merging.other_side import OtherSide
from exam_tui.session.open_report import OpenReport
from exam_tui.session.session import Session
from exam_tui.storage.lock import lock
from tests.behaviour.stateful.scripted import Answers, Script
from tests.cli.conftest import report_text


class Told(Script):
    """A script that notes what it is asked and told."""

    def __init__(self) -> None:
        super().__init__([], lambda _: True)
        self.asked: list[str] = []
        self.said: list[tuple[str, Tone]] = []
        self.holders: list[lock.LockHolder | None] = []
        self.choice = ""
        """What is chosen where that is offered; else what `Answers` says."""

    async def ask(self, question: str, choices: Sequence[tuple[str, str]]) -> str | None:
        self.asked.append(question)
        return self.choice if self.choice in dict(choices) else await super().ask(question, choices)

    async def resolve(self, conflict: Conflict, other: OtherSide) -> str | None:
        assert other.where
        self.asked.append(f"conflict {conflict.number}")
        return self.answers.text_of(conflict)

    def notify(self, message: str, tone: Tone = "info") -> None:
        self.said.append((message, tone))

    def set_holder(self, holder: lock.LockHolder | None, *, is_new: bool = False) -> None:
        assert isinstance(is_new, bool)
        self.holders.append(holder)


class Open:
    """A report that is open, and who sits before it."""

    def __init__(self, path: Path, conflict: str = "both") -> None:
        self.path = path
        self.session = Session.open(path)
        self.told = Told()
        self.told.answers = Answers(conflict=conflict)
        self.flows = OpenReport(self.session, self.told, page=False, in_git=False)
        drive(self.flows.ownership.begin())

    def write(self, number: int, text: str) -> None:
        self.session.set_answer(number, text)

    def look(self) -> SyncState:
        return drive(self.flows.changes.merge_external(ask=False))

    def save(self) -> SyncState:
        return drive(self.flows.saving.save())

    def answer(self, number: int) -> str:
        """Return an answer in the file."""
        return Report.load(self.path).question(number).answer

    def messages(self) -> list[str]:
        return [message for message, _ in self.told.said]


def change(path: Path, answers: Mapping[int, str], *, tasks: str = " x", count: int = 3) -> None:
    """Write the file as somebody else does."""
    path.write_text(report_text(answers, tasks=tasks, count=count), encoding="utf-8")
