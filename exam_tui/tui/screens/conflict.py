"""One answer that was changed here and outside: both versions, and what to do."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from exam_tui.core.display import display, display_lines
from exam_tui.core.merged import Conflict
from exam_tui.tui.screens.recovery import difference


class ConflictScreen(ModalScreen[str | None]):
    """Answers with the text to take, or None to decide later."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "later", "Later", show=False),
        Binding("left", "app.focus_previous", "Previous", show=False),
        Binding("right", "app.focus_next", "Next", show=False),
    ]

    def __init__(self, conflict: Conflict, name: str) -> None:
        super().__init__()
        self._conflict = conflict
        self._name = name

    def compose(self) -> ComposeResult:
        """Yield both versions as what they change of the text they were made from, and the choices."""
        conflict = self._conflict
        where = f"Question {conflict.number}" if conflict.number is not None else "Text outside the answers"
        with Vertical(id="conflict") as box:
            box.border_title = display(f"{where} was changed here and in {self._name}").replace("[", r"\[")
            box.border_subtitle = "Esc decides later: nothing is saved until then"
            for title, text in (("Here", conflict.ours), ("In the file", conflict.theirs)):
                yield Static(f"{title}, {len(text.split())} words", classes="conflict-title", markup=False)
                with VerticalScroll(classes="conflict-text"):
                    same = display_lines(text) if not conflict.base else difference(conflict.base, text)
                    yield Static(same, markup=False)
            with Horizontal(id="choices"):
                yield Button("Both, below each other", id="choice-both", compact=True)
                yield Button("Keep mine", id="choice-ours", compact=True)
                yield Button("Take the file's", id="choice-theirs", compact=True)

    def on_mount(self) -> None:
        """Start at the choice that loses nothing."""
        self.query_one("#choice-both").focus()

    @on(Button.Pressed)
    def _choose(self, event: Button.Pressed) -> None:
        event.stop()
        ours, theirs = self._conflict.ours, self._conflict.theirs
        both = "\n\n".join(text for text in (ours, theirs) if text)
        texts = {"choice-both": both, "choice-ours": ours, "choice-theirs": theirs}
        self.dismiss(texts[event.button.id or ""])

    def action_later(self) -> None:
        """Decide later."""
        self.dismiss(None)
