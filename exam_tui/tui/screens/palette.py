"""The palette: every action, found by words of its title and by other words for it, with its keys."""

from typing import ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from exam_tui.tui.keys.action_search import FoundAction, find_actions
from exam_tui.tui.keys.actions import Action
from exam_tui.tui.keys.bindings import LIST_MOVES, back, closing, hints
from exam_tui.tui.keys.keymap import key_name, keys_of
from exam_tui.tui.widgets.cells import truncate
from exam_tui.tui.widgets.line_input import TextInput

_ROW_EDGE = 3
"""Cells of a row that its padding and the scroll bar take."""
_LEAST_TITLE = 24


class PaletteScreen(ModalScreen[Action | None]):
    """Lists the actions that fit what is typed, and answers with the one to do; None for Esc."""

    CSS_PATH = "dialogs.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]  # noqa: RUF012 - as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [*LIST_MOVES, *closing("palette")]

    def __init__(self) -> None:
        super().__init__()
        self._found = find_actions("")

    def compose(self) -> ComposeResult:
        """Yield the line to type into and the list."""
        with Vertical(id="palette") as box:
            box.border_title = "Commands"
            box.border_subtitle = hints(("Enter runs it", "screen.take"), back())
            yield TextInput(placeholder="what do you want to do?", id="palette-words", compact=True)
            rows = OptionList(id="palette-list", markup=False)
            rows.can_focus = False  # the line keeps the keys, and the arrows move in the list from there
            yield rows

    def on_mount(self) -> None:
        """Let the keys go to the line."""
        self.query_one(Input).focus()

    def on_resize(self) -> None:
        """Lay the rows out for the width."""
        self.call_after_refresh(self._fill)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._fill()

    def _fill(self) -> None:
        self._found = find_actions(self.query_one(Input).value)
        rows = self.query_one(OptionList)
        width = rows.size.width - _ROW_EDGE
        rows.clear_options()
        rows.add_options(
            [Option(_row(found, width)) for found in self._found] or [Option("No matching command.", disabled=True)]
        )
        rows.highlighted = 0 if self._found else None

    async def action_move(self, how: str) -> None:
        """Move in the list, by the name that the list has for it."""
        await self.query_one(OptionList).run_action(how)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_take()

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._found[event.option_index].action)

    def action_take(self) -> None:
        """Do what is under the cursor."""
        at = self.query_one(OptionList).highlighted
        if at is not None and self._found:
            self.dismiss(self._found[at].action)

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)


def _row(found: FoundAction, width: int) -> Content:
    """Return a row: the title and the words that it was found by, the keys at the right where there is room."""
    keys = " ".join(key_name(key) for key in keys_of(found.action))
    beside = f"  {' '.join(found.words)}" if found.words else ""
    room = width - cell_len(keys) - 2
    if room < _LEAST_TITLE:
        keys, room = "", width
    title = truncate(found.action.title, max(room, 0))
    beside = truncate(beside, room - cell_len(title)) if beside else ""
    gap = " " * max(width - cell_len(title) - cell_len(beside) - cell_len(keys), 0)
    return Content.assemble(title, (beside, "$text-muted italic"), gap if keys else "", (keys, "$text-accent not bold"))
