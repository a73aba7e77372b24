"""A stretch of text, and the one way to change a text: splicing replacements into spans."""

from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """The half-open range of offsets [start, end), in code points."""

    start: int
    end: int


class Splice(NamedTuple):
    """`text` is to stand where `span` is now."""

    span: Span
    text: str


def splice(text: str, splices: Iterable[Splice]) -> str:
    """Return `text` with every span replaced; all else is copied as it is.

    Works from the end, so that no offset moves before it is used. The spans may touch but not overlap.

    Raises:
        ValueError: two spans overlap.

    """
    pieces: list[str] = []
    end = len(text)
    for item in sorted(splices, reverse=True):
        if item.span.end > end:
            raise ValueError(f"overlapping spans at offset {item.span.start}")
        pieces += (text[item.span.end : end], item.text)
        end = item.span.start
    pieces.append(text[:end])
    return "".join(reversed(pieces))
