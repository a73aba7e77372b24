"""One answer that was changed here and elsewhere: what it was, both versions, and what to do with them."""

from collections.abc import Callable, Iterator
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Key
from textual.widgets import Button, Static, TextArea

from exam_tui.core.merge.result import Conflict
from exam_tui.core.report.limits import Limits
from exam_tui.core.text.diff import matching
from exam_tui.core.text.escape import display, display_lines
from exam_tui.core.text.patterns import lazy_pattern
from exam_tui.core.text.words import plural
from exam_tui.session.merging.other_side import OtherSide
from exam_tui.tui.keys.bindings import BUTTONS, back, bindings, closing, hints
from exam_tui.tui.keys.keymap import main_key
from exam_tui.tui.screens.dialogs.dialog import Dialog
from exam_tui.tui.widgets.answer.answer import AnswerArea
from exam_tui.tui.widgets.meter import Meter

_WORDS = lazy_pattern(r"\s+|\S+")
_NEW = "$text-success underline"
_LETTERS = {"y": "#choice-ours", "t": "#choice-theirs", "b": "#choice-both", "e": "#edit", "l": "#later"}
"""The buttons by the letters that are underlined in them. They only move the focus, and are in no table of keys."""
_VERY_WIDE = 110
"""From so many columns on the versions are beside each other."""
_FRAME = 7
"""Cells beside the keys in the frame, in the narrowest window."""


class VersionPane(VerticalScroll):
    """One version of a text; scrolled to where the versions differ first, `same` being what they begin with."""

    def __init__(self, title: str, base: str, text: str, same: str) -> None:
        super().__init__(classes="version")
        self.border_title = f"{display(title)} · {plural(len(text.split()), 'word')}".replace("[", r"\[")
        self._shown = Static(changed_words(base, text), markup=False)
        self._same = Content(display_lines(same))

    def compose(self) -> ComposeResult:
        """Yield the text."""
        yield self._shown

    def on_resize(self) -> None:
        """Begin with the line above what differs."""
        rows = self._same.get_height({}, max(self.scrollable_content_region.width, 1))
        self.scroll_to(y=max(rows - 2, 0), animate=False, immediate=True)


