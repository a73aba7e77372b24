"""Words: those of a text to compare it by, and a number with its word."""

import re

_WORD = re.compile(r"\w+")


def words_in(text: str) -> list[str]:
    """Return the words of a text in small letters; marks and white space only part them."""
    return _WORD.findall(text.casefold())


def plural(number: int, word: str) -> str:
    """Return a number with its word, such as `1 image`, `2 images`."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
