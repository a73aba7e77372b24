"""Markdown in an answer, coloured: which columns of which line are what. By tree-sitter's two Markdown grammars."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from rich.text import Text
from textual.widgets import TextArea

from exam_tui.tui.widgets.late_styles import part_style

if TYPE_CHECKING:
    from rich.style import Style
    from tree_sitter import Node, Parser, Range

Mark = tuple[int, int, str]
"""Columns [start, end) of a line, in code points, and the kind of it is."""

MOST_CHARACTERS = 20_000
"""Longer answers stay plain: colouring one at each key would be noticeable."""

_BLOCKS = {
    "atx_heading": "heading",
    "setext_heading": "heading",
    "fenced_code_block": "code",
    "indented_code_block": "code",
    "thematic_break": "mark",
    "block_quote_marker": "mark",
    "html_block": "comment",
    "link_reference_definition": "target",
    "pipe_table_delimiter_row": "mark",
    **{f"list_marker_{name}": "mark" for name in ("minus", "plus", "star", "dot", "parenthesis")},
    **{f"task_list_marker_{name}": "mark" for name in ("checked", "unchecked")},
}
_INLINES = {
    "strong_emphasis": "strong",
    "emphasis": "emphasis",
    "strikethrough": "strike",
    "code_span": "code",
    "link_text": "link",
    "image_description": "link",
    "link_destination": "target",
    "uri_autolink": "target",
    "html_tag": "comment",
}
_INLINE = {"inline", "pipe_table_cell"}


@cache
def _parsers() -> "tuple[Parser, Parser]":
    import tree_sitter_markdown  # noqa: PLC0415 - not before the first frame
    from tree_sitter import Language, Parser  # noqa: PLC0415 - the same

    return (
        Parser(Language(tree_sitter_markdown.language())),
        Parser(Language(tree_sitter_markdown.inline_language())),
    )


def marks_of(lines: Sequence[str]) -> list[list[Mark]]:
    """Return the marks of each line of an answer, outer ones before inner ones. Plain for very long answers."""
    found: list[list[Mark]] = [[] for _ in lines]
    if sum(map(len, lines)) > MOST_CHARACTERS:
        return found
    conflicts = _conflict_rows(lines)
    # To git's marks Markdown has nothing to say: the text around them is as it will be without them.
    encoded = [b"" if row in conflicts else _encoded(line) for row, line in enumerate(lines)]
    for row in conflicts:
        found[row].append((0, len(lines[row]), "conflict"))
    source = b"\n".join(encoded) + b"\n"
    blocks, inlines = _parsers()
    for node, kind in _nodes(blocks.parse(source).root_node, _BLOCKS):
        if kind:
            _mark(found, lines, encoded, node, kind)
        if node.type in _INLINE:
            inlines.included_ranges = _ranges(node)
            for inner, inner_kind in _nodes(inlines.parse(source).root_node, _INLINES):
                if inner_kind:
                    _mark(found, lines, encoded, inner, inner_kind)
    return found


class AnswerHighlighter:
    """Colours the Markdown in an area, once it is started."""

    def __init__(self, area: TextArea) -> None:
        self._area = area
        self._is_on = False
        self._marks: list[list[Mark]] = []
        self._styles: dict[str, Style] = {}

    def start(self) -> None:
        """Colour from now on."""
        self._is_on = True
        self.update()
        self._area.refresh()

    def update(self, edited: int = -1) -> bool:
        """Find the marks again; return whether the marks of another line than the edited one differ."""
        if not self._is_on:
            return False
        before, self._marks = self._marks, marks_of(self._area.document.lines)
        if len(before) != len(self._marks):
            return True
        return any(old != new for row, (old, new) in enumerate(zip(before, self._marks, strict=True)) if row != edited)

    def marks_in(self, row: int) -> list[Mark]:
        """Return the marks of a line."""
        return self._marks[row] if row < len(self._marks) else []

    def stylize(self, line: Text, row: int) -> None:
        """Give a line of the area its colours."""
        for start, end, kind in self.marks_in(row):
            if kind not in self._styles:
                self._styles[kind] = part_style(self._area, f"answer--{kind}")
            line.stylize(self._styles[kind], start, end)

    def forget_styles(self) -> None:
        """Look the styles up again: the theme has changed."""
        self._styles = {}


def _conflict_rows(lines: Sequence[str]) -> set[int]:
    """Return the rows with the marks that git puts around two versions of a text."""
    rows: set[int] = set()
    in_conflict = False
    for row, line in enumerate(lines):
        if line.startswith("<<<<<<< "):
            in_conflict = True
        elif not in_conflict or not (line.rstrip() == "=======" or line.startswith(("||||||| ", ">>>>>>> "))):
            continue
        rows.add(row)
        in_conflict = not line.startswith(">>>>>>> ")
    return rows


def _encoded(line: str) -> bytes:
    # Stand-ins for control characters are lone surrogates, which UTF-8 cannot encode.
    return line.encode("utf-8", "replace")


def _nodes(root: "Node", kinds: dict[str, str]) -> "Iterator[tuple[Node, str]]":
    """Yield the nodes that mean something, outer ones first; what is in code is nothing but code."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        kind = kinds.get(node.type, "")
        if kind or node.type in _INLINE:
            yield node, kind
        if kind not in {"code", "comment"}:
            waiting += reversed(node.children)


def _ranges(node: "Node") -> "list[Range]":
    """Return the parts of inline text without the quote marks and indentation between its lines."""
    from tree_sitter import Range as range_of  # noqa: PLC0415, N813 - loaded already when this is called

    ranges: list[Range] = []
    point, byte = node.start_point, node.start_byte
    for child in node.children:
        if child.type == "block_continuation":
            ranges.append(range_of(point, child.start_point, byte, child.start_byte))
            point, byte = child.end_point, child.end_byte
    ranges.append(range_of(point, node.end_point, byte, node.end_byte))
    return ranges


def _mark(found: list[list[Mark]], lines: Sequence[str], encoded: Sequence[bytes], node: "Node", kind: str) -> None:
    (first, start), (last, end) = node.start_point, node.end_point
    for row in range(first, min(last + 1, len(lines))):
        left = _column(lines[row], encoded[row], start) if row == first else 0
        right = _column(lines[row], encoded[row], end) if row == last else len(lines[row])
        if left < right:
            found[row].append((left, right, kind))


def _column(line: str, encoded: bytes, offset: int) -> int:
    if len(line) == len(encoded):
        return offset
    return len(encoded[:offset].decode("utf-8", "ignore"))
