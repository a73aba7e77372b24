"""A question with a few answers, over whatever screen is open."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import Key
from textual.widgets import Button, Static

from exam_tui.core.text.escape import display_lines
from exam_tui.tui.keys.actions import action
from exam_tui.tui.keys.bindings import BUTTONS, closing
from exam_tui.tui.keys.keymap import keys_of
from exam_tui.tui.screens.dialogs.dialog import Dialog

_AROUND = 3
_FRAME = 4
"""Cells beside a choice, and beside all of them in a narrow window."""


class Confirm(Dialog[str | None]):
    """Asks, and answers with the key of the chosen button; None for Esc.

    Each choice is `(key, label)`. The first has the focus; arrow keys, Tab and the mouse choose. The keys of the action
    `insisting`, pressed once more, choose the first.
    """

    CSS_PATH = "../dialogs.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (64, "-wide")]  # noqa: RUF012 - as Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]  # noqa: RUF012 - the same
    BINDINGS: ClassVar[list[BindingType]] = [*closing(), *BUTTONS]
    BOX = "#dialog"

    def __init__(
        self,
        question: str,
        choices: Sequence[tuple[str, str]],
        gives_way: Callable[[str], object] | None = None,
        insisting: str = "",
    ) -> None:
        super().__init__(gives_way)
        for key in keys_of(action(insisting)) if insisting else ():
            self._bindings.bind(key, "choose_first", "First", show=False)
        self._question = display_lines(question)
        self._choices = choices

    def compose(self) -> ComposeResult:
        """Yield the question and a row of buttons."""
        with Vertical(id="dialog"):
            with VerticalScroll(id="dialog-text", can_focus=False):
                yield Static(self._question, markup=False)
            with Horizontal(id="choices"):
                for key, label in self._choices:
                    yield Button(label, id=f"choice-{key}", compact=True)

    def on_resize(self) -> None:
        """Put the choices one below the other where they do not fit beside each other."""
        width = sum(cell_len(label) + _AROUND for _, label in self._choices)
        self.set_class(width > self.size.width - _FRAME, "-stacked")

    @on(Button.Pressed)
    def _choose(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss((event.button.id or "").removeprefix("choice-"))

    def on_key(self, event: Key) -> None:
        """Say that a letter chooses nothing."""
        if event.is_printable and event.character and event.character.strip():
            event.stop()
            self.say_no_choice(event.character, "← → choose, Enter confirms")

    def action_choose_first(self) -> None:
        """Answer with the first choice."""
        self.dismiss(self._choices[0][0])

    def action_close(self) -> None:
        """Close without an answer."""
        self.dismiss(None)
