"""The lists of an answer that Python-Markdown without extensions shows differently from GitHub."""

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from exam_tui.core.findings.context import Answer
from exam_tui.core.text.patterns import lazy_pattern

Trouble = Literal["glued", "bracket", "flat", "mixed", "restarted"]
"""What is wrong with a list item there.

`glued`: its list follows a paragraph, or the marker, without a blank line and is running text. `bracket`: `1)` begins
no list, and the items run together. `flat`: it is indented by fewer than four spaces and is on the level of the item
around it. `mixed`: a bullet in a list of numbers or the other way round. `restarted`: its list is counted from 1.
"""

_ITEM = lazy_pattern(r"(?P<indent> *)(?P<mark>[-*+]|(?P<number>[0-9]{1,9})(?P<end>[.)]))(?P<gap> +|$)(?P<text>.?)")
_RULE = lazy_pattern(r" {0,3}(?:(?:-[ ]{0,2}){3,}|(?:_[ ]{0,2}){3,}|(?:\*[ ]{0,2}){3,}) *")
_SETEXT = lazy_pattern(r"(?:=+|-+) *")
_INDENT: Final = 4
"""Spaces by which Python-Markdown knows what is inside an item."""


class _Open(NamedTuple):
    """An item that is open: the columns of its mark and of its text."""

    mark: int
    text: int


class _Reader:
    """Reads an answer line by line as both would.

    A stretch is what stands between blank lines, headings and rules. Python-Markdown decides by its first line whether
    it is a list: `list`, `text`, `reported` (a list in a text, already named), or `` before it has begun. It nests
    by the indentation alone, and lists go on over blank lines: `_ordered` is the kind of the open one on each level.
    `_reported` is how many items are open with one of the list that was named.
    """

    def __init__(self) -> None:
        self._stretch = ""
        self._lines = 0
        self._reported = 0
        self._open: list[_Open] = []
        self._ordered: list[bool] = []

    def end_stretch(self) -> None:
        """Start again at the next line."""
        self._stretch = ""
        self._lines = 0

    def begin_in_text(self) -> None:
        """Begin at the line below a line of text: the marker."""
        self._stretch = "text"
        self._lines = 1

    def other(self, indent: int) -> None:
        """Read a line of code or HTML."""
        self.end_stretch()
        self._leave(indent)

    def read(self, line: str) -> Trouble | None:
        """Read a line of text, tabs expanded, and return what is wrong with the item it begins, if anything."""
        indent = len(line) - len(line.lstrip())
        self._lines += 1
        if self._ends_stretch(line):
            self.other(indent)
            return None
        item = _ITEM.match(line)
        if item is None:
            if not self._stretch:
                self._stretch = "text"
                self._leave(indent)
            return None
        return self._item(item)

    def _ends_stretch(self, line: str) -> bool:
        is_underline = self._lines == 2 and self._stretch == "text" and _SETEXT.fullmatch(line)  # noqa: PLR2004 - the second
        return line.startswith("#") or bool(is_underline or _RULE.fullmatch(line))

    def _leave(self, indent: int) -> None:
        """Close the items that a line of this indentation is not a part of."""
        while self._open and indent < self._open[-1].text:
            self._open.pop()
        del self._ordered[indent // _INDENT :]

    def _item(self, item: re.Match[str]) -> Trouble | None:
        mark, gap = len(item["indent"]), len(item["gap"])
        is_first = not self._stretch
        was_inside = bool(self._open)
        while self._open and mark < self._open[-1].text:
            self._open.pop()
        around = self._open[-1] if self._open else None
        is_far = mark - (around.text if around else 0) >= _INDENT
        starts_at_one = item["number"] is None or int(item["number"]) == 1
        if self._stretch == "text" and (is_far or not (was_inside or (starts_at_one and item["text"]))):
            return None  # more of the paragraph, on GitHub too (CommonMark 0.31, section 5.3)
        self._open.append(_Open(mark, mark + len(item["mark"]) + (gap if 0 < gap <= _INDENT else 1)))
        if item["end"] == ")":
            # Alone in its stretch it looks as it was typed.
            self._stretch = self._stretch or "text"
            return None if is_first else "bracket"
        if self._stretch == "text":
            self._stretch, self._reported = "reported", len(self._open)
            return "glued"
        if self._stretch == "reported" and len(self._open) <= self._reported:
            return None  # an item of the same list
        self._stretch = self._stretch or "list"
        return self._in_a_list(item, around, is_first=is_first)

    def _in_a_list(self, item: re.Match[str], around: _Open | None, *, is_first: bool) -> Trouble | None:
        """Say what is wrong with an item that is one for both."""
        level, is_ordered = len(item["indent"]) // _INDENT, item["number"] is not None
        del self._ordered[level + 1 :]
        siblings = self._ordered[level] if level < len(self._ordered) else None
        self._ordered += [is_ordered] * (level + 1 - len(self._ordered))
        if around and level <= around.mark // _INDENT:
            return "flat"
        if siblings is not None and siblings != is_ordered:
            return "mixed"
        is_counted_from_one = is_first and siblings is None and level == 0
        return "restarted" if is_counted_from_one and is_ordered and int(item["number"]) != 1 else None


def troubles(answer: Answer) -> Iterator[tuple[int, Trouble]]:
    """Yield the first lines of what is wrong, with what it is."""
    reader = _Reader()
    # In the prompt's quote another finding says that the answer is to go below it.
    first = 1 if len(answer.lines) > 1 and not answer.place.lines[1].in_quote else 0
    if first:
        reader.begin_in_text()
    for index, kind in enumerate(answer.scan.kinds):
        if index < first:
            continue
        line = answer.lines[index].expandtabs(_INDENT)
        if kind != "text":
            reader.other(len(line) - len(line.lstrip()))
        elif not line.strip():
            reader.end_stretch()
        elif trouble := reader.read(line):
            yield index, trouble


def glued_lists(answer: Answer) -> Iterator[int]:
    """Find the first lines of lists that stand right below a paragraph, without a blank line between."""
    return (index for index, trouble in troubles(answer) if trouble == "glued")
