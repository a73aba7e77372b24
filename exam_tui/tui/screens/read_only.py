"""What is only read: a box over the questions that scrolls, and that nearly every key and a click close."""

from abc import abstractmethod
from collections.abc import Iterable
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Click
from textual.screen import ModalScreen
from textual.widget import Widget

from exam_tui.tui.keys.bindings import back, hints, list_bindings

T = TypeVar("T")


class ReadingScreen(ModalScreen[T | None], Generic[T]):
    """A box with a title. A subclass has the identifier of its box, and says which key opens it."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = list_bindings("reading")
    BOX: ClassVar[str]
    HEADING: ClassVar[str]

    def compose(self) -> ComposeResult:
        """Yield the box."""
        with VerticalScroll(id=self.BOX) as box:
            box.border_title = self.HEADING
            box.border_subtitle = self.hints()
            yield from self.contents()

    def hints(self) -> Content:
        """Return the line at the bottom edge."""
        return hints(back("closes"))

    @abstractmethod
    def contents(self) -> Iterable[Widget]:
        """Yield what is in the box."""

    def on_click(self, event: Click) -> None:
        """Close where the click is outside the box."""
        if self.get_widget_at(event.screen_x, event.screen_y)[0] is self:
            self.action_close()

    def action_scroll_up(self) -> None:
        """Scroll up by a line."""
        self.query_one(VerticalScroll).scroll_relative(y=-1, animate=False)

    def action_scroll_down(self) -> None:
        """Scroll down by a line."""
        self.query_one(VerticalScroll).scroll_relative(y=1, animate=False)

    def action_leave(self) -> None:
        """Go back."""
        self.action_close()

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)
