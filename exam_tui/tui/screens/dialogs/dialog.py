"""What dialogs have in common: none swallows what is typed without a word, and none acts on it."""

import math
from collections.abc import Callable
from typing import ClassVar, TypeVar

from textual.events import Key
from textual.message import Message
from textual.screen import ModalScreen
from textual.widget import Widget

from exam_tui.core.text.escape import display
from exam_tui.tui.keys.bindings import hints

T = TypeVar("T")
_FRAME = 7
"""Cells beside the keys in the frame, in the narrowest window."""
_SIDES, _EDGES = 4, 2
"""Cells and rows of a large box that are not for its content."""


class Dialog(ModalScreen[T]):
    """A question over the editor. A letter that is no choice does nothing, and the frame says so.

    Nobody may have asked for it: what was typed before it was open is handed to `gives_way`, Enter among it.
    """

    BOX: ClassVar[str]
    """The widget whose frame names the keys."""

    def __init__(self, gives_way: Callable[[str], object] | None = None) -> None:
        super().__init__()
        self._gives_way = gives_way
        self._opened_at = math.inf

    def room(self, widest: int = 96) -> int:
        """Return the cells for a line in a large box, known before it is laid out; dialogs.tcss has its width."""
        return max(min(widest, int(self.app.size.width * 0.98)) - _SIDES, 1)

    def fit(self, box: Widget, rows: int) -> None:
        """Make a large box no higher than its content, which has so many rows."""
        box.styles.max_height = rows + _EDGES

    def on_screen_resume(self) -> None:
        """Take keys from now on."""
        self._opened_at = min(self._opened_at, Message().time)

    def gave_way(self, event: Key) -> bool:
        """Hand a key on that was typed into the answer before this was open; return whether that was done."""
        text = "\n" if event.key == "enter" else event.character if event.is_printable else None
        if not (text and self._gives_way and event.time < self._opened_at):
            return False
        self._gives_way(text)
        return True

    def say_no_choice(self, letter: str, choices: str) -> None:
        """Say that a letter does nothing here, and what does."""
        said = f"“{display(letter)}” is not a choice", choices
        self.query_one(self.BOX).border_subtitle = hints(*said, width=self.app.size.width - _FRAME)
