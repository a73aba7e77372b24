"""The line at the bottom: the most used keys, or what just happened."""

from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len
from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from exam_tui.core.display import display
from exam_tui.tui.actions import ACTIONS
from exam_tui.tui.keymap import main_key
from exam_tui.tui.text import cut

if TYPE_CHECKING:
    from textual.timer import Timer

Tone = Literal["good", "bad", "plain"]
_STYLES: dict[Tone, str] = {"good": "$text-success", "bad": "$text-error bold", "plain": "$text"}
_SECONDS = 8.0


class KeyBar(Widget):
    """Shows the keys of the action table that have a label. A message takes their place for a while."""

    def __init__(self) -> None:
        super().__init__(id="keys")
        self._message = ""
        self._tone: Tone = "plain"
        self._timer: Timer | None = None

    def say(self, message: str, tone: Tone = "plain") -> None:
        """Show a message: bad news stay until something else is said, others for some seconds."""
        if self._timer:
            self._timer.stop()
            self._timer = None
        self._message, self._tone = display(message), tone
        if message and tone != "bad":
            self._timer = self.set_timer(_SECONDS, self.clear)
        self.refresh()

    def hint(self, message: str) -> None:
        """Show a message unless there is one already: nothing that just happened is hidden by a hint."""
        if not self._message:
            self.say(message)

    def unsay(self, message: str) -> None:
        """Show the keys again where this message still stands: it is true no more."""
        if self._message == display(message):
            self.clear()

    def clear(self) -> None:
        """Show the keys again."""
        self.say("")

    def render(self) -> Content:
        """Draw the message or the keys, as many as fit."""
        if self._message:
            return Content.assemble(" ", (cut(self._message, self.size.width - 2), _STYLES[self._tone]))
        pieces: list[Content | str] = [" "]
        room = self.size.width - 1
        for action in ACTIONS:
            if not action.label:
                continue
            key = main_key(action.name)
            room -= cell_len(key) + cell_len(action.label) + 3
            if room < 0:
                break
            click = Style.from_meta({"@click": f"screen.{action.name}"})
            pieces += [
                Content(key).stylize("bold $text-accent").stylize(click),
                Content(f" {action.label}").stylize(click),
                "  ",
            ]
        return Content.assemble(*pieces)
