"""The `Answer:` of a question: how it may be written, the rest of one that is gone, how it is put back."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from exam_tui.core.report.wording.limit_wording import is_limit_line
from exam_tui.core.report.wording.prompt import EXAMPLE
from exam_tui.core.text.lines import Lines, Span, Splice
from exam_tui.core.text.patterns import lazy_pattern

QUOTE_MARK = lazy_pattern(r" {0,3}> ?")
# Emphasis marks after the colon belong to the marker only where they close those before it.
MARKER = lazy_pattern(
    r"(?: {0,3}>)*[ \t]{0,4}(?P<emphasis>[*_]{0,3})answer(?:(?P=emphasis)[ \t]*:|[ \t]*:(?P=emphasis)|[ \t]*:)",
    re.IGNORECASE,
)
MARKER_INSIDE = lazy_pattern(r"\bAnswer[*_]{0,3}[ \t]*:[*_]{0,3}")  # "your answer: why" is not a marker

_MARKER_TEXT = "Answer:"
# One word with the marks that a marker may have: what a hand slipped on, such as `Answer`, `Answe:` or `Anwser:`.
_SPOILT = lazy_pattern(r"[*_]{0,3}(?P<word>[A-Za-z]{4,8})[*_]{0,3}[ \t]*[:;.,]?[*_]{0,3}[ \t]*")
_ALIKE = 0.8


class MissingMarker(NamedTuple):
    """Where the marker of a question is gone: its line, and the rest of it, an empty span for nothing."""

    line: int
    rest: Span


def missing_below(lines: Lines, heading: int) -> MissingMarker:
    """Return where the marker is gone of a question without a quoted prompt, below the last line of its heading."""
    return MissingMarker(heading, Span(lines.end(heading), lines.end(heading)))


def missing_in_quote(lines: Lines, quoted: Sequence[int]) -> MissingMarker:
    """Return where the marker is gone of a question whose prompt is on the lines `quoted`, one at least.

    It was after them, in place of a word that was `Answer` once, or in place of what was typed over it.
    """
    texts = [unquoted(lines[line]) for line in quoted]
    last = next((at for at in reversed(range(len(texts))) if texts[at].strip()), 0)
    spoilt = _SPOILT.fullmatch(texts[last].lstrip(" \t"))
    if spoilt and _reads_like_answer(spoilt["word"]):
        end = lines.end(quoted[last])
        return MissingMarker(quoted[last], Span(end - len(texts[last].lstrip(" \t")), end))
    start = _typed_over(texts, last)
    return missing_below(lines, quoted[-1] if start is None else quoted[start])


def _reads_like_answer(word: str) -> bool:
    from difflib import get_close_matches  # noqa: PLC0415 - most questions have their marker

    return bool(get_close_matches(word.lower(), ["answer"], 1, _ALIKE))


def _typed_over(texts: Sequence[str], last: int) -> int | None:
    """Return the line above what stands in a prompt's quote after the prompt itself, None where nothing does.

    A prompt ends with its limit or with a sample in italics. One that has neither may go on with plain text: only a
    paragraph of its own is told from it, and that only where the one above is in bold.
    """
    end = next((at for at in reversed(range(last + 1)) if _is_form(texts[at])), last)
    below = texts[end + 1 : last + 1]
    if not below or any(map(EXAMPLE.match, below)):
        return None
    blanks = next(at for at, text in enumerate(below) if text.strip())
    is_end = is_limit_line(texts[end]) or any(map(EXAMPLE.match, texts[: end + 1]))
    is_paragraph = blanks > 0 and all(text.strip() for text in below[blanks:])
    return end + blanks if is_end or is_paragraph else None


def _is_form(text: str) -> bool:
    """Return whether a line has the form of the last of a prompt's: in bold or italics, or the limit."""
    text = text.strip()
    return text[:1] in {"*", "_"} or text[-1:] in {"*", "_"} or is_limit_line(text)


def marker_splice(lines: Lines, missing: MissingMarker, line_end: str) -> Splice:
    """Return the splice that writes `> Answer:` where the marker is gone, a blank line of the quote above it."""
    if missing.rest.start < missing.rest.end:
        return Splice(missing.rest, _MARKER_TEXT)
    above = lines[missing.line]
    between = ">" if QUOTE_MARK.match(above) else ""
    is_there = between and not unquoted(above).strip()
    return Splice(missing.rest, f"{'' if is_there else line_end + between}{line_end}> {_MARKER_TEXT}")


def unquoted(line: str) -> str:
    """Return a line without its quote mark, if it has one."""
    mark = QUOTE_MARK.match(line)
    return line[mark.end() :] if mark else line
