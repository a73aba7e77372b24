"""Whether a word that the library does not know is misspelt, or a name; and what it may be meant as.

A misspelt word is near one that is known, and written like a word. What is near none is a name, as most unknown words
of a report are; so is what is built from known words as English builds them: `subproblems`, `restartable`.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import takewhile
from typing import Final

from exam_tui.core.text.patterns import lazy_pattern

Knows = Callable[[str], bool]
"""Whether a word is right."""

_WORD: Final = lazy_pattern(r"[A-Z]?[a-z]+(?:['’][a-z]{1,2})?")
_MARKS: Final = lazy_pattern(r"['’ -]")
_POSSESSIVE: Final = lazy_pattern(r"['’]s?\Z")
_SHORTEST: Final = 5
"""Letters; of shorter words only an apostrophe may be missing."""
_SHORTEST_CAPITAL: Final = 7
"""Letters of a word with a capital that may be misspelt: shorter ones are names of people too often."""
_TWO_WRONG: Final = 8
"""Letters of a word from which on two may be wrong."""
_MOST: Final = 5
"""Words that are offered."""
_SENTENCE_START: Final = lazy_pattern(r"(?:\A|[.!?:]|\n[ \t]*\n|(?:\A|\n)[ \t]*(?:[-*+]|[0-9]{1,3}[.)]))[\s\"“*_]*\Z")
_APOSTROPHE: Final = lazy_pattern(r"(?:any|every|no|some)(?:body|one)s|(?:here|how|that|there|what|when|where|who)s")
"""Words that lack an apostrophe before their `s`, which others have as plurals."""
_RUN_TOGETHER: Final = frozenset({"all", "any", "as", "at", "by", "for", "in", "of", "on", "out", "to", "up"})
_DOUBLED: Final = lazy_pattern(r"(?<=[aeiou])[bcdfglmnprstz](?=[aeiouy]|\Z)")
"""The letters that most often ought to stand twice."""
_SURE_PREFIXES: Final = ("non", "sub")
_PREFIXES: Final = (
    *("anti", "auto", "co", "cross", "de", "hyper", "inter", "meta", "micro", "mini", "mis", "multi", "over", "post"),
    *("pre", "proto", "re", "semi", "super", "un", "under"),
)
_ENDINGS: Final = (("ies", "y"), ("s", ""), ("less", ""), ("like", ""), ("wise", ""))
_VERB_ENDINGS: Final = ("able", "ed", "er", "ing")
_MENDED: Final = lazy_pattern(r"(?:[^aeiou][aeiou][^aeiouwxy]|[ey])\Z")
"""How a verb ends that changes before those: its last letter is doubled or goes, which is often forgotten."""
_SHORTEST_PART: Final = 4
_SHORTEST_AGENT: Final = 8


def near_words(text: str, start: int, end: int, replacements: Iterable[str], knows: Knows) -> tuple[str, ...]:
    """Return the words that a misspelt word of a text may be meant as, the nearest first; () where it is a name.

    `replacements` are those of the library, which does not know the word.
    """
    word = text[start:end]
    if not _WORD.fullmatch(word):
        return ()
    replacements = [near for near in replacements if near.lower() != word.lower()]
    completed = [near for near in replacements if letters_apart(word, near) == 0 and _may_be(word, near)]
    if completed:  # `dont`, `opensource`
        return tuple(completed)
    if word[0].isupper() and not _SENTENCE_START.search(text[max(0, start - 60) : start]):
        return ()
    if len(word) < (_SHORTEST_CAPITAL if word[0].isupper() else _SHORTEST) or _is_name(word, knows):
        return ()
    limit = 1 if word[0].isupper() or len(word) < _TWO_WRONG else 2
    likely = list(_likely(word, knows))
    near = {one: 1 if one in likely else letters_apart(word, one) for one in (*likely, *_offered(word, replacements))}
    ranked = sorted(near, key=lambda one: (near[one], -_same_start(word, one)))
    if not ranked or near[ranked[0]] > limit or _is_built(word.lower(), near[ranked[0]], knows):
        return ()
    return tuple(one for one in ranked if near[one] <= limit)[:_MOST]


def _same_start(word: str, other: str) -> int:
    """Return how many letters two words have in common at their start."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, other, strict=False)))


def _may_be(word: str, near: str) -> bool:
    """Return whether a word may be meant as one in small letters, or with an apostrophe."""
    if near.endswith("'s") and not _POSSESSIVE.search(word):
        return _APOSTROPHE.fullmatch(word) is not None
    return near.islower() or not word.islower()


def _is_name(word: str, knows: Knows) -> bool:
    """Return whether a word is known with a capital, or without what says whose it is."""
    bare = _POSSESSIVE.sub("", word)
    return (bare != word and knows(bare)) or (word.islower() and knows(word.capitalize()))


def _likely(word: str, knows: Knows) -> Iterator[str]:
    """Yield what the library often leaves out: the word with a letter doubled, or with its whole `ing`."""
    for match in _DOUBLED.finditer(word):
        doubled = word[: match.end()] + word[match.start() :]
        if knows(doubled):
            yield doubled
    if word.endswith("g") and knows(whole := f"{word[:-1]}ing"):
        yield whole


def _offered(word: str, replacements: Iterable[str]) -> Iterator[str]:
    """Yield what the library offers, as far as it may be meant."""
    for near in replacements:
        rest = word.removesuffix(near)
        if rest in _RUN_TOGETHER:
            yield f"{rest} {near}"
        elif _may_be(word, near):
            yield near


def _is_built(word: str, nearest: int, knows: Knows) -> bool:
    """Return whether a word is made of words that are known, in one of the regular ways.

    Where another word is `nearest`, with one letter changed, that is the better guess for some of them.
    """
    for prefix in _SURE_PREFIXES if nearest == 1 else (*_SURE_PREFIXES, *_PREFIXES):
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) >= _SHORTEST_PART and knows(rest):
            return True
    for ending, base in _ENDINGS:
        rest = word.removesuffix(ending)
        if rest != word and not rest.endswith("s") and knows(rest + base):
            return True
    for ending in _VERB_ENDINGS:
        rest = word.removesuffix(ending)
        if rest != word and not _MENDED.search(rest) and knows(rest):
            return True
    if word.endswith("er") and len(word) >= _SHORTEST_AGENT and knows(word[:-1]):
        return True
    cuts = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
    return nearest > 1 and any(knows(word[:cut]) and knows(word[cut:]) for cut in cuts)


def letters_apart(word: str, other: str) -> int:
    """Return how many letters to add, leave out, change or swap with their neighbour make `word` into `other`.

    Capitals, apostrophes, hyphens and spaces cost nothing.
    """
    one, two = (_MARKS.sub("", text).lower() for text in (word, other))
    older: list[int] = []
    before = list(range(len(two) + 1))
    for at, char in enumerate(one, 1):
        row = [at]
        for place, letter in enumerate(two, 1):
            cost = min(before[place] + 1, row[-1] + 1, before[place - 1] + (char != letter))
            if older and place > 1 and char == two[place - 2] and one[at - 2] == letter:
                cost = min(cost, older[place - 2] + 1)
            row.append(cost)
        older, before = before, row
    return before[-1]
