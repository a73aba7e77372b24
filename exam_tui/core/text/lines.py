"""Lines and offsets, and the one way to change a text: splicing replacements into spans.

This is the one module that knows where a line ends: at CR LF, LF or CR and nowhere else, as in CommonMark and in
markdown-it's source maps.
`str.splitlines` also breaks at form feeds, U+2028 and others, and is not used.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple

from exam_tui.core.text.patterns import lazy_pattern

BOM: Final = "\ufeff"
"""The byte order mark that some programs write first in a file; no part of its text."""
_LINE_END = lazy_pattern(r"\r\n|\n|\r")


class Lines:
    """The lines of a text. Indexes are from 0; line and column numbers that users see are from 1."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0]
        self._ends: list[int] = []
        for match in _LINE_END.finditer(text):
            self._ends.append(match.start())
            self._starts.append(match.end())
        if self._starts[-1] == len(text):
            self._starts.pop()
        else:
            self._ends.append(len(text))

    def __len__(self) -> int:
        return len(self._starts)

    def __getitem__(self, index: int) -> str:
        """Return the line without its line end."""
        return self._text[self._starts[index] : self._ends[index]]

    def start(self, index: int) -> int:
        """Return the offset at which a line starts; the text's length after the last line."""
        return self._starts[index] if index < len(self._starts) else len(self._text)

    def end(self, index: int) -> int:
        """Return the offset at which a line's own text ends, before its line end."""
        return self._ends[index]

    def index(self, offset: int) -> int:
        """Return the index of the line that holds an offset; the offset after the text is on the last line."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset, both from 1, the column in code points."""
        index = self.index(offset)
        start = self._starts[index] if self._starts else 0
        return index + 1, offset - start + 1


def split_lines(text: str) -> list[str]:
    """Return the lines of a text without their ends; a line end at the very end makes an empty last line."""
    return _LINE_END.split(text)


def line_ends(text: str) -> list[str]:
    """Return every line end of a text, in order."""
    return _LINE_END.findall(text)


def normalise_line_ends(text: str) -> str:
    """Return the text with every line end as LF."""
    return _LINE_END.sub("\n", text) if "\r" in text else text


def usual_line_end(text: str) -> str:
    """Return the line end that a text uses most; LF where it has none, the earlier one in a draw."""
    ends = Counter(line_ends(text)).most_common(1)
    return ends[0][0] if ends else "\n"


def is_blank(line: str) -> bool:
    """Return whether a line shows nothing: empty or white space of any kind."""
    return not line.strip()


def drop_outer_blank_lines(lines: list[str]) -> list[str]:
    """Return the lines without the blank ones at both ends."""
    first, last = 0, len(lines)
    while first < last and is_blank(lines[first]):
        first += 1
    while last > first and is_blank(lines[last - 1]):
        last -= 1
    return lines[first:last]


class Span(NamedTuple):
    """The half-open range of offsets [start, end), in code points."""

    start: int
    end: int


class Splice(NamedTuple):
    """`text` is to stand where `span` is now."""

    span: Span
    text: str


def splice(text: str, splices: Iterable[Splice]) -> str:
    """Return `text` with every span replaced; all else is copied as it is.

    Works from the end, so that no offset moves before it is used. The spans may touch but not overlap.

    Raises:
        ValueError: two spans overlap.

    """
    pieces: list[str] = []
    end = len(text)
    for item in sorted(splices, reverse=True):
        if item.span.end > end:
            raise ValueError(f"overlapping spans at offset {item.span.start}")
        pieces += (text[item.span.end : end], item.text)
        end = item.span.start
    pieces.append(text[:end])
    return "".join(reversed(pieces))
