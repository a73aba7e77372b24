"""What Enter does in a list or a quote: the next item, or the end of the list."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from exam_tui.core.markdown.visible_text import Scan
from exam_tui.core.text.patterns import lazy_pattern

# All runs are possessive: a line of nothing but `>` and spaces takes linear time. A number of four digits at the
# start of a line is more likely a year than an item.
_PREFIX = lazy_pattern(
    r"(?P<quote>(?: {0,3}+>[ \t]?+)*+)"
    r"(?P<item>(?P<indent>[ \t]*+)(?:(?P<bullet>[-*+])|(?P<number>[0-9]{1,3}+)(?P<dot>[.)]))(?P<gap>[ \t]++)"
    r"(?P<task>\[[ xX]\](?:[ \t]++|\Z))?+)?+"
)
_RULES = ({"-"}, {"*"})
_SHORTEST_RULE = 3
# With more spaces after its marker an item holds indented code, which the next one need not.
_WIDEST_GAP = 4


@dataclass(frozen=True, slots=True)
class Continuation:
    """What Enter puts in the place of the columns [start, end) of its line; the cursor then stands after it."""

    start: int
    end: int
    text: str


def in_fence(lines: Sequence[str], row: int) -> bool:
    """Return whether a row of an answer (from 0) is code between ``` or ~~~, the two marks included."""
    above = lines[: row + 1]
    if not any("```" in line or "~~~" in line for line in above):
        return False
    return Scan(above).kinds[row] == "fence"


def item_indent(line: str) -> int | None:
    """Return how many columns a list item is in, after the quote marks of its line; None where none begins."""
    prefix = _PREFIX.match(line)
    if not prefix or not prefix["item"] or _is_rule(line[len(prefix["quote"]) :]):
        return None
    return len(prefix["indent"].replace("\t", "    "))


def marks_width(line: str) -> int:
    """Return how many characters the quote marks and the mark of a list item take at the start of a line."""
    prefix = _PREFIX.match(line)
    quote = prefix["quote"] if prefix else ""
    return len(prefix[0] if prefix and not _is_rule(line[len(quote) :]) else quote)


def text_start(line: str) -> str:
    """Return what begins a line below one, under the text of its quote and its list item."""
    prefix, width = _PREFIX.match(line), marks_width(line)
    quote = prefix["quote"] if prefix else ""
    after = line[len(quote) :]
    lead = line[len(quote) : width] or after[: len(after) - len(after.lstrip(" \t"))]
    return f"{quote}{' ' * len(lead.expandtabs(4))}"


def break_line(lines: Sequence[str], row: int, column: int) -> str:
    """Return what begins a new line at a place (from 0) and stays in the list item or the quote that it is in."""
    if column < marks_width(lines[row]) or in_fence(lines, row):
        return "\n"
    return f"\n{text_start(lines[row])}"


def continue_list(line: str, column: int, above: str = "") -> Continuation | None:
    """Return what Enter does at a column (from 0) of a list item or a quoted line; None: a plain line break.

    The rest of the line becomes the next item: same bullet or next number, same indentation, an open task for a
    task. An item without text is the end of the list: its mark goes, and of quote marks the innermost; a blank line
    follows where the line above has text, which would else go on. Not to be asked for lines of code, see `in_fence`.
    """
    prefix = _PREFIX.match(line)
    quote = prefix["quote"] if prefix else ""
    has_item = bool(prefix and prefix["item"]) and not _is_rule(line[len(quote) :])
    known = prefix[0] if prefix and has_item else quote
    if not prefix or not known or column < len(known.rstrip()):
        return None
    rest = line[len(known) :]
    if not rest.strip():
        left = quote if has_item else quote.rstrip()[:-1]
        blank = f"{left.rstrip()}\n" if above.strip("> \t") else ""
        return Continuation(0, len(line), blank + left)
    at = max(column, len(known))
    end = len(line) - len(line[at:].lstrip(" \t"))
    return Continuation(at, end, "\n" + quote + (_next_item(prefix) if has_item else ""))


def _next_item(prefix: re.Match[str]) -> str:
    if prefix["number"]:
        width = len(prefix["number"])
        mark = f"{int(prefix['number']) + 1:0{width}}{prefix['dot']}"
    else:
        mark = prefix["bullet"]
    gap = prefix["gap"] if len(prefix["gap"]) <= _WIDEST_GAP else " "
    return prefix["indent"] + mark + gap + ("[ ] " if prefix["task"] else "")


def _is_rule(text: str) -> bool:
    """Return whether a text is a line across the page, `- - -`."""
    marks = text.replace(" ", "").replace("\t", "")
    return len(marks) >= _SHORTEST_RULE and set(marks) in _RULES
