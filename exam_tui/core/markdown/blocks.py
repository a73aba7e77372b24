"""Where Markdown's blocks stand, by line: headings, quotes, lists, code, HTML. Inline text is never read.

The blocks are CommonMark's, found as markdown-it finds them with its preset `commonmark`; the tests hold this
reader to it. It is here beside that library because `check` has to start and to read in milliseconds, and a
hostile file of 1 MB in less than a second.

Lines and offsets are those of the text with LF line ends. Containers are read by recursion: while the inside of
a quote or list item is read, the tables of the lines say where the inside of each line begins.
"""

import re
from typing import NamedTuple

from exam_tui.core.markdown.block_lines import BlockLines
from exam_tui.core.markdown.html_blocks import has_end, html_start
from exam_tui.core.markdown.link_definitions import TRIMMED, lines_of_definition
from exam_tui.core.text.lines import normalise_line_ends
from exam_tui.core.text.patterns import lazy_pattern

DEEPEST = 20
"""Containers in each other that are read, a list counting as two; what is deeper has no structure."""

_CODE_INDENT = 4
_LIST_MARK = lazy_pattern(r"(?:[-*+]|[0-9]{1,9}[.)])(?=[ \t]|\Z)")
# What may begin a block that ends a paragraph.
_STARTS = frozenset("`~>#<*-_+0123456789")


class Block(NamedTuple):
    """A block at the top level: markdown-it's token type, its lines [start, end), a heading's markup and text."""

    kind: str
    start: int
    end: int
    markup: str = ""
    content: str = ""


class Verbatim(NamedTuple):
    """Lines [start, end) that are not text, at any depth: `fence`, `code_block`, `html_block` or `front_matter`."""

    start: int
    end: int
    kind: str


class Item(NamedTuple):
    """A list item, at any depth, that begins with a bracket: its line, and the text of its first paragraph."""

    line: int
    content: str


class Blocks(NamedTuple):
    """All that is kept of a text's blocks, each in order."""

    top: list[Block]
    verbatim: list[Verbatim]
    items: list[Item]