class ConflictScreen(Dialog[str | None]):
    """Answers with the text to take: one of the versions, or what was written from them; None to decide later.

    `other` is the other side; `limits` are those of the answer; `typed` gets what is written in the pane, after each
    change. Nobody may have asked for this: so Enter alone takes nothing, and a letter only moves to a button.
    """

    CSS_PATH = "../dialogs.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (64, "-wide"), (_VERY_WIDE, "-very-wide")]  # noqa: RUF012 - as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("conflict", priority=True), *closing(priority=True), *BUTTONS]
    AUTO_FOCUS = "#later"
    BOX = "#conflict"

    def __init__(
        self,
        conflict: Conflict,
        other: OtherSide,
        limits: Limits | None = None,
        *,
        typed: Callable[[str], None] = lambda _: None,
        gives_way: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__(gives_way)
        self._typed = typed
        self._conflict = conflict
        self._other = other
        self._meter = Meter()
        self._meter.set_limits(limits or Limits())
        self._text = AnswerArea(on_counts=self._meter.set_counts)

    def compose(self) -> ComposeResult:
        """Yield the three versions, the pane to write in, which opens on demand, and the choices."""
        conflict, other = self._conflict, self._other
        what = f"Question {conflict.number}" if conflict.number is not None else "Text outside the answers"
        same = common_beginning(conflict.base or conflict.ours, conflict.ours, conflict.theirs)
        theirs = f"Theirs ({other.label})" if other.label else "Theirs"
        with Vertical(id="conflict") as box:
            box.border_title = display(f"{what} has conflicting changes {other.where}").replace("[", r"\[")
            box.border_subtitle = self._keys(is_open=False)
            self.fit(box, self._rows())
            with Container(id="versions"):
                for title, text in (("Original", conflict.base), ("Yours", conflict.ours), (theirs, conflict.theirs)):
                    yield VersionPane(title, conflict.base, text, same)
            with Vertical(id="own"):
                yield self._text
                yield self._meter
            with Horizontal(id="choices"):
                yield Button("[u]L[/u]ater", id="later", compact=True)
                yield Button("[u]Y[/u]ours", id="choice-ours", compact=True)
                yield Button("[u]T[/u]heirs", id="choice-theirs", compact=True)
                yield Button("[u]B[/u]oth", id="choice-both", compact=True)
                yield Button("[u]E[/u]dit…", id="edit", compact=True)
                yield Button("Use this text", id="use", compact=True)

    def on_mount(self) -> None:
        """Have both texts at hand to be written from."""
        self._text.show(0, self._texts["choice-both"])
        self._meter.set_counts(self._text.counts)

    def on_resize(self) -> None:
        """Show as many of the keys as there is room for."""
        self._show_keys(is_open=self.has_class("-writing"))

    def _show_keys(self, *, is_open: bool) -> None:
        """Name the keys; the pane to write in gets as much room as there is."""
        box = self.query_one("#conflict", Vertical)
        box.border_subtitle = self._keys(is_open=is_open)
        self.fit(box, self.app.size.height if is_open else self._rows())

    def _rows(self) -> int:
        """Return how many rows the choices and the versions have: as many each as the longest of them."""
        width = self.app.size.width
        stacked, room = (1, self.room(width) // 3 - 1) if width >= _VERY_WIDE else (3, self.room())
        conflict = self._conflict
        texts = [Content(display_lines(text)) for text in (conflict.base, conflict.ours, conflict.theirs)]
        return stacked * (1 + max(text.get_height({}, room) for text in texts)) + 2

    @property
    def _texts(self) -> dict[str, str]:
        ours, theirs = self._conflict.ours, self._conflict.theirs
        both = "\n\n".join(text for text in (ours, theirs) if text)
        return {"choice-both": both, "choice-ours": ours, "choice-theirs": theirs}

    def _keys(self, *, is_open: bool) -> Content:
        if is_open:
            use = f"{main_key('use')} uses this text", "screen.use"
            return hints(use, back("back to the choices"), width=self.app.size.width - _FRAME)
        width = self.app.size.width - _FRAME
        return hints("← → or a letter choose", "Both: yours, then theirs", back("later"), width=width)

    def _show_pane(self, *, is_open: bool) -> None:
        """Open the pane to write in, or close it: what was written there stays."""
        self.set_class(is_open, "-writing")
        self._show_keys(is_open=is_open)
        (self._text if is_open else self.query_one("#edit")).focus()

    def on_key(self, event: Key) -> None:
        """Move to the button of a letter; say which letters have one where this one has none."""
        letter = (event.character or "").lower()
        if self.has_class("-writing") or not event.is_printable or not letter.strip():
            return
        event.stop()
        if letter in _LETTERS:
            self.query_one(_LETTERS[letter]).focus()
            self.query_one("#conflict", Vertical).border_subtitle = self._keys(is_open=False)
        else:
            self.say_no_choice(letter, f"{' '.join(_LETTERS)} choose, Enter confirms")

    @on(Button.Pressed)
    def _choose(self, event: Button.Pressed) -> None:
        event.stop()
        match event.button.id:
            case "edit":
                self._show_pane(is_open=True)
            case "use":
                self.action_use()
            case "later":
                self.dismiss(None)
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


def common_beginning(*texts: str) -> str:
    """Return what all of some texts begin with."""
    shortest = min(texts, key=len)
    differing = (at for at, letters in enumerate(zip(*texts, strict=False)) if len(set(letters)) > 1)
    return shortest[: next(differing, len(shortest))]


def changed_words(base: str, text: str) -> Content:
    """Return a version with the words underlined that are not in the one it was made from."""
    return Content("").join(Content.styled(piece, _NEW if is_new else "") for piece, is_new in _pieces(base, text))


def _pieces(base: str, text: str) -> Iterator[tuple[str, bool]]:
    """Yield a version piece by piece, as the screen may show it, and whether the piece is new."""
    before, words = _WORDS.findall(base), _WORDS.findall(text)
    same = {at for _, at in matching(before, words)} if base else set(range(len(words)))
    for at, word in enumerate(words):
        yield display_lines(word), at not in same and not word.isspace()
