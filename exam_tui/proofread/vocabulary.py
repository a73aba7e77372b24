"""The words that reports of the course use and no dictionary has: tools, formats, clouds, words of Python, names."""

import functools
from pathlib import Path

from exam_tui.core.text.lines import split_lines


@functools.cache
def vocabulary() -> tuple[str, ...]:
    """Return the words of `vocabulary.txt`, in its order."""
    text = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8")
    return tuple(word for word in split_lines(text) if word)
