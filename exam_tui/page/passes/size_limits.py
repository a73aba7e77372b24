"""How much Markdown one page takes: the rest is shown as it was typed, so that no page takes long to make.

A report as students write them needs a tenth of it. The bounds are those at which a page takes about a second.
"""

from exam_tui.core.text.patterns import lazy_pattern

_MOST_BLOCKS = 25_000
"""Lines, table cells and quote marks of a page that are read as Markdown."""
_MOST_MARKS = 40_000
"""Characters of a page's paragraphs that may be markup or part of a bare address."""
_MOST_BRACKETS = 1_000
"""`[` of one paragraph: each costs markdown-it a look at the rest of it."""
_MARK = lazy_pattern(r"[*_~`\[<&\\!@:]|www")


class SizeBudget:
    """What one page may still take."""

    def __init__(self) -> None:
        self._blocks = _MOST_BLOCKS
        self._marks = _MOST_MARKS
        self._refused: list[int] = []

    def allows_blocks(self, text: str, line: int) -> bool:
        """Return whether a stretch of the report that begins at a line of the file is read as Markdown; count it."""
        blocks = text.count("\n") + text.count("|") + text.count(">")
        if blocks > self._blocks:
            self._refused.append(line)
            return False
        self._blocks -= blocks
        return True

    def allows_marks(self, text: str, line: int) -> bool:
        """Return whether the markup in a paragraph at a line of the file is read, and count it."""
        marks = len(_MARK.findall(text))
        if marks > self._marks or text.count("[") > _MOST_BRACKETS:
            self._refused.append(line)
            return False
        self._marks -= marks
        return True

    def notices(self) -> list[str]:
        """Return what to say about the page, one line, where anything was refused."""
        if not self._refused:
            return []
        others = len(self._refused) - 1
        more = f" The same at {others} other {'place' if others == 1 else 'places'}." if others else ""
        return [f"What begins at line {min(self._refused)} is too long to be read as Markdown: shown as typed.{more}"]
