"""Which question of one version of a report is which one of another: by its number, unless it moved to another one.

A new edition of a template may put questions between others; their numbers move on, their prompts stay.
"""

from collections import Counter

from exam_tui.core.report.parser import QuestionPlace
from exam_tui.core.report.prompt import split_prompt
from exam_tui.core.report.report import Report
from exam_tui.core.text.words import words_in

# Of the words of two prompts so many are in both: it is the same question under another number.
_ALIKE = 0.6
# Each pair is compared: more questions than these are taken by their numbers.
_MOST_PAIRS = 10_000


def question_keys(report: Report) -> list[str]:
    """Return a key for each question: its number, and how many before it have the same."""
    seen: Counter[int] = Counter()
    keys: list[str] = []
    for place in report.template.questions:
        keys.append(f"{place.number}.{seen[place.number]}")
        seen[place.number] += 1
    return keys


def keys_after(base: Report, report: Report) -> list[str]:
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
            same[key] = key if key in old and key not in taken else f"new {key}"
    return [same[key] for key in new]


def places_after(base: Report, report: Report) -> list[int | None]:
    """Return where each question of the base is in a later version, by index; None where it is not there."""
    places = {key: index for index, key in enumerate(keys_after(base, report))}
    return [places.get(key) for key in question_keys(base)]


def _moved(old: dict[str, QuestionPlace], new: dict[str, QuestionPlace]) -> dict[str, str]:
    """Return for the key of each question the old one with most of its words; each of them once."""
    if len(old) * len(new) > _MOST_PAIRS:
        return {}
    words = {key: _words(place) for key, place in old.items()}
    others = {key: _words(place) for key, place in new.items()}
    pairs = [(_alike(words[key], others[other]), key == other, other, key) for key in old for other in new]
    found: dict[str, str] = {}
    for alike, _, other, key in sorted(pairs, reverse=True):
        if alike >= _ALIKE and other not in found and key not in found.values():
            found[other] = key
    return found


def _words(place: QuestionPlace) -> set[str]:
    return set(words_in(split_prompt(place.prompt).ask))


def _alike(words: set[str], others: set[str]) -> float:
    return len(words & others) / len(words | others) if words and others else 0.0
