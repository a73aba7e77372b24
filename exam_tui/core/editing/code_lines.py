"""What Enter and a closing mark do between the marks of a code block, and which empty lines belong to one."""

from collections.abc import Sequence
from typing import Final

from exam_tui.core.editing.list_continuation import text_start
from exam_tui.core.markdown.visible_text import Scan
from exam_tui.core.text.patterns import lazy_pattern

_LEAD: Final = lazy_pattern(r"(?P<quote>(?: {0,3}+>[ \t]?+)*+)[ \t]*+")
_MARKS: Final = ("```", "~~~")


def scan_code(lines: Sequence[str]) -> Scan:
    """Return the scan of an answer's lines where the empty ones at the end are code too if the block is still open."""
    scan = Scan(lines)
    if not scan.fences or lines[-1].strip():
        return scan
    start, end = scan.fences[-1]
    if any(line.strip() for line in lines[end:]):
        return scan
    typed = Scan([*lines[:-1], f"{text_start(lines[start])}x"])
    return typed if typed.kinds[-1] == "fence" else scan


def next_code_line(lines: Sequence[str], row: int, column: int) -> str | None:
    """Return what begins the next line where a line of code is broken at a place (from 0); None: that is not code.

    It is as far in as its line; the one after the opening mark as far as the mark.
    """
    line = lines[row]
    start = _opening(lines[:row], line)
    if start is None:
        is_code = line[:1] in {" ", "\t"} and Scan(lines[: row + 1]).kinds[row] == "code"
        lead = _lead(line) if is_code else None
    elif start == row:
        lead = text_start(line)
        return lead if column >= len(lead) else None
    else:
        lead = _lead(line, is_quoted=">" in text_start(lines[start]))
    return None if lead is None or column < lead.rfind(">") else lead[:column]


def closing_mark(lines: Sequence[str], row: int, typed: str) -> str | None:
    """Return what a line becomes if a character that is typed at its end makes it the closing mark of its code block.

    A mark that stands further in than the opening one closes nothing. None for any other text, or a mark in its place.
    """
    line = lines[row] + typed
    mark = line.strip("> \t")
    lead = lines[row][: len(line) - len(mark)]
    start = _opening(lines[:row], f"{lead}x") if mark in _MARKS else None
    if start is None:
        return None
    margin = text_start(lines[start])
    opening = lines[start][len(margin) :]
    is_closing = opening.startswith(mark) and not opening.startswith(mark + typed)
    return margin + mark if is_closing and len(lead) > len(margin) else None


def _opening(above: Sequence[str], line: str) -> int | None:
    """Return the row that opens the block of code that is open after a line; None where none is."""
    lines = [*above, line]
    if not any(mark in text for text in lines for mark in _MARKS):
        return None
    fences = Scan([*lines, f"{_lead(line)}x"]).fences
    last = fences[-1] if fences else (0, 0)
    if last[1] <= len(lines):
        # The line may be the opening mark itself, in a list item: what it holds is further in than the mark's line.
        fences = Scan([*lines, f"{text_start(line)}x"]).fences
        last = fences[-1] if fences else (0, 0)
    return last[0] if last[1] > len(lines) else None


def _lead(line: str, *, is_quoted: bool = True) -> str:
    """Return the quote marks and the indentation of a line; of one that is in no quote the indentation alone."""
    match = _LEAD.match(line)
    if match and (is_quoted or not match["quote"]):
        return match[0]
    return line[: len(line) - len(line.lstrip(" \t"))]
