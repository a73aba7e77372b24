"""The lines of a text while its Markdown blocks are read: where the inside of each begins, and what it begins with."""

from exam_tui.core.text.patterns import lazy_pattern

_UNDERLINE = lazy_pattern(r"(?:=+|-+)[ \t]*\Z")
_HEADING = lazy_pattern(r"#{1,6}(?=[ \t]|\Z)")
_FENCE = lazy_pattern(r"`{3,}|~{3,}")
_LEAST_RULE = 3


class BlockLines:
    """A table of lines, by index. Reading a container's inside moves `first` and `column` there, and back afterwards.

    Attributes:
        text: the text, LF line ends.
        count: how many lines there are. The tables hold one more, which is blank: whoever looks one ahead finds it.
        first: the offset of the first character that is not white space.
        end: the offset of the line's end.
        column: the column of `first`. -1 marks a line that goes on with a paragraph in a quote without a mark.
        shift: how many columns the quote marks before it take: tab stops count from the very beginning.

    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.first: list[int] = []
        self.end: list[int] = []
        self.column: list[int] = []
        self._measure()
        self.count = len(self.first)
        self.first.append(len(text))
        self.end.append(len(text))
        self.column.append(0)
        self.shift = [0] * (self.count + 1)

    def _measure(self) -> None:
        lines = self.text.split("\n")
        if not lines[-1].strip(" \t"):
            lines.pop()  # white space without a line end is not a line
        at = 0
        for line in lines:
            indent = column = 0
            if line[:1] in {" ", "\t"}:
                indent = len(line) - len(line.lstrip(" \t"))
                column = len(line[:indent].expandtabs(4)) if "\t" in line[:indent] else indent
            self.first.append(at + indent)
            self.column.append(column)
            at += len(line)
            self.end.append(at)
            at += 1

    def __getitem__(self, line: int) -> str:
        """Return the inside of a line from its first character that is not white space."""
        return self.text[self.first[line] : self.end[line]]

    def is_blank(self, line: int) -> bool:
        """Return whether nothing stands inside a line."""
        return self.first[line] >= self.end[line]

    def begins_with(self, line: int) -> str:
        """Return the first character that is not white space: "" or a line end where there is none."""
        at = self.first[line]
        return self.text[at : at + 1]

    # What a line begins with

    def is_underline(self, line: int) -> bool:
        """Return whether a line makes the text above it a heading."""
        return _UNDERLINE.match(self.text, self.first[line], self.end[line]) is not None

    def heading_mark(self, line: int) -> str:
        """Return the `#`s that a heading begins with, "" where none does."""
        mark = _HEADING.match(self.text, self.first[line], self.end[line])
        return mark[0] if mark else ""

    def fence_mark(self, line: int) -> str:
        """Return the marks that a fence begins with, "" where none does."""
        mark = _FENCE.match(self.text, self.first[line], self.end[line])
        if mark is None or (mark[0][0] == "`" and self.text.find("`", mark.end(), self.end[line]) >= 0):
            return ""
        return mark[0]

    def is_rule(self, line: int) -> bool:
        """Return whether a line is a rule, such as `* * *`."""
        mark = self.begins_with(line)
        if mark not in {"*", "-", "_"}:
            return False
        rule = self[line]
        return rule.count(mark) >= _LEAST_RULE and not rule.replace(mark, "").strip(" \t")

    # Going inside

    def skip_blanks(self, line: int, at: int, column: int, *, tab_shift: int = 0) -> bool:
        """Let the inside of a line begin after the white space at an offset; return whether nothing is there."""
        text, end = self.text, self.end[line]
        while at < end and text[at] in " \t":
            column += 1 if text[at] == " " else 4 - (column + self.shift[line] + tab_shift) % 4
            at += 1
        self.first[line], self.column[line] = at, column
        return at >= end

    def strip_quote_mark(self, line: int) -> bool:
        """Let the inside of a line begin after its quote mark; return whether nothing is there."""
        at, before = self.first[line] + 1, self.column[line] + 1
        following = self.text[at : at + 1]
        tab_shift = 0
        if following == " " or (following == "\t" and (self.shift[line] + before) % 4 == 3):  # noqa: PLR2004 - one column is left for the tab
            at += 1
            before += 1
        elif following == "\t":
            tab_shift = 1
        is_blank = self.skip_blanks(line, at, before, tab_shift=tab_shift)
        self.column[line] -= before
        self.shift[line] = before + tab_shift
        return is_blank
