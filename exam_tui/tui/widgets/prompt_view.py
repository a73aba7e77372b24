"""The question that is being answered: what it asks, its limit line, its sample answer."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Click
from textual.widgets import Static

from exam_tui.core.report.question import Question
from exam_tui.core.text.escape import display
from exam_tui.tui.keys.keymap import main_key
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
        self._is_to_scroll = False

    def compose(self) -> ComposeResult:
        """Yield the text."""
        yield self._text

    def on_mount(self) -> None:
        """Know when the text is laid out: what is asked for after a refresh may come before that."""
        self.watch(self, "virtual_size", self._laid_out, init=False)

    def show(self, question: Question) -> None:
        """Show a question's prompt, from its start where it is another one."""
        is_other = self._question is None or self._question.parts != question.parts
        self._question = question
        self._draw()
        if is_other:
            self._is_to_scroll = False
            self._show_start()
        if self._is_first_frame:
            self.call_after_refresh(self._style)

    def _style(self) -> None:
        self._is_first_frame = False
        self._draw()

    def set_history(self, history: Callable[[Question], str]) -> None:
        """Show from now on when the answer was changed and by whom: the line for a question, "" for nothing known."""
        self._history = history
        self._draw()

    @property
    def has_example(self) -> bool:
        """Whether the question has a sample answer."""
        return self._question is not None and bool(self._question.parts.example)

    @property
    def is_unfolded(self) -> bool:
        """Whether the sample answer is shown."""
        return self._unfolded

    def toggle_example(self) -> None:
        """Unfold the sample answer and bring it into view, or fold it where it is in view."""
        was_unfolded = self._unfolded
        self._unfolded = not (was_unfolded and self.display and self._sees(self._example_row))
        self._draw()
        if self._unfolded == was_unfolded:
            self._show_example()
        self._is_to_scroll = self._unfolded != was_unfolded

    def _laid_out(self) -> None:
        """Scroll to the sample answer, or back, once the rows are there that were asked for."""
        if self._is_to_scroll:
            self._is_to_scroll = False
            self.call_next(self._show_example if self._unfolded else self._show_start)

    def scroll_by(self, pages: int) -> None:
        """Scroll by so many pages, one line of the page before staying in sight; less than 0 is up."""
        self.scroll_relative(y=pages * max(self.size.height - 1, 1), animate=False)

    def _show_example(self) -> None:
        self.scroll_to(y=self._example_row, animate=False, force=True)

    def _show_start(self) -> None:
        self.scroll_home(animate=False)

    def _sees(self, row: int) -> bool:
        return self.scroll_offset.y <= row < self.scroll_offset.y + self.size.height

    @property
    def _example_row(self) -> int:
        """The row of the sample answer's sign."""
        return len(self._above_example().wrap(max(self._text.size.width, 1)))

    def _above_example(self) -> Content:
        if self._question is None:
            return Content()
        parts = self._question.parts
        ask = plain(parts.ask) if self._is_first_frame else inline_markdown(parts.ask)
        limit = Content.assemble("\n", (display(parts.limit_line), "$text-muted")) if parts.limit_line else ""
        return Content.assemble(ask, limit)

    def _draw(self) -> None:
        if self._question is None:
            return
        pieces: list[Content | str | tuple[str, str]] = [self._above_example()]
        if example := self._question.parts.example:
            sign, key = "▾" if self._unfolded else "▸", main_key("toggle_example")
            pieces += ["\n", (f"{sign} Sample answer", "$text-accent"), (f"  {key}", "$text-muted")]
            if self._unfolded:
                pieces += ["\n", inline_markdown(example, "$text-muted")]
        if self._history and (line := self._history(self._question)):
            pieces += ["\n", (display(line), "$text-muted italic")]
        self._text.update(Content.assemble(*pieces))

    def on_click(self, event: Click) -> None:
        """Fold or unfold with the mouse."""
        event.stop()
        if not self.screen.get_selected_text():  # a click, and not the end of a selection
            self.toggle_example()
