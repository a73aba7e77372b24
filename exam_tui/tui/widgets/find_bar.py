"""The line for finding and replacing: two texts, where one is, and what the keys do."""

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static


class FindBar(Vertical):
    """Asks for a text to find and one to put in its place; what to do with them is the screen's affair."""

    DEFAULT_CSS = """
    FindBar {
        height: 2; background: $surface; padding: 0 1;
        Horizontal { height: 1; }
        Static { width: auto; text-style: bold; }
        Input { width: 1fr; background: $surface; }
        #find-state { width: 1fr; height: 1; text-style: none; color: $foreground 70%; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "do('close')", "Back", show=False),
        Binding("down", "do('next')", "Next", show=False),
        Binding("up", "do('previous')", "Previous", show=False),
        Binding("alt+r", "do('replace')", "Replace this one", show=False, priority=True),
        Binding("alt+a", "do('replace_all')", "Replace all in this answer", show=False, priority=True),
        Binding("alt+w", "do('everywhere')", "In all answers", show=False, priority=True),
    ]

    @dataclass
    class Asked(Message):
        """One of `changed`, `next`, `previous`, `replace`, `replace_all`, `everywhere`, `close`."""

        what: str
        text: str
        replacement: str

    def __init__(self, text: str) -> None:
        super().__init__(id="find-bar")
        self._text = text

    def compose(self) -> ComposeResult:
        """Yield both inputs and the state."""
        with Horizontal():
            yield Static("Find ", markup=False)
            yield Input(self._text, id="find-text", compact=True)
            yield Static(" Replace with ", markup=False)
            yield Input(id="find-replacement", compact=True)
        yield Static("", id="find-state", markup=False)

    def show_state(self, state: str) -> None:
        """Show which of how many it is."""
        self.query_one("#find-state", Static).update(state)

    @on(Input.Changed, "#find-text")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.action_do("changed")

    @on(Input.Changed, "#find-replacement")
    def _typed_replacement(self, event: Input.Changed) -> None:
        event.stop()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_do("next" if event.input.id == "find-text" else "replace")

    def action_do(self, what: str) -> None:
        """Pass a wish on, with both texts."""
        text, replacement = (self.query_one(f"#find-{name}", Input).value for name in ("text", "replacement"))
        self.post_message(self.Asked(what, text, replacement))
