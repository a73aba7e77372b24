"""What each line of an answer is to a reader: shown text, code, HTML; comments and code spans blanked out."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from exam_tui.core.markdown.blocks import read_blocks
from exam_tui.core.text.patterns import lazy_pattern

_MARK = lazy_pattern(r"`+|<!--")
_NOT_LINE_END = lazy_pattern(r"[^\n]")
_FENCE = lazy_pattern(r" {0,3}(`{3,}|~{3,})")
# Above this many characters a parse takes too long for what it tells.
_LARGEST = 100_000
_KINDS = {"fence": "fence", "code_block": "code", "html_block": "html"}


class Scan:
    """An answer's lines (no line ends in them) as a Markdown reader takes them.

    Attributes:
        kinds: for each line `text`, `fence`, `code` (indented) or `html`.
        shown: each line at its full length, spaces in place of what no reader sees as text: code and comments.
            Lines of HTML keep their tags.
        fences: the lines [first, after) of each fence.

    """

    def __init__(self, lines: Sequence[str]) -> None:
        self.kinds = ["text"] * len(lines)
        self.fences: list[tuple[int, int]] = []
        text = "\n".join(lines)
        blocks = _parsed(text) if len(text) <= _LARGEST else _fences_of(lines)
        for kind, first, end in blocks:
            after = min(end, len(lines))
            self.kinds[first:after] = [kind] * (after - first)
            if kind == "fence":
                self.fences.append((first, after))
        self.shown: list[str] = []
        # A code span or an inline comment never leaves its paragraph: each stretch is looked at alone.
        keys = [(kind, kind == "text" and not line.strip()) for kind, line in zip(self.kinds, lines, strict=True)]
        at = 0
        for (kind, _), group in groupby(keys):
            after = at + len(list(group))
            stretch = "\n".join(lines[at:after])
            if kind in {"fence", "code"}:
                stretch = _spaces(stretch)
            elif "`" in stretch or "<!--" in stretch:
                stretch = _without_hidden(stretch, is_html=kind == "html")
            self.shown += stretch.split("\n")
            at = after


def _parsed(text: str) -> Iterator[tuple[str, int, int]]:
    """Return kind and lines [first, after) of each block that is not text."""
    for start, end, kind in read_blocks(text).verbatim:
        yield _KINDS[kind], start, end


def _fences_of(lines: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Return the fences alone, found line by line: what is enough for an answer of unlikely size."""
    fence, first = "", 0
    for index, line in enumerate(lines):
        match = _FENCE.match(line)
        if fence and match and match[1].startswith(fence) and not line.strip().strip(fence[0]):
            yield "fence", first, index + 1
            fence = ""
        elif match and not fence:
            fence, first = match[1], index
    if fence:
        yield "fence", first, len(lines)


def _spaces(text: str) -> str:
    return _NOT_LINE_END.sub(" ", text)


def _without_hidden(text: str, *, is_html: bool) -> str:
    """Return a text with comments, and in Markdown code spans, as spaces of the same length. Linear time."""
    marks = list(_MARK.finditer(text))
    closing = _closing_runs([match[0] for match in marks])
    last_close = text.rfind("-->")
    pieces: list[str] = []
    at = 0
    for index, match in enumerate(marks):
        start = match.start()
        if start < at:
            continue
        close = closing[index]
        if match[0] == "<!--":
            if match.end() <= last_close:
                end = text.index("-->", match.end()) + 3
            elif is_html:  # unclosed: the rest in HTML, plain text in a paragraph
                end = len(text)
            else:
                continue
        elif is_html or close is None or text[start - 1 : start] == "\\":
            continue
        else:
            end = marks[close].end()
        pieces += (text[at:start], _spaces(text[start:end]))
        at = end
    return "".join(pieces) + text[at:]


def _closing_runs(marks: Sequence[str]) -> list[int | None]:
    """Return for each run of backticks the next run of the same length."""
    closing: list[int | None] = [None] * len(marks)
    following: dict[str, int] = {}
    for index in range(len(marks) - 1, -1, -1):
        closing[index] = following.get(marks[index])
        following[marks[index]] = index
    return closing
