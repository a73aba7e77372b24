"""The lines at the bottom: the most used keys, what just happened, and above the keys what is not safe."""

import time
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from exam_tui.core.text.escape import display_lines
from exam_tui.session.dialogue import Tone
from exam_tui.tui.keys.keymap import main_key
from exam_tui.tui.widgets.cells import truncate
from exam_tui.tui.widgets.key_line import BarState, key_line
from exam_tui.tui.widgets.message_log import STANDING, STYLES, Message, MessageLog

if TYPE_CHECKING:
    from textual.timer import Timer

_LINES = 5
_PART_OF_WINDOW = 3
"""A message takes so many lines, or one in so many of the window where that is more."""


class KeyBar(Widget):
    """Shows the keys that work where the focus is. A message takes their place, with the lines it needs.

    What stays until work is safe again is shown above the keys instead: nobody has to do without them for so long.
    """

    def __init__(self) -> None:
        super().__init__(id="keys")
        self.messages = MessageLog()
        self._timer: Timer | None = None
        self.state = BarState()

    def set_state(self, state: BarState) -> None:
        """Name the keys that work there."""
        if state != self.state:
            self.state = state
            self.refresh()

    def show_message(self, text: str, tone: Tone = "info") -> None:
        """Show a message: bad news stays until it is over, the rest for as long as it takes to read."""
        message = Message(display_lines(text), tone, time.time())
        self.messages.add(message)
        self._draw()
        if tone not in STANDING:
            self._timer = self.set_timer(message.seconds, lambda: self.dismiss([message]))

    def hint(self, text: str) -> None:
        """Show a message unless there is one already: nothing that just happened is hidden by a hint."""
        if self.is_attached and not self.messages.shown and not self.screen.has_class("-focus"):
            self.show_message(text)

    def dismiss(self, messages: Collection[Message]) -> None:
        """Stop showing messages, where they are still shown: something else was done since, or the work is safe."""
        self.messages.dismiss(messages)
        self._draw()

    def dismiss_passing(self) -> None:
        """Stop showing the passing message, if there is one."""
        if self.messages.passing:
            self.dismiss([self.messages.passing])

    def retract(self, text: str) -> None:
        """Stop showing a message that is no longer true."""
        self.messages.retract(display_lines(text))
        self._draw()

    def clear(self) -> None:
        """Show the keys again."""
        self.messages.passing, self.messages.standing = None, ()
        self._draw()

    def _draw(self) -> None:
        """Show what is due now, and stop the timer of the rest."""
        if self._timer and not self.messages.passing:
            self._timer.stop()
        self.set_class(bool(self.messages.shown), "-message")
        self._make_room()
        self.refresh(layout=True)

    def on_resize(self) -> None:
        """Wrap a message for the new width."""
        self._make_room()

    def _make_room(self) -> None:
        """Tell the screen that there is more than a line, so that it can leave out what matters less."""
        if self.is_attached:  # a message may come while everything ends
            self.screen.set_class(len(self._lines(self.size.width)) > 1, "-tall-message")

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines that the messages and the keys take."""
        del container, viewport
        return max(len(self._lines(width)), 1)

    def _lines(self, width: int) -> Sequence[Content]:
        """Return the lines of the messages, [] for none; where there is no room for all of them, how to see the rest.

        The keys are the last line where a message stays.
        """
        shown = self.messages.shown
        if not shown or width <= 0:
            return []
        lines = [line.stylize(STYLES[message.tone]) for message in shown for line in Content(message.text).wrap(width)]
        keys = [self._key_line(width)] if self.messages.standing else []
        most = max(_LINES, self.app.size.height // _PART_OF_WINDOW)
        if len(lines) > most:
            more = f" … {main_key('messages')} shows all"
            last = lines[most - 1].plain[: max(width - cell_len(more), 0)]
            end = Content(f"{truncate(last, width - cell_len(more))}{more}").stylize(STYLES[shown[-1].tone])
            lines = [*lines[: most - 1], end]
        return [*lines, *keys]

    def render(self) -> Content:
        """Draw what is said, or the keys."""
        if self.messages.shown:
            return Content("\n").join(self._lines(self.size.width))
        return self._key_line(self.size.width)

    def _key_line(self, width: int) -> Content:
        return key_line(self.state, width, is_list_hidden=self.screen.has_class("-narrow"))
