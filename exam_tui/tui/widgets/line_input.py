"""A line to type into, at the edge of what it is for: a filter, a number, words to find."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.events import Key
from textual.screen import Screen
from textual.widgets import Input, Static
from typing_extensions import override

from exam_tui.core.text.emoji import JOINER
from exam_tui.tui.keys.bindings import closing, line_bindings
from exam_tui.tui.widgets.answer.textarea_text import AltKeys
from exam_tui.tui.widgets.key_line import Place


class TextInput(AltKeys, Input):
    """An input in which a letter with Alt is a key, as in the answer, and the same keys move by words."""

    BINDINGS: ClassVar[list[BindingType]] = line_bindings()

    @override
    async def _on_key(self, event: Key) -> None:
        """Take an emoji's joiner, which shows nothing by itself: Textual would not take it for a letter."""
        if event.character == JOINER:
            event.stop()
            event.prevent_default()
            self.insert_text_at_cursor(JOINER)

    @property
    @override
    def _value(self) -> Text:
        """The text as it is drawn: the parts of an emoji by themselves, since the cursor goes over them one by one."""
        return Text(_apart(self.value), no_wrap=True, overflow="ignore", end="")

    @override
    def _position_to_cell(self, position: int) -> int:
        return cell_len(_apart(self.value[:position]))

    def action_paste(self) -> None:
        """Paste as a terminal does: one line, and a message where there are more."""
        self.call_later(self.run_action, "app.paste")

    def action_cursor_word_left(self) -> None:
        """Go to the start of the word before the cursor."""
        self.action_cursor_left_word()

    def action_cursor_word_right(self) -> None:
        """Go to the start of the next word."""
        self.action_cursor_right_word()

    def action_delete_word_left(self) -> None:
        """Delete to the start of the word before the cursor."""
        self.action_delete_left_word()

    def action_delete_word_right(self) -> None:
        """Delete to the start of the next word."""
        self.action_delete_right_word()


def _apart(text: str) -> str:
    return text.replace(JOINER, "·")


class AboveKeys(Container):
    """A place to type right above the keys: in a low window the prompt makes room, answer and meters stay."""

    PLACE: ClassVar[Place] = "line"

    def on_mount(self) -> None:
        """Let the screen know."""
        self._desk.add_class("-line")

    @cached_property
    def _desk(self) -> Screen[Any]:
        """The screen that it is on, also once it is gone."""
        return self.screen

    def on_unmount(self) -> None:
        """Give the room back."""
        self._desk.set_class(any(other is not self for other in self._desk.query(AboveKeys)), "-line")


class LineInput(AboveKeys):
    """A label and an input that goes away with Esc and Enter.

    `changed` hears every text, `done` the last one and whether it was taken (Enter) or given up (Esc).
    """

    DEFAULT_CSS = """
    LineInput {
        layout: horizontal; height: 1; background: $surface;
        Static { width: auto; padding-left: 1; text-style: bold; }
        Input { width: 1fr; background: $surface; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = closing()

    def __init__(
        self,
        label: str,
        value: str = "",
        *,
        changed: Callable[[str], None] | None = None,
        done: Callable[[str, bool], None],
    ) -> None:
        super().__init__(classes="line-input")
        self._label = label
        self._value = value
        self._changed = changed
        self._done = done

    def compose(self) -> ComposeResult:
        """Yield label and input."""
        yield Static(self._label, markup=False)
        yield TextInput(self._value, compact=True)

    @on(Input.Changed)
    def _type(self, event: Input.Changed) -> None:
        event.stop()
        if self._changed:
            self._changed(event.value)

    @on(Input.Submitted)
    def _take(self, event: Input.Submitted) -> None:
        event.stop()
        self._close(event.value, taken=True)

    def action_close(self) -> None:
        """Close without taking the text."""
        self._close(self.query_one(Input).value, taken=False)

    def _close(self, value: str, *, taken: bool) -> None:
        self.remove()
        self._done(value, taken)
