"""A modifier that means nothing with a key is left out; a letter with Ctrl or Alt is never that letter."""

import pytest
from textual.events import Key

from exam_tui.tui.keys.modifiers import without_idle_modifiers

KNOWN = {"ctrl+s", "alt+o", "shift+up", "ctrl+home", "alt+up", "ctrl+shift+z", "shift+tab", "tab"}
KEYS = {
    "shift+enter": ("enter", "\r"),
    "ctrl+alt+enter": ("enter", "\r"),
    "shift+backspace": ("backspace", "\x7f"),
    "shift+delete": ("delete", None),
    "shift+space": ("space", " "),
    "shift+escape": ("escape", "\x1b"),
    "super+left": ("left", None),
    "shift+up": ("shift+up", None),
    "alt+shift+up": ("alt+up", None),
    "ctrl+shift+up": ("up", None),
    "ctrl+shift+home": ("ctrl+home", None),
    "ctrl+shift+s": ("ctrl+s", None),
    "alt+shift+o": ("alt+o", None),
    "ctrl+shift+z": ("ctrl+shift+z", None),
    "ctrl+alt+tab": ("tab", "\t"),
    "ctrl+b": ("ctrl+b", None),
    "super+v": ("super+v", None),
    "alt+shift+x": ("alt+x", None),
    "f1": ("f1", None),
}


@pytest.mark.parametrize("key", KEYS)
def test_a_key_is_that_without_the_modifiers_that_mean_nothing(key: str) -> None:
    event = without_idle_modifiers(Key(key, None), KNOWN.__contains__)
    assert (event.key, event.character) == KEYS[key]
