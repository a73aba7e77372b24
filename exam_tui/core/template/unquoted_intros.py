"""A section's introduction that lost its `>`: with its heading it reads as the end of the answer above.

Only what is in a known template, word for word, is taken for one: a heading that a student wrote is the answer's.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from exam_tui.core.report.marker import QUOTE_MARK
from exam_tui.core.report.parser import QuestionPlace
from exam_tui.core.report.question_headings import HEADING_LINE
from exam_tui.core.report.wording.limit_wording import is_limit_line
from exam_tui.core.template.editions import is_known_line
from exam_tui.core.text.lines import Lines
from exam_tui.core.text.patterns import lazy_pattern

# How other lines of a prompt begin: in bold or italics, its sample, its end. An introduction is plain text.
_PROMPT = lazy_pattern(r"> (?:[*_`\[]|\W*(?:example|answer)\W*:)", re.IGNORECASE)
# The longest introduction of a known template has half of these words.
_MOST_WORDS = 120
# Fewer are not an introduction, such as the line above a sample answer.
_FEWEST_WORDS = 5


class LostIntro(NamedTuple):
    """Where it is in a slot.

    Attributes:
        heading: index in the file of the section's heading.
        lines: index in the file and text, as the template has it, of the heading and of each line of the introduction.

    """

    heading: int
    lines: Sequence[tuple[int, str]]


def lost_intro(lines: Lines, place: QuestionPlace) -> LostIntro | None:
    """Return the heading and introduction at the end of a slot, None where there is none.

    The next question has to stand right below: the caller knows.
    """
    words: list[tuple[int, str]] = []
    for line in reversed(place.lines):
        text = lines[line.index]
        heading = HEADING_LINE.match(text)
        if heading and heading["markup"] == "##":
            return _intro(line.index, text, words[::-1]) if words else None
        mark = QUOTE_MARK.match(text)
        words += [(line.index, word) for word in reversed(text[mark.end() if mark else 0 :].split())]
        if len(words) > _MOST_WORDS:
            break
    return None


def _intro(at: int, text: str, words: Sequence[tuple[int, str]]) -> LostIntro | None:
    heading = " ".join(text.split())
    if len(words) < _FEWEST_WORDS:
        return None
    if not is_known_line(heading):
        return None
    quoted = _quoted(words)
    return LostIntro(at, [(at, heading), *quoted]) if quoted else None


def _quoted(words: Sequence[tuple[int, str]]) -> Sequence[tuple[int, str]]:
    """Return words as lines of a known quote, however they are broken into lines; () where they are none."""
    ways: dict[int, Sequence[tuple[int, str]]] = {0: ()}
    for end in range(1, len(words) + 1):
        for start in [start for start in ways if start < end]:
            text = " ".join([">", *(word for _, word in words[start:end])])
            if is_known_line(text) and not _PROMPT.match(text) and not is_limit_line(text[2:]):
                ways[end] = (*ways[start], (words[start][0], text))
    return ways.get(len(words), ())
