"""The colours to choose from: those under the cursor are shown at once."""

from collections.abc import Sequence
from itertools import groupby
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.theme import Theme
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from exam_tui.tui.keys.bindings import back, closing, hints


class ThemesScreen(ModalScreen[str | None]):
    """Answers with the name of the theme that was taken; None where the colours are as before."""

    CSS_PATH = "../dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = closing("theme")

    def __init__(self, themes: Sequence[Theme], current: str) -> None:
        super().__init__()
        self._before = current
        self._names: list[str] = []
        self._options: list[Option] = []
        by_kind = sorted(themes, key=lambda theme: (not theme.dark, theme.name))
        for is_dark, group in groupby(by_kind, lambda theme: theme.dark):
            heading = Content.styled("Dark" if is_dark else "Light", "bold $text-accent")
            self._options.append(Option(heading, disabled=True))
            self._names.append("")
            for theme in group:
                self._options.append(Option(f" {theme.name}"))
                self._names.append(theme.name)

    def compose(self) -> ComposeResult:
        """Yield the list, at the edge: what it is about is seen beside it."""
        with Vertical(id="themes") as box:
            box.border_title = "Colour themes"
            box.border_subtitle = hints(("Enter selects", "screen.take"), back())
            yield OptionList(*self._options, id="theme-list", markup=False)

    def on_mount(self) -> None:
        """Start at the colours of now."""
        listing = self.query_one(OptionList)
        listing.highlighted = self._names.index(self._before)
        listing.focus()

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self.call_after_refresh(self.query_one(OptionList).scroll_to_highlight)

    @on(OptionList.OptionHighlighted)
    def _show(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.app.theme = self._names[event.option_index]

    @on(OptionList.OptionSelected)
    def _take(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._names[event.option_index])

    def action_take(self) -> None:
        """Take the colours under the cursor."""
        self.query_one(OptionList).action_select()

    def action_close(self) -> None:
        """Go back to the colours of before."""
        self.app.theme = self._before
        self.dismiss(None)
