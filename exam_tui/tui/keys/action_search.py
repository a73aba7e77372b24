"""The actions that a few words may mean, the likeliest first."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from exam_tui.tui.keys.actions import ACTIONS, Action

_WHOLE: Final = 3
_BEGUN_IN_TITLE: Final = 2
_BEGUN_BESIDE: Final = 1
_MARKS: Final = str.maketrans(dict.fromkeys(",:.$", " "))


class FoundAction(NamedTuple):
    """An action, and the words of the table that it was found by besides those of its title."""

    action: Action
    words: tuple[str, ...] = ()


def find_actions(query: str) -> Sequence[FoundAction]:
    """Return the actions of the palette that have each word of a query, or the start of one, in title or words.

    A whole word counts more than a start, and a title of nothing else most. Where no action has all of the words, those
    are returned whose titles have the letters in this order. All of them for an empty query.
    """
    offered = [action for action in ACTIONS if action.in_palette]
    wanted = query.casefold().translate(_MARKS).split()
    scored = [(_score(action, wanted), action) for action in offered]
    found = sorted((pair for pair in scored if pair[0] > 0 or not wanted), key=lambda pair: -pair[0])
    if found:
        return [FoundAction(action, _words_beside(action, wanted)) for _, action in found]
    letters = "".join(wanted)
    return [FoundAction(action) for action in offered if _has_letters(action.title, letters)]


def _score(action: Action, wanted: list[str]) -> int:
    """Return how well an action fits some words, 0 where one of them does not fit at all."""
    title, beside = _words_of(action)
    scores = [_score_of(word, title, beside) for word in wanted]
    return sum(scores) + (title == wanted) if scores and all(scores) else 0


def _score_of(word: str, title: Sequence[str], beside: Sequence[str]) -> int:
    if word in title or word in beside:
        return _WHOLE
    if any(known.startswith(word) for known in title):
        return _BEGUN_IN_TITLE
    return _BEGUN_BESIDE if any(known.startswith(word) for known in beside) else 0


def _words_of(action: Action) -> tuple[list[str], list[str]]:
    title = action.title.casefold().translate(_MARKS).split()
    return title, action.words.split()


def _words_beside(action: Action, wanted: Sequence[str]) -> tuple[str, ...]:
    title, beside = _words_of(action)
    missing = [word for word in wanted if not any(known.startswith(word) for known in title)]
    return tuple(known for known in beside if any(known.startswith(word) for word in missing))


def _has_letters(title: str, letters: str) -> bool:
    rest = iter(title.casefold())
    return all(letter in rest for letter in letters)