def read_blocks(text: str, *, front_matter: bool = False) -> Blocks:
    """Find the blocks of a text; with `front_matter` a YAML block on top is one. Never fails, in linear time."""
    return _Reader(normalise_line_ends(text).replace("\0", "\ufffd")).read(front_matter=front_matter)


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = BlockLines(text)
        self._found = Blocks([], [], [])
        # No paragraph of the quote that is open goes on beyond this line.
        self._limit = self._lines.count
        # The columns at which the inside of the open list item begins, and the list around it.
        self._inside = 0
        self._list_column = -1
        self._depth = 0
        self._item_begins = False

    def read(self, *, front_matter: bool) -> Blocks:
        after = self._front_matter() if front_matter and self._text.startswith("---") else 0
        if after:
            self._add("front_matter", 0, after, is_verbatim=True)
        self._read(after, self._limit)
        return self._found

    def _add(
        self, kind: str, start: int, end: int, markup: str = "", content: str = "", *, is_verbatim: bool = False
    ) -> int:
        """Keep a block and return the line after it."""
        self._item_begins = False
        if is_verbatim:
            self._found.verbatim.append(Verbatim(start, end, kind))
        if self._depth == 0:
            self._found.top.append(Block(kind, start, end, markup, content))
        return end

    def _is_code(self, line: int) -> bool:
        return self._lines.column[line] - self._inside >= _CODE_INDENT

    # Blocks, one after the other

    def _read(self, line: int, end: int) -> int:
        """Read the blocks of the container that is open, from a line to before `end`; return the line after them."""
        first, ends, column = self._lines.first, self._lines.end, self._lines.column
        while line < end:
            while line < self._limit and first[line] >= ends[line]:
                line += 1
            if line >= end or column[line] < self._inside:
                break
            if self._depth >= DEEPEST:
                return end
            line = self._block(line, end)
            if line < end and first[line] >= ends[line]:
                line += 1
        return line

    def _block(self, line: int, end: int) -> int:
        if self._is_code(line):
            return self._code(line, end)
        first = self._lines.begins_with(line)
        after = 0
        if first not in _STARTS:
            after = self._definition(line) if first == "[" else 0
        elif first == ">":
            return self._quote(line, end)
        elif first == "#":
            after = self._atx_heading(line)
        elif first in "`~":
            after = self._fence(line, end)
        elif first == "<":
            after = self._html(line, end)
        elif self._lines.is_rule(line):
            return self._add("hr", line, line + 1)
        elif mark := self._list_mark(line):
            return self._list(line, end, mark)
        return after or self._paragraph(line, end)

    def _interrupts(self, line: int, *, paragraph: bool = False) -> bool:
        """Return whether a line, not blank, begins a block that a paragraph above does not swallow.

        `paragraph`: the paragraph is in the container that is open, not in a quote in it or a definition.
        """
        first = self._lines.begins_with(line)
        if first not in _STARTS:
            return False
        if first == "#":
            return bool(self._lines.heading_mark(line))
        if first == "<":
            start = html_start(self._lines[line])
            return start is not None and start.interrupts
        if self._ends_list(line):
            return True
        mark = self._list_mark(line)
        if mark is None or not (paragraph and self._lines.column[line] >= self._inside):
            return mark is not None
        # In running text only what is surely meant as a list is one: it begins with 1 and holds something.
        is_first = len(mark[0]) == 1 or int(mark[0][:-1]) == 1
        return is_first and bool(self._text[mark.end() : self._lines.end[line]].strip(" \t"))

    def _ends_list(self, line: int) -> bool:
        lines = self._lines
        return lines.begins_with(line) == ">" or lines.is_rule(line) or bool(lines.fence_mark(line))

    # Leaves

    def _paragraph(self, line: int, end: int) -> int:
        """Read a paragraph, or a heading where a rule stands below its text."""
        text, first, ends, column = self._text, self._lines.first, self._lines.end, self._lines.column
        after = line + 1
        while after < self._limit:
            at = first[after]
            if at >= ends[after]:
                break
            if column[after] - self._inside < _CODE_INDENT:
                mark = text[at]
                if mark in "-=" and column[after] >= self._inside and after < end and self._lines.is_underline(after):
                    content = text[first[line] : ends[after - 1]].strip(TRIMMED) if self._depth == 0 else ""
                    return self._add("heading_open", line, after + 1, mark, content)
                if mark in _STARTS and column[after] >= 0 and self._interrupts(after, paragraph=True):
                    break
            after += 1
        if self._item_begins:
            content = "\n".join(self._lines[index] for index in range(line, after)).strip(TRIMMED)
            if content.startswith("["):
                self._found.items.append(Item(line, content))
        return self._add("paragraph_open", line, after)

    def _atx_heading(self, line: int) -> int:
        mark = self._lines.heading_mark(line)
        if not mark:
            return 0
        content = ""
        if self._depth == 0:
            content = self._lines[line][len(mark) :].rstrip(" \t")
            bare = content.rstrip("#")
            if bare.endswith((" ", "\t")):
                content = bare
        return self._add("heading_open", line, line + 1, mark, content.strip(TRIMMED))

    def _code(self, line: int, end: int) -> int:
        after = at = line + 1
        while at < end and (self._lines.is_blank(at) or self._is_code(at)):
            at += 1
            if not self._lines.is_blank(at - 1):
                after = at
        return self._add("code_block", line, after, is_verbatim=True)

    def _fence(self, line: int, end: int) -> int:
        mark = self._lines.fence_mark(line)
        if not mark:
            return 0
        text, first, ends, after = self._text, self._lines.first, self._lines.end, line + 1
        while after < end:
            at = first[after]
            # A line of text left of the list item ends it, and so does a quote mark that ends the file.
            if (at < ends[after] and self._lines.column[after] < self._inside) or at == len(text):
                break
            after += 1
            if text.startswith(mark, at) and not self._is_code(after - 1):
                rest = text[at : ends[after - 1]].lstrip(mark[0])
                if not rest.strip(" \t"):
                    break
        return self._add("fence", line, after, is_verbatim=True)

    def _html(self, line: int, end: int) -> int:
        start = html_start(self._lines[line])
        if start is None:
            return 0
        after = line + 1
        if not has_end(self._lines[line], start.ends):
            while after < end:
                is_blank = self._lines.is_blank(after)
                if self._lines.column[after] < self._inside and not (is_blank and start.ends):
                    break
                if is_blank and not start.ends:
                    break
                after += 1
                if has_end(self._lines[after - 1], start.ends):
                    break
        return self._add("html_block", line, after, is_verbatim=True)

    def _definition(self, line: int) -> int:
        """Return the line after a link definition, 0 where there is none. A definition is not a block."""

        def following(distance: int) -> str | None:
            below = line + distance
            if below >= self._limit or self._lines.is_blank(below):
                return None
            goes_on = self._is_code(below) or self._lines.column[below] < 0
            if not goes_on and self._interrupts(below):
                return None
            return self._lines[below] + "\n"

        lines = lines_of_definition(self._lines[line] + "\n", following)
        return line + lines if lines else 0

    def _front_matter(self) -> int:
        """Return the line after the YAML block on top, 0 where it is never closed."""
        dashes = len(self._text) - len(self._text.lstrip("-"))
        for line in range(1, self._limit):
            mark = self._lines[line].rstrip(" \t")
            if mark == "..." and self._lines.column[line] == 0:
                return line + 1
            if len(mark) >= dashes and not mark.strip("-") and not self._is_code(line):
                return line + 1
        return 0

    # Containers

    def _list_mark(self, line: int) -> re.Match[str] | None:
        column = self._lines.column[line]
        if 0 <= self._list_column <= column - _CODE_INDENT and column < self._inside:
            return None  # text of the item above
        return self._any_list_mark(line)

    def _any_list_mark(self, line: int) -> re.Match[str] | None:
        return _LIST_MARK.match(self._text, self._lines.first[line], self._lines.end[line])

    def _list(self, line: int, end: int, mark: re.Match[str]) -> int:
        start, kind = line, mark[0][-1]
        self._depth += 1
        while True:
            line = self._item(line, end, mark)
            is_outside = line >= end or self._lines.column[line] < self._inside
            if is_outside or self._is_code(line) or self._ends_list(line):
                break
            following = self._any_list_mark(line)
            if following is None or following[0][-1] != kind:
                break
            mark = following
        self._depth -= 1
        return self._add("bullet_list_open" if kind in "-*+" else "ordered_list_open", start, line, kind)

    def _item(self, line: int, end: int, mark: re.Match[str]) -> int:
        lines = self._lines
        first, column, list_column = lines.first[line], lines.column[line], self._list_column
        after_mark = column + mark.end() - first
        is_empty = lines.skip_blanks(line, mark.end(), after_mark)
        width = lines.column[line] - after_mark
        if is_empty or width > _CODE_INDENT:
            width = 1
        self._list_column, self._inside = self._inside, after_mark + width
        self._depth += 1
        self._item_begins = True
        # An item of two blank lines ends there: what follows is not in it, however it is indented.
        after = min(line + 2, end) if is_empty and lines.is_blank(line + 1) else self._read(line, end)
        self._item_begins = False
        self._depth -= 1
        self._list_column, self._inside = list_column, self._list_column
        lines.first[line], lines.column[line] = first, column
        return after

    def _quote(self, line: int, end: int) -> int:
        start, limit, inside = line, self._limit, self._inside
        first, column, shift = self._lines.first, self._lines.column, self._lines.shift
        saved: list[tuple[int, int, int]] = []
        ends_blank = False
        while line < end and not self._lines.is_blank(line):
            is_marked = self._text[first[line]] == ">" and column[line] >= inside
            if not is_marked and ends_blank:
                break
            if not is_marked and not self._is_code(line) and self._interrupts(line):
                self._limit = line
                if inside:
                    saved.append((first[line], column[line], shift[line]))
                    column[line] -= inside
                break
            saved.append((first[line], column[line], shift[line]))
            if is_marked:
                ends_blank = self._lines.strip_quote_mark(line)
            else:
                column[line] = -1
            line += 1
        self._inside = 0
        self._depth += 1
        self._item_begins = False
        after = self._read(start, line)
        self._depth -= 1
        self._inside, self._limit = inside, limit
        for index, kept in enumerate(saved, start):
            first[index], column[index], shift[index] = kept
        return self._add("blockquote_open", start, after, ">")
