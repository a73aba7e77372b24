"""Which question of one version of a report is which one of another: by its number, unless it moved to another one.

A new edition of a template may put questions between others; their numbers move on, their prompts stay.
"""

from collections import Counter
from collections.abc import Hashable, Iterable
from typing import NamedTuple, TypeVar

from exam_tui.core.report.parser import QuestionPlace
from exam_tui.core.report.report import Report
from exam_tui.core.report.wording.prompt import split_prompt
from exam_tui.core.text.words import words_in

_Key = TypeVar("_Key", bound=Hashable)
# The share of words that two prompts have in common when they are one question under two numbers.
_ALIKE = 0.6
# Each pair is compared: more questions than these are taken by their numbers.
_MOST_PAIRS = 10_000


class QuestionKey(NamedTuple):
    """Which question it is.

    Attributes:
        number: its number in the version that the others are compared with.
        occurrence: how many questions before it have the same number there.
        is_new: whether it is not in that version; then the two above are of its own one.

    """

    number: int
    occurrence: int
    is_new: bool = False


def occurrences(items: Iterable[_Key]) -> list[tuple[_Key, int]]:
    """Return each item with how many before it are the same."""
    seen: Counter[_Key] = Counter()
    found: list[tuple[_Key, int]] = []
    for item in items:
        found.append((item, seen[item]))
        seen[item] += 1
    return found


def question_keys(report: Report) -> list[QuestionKey]:
    """Return the key of each question, in file order."""
    return [QuestionKey(*pair) for pair in occurrences(place.number for place in report.template.questions)]


def keys_after(base: Report, report: Report) -> list[QuestionKey]:
    """Return the keys of a later version's questions: of the same ones those of the base, of new ones others."""
    old = dict(zip(question_keys(base), base.template.questions, strict=True))
    new = dict(zip(question_keys(report), report.template.questions, strict=True))
    same = {key: key for key, place in new.items() if key in old and place.prompt == old[key].prompt}
    moved = _moved(
        {key: old[key] for key in old.keys() - same.keys()}, {key: new[key] for key in new.keys() - same.keys()}
    )
    same |= moved
    taken = set(same.values())
    for key in new:
        if key not in same:
            same[key] = key if key in old and key not in taken else key._replace(is_new=True)
    return [same[key] for key in new]


def places_after(base: Report, report: Report) -> list[int | None]:
    """Return where each question of the base is in a later version, by index; None where it is not there."""
    places = {key: index for index, key in enumerate(keys_after(base, report))}
    return [places.get(key) for key in question_keys(base)]


def _moved(
    old: dict[QuestionKey, QuestionPlace], new: dict[QuestionKey, QuestionPlace]
) -> dict[QuestionKey, QuestionKey]:
    """Return for the key of each question the old one with most of its words; each of them once."""
    if len(old) * len(new) > _MOST_PAIRS:
        return {}
    words = {key: _words(place) for key, place in old.items()}
    others = {key: _words(place) for key, place in new.items()}
    pairs = [(_alike(words[key], others[other]), key == other, other, key) for key in old for other in new]
    found: dict[QuestionKey, QuestionKey] = {}
    for alike, _, other, key in sorted(pairs, reverse=True):
        if alike >= _ALIKE and other not in found and key not in found.values():
            found[other] = key
    return found


def _words(place: QuestionPlace) -> set[str]:
    return set(words_in(split_prompt(place.prompt).ask))


def _alike(words: set[str], others: set[str]) -> float:
    return len(words & others) / len(words | others) if words and others else 0.0
