"""An emulated screen that draws plain text at once, where pyte does so letter by letter; all else it leaves to pyte."""

import os

import pytest

if os.name == "nt":
    pytest.skip("pyte is not installed on Windows", allow_module_level=True)

from pyte import modes
from pyte.screens import Char, Screen, wcwidth
from typing_extensions import override


class QuickScreen(Screen):
    """Pyte's screen."""

    def __init__(self, columns: int, lines: int) -> None:
        self._cells: dict[Char, dict[str, Char]] = {}
        """By how it looks: each letter that takes one column."""
        super().__init__(columns, lines)

    @override
    def draw(self, data: str) -> None:
        """Draw text that stays in its line and has one column a letter; leave any other to pyte."""
        cursor = self.cursor
        known = self._cells.setdefault(cursor.attrs, {})
        end = cursor.x + len(data)
        if end > self.columns or self.charset or modes.IRM in self.mode:
            super().draw(data)
            return
        if new := set(data) - known.keys():
            for letter in new:
                if wcwidth(letter) == 1 and letter.translate(self.g0_charset) == letter:
                    known[letter] = cursor.attrs._replace(data=letter)
            if not known.keys() >= new:
                super().draw(data)
                return
        self.buffer[cursor.y].update(zip(range(cursor.x, end), map(known.__getitem__, data), strict=True))
        cursor.x = end
        self.dirty.add(cursor.y)
