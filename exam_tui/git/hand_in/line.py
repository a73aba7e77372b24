"""What the hand-in check says: one line for each point."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from exam_tui.core.text.words import plural

_MOST_NAMES: Final = 4
_LONGEST: Final = 100


Topic = Literal["repository", "report", "images", "place", "branches", "check"]
"""What a point is about: git itself; whether the report is committed, and its images; where the report is; whether it
is on the right branch, pushed and the newest; what the course's check says of it."""


@dataclass(frozen=True, slots=True)
class HandInLine:
    """One point of the hand-in.

    Attributes:
        ok: whether it is as it should be.
        text: one sentence in plain words, without a full stop.
        command: what to paste into a shell to mend it, or "".
        about: what it is about; stable, for programs.

    """

    ok: bool
    text: str
    command: str = ""
    about: Topic = "repository"


def fine(text: str) -> HandInLine:
    """Return a point that is as it should be."""
    return HandInLine(ok=True, text=text)


def wrong(text: str, command: str = "") -> HandInLine:
    """Return a point that is not as it should be, with what mends it."""
    return HandInLine(ok=False, text=text, command=command)


def about(topic: Topic, lines: Iterable[HandInLine]) -> Iterator[HandInLine]:
    """Yield the points with their topic."""
    return (replace(line, about=topic) for line in lines)


def listed(names: Sequence[str]) -> str:
    """Return names in a row: of many the first few, of long ones the beginning."""
    more = len(names) - _MOST_NAMES
    shown = [name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…" for name in names[:_MOST_NAMES]]
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def ago(seconds: float) -> str:
    """Return how long ago something was, in the largest unit that fits."""
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        number = int(seconds // size)
        if number > 0:
            return f"{plural(number, unit)} ago"
    return "just now"
