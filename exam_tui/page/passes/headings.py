"""Headings: the ids GitHub gives them, and levels without gaps."""

import unicodedata
from collections.abc import Iterator

from markdown_it.token import Token

from exam_tui.core.text.patterns import lazy_pattern
from exam_tui.page.passes.tokens import plain_text

_NOT_IN_ASCII_SLUG = lazy_pattern(r"[^a-z0-9_\- ]")
_WORD = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "Pc"})
"""Unicode categories of the characters that stay in an id."""
_LOWEST = 6


class Slugs:
    """Hands out the ids of one page, each once, as GitHub does: `setup`, `setup-1`, `setup-2`.

    All are lower case: ids with an upper-case letter are free for the page's own elements.
    """

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def get(self, text: str) -> str:
        """Return the id of a heading with this text."""
        base = _slug(text) or "section"
        slug = base
        while slug in self._given:
            self._given[base] += 1
            slug = f"{base}-{self._given[base]}"
        self._given[slug] = 0
        return slug


def _slug(text: str) -> str:
    """Return letters, marks, digits, `_` and `-` in lower case, spaces as `-`, as github-slugger does."""
    text = text.strip().lower()
    if text.isascii():
        return _NOT_IN_ASCII_SLUG.sub("", text).replace(" ", "-")
    kept = (char for char in text if char in "- _" or unicodedata.category(char) in _WORD)
    return "".join(kept).replace(" ", "-")


def headings_in(tokens: list[Token]) -> Iterator[tuple[int, Token]]:
    """Yield the heading starts of a segment with their index."""
    return ((index, token) for index, token in enumerate(tokens) if token.type == "heading_open")


def give_ids(tokens: list[Token], slugs: Slugs) -> None:
    """Give every heading of a segment its id, in place."""
    for index, token in headings_in(tokens):
        token.attrs = {"id": slugs.get(plain_text(tokens[index + 1]))}


def level_of(token: Token) -> int:
    """Return a heading's level, 1 to 6."""
    return int(token.tag[1])


def close_gaps(tokens: list[Token], *, above: int, own_top: bool) -> int:
    """Let no heading be more than one level below the one before it, in place; return the last level.

    Args:
        tokens: a segment.
        above: the level of the heading before it.
        own_top: whether all of them go below `above`, the question's: the headings of an answer.

    """
    lowest = min((level_of(token) for _, token in headings_in(tokens)), default=1)
    shift = max(0, above + 1 - lowest) if own_top else 0
    last = above
    for index, token in headings_in(tokens):
        last = min(level_of(token) + shift, last + 1, _LOWEST)
        tag = f"h{last}"
        # A heading's end follows its one inline token.
        token.tag = tokens[index + 2].tag = tag
    return last
