"""What Tab and Shift+Tab do in an answer: list items go in and out by four, with all that hangs on them, and code too.

The course's page wants four spaces. Elsewhere four spaces make code of a text: a paragraph stays, and the first item of
a list.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from exam_tui.core.editing.code_lines import scan_code
from exam_tui.core.editing.list_continuation import item_indent
from exam_tui.core.markdown.visible_text import Scan
from exam_tui.core.text.patterns import lazy_pattern

STEP: Final = 4
"""Spaces of one level."""

PARAGRAPH: Final = "Only list items and lines of code are indented: four spaces would turn a paragraph into code."
FIRST_ITEM: Final = "There is no item of the same level above this one: four spaces would turn it into code."
AT_MARGIN: Final = "Nothing to outdent: no list item or line of code here is indented."

_QUOTE: Final = lazy_pattern(r"(?: {0,3}+>[ \t]?+)*+")
_SPACE: Final = lazy_pattern(r"[ \t]*+")
_FENCE_MARK: Final = lazy_pattern(r"[ \t>]*(?:```|~~~)")


@dataclass(frozen=True, slots=True)
class Indented:
    """What becomes of some lines.

    Attributes:
        lines: the lines that change, by row, as they are then.
        reason: why nothing changes, as a sentence; "" where something does.

    """

    lines: Mapping[int, str] = field(default_factory=dict)
    reason: str = ""


def indent(lines: Sequence[str], first: int, last: int) -> Indented:
    """Indent the rows `first` to `last` (from 0, both included) of an answer's lines."""
    layout = _Layout(lines)
    items = layout.items(first, last)
    moved = layout.hanging_on(items)
    stays = [row for row in items if not layout.may_go_in(row, moved)]
    rows = {*layout.code(first, last), *(() if stays else moved)}
    # Of several lines the empty ones stay empty; one alone is about to be written in.
    changed = {row: layout.shifted(row, STEP) for row in sorted(rows) if lines[row].strip() or first == last}
    if layout.makes_code(changed):
        return Indented({}, FIRST_ITEM)
    return Indented(changed, "" if changed else FIRST_ITEM if stays else PARAGRAPH)


def outdent(lines: Sequence[str], first: int, last: int) -> Indented:
    """Bring the rows `first` to `last` (from 0, both included) of an answer's lines back by one level."""
    layout = _Layout(lines)
    steps: dict[int, int] = {
        row: min(STEP, layout.indent(row) - layout.margin(row)) for row in layout.code(first, last)
    }
    for item in layout.items(first, last):
        step = min(STEP, layout.indent(item))
        for row in layout.hanging_on([item]):
            steps.setdefault(row, min(step, layout.indent(row)))
    changed = {row: layout.shifted(row, -step) for row, step in sorted(steps.items()) if step > 0}
    return Indented(changed, "" if changed else AT_MARGIN)


class _Layout:
    """An answer's lines: what is code, what is an item of a list, and how far each is in."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        scan = scan_code(lines)
        self._kinds = scan.kinds
        self._fence_of = {row: start for start, end in scan.fences for row in range(start, end)}

    def _start(self, row: int) -> int:
        """Return the column after the quote marks of a row; what is in code is not a quote mark."""
        opening = self._lines[self._fence_of.get(row, row)]
        match = (
            _QUOTE.match(self._lines[row]) if self._kinds[row] == "text" or opening.lstrip().startswith(">") else None
        )
        return match.end() if match else 0

    def indent(self, row: int) -> int:
        """Return how many columns a row is in, after its quote marks."""
        space = _SPACE.match(self._lines[row], self._start(row))
        return len(space[0].replace("\t", " " * STEP)) if space else 0

    def margin(self, row: int) -> int:
        """Return how far a line of code has to stay in: as far as the mark above it."""
        return self.indent(self._fence_of[row]) if row in self._fence_of else 0

    def shifted(self, row: int, step: int) -> str:
        """Return a row with so many more columns before its text, or fewer; tabs that have to change become spaces."""
        line, start = self._lines[row], self._start(row)
        if step > 0:
            return f"{line[:start]}{' ' * step}{line[start:]}"
        text = line[start:].lstrip(" \t")
        return f"{line[:start]}{' ' * (self.indent(row) + step)}{text}"

    def code(self, first: int, last: int) -> list[int]:
        """Return the rows of code among some, without the marks of fences."""
        return [
            row
            for row in range(first, last + 1)
            if self._kinds[row] == "code"
            or (self._kinds[row] == "fence" and not (self._is_mark(row) or row == self._fence_of.get(row)))
        ]

    def makes_code(self, changed: Mapping[int, str]) -> bool:
        """Return whether a row of text would be code once these rows have changed."""
        after = Scan([changed.get(row, line) for row, line in enumerate(self._lines)]).kinds
        return any(old == "text" and new == "code" for old, new in zip(self._kinds, after, strict=True))

    def _is_mark(self, row: int) -> bool:
        is_last = row + 1 not in self._fence_of or self._fence_of[row + 1] != self._fence_of[row]
        return is_last and bool(_FENCE_MARK.match(self._lines[row]))

    def _item(self, row: int) -> int | None:
        """Return how far the item is in that begins in a row; None where none does."""
        return item_indent(self._lines[row]) if self._kinds[row] == "text" else None

    def _is_blank(self, row: int) -> bool:
        return not self._lines[row][self._start(row) :].strip()

    def _above(self, row: int) -> Iterator[int]:
        """Yield the rows above one, from near to far, as far as they are in the same quote, or in none as it is."""
        depth = self._depth(row)
        for above in range(row - 1, -1, -1):
            if self._depth(above) != depth:
                return
            yield above

    def _depth(self, row: int) -> int:
        return self._lines[row].count(">", 0, self._start(row))

    def items(self, first: int, last: int) -> list[int]:
        """Return the rows where the items begin that some rows belong to."""
        code = set(self.code(first, last))
        found = {self._item_of(row) for row in range(first, last + 1) if row not in code and not self._is_blank(row)}
        return sorted(row for row in found if row is not None)

    def _item_of(self, row: int) -> int | None:
        if self._item(row) is not None:
            return row
        indent = self.indent(row)
        for above in self._above(row):
            item = self._item(above)
            if indent == 0 or (item is None and not self._is_blank(above) and self.indent(above) == 0):
                return None
            if item is not None and item < indent:
                return above
        return None

    def hanging_on(self, items: Sequence[int]) -> set[int]:
        """Return the rows of items, and those below each that are further in than it."""
        return {row for item in items for row in self._with_what_hangs_on(item)}

    def _with_what_hangs_on(self, item: int) -> Iterator[int]:
        yield item
        for row in range(item + 1, len(self._lines)):
            if self._depth(row) != self._depth(item) or (
                not self._is_blank(row) and self.indent(row) <= self.indent(item)
            ):
                return
            if not self._is_blank(row):
                yield row

    def may_go_in(self, row: int, moved: set[int]) -> bool:
        """Return whether an item has one above it to hang on: one that goes in as well, or is as far in."""
        above_the_last = -1
        for above in self._above(row):
            item = self._item(above)
            if item is not None:
                return above in moved or item >= self.indent(row)
            if not self._is_blank(above) and self.indent(above) == 0:
                above_the_last = above - 1
            elif self._is_blank(above) and above == above_the_last:
                return False  # what is between is a paragraph of its own
        return False
