"""The editor's screen, and the functions that the table of actions names."""

from collections.abc import Callable
from importlib import import_module
from typing import ClassVar

from textual.binding import BindingType

from exam_tui.session.session import Session
from exam_tui.settings.settings import Settings
from exam_tui.tui.editor.screen import Desk
from exam_tui.tui.keys.actions import action
from exam_tui.tui.keys.bindings import bindings, bindings_of
from exam_tui.tui.keys.keymap import added_keys


class EditorScreen(Desk):
    """One open report, with the actions of the table."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("everywhere"), *bindings_of("paste")]

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__(session, settings)
        for key, added in added_keys():
            self._bindings.bind(key, added.name, added.title, show=False)


def command_of(name: str) -> Callable[[EditorScreen], object] | None:
    """Return the function that does an action, None where a widget does it; its file is loaded when it is needed."""
    topic = action(name).topic
    return getattr(import_module(f"exam_tui.tui.editor.{topic}"), name) if topic else None
