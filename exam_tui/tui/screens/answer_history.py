"""The earlier versions of an answer, each with what would change; one of them can be brought back."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from exam_tui.core.text.words import plural
from exam_tui.storage.history.answer_versions import Earlier
from exam_tui.tui.keys.bindings import back, closing, hints
from exam_tui.tui.screens.dialogs.recovery import difference


class EarlierScreen(ModalScreen[Earlier | None]):
    """Answers with the version to bring back, None for none. `now` is the answer as it is."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = closing("restore", letters=True)

    def __init__(self, number: int, versions: Sequence[Earlier], now: str) -> None:
        super().__init__()
        self._number = number
        self._versions = versions
        self._now = now

    def compose(self) -> ComposeResult:
        """Yield the list and what the version under the cursor would change."""
        with Vertical(id="earlier") as box:
            box.border_title = f"Earlier versions of answer {self._number}"
            box.border_subtitle = hints(("Enter brings it back", "screen.take"), back())
            yield OptionList(*[Option(_row(version)) for version in self._versions], id="earlier-list", markup=False)
            with VerticalScroll(id="earlier-difference", can_focus=False):
                yield Static(self._difference(0), id="earlier-text", markup=False)

    def on_mount(self) -> None:
        """Start at the newest."""
        listing = self.query_one(OptionList)
        listing.highlighted = 0
        listing.focus()

    @on(OptionList.OptionHighlighted)
    def _show(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.query_one("#earlier-text", Static).update(self._difference(event.option_index))
        self.query_one("#earlier-difference").scroll_to(y=0, animate=False)

    def _difference(self, at: int) -> Content:
        return difference(self._now, self._versions[at].text)

    @on(OptionList.OptionSelected)
    def _take(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._versions[event.option_index])

    def action_take(self) -> None:
        """Bring back the version under the cursor."""
        self.query_one(OptionList).action_select()

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)


def _row(version: Earlier) -> Content:
    when = f"{datetime.fromtimestamp(version.time, UTC).astimezone():%d %b %H:%M}  " if version.time else ""
    size = plural(len(version.text.split()), "word") if version.text else "empty"
    return Content.assemble(when, version.name, (f"  {size}", "$text-muted"))
