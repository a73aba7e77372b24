"""What the editor said, all of it, with the time."""

import time
from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from exam_tui.tui.actions import closing
from exam_tui.tui.messages import STYLES, Message


class MessagesScreen(ModalScreen[None]):
    """Lists messages, the newest first, each in full."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = closing("messages")

    def __init__(self, said: Sequence[Message]) -> None:
        super().__init__()
        self._said = said

    def compose(self) -> ComposeResult:
        """Yield a paragraph for each."""
        with VerticalScroll(id="messages") as box:
            box.border_title = "Messages, the newest first"
            box.border_subtitle = "Esc closes"
            if not self._said:
                yield Static("Nothing was said yet.", markup=False)
            for message in reversed(self._said):
                when = time.strftime("%H:%M:%S", time.localtime(message.time))
                yield Static(Content.assemble((f"{when}\n", "dim"), (message.text, STYLES[message.tone])), markup=False)

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)
