"""Limits, read from the wording of a prompt. Nothing here knows a question's number."""

import re
from typing import NamedTuple


class Limit(NamedTuple):
    """A minimum and a maximum, both included."""

    min: int
    max: int

    def allows(self, count: int) -> bool:
        """Return whether a count lies inside."""
        return self.min <= count <= self.max

    def __str__(self) -> str:
        """`200–300`, or one number where both are the same."""
        return str(self.max) if self.min == self.max else f"{self.min}–{self.max}"


class Limits(NamedTuple):
    """The limits of one answer; None where the prompt sets none."""

    words: Limit | None = None
    images: Limit | None = None

    def allow(self, *, words: int, images: int) -> bool:
        """Return whether an answer with these counts lies inside both."""
        return (self.words is None or self.words.allows(words)) and (self.images is None or self.images.allows(images))


_DIGITS = "[0-9]{1,6}"
_NUMBER = rf"(?:{_DIGITS}|an?|one|two|three|four|five|six)"
_TO = r"\s*(?:-|–|—|\bto\b|\bor\b)\s*"
_RANGE = rf"(?P<min>{_NUMBER})(?:{_TO}(?P<max>{_NUMBER}))?"
_NAMES = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_LIMIT_LINE = re.compile(r"\W*(?:recommended\s+)?answer\s+length\W*:", re.IGNORECASE)
_WORDS = re.compile(rf"\b(?P<min>{_DIGITS})(?:{_TO}(?P<max>{_DIGITS}))?\s+words?\b", re.IGNORECASE)
_UP_TO_WORDS = re.compile(rf"\b(?:up to|at most|max(?:imum)?\.?)\s+(?P<max>{_DIGITS})\s+words?\b", re.IGNORECASE)
_THING = r"(?:screen\s?shots?|images?|figures?|pictures?)"
_IMAGES = re.compile(rf"\b{_RANGE}\s+{_THING}\b", re.IGNORECASE)
_ASKED_IMAGES = re.compile(rf"\b(?:upload|insert|include|add|attach|provide)\s+{_RANGE}\s+{_THING}\b", re.IGNORECASE)


def is_limit_line(line: str) -> bool:
    """Return whether a line of a prompt is its limit line, such as `Recommended answer length: 0-200 words.`."""
    return _LIMIT_LINE.match(line) is not None


def limits_from_wording(ask: str, limit_line: str) -> Limits:
    """Return the limits that a prompt sets.

    `ask` is the question as it is put (no sample answer in it), `limit_line` the line that names the
    answer's length, or "". A limit line counts before the question's own wording. In the question's
    wording images need a verb before them ("Upload 1-2 images"), so that "in this figure" sets no limit.
    """
    ask = " ".join(ask.split())
    words = _words(limit_line) or _words(ask)
    images = _limit(_IMAGES.search(limit_line)) or _limit(_ASKED_IMAGES.search(ask))
    return Limits(words, images)


def _words(text: str) -> Limit | None:
    up_to = _UP_TO_WORDS.search(text)
    return Limit(0, int(up_to["max"])) if up_to else _limit(_WORDS.search(text))


def _limit(match: re.Match[str] | None) -> Limit | None:
    if match is None:
        return None
    low = _number(match["min"])
    high = _number(match["max"]) if match["max"] else low
    return Limit(min(low, high), max(low, high))


def _number(word: str) -> int:
    return _NAMES.get(word.lower()) or int(word)
