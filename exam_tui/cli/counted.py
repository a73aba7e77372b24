"""Counts and question numbers in words."""

from collections.abc import Sequence
from typing import Final

from exam_tui.core.text.words import plural

_RUN: Final = 3
"""Numbers in a row that are written as a range."""


def number_of(count: int, thing: str) -> str:
    """Return `1 error`, `2 errors`, `no errors`."""
    return plural(count, thing) if count else f"no {thing}s"


def questions_of(numbers: Sequence[int]) -> str:
    """Return `question 4`, `questions 4 and 9`, or `questions 1–3, 7 and 9`."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words: list[str] = []
    for run in runs:
        words += [f"{run[0]}–{run[-1]}"] if len(run) >= _RUN else map(str, run)
    shown = " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)
    return f"question {shown}" if len(numbers) == 1 else f"questions {shown}"
