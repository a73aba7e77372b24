"""The editor's screen, as what keeps words safe sees it: the screen itself is above that, and imports it."""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Protocol, TypeVar

from textual.app import App
from textual.timer import Timer
from textual.worker import Worker

from exam_tui.core.report.question import Question
from exam_tui.session.dialogue import Tone
from exam_tui.session.session import Session
from exam_tui.settings.settings import Settings
from exam_tui.tui.editor.notes import Checked
from exam_tui.tui.keys.type_ahead import Typing
from exam_tui.tui.widgets.answer.answer import AnswerArea
from exam_tui.tui.widgets.key_bar import KeyBar
from exam_tui.tui.widgets.navigator import Navigator

T = TypeVar("T")


class EditorView(Protocol):
    """What keeping words safe needs of the editor's screen."""

    session: Session
    settings: Settings
    index: int
    answer: AnswerArea
    navigator: Navigator
    key_bar: KeyBar
    typing: Typing
    is_read_only: bool
    checked: Checked

    @property
    def app(self) -> App[Any]:
        """The app that runs."""

    @property
    def question(self) -> Question:
        """The question that is shown."""

    @property
    def questions(self) -> Sequence[Question]:
        """All questions with the states that are shown."""

    def keep(self) -> bool:
        """Put what is in the pane into the session; return False where it cannot be kept in a file."""

    def follow(self) -> None:
        """Bring the list of questions and the header up to date."""

    def check(self) -> Worker[None]:
        """Look for problems in the background."""

    def show(self, index: int) -> None:
        """Show a question; what was typed in the one before is kept in the session."""

    def draw_question(self) -> None:
        """Draw around the answer what belongs to its question."""

    def draw_note(self) -> None:
        """Show above the meters what they cannot say about this question."""

    def show_message(self, message: str, tone: Tone = "info") -> None:
        """Show what happened."""

    def run_worker(self, work: Coroutine[None, None, T], *, group: str = "default") -> Worker[T]:
        """Run a coroutine that may open screens."""

    def set_timer(self, delay: float, callback: Callable[[], object]) -> Timer:
        """Call something later."""

    def set_interval(self, interval: float, callback: Callable[[], object]) -> Timer:
        """Call something again and again."""
