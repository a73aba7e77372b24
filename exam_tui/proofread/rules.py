"""The rules of the library that count, each with what it says, and where it is right.

A rule is here when it was right in nine of ten places that were read, or more: docs/proofreading.md has the figures.
None concerns style, readability or formatting.
"""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from exam_tui.core.text.patterns import lazy_pattern

SPELLING: Final = "SpellCheck"
"""The rule for words that are not known, see `spelling.py`."""
_NEXT_WORD: Final = lazy_pattern(r"[ \t]+([a-z][a-z'’-]+)(?![\w(/])")
_WORD_BEFORE: Final = lazy_pattern(r"([A-Za-z]+)[ \t\n]+\Z")
_A_MORE_IN: Final = lazy_pattern(r"\b(?:an?|more|most|the)[ \t\n]+in\Z")
_NO_NOUNS: Final = frozenset(
    {
        *("am", "an", "and", "are", "as", "at", "be", "been", "by", "for", "from", "had", "has", "have", "he", "her"),
        *("his", "how", "if", "in", "into", "is", "it", "its", "me", "my", "no", "not", "of", "on", "or", "our"),
        *("out", "over", "she", "so", "than", "that", "the", "their", "then", "there", "these", "they", "this"),
        *("those", "to", "too", "up", "us", "was", "we", "were", "what", "when", "where", "which", "who", "will"),
        *("with", "you", "your"),
    }
)
"""After an article, one of these shows another mistake."""
_BEFORE_A_VERB: Final = frozenset({"we", "i", "they", "you", "he", "she", "to", "also", "additionally", "instead"})
_TWICE: Final = frozenset({"blah", "bye", "had", "many", "much", "no", "really", "so", "that", "very"})
"""Words that may well come twice."""


class _Place(NamedTuple):
    """A place in a text of prose where a rule sees a mistake."""

    text: str
    start: int
    end: int

    @property
    def words(self) -> str:
        return self.text[self.start : self.end]

    def next_word(self) -> str:
        match = _NEXT_WORD.match(self.text, self.end)
        return match[1] if match else ""

    def word_before(self) -> str:
        match = _WORD_BEFORE.search(self.text[max(0, self.start - 30) : self.start])
        return match[1].lower() if match else ""


class Rule(NamedTuple):
    """A rule that counts.

    Attributes:
        message: what is wrong, in plain words, without a full stop.
        is_right: whether the rule is right at a place.

    """

    message: str
    is_right: Callable[[_Place], bool] = lambda _: True


def _article(place: _Place) -> bool:
    """Only before a plain word: nobody knows how a name is said."""
    return place.next_word() not in {"", *_NO_NOUNS}


def _set_up(place: _Place) -> bool:
    """Only `setup` after what stands before verbs: elsewhere it may well be the noun."""
    before = place.word_before()
    return place.words.lower() == "setup" and before in _BEFORE_A_VERB and place.next_word() != "up"


def _in_depth(place: _Place) -> bool:
    """Only before what it belongs to: in `to go in depth` there is nothing."""
    return _A_MORE_IN.search(place.text[max(0, place.start - 20) : place.start]) is not None


def _own_i(place: _Place) -> bool:
    return place.next_word() != ""


RULES: Final[Mapping[str, Rule]] = {
    "AllowTo": Rule("“allow” needs an object: “allows us to”, or “allows …ing”"),
    "AnA": Rule("wrong article: “a” or “an”", _article),
    "AsFollows": Rule("the phrase is “as follows”"),
    "BuiltIn": Rule("needs a hyphen"),
    "CapitalizePersonalPronouns": Rule("“I” is always a capital letter", _own_i),
    "DidPast": Rule("“did” takes the base form of the verb"),
    "DoubleModal": Rule("two verbs like “will” and “would” in a row"),
    "EveryTime": Rule("two words: “every time”"),
    "HowItLooksLike": Rule("“how it looks” or “what it looks like”"),
    "InDemandInDepth": Rule("needs a hyphen", _in_depth),
    "ItsContraction": Rule("“it's” means “it is”; “its” is the possessive"),
    "ItsPossessive": Rule("“it's” means “it is”; “its” is the possessive", lambda place: place.words.islower()),
    "LeftRightHand": Rule("needs a hyphen"),
    "MostOfTheTimes": Rule("the phrase is “most of the time”"),
    "OpenCompounds": Rule("two words"),
    "Overnight": Rule("one word: “overnight”"),
    "PhrasalVerbAsCompoundNoun": Rule("two words: “to set up”, but “the setup”", _set_up),
    "RepeatedWords": Rule("the same word twice", lambda place: place.words.lower().split()[0] not in _TWICE),
    "ResponsibilityFor": Rule("the phrase is “responsibility for”"),
    "SafeToSave": Rule("the verb is “save”"),
    "SimplePastToPastParticiple": Rule("wrong form of the verb"),
    "Straightforward": Rule("one word: “straightforward”"),
    "ThatThan": Rule("comparisons use “than”"),
    "The": Rule("probably “the” is meant"),
    "TheMy": Rule("“the” and a possessive: only one of them fits"),
    "ThenThan": Rule("comparisons use “than”"),
    "ThisTypeOfThing": Rule("singular and plural are mixed"),
}


def is_right(rule: str, text: str, start: int, end: int) -> bool:
    """Return whether a rule that counts is right at a place in a text of prose."""
    return RULES[rule].is_right(_Place(text, start, end))
