"""Patterns that match one path of a repository alone, as git's own lists want them."""

import os
from typing import Final

_SPECIAL: Final = str.maketrans({char: f"\\{char}" for char in "\\*?["})


def ignore_line(name: str) -> bytes:
    """Return the line of a list such as `.gitignore` for one path from the root: man gitignore."""
    # A line cannot hold these two; `?` is any one character.
    text = name.translate(_SPECIAL).replace("\n", "?").replace("\r", "?")
    bare = text.rstrip(" ")
    return os.fsencode("/" + bare + "\\ " * (len(text) - len(bare)))


def attribute_pattern(name: str) -> str:
    """Return the pattern of a list such as `.gitattributes` for one path from the root: man gitattributes."""
    pattern = "/" + name.translate(_SPECIAL)
    if not any(char.isspace() or char == '"' or not char.isprintable() for char in pattern):
        return pattern
    quoted = pattern.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(_quoted(char) for char in quoted) + '"'


def _quoted(char: str) -> str:
    """Return a character as it is written between quotes: control characters by the number of each byte."""
    if char.isprintable() or char == " ":
        return char
    return "".join(f"\\{byte:03o}" for byte in os.fsencode(char))
