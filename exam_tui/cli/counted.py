"""Counts and question numbers in words."""

from collections.abc import Sequence

from exam_tui.core.text.words import number_list, plural


def number_of(count: int, thing: str) -> str:
    """Return `1 error`, `2 errors`, `no errors`."""
    return plural(count, thing) if count else f"no {thing}s"


def questions_of(numbers: Sequence[int]) -> str:
    """Return `question 4`, `questions 4 and 9`, or `questions 1–3, 7 and 9`."""
    shown = number_list(numbers)
    return f"question {shown}" if len(numbers) == 1 else f"questions {shown}"
