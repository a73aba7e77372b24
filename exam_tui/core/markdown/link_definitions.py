"""Link definitions, `[label]: target "title"`: a reader sees none of their lines, and they are not paragraphs."""

from collections.abc import Callable
from typing import NamedTuple

from exam_tui.core.text.patterns import lazy_pattern

TRIMMED = (
    "\t\n\x0b\x0c\r \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
"""White space as markdown-it trims it."""

_IN_LABEL = lazy_pattern(r"[\[\]\\]")
_BRACKETED = lazy_pattern(r"<(?:[^<>\n\\]|\\[\s\S])*+>")
_IN_TARGET = lazy_pattern(r"[\\()\x00-\x20\x7f]")
_IN_TITLE = {'"': lazy_pattern(r'["\\]'), "'": lazy_pattern(r"['\\]"), "(": lazy_pattern(r"[()\\]")}
_DEEPEST = 32


class _Title(NamedTuple):
    """Where a title stands, its marks included."""

    start: int
    end: int


class _Text:
    """The text that a definition may take; lines are added when the end of those that are there is reached."""

    def __init__(self, first: str, following: Callable[[int], str | None]) -> None:
        self.text = first
        self._following = following
        self._lines = 1

    def grow(self) -> bool:
        """Add lines, as many as there are, so that all is linear; return whether there was one."""
        lines: list[str] = []
        while len(lines) < self._lines and (line := self._following(self._lines + len(lines))) is not None:
            lines.append(line)
        self.text += "".join(lines)
        self._lines += len(lines)
        return bool(lines)

    def after_white_space(self, at: int) -> int:
        """Return the offset of the next character that is neither white space nor a line end."""
        while True:
            while self.text[at : at + 1] in {" ", "\t", "\n"}:
                at += 1
            if at < len(self.text) or not self.grow():
                return at

    def lines_to(self, at: int) -> int:
        """Return how many lines there are up to and with the line of an offset."""
        return self.text.count("\n", 0, at) + 1

    def is_last_on_line(self, at: int) -> bool:
        """Return whether there is nothing but white space between an offset and the end of its line."""
        while self.text[at : at + 1] in {" ", "\t"}:
            at += 1
        return self.text[at : at + 1] in {"", "\n"}


def lines_of_definition(first: str, following: Callable[[int], str | None]) -> int:
    r"""Return how many lines the link definition takes that a line begins with, 0 where it begins with none.

    Args:
        first: the line from its `[` on, with its line end (`\n`).
        following: returns the line so many lines below, from its first character that is not white space; None
            where a paragraph would end before it.

    """
    text = _Text(first, following)
    label_end = _label_end(text)
    if label_end is None or text.text[label_end + 1 : label_end + 2] != ":":
        return 0
    start = text.after_white_space(label_end + 2)
    end = _target_end(text.text, start)
    if end is None or not text.text[1:label_end].strip(TRIMMED):
        return 0
    if text.text[end - 1] == "\n":  # an escaped line end: a title below would not be one to markdown-it
        return text.lines_to(start)
    title = _title(text, end)
    if title and text.is_last_on_line(title.end):
        return text.lines_to(title.end)
    # Otherwise what looks like a title has to stand on lines of its own: an empty one markdown-it never gives back.
    given_back = title is None or title.end - title.start > len('""')
    return text.lines_to(start) if given_back and text.is_last_on_line(end) else 0


def _label_end(text: _Text) -> int | None:
    at = 1
    while True:
        stop = _IN_LABEL.search(text.text, at)
        if stop is None:
            if not text.grow():
                return None
        elif stop[0] == "]":
            return stop.start()
        elif stop[0] == "[":
            return None
        else:
            at = stop.end() + (stop[0] == "\\")


def _target_end(text: str, start: int) -> int | None:
    line_end = text.find("\n", start) + 1 or len(text)
    if text.startswith("<", start):
        bracketed = _BRACKETED.match(text, start, line_end)
        return bracketed.end() if bracketed else None
    depth, at = 0, start
    while stop := _IN_TARGET.search(text, at, line_end):
        at = stop.start()
        if stop[0] == "(":
            depth += 1
            if depth > _DEEPEST:
                return None
        elif stop[0] == ")" and depth:
            depth -= 1
        elif stop[0] != "\\" or text[at + 1 : at + 2] == " ":
            break
        at += 2 if stop[0] == "\\" else 1
    else:
        at = line_end
    return at if at > start and not depth else None


def _title(text: _Text, target_end: int) -> _Title | None:
    start = text.after_white_space(target_end)
    opening = text.text[start : start + 1]
    if start == target_end or opening not in _IN_TITLE:
        return None
    at = start + 1
    while True:
        stop = _IN_TITLE[opening].search(text.text, at)
        if stop is None:
            if not text.grow():
                return None
        elif stop[0] == "\\":
            at = stop.end() + 1
        elif stop[0] == "(":
            return None
        else:
            return _Title(start, stop.end())
