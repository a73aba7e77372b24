"""One answer that was changed here and elsewhere: what it was, both versions, and what to do with them."""

import re
from collections.abc import Callable, Iterator
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static, TextArea

from exam_tui.core.merge.result import Conflict
from exam_tui.core.report.limits import Limits
from exam_tui.core.text.diff import matching
from exam_tui.core.text.escape import display, display_lines
from exam_tui.core.text.words import plural
from exam_tui.tui.keys.bindings import BUTTONS, bindings, closing, hints
from exam_tui.tui.keys.keymap import main_key
from exam_tui.tui.widgets.answer.answer import AnswerArea
from exam_tui.tui.widgets.meter import Meter

_WORDS = re.compile(r"\s+|\S+")
_NEW = "$text-success underline"


class ConflictScreen(ModalScreen[str | None]):
    """Answers with the text to take: one of the versions, or what was written from them; None to decide later.

    `where` says where else it was changed, such as a file's name; `limits` are those of the answer; `typed` gets what
    is written in the pane, after each change.
    """

    CSS_PATH = "../dialogs.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (64, "-wide"), (110, "-very-wide")]  # noqa: RUF012 - as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("conflict", priority=True), *closing(priority=True), *BUTTONS]

    def __init__(
        self,
        conflict: Conflict,
        where: str,
        limits: Limits | None = None,
        typed: Callable[[str], None] = lambda _: None,
    ) -> None:
        super().__init__()
        self._typed = typed
        self._conflict = conflict
        self._where = where
        self._meter = Meter()
        self._meter.set_limits(limits or Limits())
        self._text = AnswerArea(on_counts=self._meter.set_counts)

    def compose(self) -> ComposeResult:
        """Yield the three versions, the pane to write in, which opens on demand, and the choices."""
        conflict = self._conflict
        what = f"Question {conflict.number}" if conflict.number is not None else "Text outside the answers"
        with Vertical(id="conflict") as box:
            box.border_title = display(f"{what} was changed here and {self._where}").replace("[", r"\[")
            with Container(id="versions"):
                for title, text in (("Before", conflict.base), ("Here", conflict.ours), ("There", conflict.theirs)):
                    with VerticalScroll(classes="version") as pane:
                        pane.border_title = f"{title} · {plural(len(text.split()), 'word')}"
                        yield Static(changed_words(conflict.base, text), markup=False)
            with Vertical(id="own"):
                yield self._text
                yield self._meter
            with Horizontal(id="choices"):
                yield Button("Both", id="choice-both", compact=True)
                yield Button("Mine", id="choice-ours", compact=True)
                yield Button("The other", id="choice-theirs", compact=True)
                yield Button("Edit…", id="edit", compact=True)
                yield Button("Use this text", id="use", compact=True)

    def on_mount(self) -> None:
        """Start at the choice that loses nothing."""
        self._text.show(0, self._texts["choice-both"])
        self._meter.set_counts(self._text.counts)
        self._show_pane(is_open=False)

    @property
    def _texts(self) -> dict[str, str]:
        ours, theirs = self._conflict.ours, self._conflict.theirs
        both = "\n\n".join(text for text in (ours, theirs) if text)
        return {"choice-both": both, "choice-ours": ours, "choice-theirs": theirs}

    def _show_pane(self, *, is_open: bool) -> None:
        """Open the pane to write in, or close it: what was written there stays."""
        self.set_class(is_open, "-writing")
        box = self.query_one("#conflict", Vertical)
        box.border_subtitle = (
            hints((f"{main_key('use')} uses this text", "screen.use"), ("Esc back to the choices", "screen.close"))
            if is_open
            else hints("Both: one below the other", ("Esc: later", "screen.close"))
        )
        (self._text if is_open else self.query_one("#choice-both")).focus()

    @on(Button.Pressed)
    def _choose(self, event: Button.Pressed) -> None:
        event.stop()
        match event.button.id:
            case "edit":
                self._show_pane(is_open=True)
            case "use":
                self.action_use()
            case name:
                self.dismiss(self._texts[name or ""])

    @on(TextArea.Changed)
    def _note(self) -> None:
        if self.has_class("-writing"):
            self._typed(self._text.answer)

    def action_use(self) -> None:
        """Take what is written in the pane, where that is open."""
        if self.has_class("-writing"):
            self.dismiss(self._text.answer)

    def action_close(self) -> None:
        """Go from the pane back to the choices, or decide later."""
        if self.has_class("-writing"):
            self._show_pane(is_open=False)
        else:
            self.dismiss(None)


def changed_words(base: str, text: str) -> Content:
    """Return a version with the words underlined that are not in the one it was made from."""
    return Content("").join(Content.styled(piece, _NEW if is_new else "") for piece, is_new in _pieces(base, text))


def _pieces(base: str, text: str) -> Iterator[tuple[str, bool]]:
    """Yield a version piece by piece, as the screen may show it, and whether the piece is new."""
    before, words = _WORDS.findall(base), _WORDS.findall(text)
    same = {at for _, at in matching(before, words)} if base else set(range(len(words)))
    for at, word in enumerate(words):
        yield display_lines(word), at not in same and not word.isspace()
