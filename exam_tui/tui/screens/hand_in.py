"""The hand-in check: whether what others get from git is the report as it is here."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from exam_tui.core.text.escape import display
from exam_tui.git.hand_in.line import HandInLine
from exam_tui.tui.keys.bindings import closing
from exam_tui.tui.screens.read_only import ReadingScreen


class HandInScreen(ReadingScreen):
    """Shows one line a point: ✓, or what is wrong and the git command that puts it right."""

    BINDINGS: ClassVar[list[BindingType]] = closing("hand_in", letters=True)
    BOX = "hand-in"
    HEADING = "Hand-in check"

    def __init__(self, lines: Sequence[HandInLine], *, is_unsaved: bool) -> None:
        super().__init__()
        self._lines = lines
        self._is_unsaved = is_unsaved

    def contents(self) -> Iterable[Widget]:
        """Yield the text."""
        yield Static(self._text(), markup=False)

    def _text(self) -> Content:
        pieces: list[Content | str | tuple[str, str]] = []
        if self._is_unsaved:
            pieces += [("✗ ", "$text-error bold"), "Some of your work is not saved: git has not seen it\n"]
        for line in self._lines:
            sign, style = ("✓ ", "$text-success bold") if line.ok else ("✗ ", "$text-error bold")
            pieces += [(sign, style), display(line.text), "\n"]
            if line.command:
                pieces += [("    " + display(line.command), "$text-accent"), "\n"]
        pieces.append(("\nLocal git only: nothing is fetched or changed.", "dim"))
        return Content.assemble(*pieces)
