"""Which keys a terminal's sequences stand for: Textual's tables, and the kitty protocol with all of its parts."""

import sys
from typing import Final

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS, IGNORE_SEQUENCE
from textual._keyboard_protocol import FUNCTIONAL_KEYS, MODIFIER_FUNCTIONAL_KEYS
from textual.events import Key
from textual.keys import _character_to_key

from exam_tui.core.text.patterns import lazy_pattern

_KEY: Final = lazy_pattern(r"\x1b\[([0-9:;]*)([A-FHPQRSu~])")
_NUMBER: Final = lazy_pattern("[0-9]{1,7}")
_MODIFIERS: Final = {"shift": 1, "alt": 2, "ctrl": 4, "super": 8, "hyper": 16, "meta": 32}
"""The bits of a modifier in the second number, which is one more than all of them; the locks' bits are left out."""
_RELEASED: Final = 3
_OTHER_KEYS: Final = 27
"""xterm's own way (modifyOtherKeys): `CSI 27 ; modifiers ; character ~`."""
_SILENT: Final = {*MODIFIER_FUNCTIONAL_KEYS, "caps_lock", "num_lock", "scroll_lock"}
"""Keys that do nothing by themselves."""
_CHARACTERS: Final = {"enter": "\r", "tab": "\t", "backspace": "\x7f"}
_KEYPAD: Final = {
    **{str(digit): str(digit) for digit in range(10)},
    "decimal": ".", "divide": "/", "multiply": "*", "subtract": "-", "add": "+", "equal": "=", "separator": ",",
}  # fmt: skip
_CONTROLS: Final = (0x7F, 0x9F)
_SURROGATES: Final = (0xD800, 0xDFFF)


def keys_of_sequence(sequence: str) -> list[Key] | None:
    """Return the keys that a complete escape sequence stands for, [] for useless ones; None where it is not a key."""
    if match := _KEY.fullmatch(sequence):
        keys = _coded_keys(match[1], match[2])
        if keys is not None:
            return keys
    return _listed_keys(sequence)


def alt_key(character: str) -> Key:
    """Return Alt with the key of a character: Esc and the character, without a pause between them."""
    listed = _listed_keys(f"\x1b{character}")
    if listed:
        return listed[0]
    plain = (_listed_keys(character) or [_typed(character)])[0].key
    if len(character) == 1 and character.isupper():
        plain = f"shift+{character.lower()}"
    return Key(f"alt+{plain}", None)


def _listed_keys(sequence: str) -> list[Key] | None:
    """Return the keys that Textual's table has for a sequence; None where it has none."""
    listed = ANSI_SEQUENCES_KEYS.get(sequence)
    if listed is IGNORE_SEQUENCE:
        return []
    if isinstance(listed, tuple):
        return [Key(key.value, sequence if len(sequence) == 1 else None) for key in listed]
    return [_typed(listed)] if isinstance(listed, str) else None


def _typed(text: str) -> Key:
    return Key(_character_to_key(text), text)


def _coded_keys(parameters: str, end: str) -> list[Key] | None:
    """Read `code:shifted:base ; modifiers:event ; text:text…`; None where the code is not a key."""
    fields = [field.split(":") for field in parameters.split(";")]
    if end == "~" and fields[0][0] == str(_OTHER_KEYS) and len(fields) > 2:  # noqa: PLR2004 - as _OTHER_KEYS says
        fields, end = [fields[2], fields[1]], "u"
    codes = [_number(part) for part in fields[0]]
    states = [_number(part) for part in fields[1]] if len(fields) > 1 else []
    code = 1 if codes[0] is None and not fields[0][0] else codes[0]
    if code is None or (len(states) > 1 and states[1] == _RELEASED):
        return []
    bits = max((states[0] or 1) - 1, 0) if states else 0
    held = [name for name, bit in _MODIFIERS.items() if bits & bit]
    name = FUNCTIONAL_KEYS.get(f"{code}{end}", "")
    if end != "u" and not name:
        return None
    if name in _SILENT:
        return []
    text = _text(fields[2]) if len(fields) > 2 else ""  # noqa: PLR2004 - the third field
    if name and name not in _KEYPAD:
        return [Key(_combined(held, name), None if held else _CHARACTERS.get(name))]
    return _character_keys(_KEYPAD.get(name) or _character(code), held, codes[1:], text)


def _character_keys(character: str, held: list[str], others: list[int | None], text: str) -> list[Key]:
    """Return what a key with a character on it types, or the key with its modifiers."""
    others = [*others, None, None][:2]
    if text and (not set(held) - {"shift", "alt"} or {"ctrl", "alt"} <= set(held)):  # AltGr is both
        return [_typed(letter) for letter in text]
    if not character:
        return []
    if set(held) <= {"shift"}:
        shifted = _character(others[0]) or character.upper()
        typed = shifted if held and len(shifted) == 1 else character
        return [_typed(typed)]
    if not character.isascii():  # the same key on a keyboard with Latin letters, where the terminal says it
        character = _character(others[1]) or character
    return [Key(_combined(held, _typed(character).key), None)]


def _combined(held: list[str], name: str) -> str:
    return "+".join([*sorted(held), name])


def _number(text: str) -> int | None:
    return int(text) if _NUMBER.fullmatch(text) else None


def _character(code: int | None) -> str:
    """Return the character with a code, "" where there is none or it is not for typing."""
    if code is None or code < ord(" ") or _CONTROLS[0] <= code <= _CONTROLS[1] or code > sys.maxunicode:
        return ""
    return "" if _SURROGATES[0] <= code <= _SURROGATES[1] else chr(code)


def _text(codes: list[str]) -> str:
    return "".join(_character(_number(code)) for code in codes)
