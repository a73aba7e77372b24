"""What all commands of the plain line mode share: the report, the question at hand, and keeping what is typed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from exam_tui.cli.output import Output
from exam_tui.cli.plain.console import Console, resolve
from exam_tui.cli.plain.dialogue import PlainDialogue, drive
from exam_tui.cli.plain.wording import state_words
from exam_tui.core.findings.blocking import with_faults
from exam_tui.core.merge.result import Conflict
from exam_tui.core.report.question import Question
from exam_tui.core.report.question_identity import places_after
from exam_tui.core.report.report import Report
from exam_tui.session.merging.other_side import OtherSide
from exam_tui.session.open_report import OpenReport
from exam_tui.session.problems import Problems
from exam_tui.session.session import Session


@dataclass(frozen=True, slots=True)
class Undo:
    """An answer as it was before a change; `index` is the place of its question."""

    index: int
    text: str


class PlainState:
    """One run of the plain line mode on a report."""

    def __init__(
        self, session: Session, out: Output, *, page: bool = True, in_git: bool = False, editor: str = ""
    ) -> None:
        self.session = session
        self.problems = Problems(session.path)
        self.console = Console(out)
        self.flows = OpenReport(session, PlainDialogue(self.console, self), page=page, in_git=in_git)
        self.editor = editor
        self.index = 0
        self.undo: list[Undo] = []
        self.running = True

    @property
    def question(self) -> Question:
        """The question at hand."""
        return self.session.report.questions[self.index]

    @property
    def questions(self) -> Sequence[Question]:
        """All questions with the states that their problems leave them. Looks for those where anything was changed."""
        report = self.session.report
        return with_faults(report.questions, self.problems.of(report).faults)

    def begin_unfinished(self) -> None:
        """Stand at the first question that does not pass."""
        self.index = next((question.index for question in self.questions if question.state != "passing"), 0)

    def set_answer(self, question: Question, text: str) -> None:
        """Set an answer so that it can be taken back; it is kept for recovery before that is said."""
        index = self.session.set_answer(question, text).index
        self.undo.append(Undo(question.index, question.answer))
        self.keep()
        now = self.questions[index]
        self.console.say(f"Question {now.number}: {state_words(now)}. Not saved yet.")

    def keep(self, question: Question | None = None, text: str = "") -> None:
        """Keep for recovery what is not saved, with what a question's answer says so far; say where that fails."""
        if self.flows.ownership.holder:
            return
        recovery = self.flows.recovery
        recovery.being_written = (question, text) if question else None
        drive(recovery.keep())
        recovery.being_written = None

    def resolve(self, conflict: Conflict, other: OtherSide) -> str | None:
        """Ask which text to keep of those changed here and elsewhere; None to decide later."""
        same = next((found for found in self.session.report.questions if found.number == conflict.number), None)

        def keep(text: str) -> None:
            if same:
                self.keep(same, text)

        prompt = same.parts.ask if same else ""
        try:
            return resolve(self.console, conflict, other, prompt, editor=self.editor, saved=keep)
        finally:
            self.keep()

    def follow(self, before: Report) -> None:
        """Stay at the same questions in a report that was `before` another one; say where they have other numbers."""
        now = self.session.report
        places = places_after(before, now)
        self.undo = [
            replace(undo, index=place)
            for undo in self.undo
            if (place := places[undo.index]) is not None
            and now.questions[place].answer == before.questions[undo.index].answer  # else not ours to undo
        ]
        old = before.questions[self.index]
        place = places[self.index]
        self.index = min(self.index, len(now.questions) - 1) if place is None else place
        if place is None:
            self.console.say(f"Question {old.number} is gone. You are now at question {self.question.number}.")
        elif self.question.number != old.number:
            self.console.say(f"You are at the same question, now number {self.question.number}.")
