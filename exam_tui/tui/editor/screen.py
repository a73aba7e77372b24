"""The editor's screen: its widgets, and how they follow an open report."""

import asyncio
from collections.abc import Sequence
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.events import Resize, ScreenResume
from textual.reactive import var
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import TextArea
from typing_extensions import override

from exam_tui.core.course import COURSE
from exam_tui.core.report.question import Question
from exam_tui.core.text.escape import display
from exam_tui.errors import ExamTuiError
from exam_tui.session.dialogue import Tone
from exam_tui.session.session import Session
from exam_tui.settings.settings import Settings
from exam_tui.tui.editor.background_reading import Proofreading
from exam_tui.tui.editor.notes import Checked, Checker, fails_more, note_on
from exam_tui.tui.editor.safety import Safety
from exam_tui.tui.editor.starting_place import starting_place
from exam_tui.tui.keys.bindings import bindings, bindings_of
from exam_tui.tui.keys.keymap import added_keys, main_key
from exam_tui.tui.keys.type_ahead import Typing
from exam_tui.tui.pause import Pause
from exam_tui.tui.screens import small_window
from exam_tui.tui.sparse_compositor import SparseCompositor
from exam_tui.tui.widgets.answer.answer import AnswerArea
from exam_tui.tui.widgets.answer.textarea_text import place_in_view
from exam_tui.tui.widgets.header import Header, Progress
from exam_tui.tui.widgets.key_bar import KeyBar
from exam_tui.tui.widgets.key_line import place_of
from exam_tui.tui.widgets.meter import Meter
from exam_tui.tui.widgets.navigator import Navigator
from exam_tui.tui.widgets.prompt_view import PromptView
from exam_tui.tui.widgets.question_box import Panes, QuestionBox

if TYPE_CHECKING:
    from exam_tui.core.checker import Verdict
    from exam_tui.tui.widgets.find_bar import FindBar
    from exam_tui.tui.widgets.preview import Preview

# How long after a key the list of questions and the header follow; the meter does not wait.
_FOLLOW_SECONDS = 0.4
# The problems take a thread tens of milliseconds: they are looked for in a longer pause.
_CHECK_SECONDS = 1.2


