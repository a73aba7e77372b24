"""Every key, from the one table of actions, and what the symbols mean."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from exam_tui.tui.keys.bindings import closing
from exam_tui.tui.keys.keymap import help_sections
from exam_tui.tui.screens.read_only import ReadingScreen
from exam_tui.tui.widgets import question_state

_COLUMN = 22


class HelpScreen(ReadingScreen[None]):
    """Lists what can be done; any of its keys closes it."""

    BINDINGS: ClassVar[list[BindingType]] = closing("help", letters=True)
    BOX = "help"
    HEADING = "Help"

    def contents(self) -> Iterable[Widget]:
        """Yield the text."""
        yield Static(self._text(), markup=False)

    def _text(self) -> Content:
        pieces: list[Content | str | tuple[str, str]] = []
        for title, rows in help_sections():
            pieces += [(title, "bold $text-accent"), "\n"]
            for keys, what, _ in rows:
                pieces += [(f"  {keys}  ".ljust(2 + _COLUMN), "bold"), what, "\n"]
            pieces.append("\n")
        pieces += [("In the list", "bold $text-accent"), "\n"]
        for kind, symbol in question_state.SYMBOLS.items():
            pieces += [("  " + symbol.ljust(_COLUMN), question_state.STYLES[kind]), question_state.MEANINGS[kind], "\n"]
        pieces.append("\nThe mouse works too: click a question, a key below, the sample answer; drag to select.\n")
        pieces.append("Only your answers and ticks are written to the file; everything else keeps its bytes.")
        return Content.assemble(*pieces)
