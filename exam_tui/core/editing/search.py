"""Find and replace, in one answer and over a whole report: plain text, if wanted whole words only. Linear time.

There are no regular expressions on purpose: a mistyped one may run forever, and Python's cannot be stopped.
What looks the same is the same: composed and decomposed letters are one, and without case `ß` is `SS`.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from exam_tui.core.report.report import Report
from exam_tui.core.text.lines import Span, Splice, normalise_line_ends, splice
from exam_tui.errors import ExamTuiError

LONGEST_QUERY = 1_000
"""Code points that a query may have."""


class QueryError(ExamTuiError, ValueError):
    """The text to be found is too long."""


@dataclass(frozen=True, slots=True)
class Query:
    """What to find.

    Attributes:
        text: the text itself; it may run over a line end. Nothing is found with "".
        ignore_case: None ignores case unless the text has a capital.
        whole_word: whether a match may neither begin nor end inside a word.

    Raises:
        QueryError: the text is longer than LONGEST_QUERY.

    """

    text: str
    ignore_case: bool | None = None
    whole_word: bool = False

    def __post_init__(self) -> None:
        if len(self.text) > LONGEST_QUERY:
            raise QueryError(
                f"The search text is too long: the limit is {LONGEST_QUERY} characters.", help="Search for part of it."
            )

    @property
    def is_caseless(self) -> bool:
        """Whether upper and lower case are the same."""
        if self.ignore_case is None:
            return not any(letter.isupper() or letter.istitle() for letter in self.text)
        return self.ignore_case


@dataclass(frozen=True, slots=True)
class Match:
    """A place in an answer: from the start to before the end, both as line and column from 0, in code points.

    `line_text` is the whole line that the match begins on.
    """

    start_line: int
    start_column: int
    end_line: int
    end_column: int
    line_text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A match in a report's answer: the question's position in `Report.questions`, its number, the place."""

    index: int
    number: int
    match: Match


def matches(answer: str, query: Query) -> Sequence[Match]:
    """Return all places of an answer (LF line ends) where the query stands, in order; none overlap."""
    lines = answer.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines[:-1])]
    found: list[Match] = []
    for span in _spans(answer, query):
        first, last = bisect_right(starts, span.start) - 1, bisect_right(starts, span.end) - 1
        found.append(Match(first, span.start - starts[first], last, span.end - starts[last], lines[first]))
    return tuple(found)


def search_report(report: Report, query: Query) -> Sequence[Hit]:
    """Return all places of all answers where the query stands, in file order."""
    return tuple(
        Hit(question.index, question.number, match)
        for question in report.questions
        for match in matches(question.answer, query)
    )


def replace(answer: str, query: Query, replacement: str, which: int | None = None) -> tuple[str, int]:
    """Return an answer with matches replaced, and how many were: all, or the one at index `which` of `matches`.

    The replacement is taken as it is, with LF line ends; what it brings is not searched again.
    """
    found = list(_spans(answer, query))
    if which is not None:
        found = found[which : which + 1] if which >= 0 else []
    text = normalise_line_ends(replacement)
    return splice(answer, (Splice(span, text) for span in found)), len(found)


class _Folded:
    """A text in the form in which texts are compared.

    `offset` returns where a place of it is in the text itself: None inside what was one character there,
    such as between the two s of a folded `ß`, or between a letter and its accent.
    """

    def __init__(self, text: str, *, caseless: bool) -> None:
        self._source = text
        self._offsets: list[int | None] | None = None
        folded = text.casefold() if caseless else text
        if text.isascii() or (len(folded) == len(text) and _is_composed(text) and _is_composed(folded)):
            self.text = folded  # character by character: a case fold never makes less than one of one
            return
        pieces: list[str] = []
        offsets: list[int | None] = []
        at = 0
        for cluster in _clusters(text):
            piece = _key(cluster, caseless=caseless)
            pieces.append(piece)
            offsets += [at, *[None] * (len(piece) - 1)]
            at += len(cluster)
        self.text = "".join(pieces)
        self._offsets = [*offsets, at]

    def needle(self, query: Query) -> str:
        """Return a query's text in the same form."""
        text = normalise_line_ends(query.text)
        key = "".join(_key(cluster, caseless=query.is_caseless) for cluster in _clusters(text))
        return unicodedata.normalize("NFC", key) if self._offsets is None else key

    def offset(self, at: int) -> int | None:
        if self._offsets is not None:
            return self._offsets[at]
        return None if 0 < at < len(self._source) and unicodedata.combining(self._source[at]) else at


def _is_composed(text: str) -> bool:
    return unicodedata.is_normalized("NFC", text)


def _key(cluster: str, *, caseless: bool) -> str:
    """Return what equal characters have in common: Unicode's canonical caseless match, section 3.13."""
    key = unicodedata.normalize("NFD", cluster)
    return unicodedata.normalize("NFD", key.casefold()) if caseless else key


def _clusters(text: str) -> Iterator[str]:
    """Yield each character with the marks that combine with it; together they are the text."""
    start = 0
    for at in range(1, len(text)):
        if not unicodedata.combining(text[at]):
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


def _spans(answer: str, query: Query) -> Iterator[Span]:
    folded = _Folded(answer, caseless=query.is_caseless)
    needle = folded.needle(query)
    free = 0
    for at in _occurrences(folded.text, needle):
        if at >= free:
            start, end = folded.offset(at), folded.offset(at + len(needle))
            if start is not None and end is not None and (not query.whole_word or _is_whole(answer, start, end)):
                yield Span(start, end)
                free = at + len(needle)


def _occurrences(text: str, needle: str) -> Iterator[int]:
    """Yield every place where `needle` begins, overlapping ones too: Knuth, Morris and Pratt's way.

    `str.find` from place to place would take the needle's length again for each place that turns out not to match.
    """
    at = text.find(needle) if needle else -1
    if at < 0:
        return
    borders = [0] * len(needle)
    same = 0
    for index in range(1, len(needle)):
        while same and needle[index] != needle[same]:
            same = borders[same - 1]
        same += needle[index] == needle[same]
        borders[index] = same
    same = 0
    for index in range(at, len(text)):
        while same == len(needle) or (same and text[index] != needle[same]):
            same = borders[same - 1]
        same += text[index] == needle[same]
        if same == len(needle):
            yield index - len(needle) + 1


def _is_whole(text: str, start: int, end: int) -> bool:
    """Return whether no word runs over either end of a stretch."""
    return not any(0 < at < len(text) and _is_of_word(text[at - 1]) and _is_of_word(text[at]) for at in (start, end))


def _is_of_word(character: str) -> bool:
    return character.isalnum() or character == "_" or unicodedata.category(character).startswith("M")
