"""Every key, from the one table of actions, and what the symbols mean."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from exam_tui.tui import symbols
from exam_tui.tui.keymap import help_sections

_COLUMN = 22


class HelpScreen(ModalScreen[None]):
    """Lists what can be done; any of its keys closes it."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter,f1,question_mark,alt+h", "dismiss", "Close", show=False),
        Binding("j,down", "scroll('down')", "Down", show=False),
        Binding("k,up", "scroll('up')", "Up", show=False),
    ]

    def compose(self) -> ComposeResult:
        """Yield the text."""
        with VerticalScroll(id="help") as box:
            box.border_title = "Help"
            box.border_subtitle = "Esc closes"
            yield Static(self._text(), markup=False)

    def _text(self) -> Content:
        pieces: list[Content | str | tuple[str, str]] = []
        for title, rows in help_sections():
            pieces += [(title, "bold $text-accent"), "\n"]
            for keys, what, _ in rows:
                pieces += [("  " + keys.ljust(_COLUMN), "bold"), what, "\n"]
            pieces.append("\n")
        pieces += [("In the list", "bold $text-accent"), "\n"]
        for kind, symbol in symbols.SYMBOLS.items():
            pieces += [("  " + symbol.ljust(_COLUMN), symbols.STYLES[kind]), symbols.MEANINGS[kind], "\n"]
        pieces.append("\nThe mouse works too: click a question, a key below, the sample answer; drag to select.\n")
        pieces.append("Only your answers and ticks are written to the file; all else keeps its bytes.")
        return Content.assemble(*pieces)

    def action_scroll(self, direction: str) -> None:
        """Scroll by a line."""
        box = self.query_one(VerticalScroll)
        box.scroll_relative(y=1 if direction == "down" else -1, animate=False)
