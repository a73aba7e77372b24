"""What the editor said, all of it, with the time."""

import time
from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from exam_tui.tui.keys.bindings import closing
from exam_tui.tui.screens.read_only import ReadingScreen
from exam_tui.tui.widgets.message_log import STYLES, Message


class MessagesScreen(ReadingScreen[None]):
    """Lists messages, the newest first, each in full."""

    BINDINGS: ClassVar[list[BindingType]] = closing("messages", letters=True)
    BOX = "messages"
    HEADING = "Messages, newest first"

    def __init__(self, said: Sequence[Message]) -> None:
        super().__init__()
        self._said = said

    def contents(self) -> Iterable[Widget]:
        """Yield a paragraph for each."""
        if not self._said:
            yield Static("No messages yet.", markup=False)
        for message in reversed(self._said):
            when = time.strftime("%H:%M:%S", time.localtime(message.time))
            yield Static(
                Content.assemble((f"{when}\n", "$text-muted"), (message.text, STYLES[message.tone])), markup=False
            )
