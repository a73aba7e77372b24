"""What a fix would make of an answer, before it is made."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from exam_tui.core.fixes.quick_fixes import QuickFix
from exam_tui.core.report.counting import count
from exam_tui.core.text.words import plural
from exam_tui.tui.keys.bindings import back, closing, hints, list_bindings
from exam_tui.tui.keys.keymap import main_key
from exam_tui.tui.screens.dialogs.recovery import difference


class FixPreviewScreen(ModalScreen[bool]):
    """Shows what a fix would change; answers whether to make it. `now` is the answer as it is."""

    CSS_PATH = "../dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*list_bindings("fix"), *closing()]

    def __init__(self, fix: QuickFix, number: int, now: str) -> None:
        super().__init__()
        self._fix = fix
        self._number = number
        self._now = now

    def compose(self) -> ComposeResult:
        """Yield the lines that would go and come, and what that does to the number of words."""
        before, after = count(self._now).words, count(self._fix.text).words
        words = plural(before, "word") if before == after else f"{before} → {plural(after, 'word')}"
        with Vertical(id="fix") as box:
            box.border_title = f"{self._fix.title}?"
            box.border_subtitle = hints((f"{main_key('make_fix')} applies it", "screen.make_fix"), back())
            yield Static(f"Answer {self._number} · {words}", id="fix-words", markup=False)
            with VerticalScroll(id="fix-difference"):
                yield Static(difference(self._now, self._fix.text), markup=False)

    def on_mount(self) -> None:
        """Let the arrows scroll."""
        self.query_one("#fix-difference").focus()

    def action_make_fix(self) -> None:
        """Make the fix."""
        self.dismiss(result=True)

    def action_close(self) -> None:
        """Leave the answer as it is."""
        self.dismiss(result=False)
