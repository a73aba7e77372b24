"""One name for each key: people write a key in several ways, and terminals send one thing for several keys."""

from collections.abc import Sequence
from typing import Final

MODIFIERS: Final = frozenset({"ctrl", "alt", "shift", "super", "meta", "hyper"})

_SAME: Final = {
    "ctrl+m": "enter", "return": "enter", "ctrl+i": "tab", "ctrl+[": "escape", "ctrl+left_square_bracket": "escape",
    "ctrl+@": "ctrl+space", "newline": "ctrl+j",
}  # fmt: skip
"""Names of one and the same key."""
_SENT_ALIKE: Final = {"ctrl+h": "backspace", "ctrl+enter": "enter"}
"""Keys that a terminal without the kitty protocol sends as others."""
_COMMAND_KEYS: Final = {"super", "meta", "hyper"}
"""The modifiers that some keyboards have in place of Ctrl."""


def one_form(key: str) -> str:
    """Return the name by which a key arrives: `ctrl+shift+s` for `Shift+Ctrl+S`. What is not a key stays unchanged."""
    *held, last = key.split("+")
    modifiers = {name.lower() for name in held}
    if len(last) > 1:
        last = last.lower()
    elif modifiers - {"shift"} and last.isupper():
        modifiers.add("shift")
        last = last.lower()
    elif modifiers == {"shift"} and last.islower():
        return last.upper()
    form = "+".join([*sorted(modifiers), last])
    return _SAME.get(form, form)


def forms(keys: Sequence[str]) -> Sequence[str]:
    """Return the names by which keys arrive, each once."""
    return tuple(dict.fromkeys(map(one_form, keys)))


def taken_for(key: str) -> str:
    """Return the key that a terminal may send, or a hand may mean, in place of one with modifiers."""
    *held, last = one_form(key).split("+")
    modifiers = {"ctrl" if name in _COMMAND_KEYS else name for name in held} - {"shift"}
    plain = one_form("+".join([*sorted(modifiers), last]))
    return _SENT_ALIKE.get(plain, plain)
