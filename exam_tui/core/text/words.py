"""Words: those of a text to compare it by, a number with its word, and the numbers of questions."""

from collections.abc import Collection, Iterable
from typing import Final

from exam_tui.core.text.patterns import lazy_pattern

_WORD = lazy_pattern(r"\w+")

_RUN: Final = 3
"""Numbers in a row that are written as a range."""


def words_in(text: str) -> list[str]:
    """Return the words of a text in small letters; marks and white space only part them."""
    return _WORD.findall(text.casefold())


def wording(text: str) -> str:
    """Return the letters and digits of a text in small letters, as `words_in` but for `_`, a space between the words.

    Two texts of one wording differ in emphasis, marks, or how their lines are broken.
    """
    return " ".join(words_in(text.replace("_", " ")))


def plural(number: int, word: str) -> str:
    """Return a number with its word, such as `1 image`, `2 images`."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def number_list(numbers: Iterable[int]) -> str:
    """Return some numbers in order, such as `4`, `4 and 9`, `1–3, 7 and 9`."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words: list[str] = []
    for run in runs:
        words += [f"{run[0]}–{run[-1]}"] if len(run) >= _RUN else map(str, run)
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def questions_of(numbers: Collection[int]) -> str:
    """Return `question 4`, `questions 4 and 9`, or `questions 1–3, 7 and 9`."""
    shown = number_list(numbers)
    return f"question {shown}" if len(numbers) == 1 else f"questions {shown}"
