"""The main screen: questions on the left, prompt, answer and meters on the right. Wires and delegates."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.reactive import var
from textual.screen import Screen
from textual.widgets import TextArea

from exam_tui.core.display import display
from exam_tui.core.report import Question
from exam_tui.errors import ExamTuiError
from exam_tui.session import Session
from exam_tui.tui.actions import bindings
from exam_tui.tui.saving import Saver
from exam_tui.tui.screens.checklist import ChecklistScreen
from exam_tui.tui.screens.confirm import Confirm
from exam_tui.tui.screens.help import HelpScreen
from exam_tui.tui.widgets.answer import AnswerArea
from exam_tui.tui.widgets.header import Header, Progress
from exam_tui.tui.widgets.key_bar import KeyBar
from exam_tui.tui.widgets.meter import Meter
from exam_tui.tui.widgets.navigator import Navigator
from exam_tui.tui.widgets.prompt_view import PromptView

if TYPE_CHECKING:
    from textual.timer import Timer

# How long after a key the list of questions and the header follow; the meter does not wait.
_FOLLOW_SECONDS = 0.4


class EditorScreen(Screen[None]):
    """One open report."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("everywhere")
    AUTO_FOCUS = "#answer"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (64, "-wide")]  # noqa: RUF012 - as Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]  # noqa: RUF012 - the same

    is_dirty = var(default=False)

    def __init__(self, session: Session, *, page: bool) -> None:
        super().__init__()
        self._session = session
        self._index = first_unfinished(session.report.questions)
        self._meter = Meter()
        self._answer = AnswerArea(on_counts=self._meter.set_counts)
        self._navigator = Navigator(session.report.questions)
        self._prompt = PromptView()
        self._header = Header("MLOps exam report" if session.report.is_course_report else "Report", str(session.path))
        self._keys = KeyBar()
        self._saver = Saver(session, page=page, say=self._keys.say, ask=self._ask, done=self._follow)
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Yield the layout of DESIGN section 6."""
        yield self._header
        with Horizontal(id="work"):
            yield self._navigator
            with Vertical(id="question"):
                yield self._prompt
                yield self._answer
                yield self._meter
        yield self._keys

    def on_mount(self) -> None:
        """Open at the first unfinished question."""
        self._show(self._index)
        self._follow()

    # Questions

    @property
    def _question(self) -> Question:
        return self._session.report.questions[self._index]

    def _show(self, index: int) -> None:
        """Show a question; what was typed in the one before is kept in the session."""
        self._index = index
        question = self._question
        self._answer.show(index, question.answer)
        self._meter.set_limits(question.limits)
        self._meter.set_counts(self._answer.counts)
        self._prompt.show(question)
        self._navigator.show(index)
        box = self.query_one("#question", Vertical)
        section = f" · {question.section}" if question.section else ""
        box.border_title = display(f"Question {question.number}{section}").replace("[", r"\[")

    def go_to(self, index: int, *, write: bool = True) -> None:
        """Go to a question, and into its answer if it is to be written."""
        self._keep()
        if index != self._index:
            self._show(index)
        if write:
            self.remove_class("-listing")
            self._answer.focus()

    def _keep(self) -> bool:
        """Put what is in the pane into the session. Return False where it cannot be kept in a file."""
        try:
            self._session.set_answer(self._question, self._answer.answer)
        except ExamTuiError as error:
            self._keys.say(str(error), "bad")
            return False
        return True

    @on(TextArea.Changed)
    def _typed(self) -> None:
        """Let the list and the header follow once the fingers rest."""
        if not self.is_dirty:
            self._follow()
        if self._timer:
            self._timer.stop()
        self._timer = self.set_timer(_FOLLOW_SECONDS, self._follow)

    def _follow(self) -> None:
        """Bring the list of questions and the header up to date."""
        self._keep()
        report = self._session.report
        self._navigator.update_question(self._question)
        self.is_dirty = self._session.is_dirty
        self._header.set_progress(
            Progress(
                passing=sum(question.state == "passing" for question in report.questions),
                questions=len(report.questions),
                tasks_done=sum(task.done for task in report.tasks),
                tasks=len(report.tasks),
                is_dirty=self.is_dirty,
            )
        )

    @on(Navigator.Highlighted)
    def _moved_in_list(self, event: Navigator.Highlighted) -> None:
        self.go_to(event.index, write=False)

    @on(Navigator.Chosen)
    def _chosen_in_list(self, event: Navigator.Chosen) -> None:
        self.go_to(event.index)

    # Actions

    def action_next_unfinished(self) -> None:
        """Go to the next question that does not pass, from here on and round."""
        self._follow()
        questions = self._session.report.questions
        count = len(questions)
        for index in ((self._index + step) % count for step in range(1, count + 1)):
            if questions[index].state != "passing":
                if index == self._index:
                    self._keys.say("This is the last unfinished question.")
                self.go_to(index)
                return
        self._keys.say("Every question is inside its limits.", "good")

    def action_previous_question(self) -> None:
        """Go to the question above."""
        self.go_to(max(self._index - 1, 0))

    def action_next_question(self) -> None:
        """Go to the question below."""
        self.go_to(min(self._index + 1, len(self._session.report.questions) - 1))

    def action_toggle_focus(self) -> None:
        """Go from the answer to the list of questions, and back."""
        to_list = self._answer.has_focus
        self.set_class(to_list, "-listing")  # a narrow terminal shows the list or the question
        (self._navigator if to_list else self._answer).focus()

    def action_toggle_example(self) -> None:
        """Show or hide the sample answer."""
        self._prompt.toggle_example()

    def action_checklist(self) -> None:
        """Open the checklist."""
        if self._session.report.tasks:
            self.app.push_screen(ChecklistScreen(self._session.report.tasks, self.tick))
        else:
            self._keys.say("This report has no checklist.")

    def tick(self, index: int, done: bool) -> None:  # noqa: FBT001 - what the checklist calls back with
        """Tick or untick a task."""
        self._session.set_task(index, done=done)
        self._follow()

    def action_palette(self) -> None:
        """Open the palette."""
        self.app.action_command_palette()

    def action_help(self) -> None:
        """Show every key."""
        self.app.push_screen(HelpScreen())

    @work(group="save")
    async def action_save(self) -> None:
        """Save the report, then its page."""
        await self._save()

    async def _save(self) -> bool:
        self._follow()
        return self._keep() and await self._saver.save()

    @work(group="quit", exclusive=True)
    async def action_quit(self) -> None:
        """Quit; ask where something is not saved."""
        self._follow()
        if self.is_dirty:
            answer = await self._ask(
                "Some of your work is not saved.",
                (("save", "Save and quit"), ("drop", "Quit without"), ("stay", "Stay")),
            )
            if answer not in {"save", "drop"} or (answer == "save" and not await self._save()):
                return
        self.app.exit(0)

    async def _ask(self, question: str, choices: Sequence[tuple[str, str]]) -> str | None:
        return await self.app.push_screen_wait(Confirm(question, choices))


def first_unfinished(questions: Sequence[Question]) -> int:
    """Return the index of the first question that does not pass; 0 where all do."""
    return next((question.index for question in questions if question.state != "passing"), 0)
