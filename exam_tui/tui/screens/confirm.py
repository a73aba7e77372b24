"""A question with a few answers, over whatever screen is open."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from exam_tui.core.display import display_lines
from exam_tui.tui.bindings import BUTTONS, closing


class Confirm(ModalScreen[str | None]):
    """Asks, and answers with the key of the chosen button; None for Esc.

    Each choice is `(key, label)`. The first has the focus; arrow keys, Tab and the mouse choose.
    """

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*closing(), *BUTTONS]

    def __init__(self, question: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._question = display_lines(question)
        self._choices = choices

    def compose(self) -> ComposeResult:
        """Yield the question and a row of buttons."""
        with Vertical(id="dialog"):
            yield Static(self._question, markup=False)
            with Horizontal(id="choices"):
                for key, label in self._choices:
                    yield Button(label, id=f"choice-{key}", compact=True)

    @on(Button.Pressed)
    def _choose(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss((event.button.id or "").removeprefix("choice-"))

    def action_close(self) -> None:
        """Close without an answer."""
        self.dismiss(None)
