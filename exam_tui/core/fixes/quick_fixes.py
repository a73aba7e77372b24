"""Fixes that change how an answer is written, and so are shown before they are made: headings, tables, blocks of code.

The course's check cuts an answer at `##`, and the course's page shows tables and code in fences as running text.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from exam_tui.core.markdown.visible_text import Scan
from exam_tui.core.text.patterns import lazy_pattern

_HEADING: Final = lazy_pattern(
    r"(?P<quote>(?: {0,3}+>[ \t]?+)*+) {0,3}+(?P<marks>#{2,6}+)(?:[ \t]++(?P<title>.*+))?+\Z"
)
_CLOSING_MARKS: Final = lazy_pattern(r"(?:\A|[ \t])#+[ \t]*\Z")
_HASHES: Final = lazy_pattern("#{2,}")
_CELL: Final = lazy_pattern(r"(?:[^|\\]|\\.?)*+")
_RULE_CELL: Final = lazy_pattern(r"[ \t]*+:?+-++:?+[ \t]*+")
_OPENING: Final = lazy_pattern(r"(?P<space> *+)(?P<fence>`{3,}+|~{3,}+)")
_INDENT: Final = 4
_CUT: Final = frozenset({"checker-cuts-answer", "checker-stops"})


@dataclass(frozen=True, slots=True)
class QuickFix:
    """A fix of an answer that is shown first: what it does, as an order, and the answer after it."""

    title: str
    text: str


def quick_fix(answer: str, code: str, row: int) -> QuickFix | None:
    """Return the fix for a finding in a row of an answer (from 0); None where there is none, or it would not help."""
    lines = answer.split("\n")
    if not 0 <= row < len(lines):
        return None
    if code in _CUT and "##" in lines[row]:
        return _fixed("Write headings in bold, without `##`", answer, _without_hashes(lines))
    if code != "course-page":
        return None
    scan = Scan(lines)
    if scan.kinds[row] == "fence":
        return _fixed("Indent the code by four spaces", answer, _indented(lines, scan.fences))
    if _is_table(lines, scan, row):
        return _fixed("Write the table as a list", answer, _listed(lines, scan))
    return None


def _fixed(title: str, answer: str, lines: Sequence[str] | None) -> QuickFix | None:
    text = answer if lines is None else "\n".join(lines)
    return None if text == answer else QuickFix(title, text)


# Headings


def _without_hashes(lines: Sequence[str]) -> list[str] | None:
    """Return lines in which no `##` is left; None where one cannot be written otherwise."""
    scan = Scan(lines)
    found: list[str] = []
    for row, line in enumerate(lines):
        heading = _HEADING.match(line) if scan.kinds[row] == "text" else None
        if heading:
            title = _CLOSING_MARKS.sub("", (heading["title"] or "").strip()).strip().replace("**", "")
            quote = heading["quote"]
            _add_block(found, [f"{quote}**{title}**"] if title else [], quote.rstrip())
            if row + 1 < len(lines) and lines[row + 1].strip("> \t"):
                found.append(quote.rstrip())
        elif scan.kinds[row] == "text":
            found.append(_escaped(line, scan.shown[row]))
        else:
            found.append(_HASHES.sub("#", line))
    return None if any("##" in line for line in found) else found


def _escaped(line: str, shown: str) -> str:
    r"""Return a line of text with `#\#` for `##`, where a reader sees it; in code a `\` would be seen."""
    for match in reversed(list(_HASHES.finditer(shown))):
        line = f"{line[: match.start()]}{chr(92).join(match[0])}{line[match.end() :]}"
    return line


def _add_block(found: list[str], block: Sequence[str], space: str = "") -> None:
    """Add lines after an empty one, where what is above is not empty."""
    if found and found[-1].strip("> \t"):
        found.append(space)
    found += block


# Tables


def _is_table(lines: Sequence[str], scan: Scan, row: int) -> bool:
    """Return whether a table begins in a row, at the margin and in no quote or list."""
    if row + 1 >= len(lines) or scan.kinds[row] != "text" or scan.kinds[row + 1] != "text":
        return False
    head, rule = lines[row], lines[row + 1]
    if "|" not in head or "|" not in rule or head.startswith(("    ", "\t", ">")):
        return False
    return all(_RULE_CELL.fullmatch(cell) for cell in _cells(rule))


def _listed(lines: Sequence[str], scan: Scan) -> list[str]:
    """Return lines with each table as a list: an item for a row, each cell after the name of its column."""
    found: list[str] = []
    row = 0
    while row < len(lines):
        if not _is_table(lines, scan, row):
            found.append(lines[row])
            row += 1
            continue
        names, row = _cells(lines[row]), row + 2
        items = []
        while row < len(lines) and scan.kinds[row] == "text" and lines[row].strip():
            items.append(_item(names, _cells(lines[row])))
            row += 1
        _add_block(found, items or [f"- {', '.join(filter(None, names))}"])
        if row < len(lines) and lines[row].strip():
            found.append("")
    return found


def _item(names: Sequence[str], cells: Sequence[str]) -> str:
    named = [*names, *[""] * len(cells)]
    parts = (f"{name}: {cell}" if name else cell for name, cell in zip(named, cells, strict=False) if cell)
    return f"- {', '.join(parts)}".rstrip()


def _cells(line: str) -> list[str]:
    r"""Return the texts of a row's cells, with `|` for `\|`."""
    text = line.strip().removeprefix("|")
    cells, at = [], 0
    while at <= len(text):
        match = _CELL.match(text, at)
        end = match.end() if match else len(text)
        cells.append(text[at:end].strip().replace("\\|", "|"))
        at = end + 1
    return cells[:-1] if len(cells) > 1 and not cells[-1] else cells


# Code


def _indented(lines: Sequence[str], fences: Sequence[tuple[int, int]]) -> list[str] | None:
    """Return lines with the code of each fence indented instead; None where it would not be code then, or more would.

    Fences in quotes and those without an end stay.
    """
    found: list[str] = []
    replaced: set[int] = set()
    indented: set[int] = set()
    at = 0
    for first, after in fences:
        code = _code_of(lines[first:after])
        if code is None:
            continue
        found += lines[at:first]
        _add_block(found, code)
        replaced.update(range(first, after))
        indented.update(range(len(found) - len(code), len(found)))
        if code and after < len(lines) and lines[after].strip():
            found.append("")
        at = after
    found += lines[at:]
    after_all = Scan(found).kinds
    is_code = all(after_all[row] == "code" for row in indented if found[row])
    others = _kinds_but(lines, Scan(lines).kinds, replaced) == _kinds_but(found, after_all, indented)
    return found if is_code and others else None


def _kinds_but(lines: Sequence[str], kinds: Sequence[str], rows: Collection[int]) -> list[str]:
    """Return the kinds of the lines that are not empty, without some rows."""
    return [kinds[row] for row, line in enumerate(lines) if line.strip() and row not in rows]


def _code_of(fenced: Sequence[str]) -> list[str] | None:
    """Return the lines between the two marks of a fence, indented instead; None where that cannot be done."""
    opening = _OPENING.match(fenced[0])
    if opening is None or len(fenced) == 1 or fenced[-1].strip().strip(opening["fence"][0]):
        return None
    space = len(opening["space"])
    code = [_moved(line, space) for line in fenced[1:-1]]
    while code and not code[0]:
        code.pop(0)
    while code and not code[-1]:
        code.pop()
    return code


def _moved(line: str, space: int) -> str:
    """Return a line of code as far in as its fence and four more; in a list as far as the course's page wants it."""
    own = min(len(line) - len(line.lstrip(" ")), space)
    levels = 1 + -(-space // _INDENT)
    return f"{' ' * (_INDENT * levels)}{line[own:]}" if line.strip() else ""
