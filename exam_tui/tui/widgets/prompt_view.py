"""The question that is being answered: what it asks, its limit line, its sample answer."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Click
from textual.widgets import Static

from exam_tui.core.report.question import Question
from exam_tui.core.text.escape import display
from exam_tui.tui.widgets.cells import inline_markdown, plain


class PromptView(VerticalScroll, can_focus=False):
    """Shows a prompt; the sample answer is folded away until it is asked for."""

    def __init__(self, *, unfolded: bool = False) -> None:
        super().__init__(id="prompt")
        self._question: Question | None = None
        self._unfolded = unfolded
        self._history: Callable[[Question], str] | None = None
        self._text = Static(markup=False)
        self._is_first_frame = True

    def compose(self) -> ComposeResult:
        """Yield the text."""
        yield self._text

    def show(self, question: Question) -> None:
        """Show a question's prompt."""
        self._question = question
        self._draw()
        self.scroll_home(animate=False)
        if self._is_first_frame:
            self.call_after_refresh(self._style)

    def _style(self) -> None:
        self._is_first_frame = False
        self._draw()

    def set_history(self, history: Callable[[Question], str]) -> None:
        """Show from now on when the answer was changed and by whom: the line for a question, "" for nothing known."""
        self._history = history
        self._draw()

    def toggle_example(self) -> None:
        """Unfold or fold the sample answer."""
        self._unfolded = not self._unfolded
        self._draw()

    def _draw(self) -> None:
        if self._question is None:
            return
        parts = self._question.parts
        ask = plain(parts.ask) if self._is_first_frame else inline_markdown(parts.ask)
        pieces: list[Content | str | tuple[str, str]] = [ask]
        if parts.limit_line:
            pieces += ["\n", (display(parts.limit_line), "$text-muted")]
        if parts.example:
            sign = "▾" if self._unfolded else "▸"
            pieces += ["\n", (f"{sign} Sample answer", "$text-accent"), ("  ^r", "$text-muted")]
            if self._unfolded:
                pieces += ["\n", inline_markdown(parts.example, "$text-muted")]
        if self._history and (line := self._history(self._question)):
            pieces += ["\n", (display(line), "$text-muted italic")]
        self._text.update(Content.assemble(*pieces))

    def on_click(self, event: Click) -> None:
        """Fold or unfold with the mouse."""
        event.stop()
        if not self.screen.get_selected_text():  # a click, and not the end of a selection
            self.toggle_example()
