"""A mistake in spelling or grammar, beside its word: what is wrong, and what can be done about it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import ClassVar, Final, Literal, NamedTuple

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Offset
from textual.screen import ModalScreen
from textual.style import Style
from textual.widget import Widget
from textual.widgets import Static

from exam_tui.core.text.escape import display
from exam_tui.proofread.remark import Remark
from exam_tui.tui.keys.actions import action
from exam_tui.tui.keys.bindings import NUMBERS, SEPARATOR, back, closing, hints, list_bindings
from exam_tui.tui.keys.keymap import keys_of, main_key
from exam_tui.tui.widgets.cells import truncate

What = Literal["replace", "me", "group", "ignore", "next", "previous"]

_MOST_REPLACEMENTS: Final = len(NUMBERS) + 1
_WIDTH: Final = 64
"""Cells that it takes where the window has so many, with its frame."""
_FRAME: Final = 4
_LONGEST_WORD: Final = 30
_LONGEST_MESSAGE: Final = 300
_KINDS: Final = {"spelling": "Spelling", "grammar": "Grammar"}


class ShownMistake(NamedTuple):
    """A mistake as it is shown.

    Attributes:
        remark: what is wrong.
        word: what stands there.
        number: which of the answer's it is, from 1.
        total: how many there are.
        can_change: whether the report, and the words of the group, can be changed here.
        has_group: whether there is a list of the group.

    """

    remark: Remark
    word: str
    number: int
    total: int
    can_change: bool
    has_group: bool


class MistakeScreen(ModalScreen[None]):
    """Shows one mistake after the other.

    `first` returns the one to begin with, `do` does what is wished for it, with the number of a replacement from 0, and
    returns the one to show next; None closes this. `place` returns where on the screen the one that is shown begins and
    ends: beside it this stays, also where `area`, in which it is, scrolls.
    """

    CSS_PATH = "../dialogs.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]  # noqa: RUF012 - as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        *list_bindings("mistake"),
        *NUMBERS,
        *closing(),
    ]

    def __init__(
        self,
        area: Widget,
        first: Callable[[], ShownMistake | None],
        do: Callable[[What, int], ShownMistake | None],
        place: Callable[[], tuple[Offset, Offset] | None],
    ) -> None:
        super().__init__()
        for key in keys_of(action("next_mistake")):
            self._bindings.bind(key, "skip_mistake", "Next", show=False)
        self._shown: ShownMistake | None = None
        self._area = area
        self._first = first
        self._do = do
        self._where = place

    def compose(self) -> ComposeResult:
        """Yield the message, the replacements, and what else can be done."""
        with Vertical(id="mistake"):
            yield Static(id="mistake-message", markup=False)
            yield Static(id="mistake-replacements", markup=False)
            yield Static(id="mistake-keys", markup=False)

    def on_mount(self) -> None:
        """Show the first one."""
        self._show(self._first())
        self.watch(self._area, "scroll_y", self._place_soon, init=False)

    def on_resize(self) -> None:
        """Fit the window, and stay beside the word once what is below has its new size."""
        if self._shown:
            self._show(self._shown)

    def _place_soon(self) -> None:
        self.call_after_refresh(self._place)

    def _show(self, shown: ShownMistake | None) -> None:
        self._shown = shown
        if shown is None:
            self.dismiss(None)
            return
        box = self.query_one("#mistake", Vertical)
        title = f"{_KINDS[shown.remark.kind]} · {shown.number} of {shown.total} · {_one_line(shown.word)}"
        box.border_title = title.replace("[", r"\[")
        box.border_subtitle = hints(("Enter next", "screen.skip_mistake"), back())
        message = _one_line(shown.remark.message, _LONGEST_MESSAGE)
        self.query_one("#mistake-message", Static).update(Content(f"{message[:1].upper()}{message[1:]}"))
        width = min(_WIDTH, self.app.size.width) - _FRAME
        self.query_one("#mistake-replacements", Static).update(_filled(_replacements(shown), "  ", width))
        self.query_one("#mistake-keys", Static).update(_filled(_keys(shown), SEPARATOR, width))
        self._place_soon()

    def _place(self) -> None:
        """Go below the word, or above it where there is no room below."""
        place = self._where() if self.is_attached else None
        if place is None:
            return
        (column, above), (_, below) = place
        box = self.query_one("#mistake", Vertical)
        size = box.outer_size
        top = below + 1 if below + 1 + size.height <= self.size.height else max(above - size.height, 0)
        box.styles.offset = max(min(column - 2, self.size.width - size.width), 0), top

    # What the keys do

    def _wish(self, what: What, number: int = 0) -> None:
        self._show(self._do(what, number))

    def action_replace(self, number: int) -> None:
        """Put one of the replacements there."""
        if self._shown and number < len(_offered(self._shown)):
            self._wish("replace", number)

    def action_first_replacement(self) -> None:
        """Put the first replacement there."""
        self.action_replace(0)

    def action_add_to_my_words(self) -> None:
        """Add the word to the user's own."""
        if self._shown and self._shown.remark.kind == "spelling":
            self._wish("me")

    def action_add_to_group_words(self) -> None:
        """Add the word to those of the group."""
        if self._shown and _has_group(self._shown):
            self._wish("group")

    def action_ignore_mistake(self) -> None:
        """Ignore it here from now on."""
        self._wish("ignore")

    def action_skip_mistake(self) -> None:
        """Go on to the next one."""
        self._wish("next")

    def action_back_to_mistake(self) -> None:
        """Go back to the one before."""
        self._wish("previous")

    def action_close(self) -> None:
        """Go back to the answer."""
        self.dismiss(None)


def _offered(shown: ShownMistake) -> Sequence[str]:
    return shown.remark.replacements[:_MOST_REPLACEMENTS] if shown.can_change else ()


def _has_group(shown: ShownMistake) -> bool:
    return shown.remark.kind == "spelling" and shown.has_group and shown.can_change


def _replacements(shown: ShownMistake) -> Iterator[Content]:
    """Yield what can be put there, each with its number and to be clicked."""
    for at, text in enumerate(_offered(shown)):
        part = Content.assemble((f"{at + 1}", "bold $text-accent"), f" {_one_line(text) or 'take it out'}")
        yield part.stylize(Style.from_meta({"@click": f"screen.replace({at})"}))
    if not shown.can_change:
        yield Content("The report is read-only.")
    elif not shown.remark.replacements:
        yield Content("No replacement is known.")


def _keys(shown: ShownMistake) -> Iterator[Content]:
    """Yield what else can be done, to be clicked."""
    if shown.remark.kind == "spelling":
        yield hints((f"{main_key('add_to_my_words')} adds to my words", "screen.add_to_my_words"))
    if _has_group(shown):
        yield hints((f"{main_key('add_to_group_words')} to the group's", "screen.add_to_group_words"))
    yield hints((f"{main_key('ignore_mistake')} ignores it here", "screen.ignore_mistake"))


def _one_line(text: str, width: int = _LONGEST_WORD) -> str:
    return truncate(display(" ".join(text.split())), width)


def _filled(parts: Iterable[Content], gap: str, width: int) -> Content:
    """Return parts with a gap between them on as many lines as they need, each whole: a number with its words."""
    lines: list[Content] = []
    for part in parts:
        if lines and lines[-1].cell_length + len(gap) + part.cell_length <= width:
            lines[-1] = lines[-1] + gap + part
        else:
            lines.append(part)
    return Content("\n").join(lines)
