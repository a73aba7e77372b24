"""One key after the other: each is done before the next is looked at, and on the screen that it was pressed for."""

from collections import deque
from typing import TYPE_CHECKING

from textual.app import App
from textual.events import Key
from textual.widget import Widget

from exam_tui.tui.keys import type_ahead

if TYPE_CHECKING:
    from textual.screen import Screen

    from exam_tui.tui.editor.screen import EditorScreen

_KEYS = 256
"""For so many keys it is known which screen they were pressed for."""


class KeyOrder:
    """Does keys where they come in, ahead of Textual, which looks for the action of a key later."""

    def __init__(self, app: App[int]) -> None:
        self._app = app
        self._given: deque[tuple[Key, Screen[object]]] = deque(maxlen=_KEYS)
        self.is_escaped = False
        """Whether the last key was an Esc that led out of the answer."""

    def means_something(self, key: str) -> bool:
        """Return whether a key is bound to anything where the focus is."""
        chain = self._app.screen._modal_binding_chain  # noqa: SLF001 - Textual has no other way to ask
        return any(key in bindings.key_to_bindings for _, bindings in chain)

    async def do(self, event: Key, editor: "EditorScreen") -> bool:
        """Do what a key in the editor is for, unless it is typed, after all that was typed before.

        Return whether it was done.
        """
        app = self._app
        await type_ahead.wait_until_open(app)
        gave_way = getattr(app.screen, "gave_way", None)  # of a dialog, which is not imported before the first
        if gave_way and gave_way(event):
            return True
        self._given.append((event, app.screen))
        self.is_escaped = False
        focused = app.focused
        if focused is None or focused.screen is not editor:
            return False
        if focused is editor.answer and editor.is_read_only and event.is_printable:
            editor.refuse()
            return True
        if focused.check_consume_key(event.key, event.character):
            return False
        reached = [node for node in focused.ancestors_with_self if isinstance(node, Widget)]
        await type_ahead.wait_until_handled(reached[:1])
        workers = set(app.workers)
        check = app._check_bindings  # noqa: SLF001 - what Textual itself does with a key
        if not (await check(event.key, priority=True) or await check(event.key)):
            return False
        await type_ahead.wait_until_started(app, workers)
        await type_ahead.wait_until_handled(reached)
        self.is_escaped = event.key == "escape" and focused is editor.answer
        return True

    def is_late(self, event: Key) -> bool:
        """Return whether a key came for a dialog that an earlier key has closed: it is not for what is below."""
        return any(key is event and screen is not self._app.screen for key, screen in self._given)