class EditorScreen(Screen[None]):
    """One open report: questions on the left; prompt, answer and meters on the right.

    What can be done here are functions in the files beside this one, named in the table of actions.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("everywhere"), *bindings_of("paste")]
    AUTO_FOCUS = "#answer"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (64, "-wide"), (110, "-very-wide")]  # noqa: RUF012 - as Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]  # noqa: RUF012 - the same

    is_dirty = var(default=False)

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__()
        self._compositor = SparseCompositor()
        for key, action in added_keys():
            self._bindings.bind(key, action.name, action.title, show=False)
        self.session = session
        self.settings = settings
        self._place = starting_place(session)
        self.index = self._place[0]
        self.safety = Safety(self)
        self.meter = Meter()
        self.answer = AnswerArea(on_counts=self.meter.set_counts, on_change=self.safety.autosave.note_change)
        self.proofreading = Proofreading(self)
        self.navigator = Navigator(session.report.questions)
        # Without `:focus-within` no style in it is looked up once more when the focus first comes, as it does at once.
        self._box = QuestionBox(id="question", classes="-focused")
        self.prompt = PromptView(unfolded=settings.example)
        self.typing = Typing()
        self.is_read_only = False
        self.last_search = self.last_replacement = ""
        self.find_bar: FindBar | None = None
        self.is_leaving = False
        self.preview: Preview | None = None
        self.checked = Checked()
        self.checker = Checker(session.path)
        self._header = Header(COURSE.title if session.report.is_course_report else "Report", str(session.path))
        self.key_bar = KeyBar()
        self.verdict: Verdict | None = None
        self._until_follow = Pause(self, self.follow)
        self._until_check = Pause(self, self.check)
        self._was_shown = False

    def compose(self) -> ComposeResult:
        """Yield the header, the list beside the question with its panes and meter, and the keys."""
        yield self._header
        with Horizontal(id="work"):
            yield self.navigator
            with self._box:
                yield self.prompt
                with Panes(id="panes"):
                    yield self.answer
                yield self.meter
        yield self.key_bar

    @override
    def _extend_compose(self, widgets: list[Widget]) -> None:
        """Leave out what Textual adds to each screen, tooltips and toasts: nothing here has any."""

    def on_mount(self) -> None:
        """Open at the question to start at."""
        self.show(self.index)
        if self._place[1]:
            self.answer.move_cursor(place_in_view(self.answer.document, *self._place[1]))
        self.follow()
        self.meter.count_selected(self.answer)
        self.proofreading.begin()
        self._until_check.wait(_CHECK_SECONDS)

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Look no style up when the screen is first shown: each widget has just done that."""
        event.refresh_styles = self._was_shown
        self._was_shown = True

    def on_unmount(self) -> None:
        """Keep nobody else from writing any longer."""
        self.proofreading.end()
        self.safety.end()

    def on_resize(self, event: Resize) -> None:
        """Fit what is shown to the window."""
        small_window.fit(self, event.size, self.navigator, self.answer)

    def watch_focused(self) -> None:
        """Name the keys that work there. Where what has the focus is hidden, the focus goes to what is shown."""
        self.key_bar.set_state(self.key_bar.state._replace(place=place_of(self.focused)))
        self._box.set_class(self.focused is not None and self._box in self.focused.ancestors, "-focused")
        self.call_later(small_window.find_focus, self, (self.answer, self.preview, self.navigator))

    # Questions

    @property
    def question(self) -> Question:
        """The question that is shown, as the session has it."""
        return self.session.report.questions[self.index]

    @property
    def questions(self) -> Sequence[Question]:
        """All questions as the session has them, with the states that the problems of the last check leave them."""
        return self.checked.judged(self.session.report.questions)

    def show(self, index: int) -> None:
        """Show a question; what was typed in the one before is kept in the session."""
        if index != self.index:
            self.key_bar.dismiss_passing()
        self.index = index
        self.answer.show(index, self.question.answer)
        self.proofreading.show()
        self.draw_question()

    def draw_question(self) -> None:
        """Draw around the answer what belongs to its question."""
        question = self.question
        self.meter.set_limits(question.limits)
        self.meter.set_counts(self.answer.counts)
        self.prompt.show(question)
        self.navigator.show(self.index)
        self.draw_note()
        if self.preview:
            self.preview.update(question.answer)
        section = f" · {question.section}" if question.section else ""
        self._box.name_question(display(f"Question {question.number}{section}").replace("[", r"\["))

    def go_to(self, index: int, *, write: bool = True) -> None:
        """Go to a question, and into its answer if it is to be written."""
        self.keep()
        if index != self.index:
            self.show(index)
        if write:
            self.remove_class("-listing")
            self.give_keys_to(self.answer)

    def keep(self) -> bool:
        """Put what is in the pane into the session. Return False where it cannot be kept in a file.

        A read-only pane has nothing that the session lacks: what it shows may come from another editor.
        """
        if self.is_read_only or self.answer.answer == self.question.answer:
            return True
        try:
            self.session.set_answer(self.question, self.answer.answer)
        except ExamTuiError as error:
            self.show_message(str(error), "error")
            return False
        return True

    # What follows the typing

    @on(TextArea.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        """Update the list and the header in a pause of the typing."""
        event.stop()
        self.safety.autosave.touched()
        self.proofreading.is_typing = True
        if not self.is_dirty:
            self.follow()
        self._until_follow.wait(_FOLLOW_SECONDS)
        self._until_check.wait(_CHECK_SECONDS)

    def follow(self) -> None:
        """Bring the list of questions and the header up to date."""
        self.keep()
        report, questions = self.session.report, self.questions
        self.navigator.update(questions)
        if self.preview:
            self.preview.update(self.answer.answer)
        self.is_dirty = self.session.is_dirty or self.safety.is_file_other
        done = sum(question.state == "passing" for question in questions)
        state = self.key_bar.state._replace(is_done=done == len(questions), is_read_only=self.is_read_only)
        self.key_bar.set_state(state)
        self.verdict = self.checker.verdict(report)
        self.draw_note()
        self._header.set_progress(
            Progress(
                done=done,
                questions=len(questions),
                tasks_done=sum(task.done for task in report.tasks),
                tasks=len(report.tasks),
                is_dirty=self.is_dirty,
                course_check=fails_more(self.verdict, questions) if self.verdict else "",
                is_read_only=self.is_read_only,
            )
        )

    def refuse(self) -> None:
        """Say that nothing can be changed here."""
        self.show_message(f"Read-only: open in another editor. {main_key('take_over')} takes over.", "warning")

    def draw_note(self) -> None:
        """Show above the meters what they cannot say about this question."""
        note = note_on(self.question, self.verdict, self.checked, main_key("problems"))
        self.meter.set_note(*note, marked=self.proofreading.counted)

    @work(group="check", exclusive=True)
    async def check(self) -> None:
        """Look for problems in the background, and for mistakes in English."""
        self.proofreading.read()
        await self.check_now()

    async def check_now(self) -> Checked:
        """Look for problems, show what concerns this question, and return all of them."""
        self.keep()
        report, faults, start = self.session.report.copy(), self.checked.faults, monotonic()
        self.checked = await asyncio.to_thread(self.checker.check, report)
        self._until_check.took = monotonic() - start
        self.navigator.set_problems(self.checked.questions)
        if self.checked.faults == faults:
            self.draw_note()
        else:
            self.follow()
        return self.checked

    @on(Navigator.Highlighted)
    @on(Navigator.Chosen)
    def _follow_list(self, event: Navigator.Highlighted | Navigator.Chosen) -> None:
        self.go_to(event.index, write=isinstance(event, Navigator.Chosen))

    # Talking

    @on(AnswerArea.Notice)
    def _pass_notice_on(self, event: AnswerArea.Notice) -> None:
        event.stop()
        self.show_message(event.text)

    def show_message(self, message: str, tone: Tone = "info") -> None:
        """Show what happened below everything else, and keep it among the messages."""
        self.key_bar.show_message(message, tone)

    def give_keys_to(self, widget: Widget) -> None:
        """Let the next key go to a widget; `Widget.focus` would do so only after the keys that have already come."""
        if not widget.focusable:  # its style says that it is shown now, and has not been looked at yet
            self.app.stylesheet.update(self)
        self.set_focus(widget)
