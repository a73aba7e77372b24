"""Words: those of a text to compare it by, and a number with its word."""

import re

_WORD = re.compile(r"\w+")


def words_in(text: str) -> list[str]:
    """Return the words of a text in small letters; marks and white space only part them."""
    return _WORD.findall(text.casefold())


def wording(text: str) -> str:
    """Return the letters and digits of a text in small letters, as `words_in` but for `_`, a space between the words.

    Two texts of one wording differ in emphasis, marks, or how their lines are broken.
    """
    return " ".join(words_in(text.replace("_", " ")))


def plural(number: int, word: str) -> str:
    """Return a number with its word, such as `1 image`, `2 images`."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
