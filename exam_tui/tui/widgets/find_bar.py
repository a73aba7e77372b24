"""The lines for finding and replacing: both texts, where the match is, what the keys do, and what is found."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Click
from textual.style import Style
from textual.widgets import Input, Static

from exam_tui.core.editing.search import LONGEST_QUERY, Query
from exam_tui.tui.keys.bindings import SEPARATOR, bindings, closing
from exam_tui.tui.keys.keymap import main_key
from exam_tui.tui.widgets.key_line import Place
from exam_tui.tui.widgets.line_input import AboveKeys, TextInput

Part = tuple[str, str]
"""A part of a line: the action that a click on it does, "" for none, and its text."""
What = Literal["changed", "next", "previous", "replace", "replace_all", "everywhere", "close"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What to do with both texts; `ignore_case` and `whole_word` are those of a query."""

    what: What
    text: str
    replacement: str
    ignore_case: bool | None
    whole_word: bool


class FindBar(AboveKeys):
    """Asks for a text to find and one to put in its place; `asked` does what is wished with them."""

    DEFAULT_CSS = """
    FindBar {
        height: 3; background: $surface; padding: 0 1;
        Horizontal { height: 1; }
        Static { width: auto; text-style: bold; }
        Input { width: 1fr; background: $surface; }
        #find-state, #find-switches { width: 1fr; height: 1; text-style: none; color: $text-muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("find"), *closing()]
    PLACE: ClassVar[Place] = "find"

    def __init__(self, text: str, replacement: str, asked: Callable[["FindBar", Wish], None]) -> None:
        super().__init__(id="find-bar")
        self._asked = asked
        self._text = text
        self._replacement = replacement
        self._state = ""
        self._is_found = False
        self._ignore_case: bool | None = None
        self._whole_word = False

    def compose(self) -> ComposeResult:
        """Yield both inputs, the state, and the switches."""
        with Horizontal():
            yield Static("Find ", markup=False)
            yield TextInput(self._text, id="find-text", compact=True)
            yield Static(" Replace with ", markup=False)
            yield TextInput(self._replacement, id="find-replacement", compact=True)
        yield Static("", id="find-state", markup=False)
        yield Static("", id="find-switches", markup=False)

    # What the keys do

    def show_state(self, state: str, *, is_found: bool = False) -> None:
        """Show which of how many it is, or what else there is to say, and what can be done then."""
        self._state, self._is_found = state, is_found
        self._draw()

    def on_mount(self) -> None:
        """Say what can be done once it is laid out: Textual sends no resize where its size was asked for before."""
        self._desk.add_class("-find")
        self.call_after_refresh(self._draw)

    def on_unmount(self) -> None:
        """Let the prompt be seen again, where it had made room."""
        self._desk.remove_class("-find")

    def on_resize(self) -> None:
        """Say it in as many words as fit."""
        self._draw()

    def _draw(self) -> None:
        width = self.query_one("#find-state").size.width
        self.query_one("#find-state", Static).update(_line(self._states(), width) if self._state else "")
        self.query_one("#find-switches", Static).update(_line(self._switches(), width))

    def _states(self) -> Iterator[list[Part]]:
        """Yield where the match is and what can be done with it, ever shorter."""
        one, here = main_key("replace"), main_key("replace_all")
        for state, words in (
            (self._state, ("replaces", "all here")),
            (self._state.replace(" of ", "/"), ("one", "all")),
        ):
            keys = [("replace", f"{one} {words[0]}"), ("replace_all", f"{here} {words[1]}")] if self._is_found else []
            yield [("", state), *keys]

    def _switches(self) -> Iterator[list[Part]]:
        """Yield what is found, to be switched, ever shorter."""
        case, word, everywhere = map(main_key, ("find_case", "find_words", "find_everywhere"))
        marks = [f"[{'✓' if is_on else ' '}]" for is_on in (not self._is_caseless, self._whole_word)]
        for names in (("match case", "whole word", "in all answers"), ("Aa", "word", "all")):
            yield [
                ("find_case", f"{case} {marks[0]} {names[0]}"),
                ("find_words", f"{word} {marks[1]} {names[1]}"),
                ("find_everywhere", f"{everywhere} {names[2]}"),
            ]

    @property
    def _is_caseless(self) -> bool:
        return Query(self._words[0][:LONGEST_QUERY], self._ignore_case).is_caseless

    @property
    def _words(self) -> tuple[str, str]:
        text, replacement = (self.query_one(f"#find-{name}", Input).value for name in ("text", "replacement"))
        return text, replacement

    async def on_click(self, event: Click) -> None:
        """Do what a clicked part of the line says."""
        if name := event.style.meta.get("wish"):
            await self.run_action(str(name))

    # Wishes

    @on(Input.Changed, "#find-text")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._draw()
        self._wish("changed")

    @on(Input.Changed, "#find-replacement")
    def _typed_replacement(self, event: Input.Changed) -> None:
        event.stop()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self._wish("next" if event.input.id == "find-text" else "replace")

    def action_find_next(self) -> None:
        """Go to the next match."""
        self._wish("next")

    def action_find_previous(self) -> None:
        """Go to the previous match."""
        self._wish("previous")

    def action_find_case(self) -> None:
        """Match upper and lower case as written, or not."""
        self._ignore_case = not self._is_caseless
        self._draw()
        self._wish("changed")

    def action_find_words(self) -> None:
        """Find whole words alone, or parts of words too."""
        self._whole_word = not self._whole_word
        self._draw()
        self._wish("changed")

    def action_replace(self) -> None:
        """Replace this match."""
        self._wish("replace")

    def action_replace_all(self) -> None:
        """Replace all matches of this answer."""
        self._wish("replace_all")

    def action_find_everywhere(self) -> None:
        """Find in all answers."""
        self._wish("everywhere")

    def action_close(self) -> None:
        """Go back to the answer."""
        self._wish("close")

    def _wish(self, what: What) -> None:
        """Pass a wish on, with both texts."""
        self._asked(self, Wish(what, *self._words, self._ignore_case, self._whole_word))


def _line(versions: Iterator[list[Part]], width: int) -> Content:
    """Return the first version that fits into a line, else the last, closer together; its parts can be clicked."""
    gap = " "
    for parts in versions:
        if cell_len(SEPARATOR.join(text for _, text in parts)) <= width:
            gap = SEPARATOR
            break
    return Content(gap).join(Content(text).stylize(Style.from_meta({"wish": name})) for name, text in parts)
