"""Modifiers without a meaning of their own: Shift+Enter is Enter, and Ctrl+Shift+S is Ctrl+S where it is not bound."""

from collections.abc import Callable
from typing import Final

from textual.events import Key

_CHARACTERS: Final[dict[str, str | None]] = {
    "enter": "\r", "tab": "\t", "backspace": "\x7f", "escape": "\x1b", "space": " ", "delete": None,
    "left": None, "right": None, "up": None, "down": None,
    "home": None, "end": None, "pageup": None, "pagedown": None,
}  # fmt: skip
"""The keys that mean something whatever modifiers are held with them, and what each of them types."""
_FIRST_LEFT_OUT: Final = ("hyper", "meta", "super", "shift", "alt", "ctrl")


def without_idle_modifiers(event: Key, means_something: Callable[[str], bool]) -> Key:
    """Return a key without the modifiers that nothing knows it with.

    From a key with a letter on it only Shift is removed: Ctrl or Alt with a letter is never that letter.
    """
    *held, name = event.key.split("+")
    if not held or means_something(event.key):
        return event
    character = None
    for modifier in [modifier for modifier in _FIRST_LEFT_OUT if modifier in held]:
        if name not in _CHARACTERS and (modifier != "shift" or len(held) == 1):
            continue
        held.remove(modifier)
        character = _CHARACTERS.get(name) if not held else None
        if means_something("+".join([*held, name])):
            break
    key = "+".join([*held, name])
    return event if key == event.key else Key(key, character)
