"""The hand-in check: whether what others get from git is the report as it is here, and the way to commit and push."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from exam_tui.core.text.escape import display
from exam_tui.git.hand_in.line import HandInLine
from exam_tui.tui.keys.bindings import back, closing, hints, list_bindings
from exam_tui.tui.keys.keymap import main_key
from exam_tui.tui.screens.read_only import ReadingScreen


class HandInScreen(ReadingScreen[str]):
    """Shows one line a point: ✓, or what is wrong and the git command that puts it right.

    Answers "commit" where one is to commit and push, None where not.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*closing("hand_in", letters=True), *list_bindings("hand_in")]
    BOX = "hand-in"
    HEADING = "Hand-in check"

    def __init__(self, lines: Sequence[HandInLine], *, is_unsaved: bool) -> None:
        super().__init__()
        self._lines = lines
        self._is_unsaved = is_unsaved

    def hints(self) -> Content:
        """Return the line at the bottom edge, with the way on; without git there is none."""
        if any(line.about == "repository" for line in self._lines):
            return super().hints()
        return hints((f"{main_key('commit')} commits and pushes", "screen.commit"), back("closes"))

    def contents(self) -> Iterable[Widget]:
        """Yield the text."""
        yield Static(self._text(), markup=False)

    def _text(self) -> Content:
        pieces: list[Content | str | tuple[str, str]] = []
        if self._is_unsaved:
            pieces += [("✗ ", "$text-error bold"), "You have unsaved changes: git cannot see them yet\n"]
        for line in self._lines:
            sign, style = ("✓ ", "$text-success bold") if line.ok else ("✗ ", "$text-error bold")
            pieces += [(sign, style), display(line.text), "\n"]
            if line.command:
                pieces += [("    " + display(line.command), "$text-accent"), "\n"]
        pieces.append(("\nLocal git only: nothing is fetched or changed.", "$text-muted"))
        return Content.assemble(*pieces)

    def action_commit(self) -> None:
        """Go on to committing and pushing."""
        self.dismiss("commit")
