"""The phrases that limits are said in: numbers with their units, and what stands before and after them.

Most patterns are text, compiled when one is first needed: a usual limit line needs few of them, and where words that
all its matches have are named beside one, it is looked for them first. All are for text in small letters with one space
between words, `TWINS` replaced.
"""

import re
from typing import Final, Literal, NamedTuple

from exam_tui.core.text.patterns import lazy_pattern

Kind = Literal["least", "most", "above", "below", "about", "exact", "range", ""]

NAMES: Final = {
    name: number
    for number, name in enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 1)
} | {"a": 1, "an": 1}
# Signs that mean what another one does. A set of signs compiles in no time only where none is beyond Latin-1, or where
# they are two ranges at most.
TWINS: Final = str.maketrans("’€", "'$")


class Beside(NamedTuple):
    """What stands right beside a number: its pattern, and words of which each match has one."""

    words: tuple[str, ...]
    pattern: str


COUNTED = "(?:[0-9]{1,3}(?:[,.'][0-9]{3})+|[0-9]{1,6}|one|two|three|four|five|six|seven|eight|nine|ten)"
# Neither `Q3`, `1.5`, `2/3`, `$100` nor the end of another number.
START = r"(?<![\w.,/#$£'-])"
TO = r"(?: ?(?P<to>[-\u2011-\u2014]|\u2212|\b(?:to|or|and)\b) ?)"  # a hyphen, dashes, the minus sign


def _unit(number: str, unit: str) -> re.Pattern[str]:
    """Return the pattern of a number or a range beside its unit."""
    return lazy_pattern(
        rf"{START}(?P<low>{number})(?P<own> {unit})?(?:{TO}(?P<high>{number}))?"
        rf"(?:(?P<least> ?\+| or more)|(?P<most> or (?:less|fewer)))?(?: |-(?=word)){unit}(?![\w-]|/[a-z])",
    )


WORDS = _unit(COUNTED, "words?")
_PICTURES = r"(?:screen ?shots?|images?|figures?|pictures?)"
IMAGES = _unit(f"(?:{COUNTED}|an?)", _PICTURES)
_OF_EITHER = rf"(?:(?P<of_words> words?)|(?P<of_images> {_PICTURES}))?"

# What stands before a number, the longer ones first.
BEFORE: Final[dict[str, Kind]] = {
    "no more than": "most",
    "not more than": "most",
    "no longer than": "most",
    "not longer than": "most",
    "no less than": "least",
    "not less than": "least",
    "no fewer than": "least",
    "not fewer than": "least",
    "no shorter than": "least",
    "not exceeding": "most",
    "not exceed": "most",
    "not over": "most",
    "at least": "least",
    "at most": "most",
    "up to": "most",
    "minimum of": "least",
    "maximum of": "most",
    "minimum": "least",
    "maximum": "most",
    "min": "least",
    "max": "most",
    "within": "most",
    "limit of": "most",
    "limited to": "most",
    "limit it to": "most",
    "limit your answer to": "most",
    "keep it to": "most",
    "keep your answer to": "most",
    "fewer than": "below",
    "less than": "below",
    "shorter than": "below",
    "under": "below",
    "below": "below",
    "more than": "above",
    "longer than": "above",
    "over": "above",
    "above": "above",
    "approximately": "about",
    "approx": "about",
    "about": "about",
    "around": "about",
    "circa": "about",
    "roughly": "about",
    "some": "about",
    "aim for": "about",
    "ca": "about",
    "between": "range",
    "from": "range",
    "exactly": "exact",
    "precisely": "exact",
    "≤": "most",
    "<=": "most",
    "=<": "most",
    "≥": "least",
    ">=": "least",
    "=>": "least",
    "<": "below",
    ">": "above",
    "~": "about",
    "≈": "about",
}
SIGNS = "|".join(re.escape(phrase) for phrase in BEFORE if not phrase[0].isalpha())
PHRASES = "|".join(phrase for phrase in BEFORE if phrase[0].isalpha())
# "a maximum of about 200": what comes first counts.
# A full stop may be part of "max.", "min.", "approx.", "ca.".
BOUND = rf"(?:(?<!\w)(?:an? )?(?P<phrase>{PHRASES})\b(?:(?<=[xnma])[.:])?|(?P<sign>{SIGNS}))"
BOUND_BEFORE = rf"{BOUND}(?: (?:about|around|approximately|roughly|ca\.?))? ?$"
BOUND_WORDS: Final = tuple({phrase.rpartition(" ")[2] for phrase in BEFORE})
"""What all that BOUND_BEFORE finds ends with, but for ` `, `.` and `:`."""
# The first half of "at least 100 but no more than 200 words", "min. 100, max. 200 words".
HALF_BEFORE = rf"{BOUND} ?(?P<low>{COUNTED}){_OF_EITHER} ?[,;/–-]?(?: ?(?:and|but))? ?(?:with )?$"
# "100 words, at least 2 figures": that is said of the figures.
AFTER = Beside(
    ("or ", "at ", "min", "and up", "max", "limit", "approx", "roughly", "ca", "circa"),
    r",? ?\(?(?:(?P<least>or more|at least|min(?:imum)?|and up)|(?P<most>or less|or fewer|at most|max(?:imum)?|limit)"
    rf"|(?P<about>approximately|approx|roughly|circa|ca|or so))\b(?![.:]?(?: of)? {COUNTED}\b)",
)
# The second half of "about 300 words (max. 400)".
HALF_AFTER = rf",? ?\({BOUND} ?(?P<low>{COUNTED}){_OF_EITHER}\)"
# Of a part of the answer: how long the whole may be is not said.
PER = Beside(("per", "each", "for ", "every", "apiece"), r"\)? ?(?:per|each|for (?:each|every)|every|apiece)\b")

ANSWER = r"(?:answers?|summary|text|description|paragraph|explanation|essay|response|discussion|reflection|overview)"
ASKED_BEFORE = (
    rf"(?:^|[.,:;!?()\[=+*–—-] ?|\b(?:in|using|write|be|(?:answer|respond|reply) with|(?:answer|length|recommended"
    rf"|expected)|(?:{ANSWER}|length|total) of) (?:just |only )?)$"
)
ASKED_AFTER = rf" (?:long )?{ANSWER}\b"
SAID_BEFORE = r"\b(?:(?:asked|asks)(?: \w+)? for(?: \w+){0,3} |questions? [0-9]{1,3} \(?)$"
TEXTS = (
    "(?:sentences?|documents?|texts|samples?|reviews?|articles?|tweets?|captions?|prompts?|corpus|vocabulary|messages?"
    "|posts?|inputs?|outputs?|sequences?|lines?|summaries|titles?"
    "|examples?|names?|phrases?|an answer|(?<!keep )answers)"
)
TOLD_BEFORE = (
    rf"\b(?:had|has|was|were|wrote|used|took|contained|contains|got|saw|counted|list|name|pick|rank|choose|find"
    r"|(?:did|does|do)(?! not\b)(?: \w+){1,4}"
    rf"|{TEXTS}(?: (?:of|with|have|having|are|were|that (?:have|are)|which (?:have|are)))?) $"
)
YEARS: Final = range(1900, 2100)
ENDS = r" ?(?:$|[.,:;!?)+])"

VERB_BEFORE = (
    r"\b(?:upload|insert|include|add|attach|provide|embed|submit|paste|(?:must|should)(?: not)? (?:contain|have|show)"
    r"|(?:illustrate|support)(?: \w+){0,3} with)"
    r"(?: also)? $"
)
NOT_BEFORE = Beside(("not ", "n't ", "never "), r"(?:\bnot|n't|\bnever) (?:\w+ )?$")
FREE_BEFORE = Beside(
    ("may ", "might ", "can ", "could ", "free to ", "optionally "),
    r"\b(?:may|might|can|could|free to|optionally) (?:also )?$",
)
ASKING_BEFORE = Beside(
    ("did ", "do ", "does ", "would ", "how "), r"\b(?:(?:did|do|does|would|how) (?!not)\w+|would) (?:also )?$"
)

OPPOSITE: Final[dict[Kind, Kind]] = {"above": "most", "below": "least"}  # after "do not write"
LOOK: Final = 80

LABEL = (
    r"\b(?:(?:(?P<max>max(?:imum)?)|(?P<min>min(?:imum)?))\.?"
    r" (?:word ?count|number of words|words|(?:answer )?length)"
    r"|(?P<limit>(?:(?:word|length|word count) )?limit)|word ?count|number of words)"
    r" ?(?::|=| is\b) ?(?P<bound>(?:[a-z]+\.? ){0,4}|[<>=≤≥~≈]{1,2} ?)"
    rf"(?P<range>{COUNTED}(?:{TO}{COUNTED})?)(?P<plus>\+?)"
    r"(?! ?%|\w|[.,/][0-9])(?: words?\b|(?! (?!(?:and|plus|with|for|in|per)\b)\w))"
)
# To be looked for first: most prompts have no label.
END_OF_LABEL = lazy_pattern("(?:limit|count|words|m(?:ax|in)[a-z.]* (?:answer )?length) ?(?::|=|is\\b)")
LIMIT_LINE = lazy_pattern(
    r"\W*(?:(?:recommended|expected|max(?:imum)?\.?|min(?:imum)?\.?)\s+)?"
    r"(?:answer\s+length(?:\s+\(?(?:in\s+)?words)?|word\s*count|word\s+limit)\W*:",
    re.IGNORECASE,
)
LENGTH_ALONE = (
    rf"(?P<length>length(?: \(?(?:in )?words)?\W*: ?(?:{BOUND} ?)?{COUNTED}(?:{TO}{COUNTED})?\+?+)"
    r"(?= ?(?:$|[.,;+)])(?![0-9]))"
)

ENTITIES: Final = {"&lt;": "<", "&gt;": ">", "&le;": "≤", "&ge;": "≥", "&ndash;": "–", "&nbsp;": "\xa0"}
ENTITY = lazy_pattern("|".join(ENTITIES))
WIDE_SPACE = lazy_pattern("(?<=[0-9])[\xa0\u2007\u2009\u202f](?=[0-9]{3}\\b)")
SPACE_IN_NUMBER = lazy_pattern(r"(?<![0-9.,])([1-9][0-9]?) (?=[0-9]{3}\b)")
CODE = lazy_pattern(r"`([^`]{0,200})`")
UNIT = lazy_pattern("word|image|figure|picture|screen")
LINK = lazy_pattern(r"\[([^\[\]]{0,300})\]\([^()\n]{0,400}\)")
MARKS = lazy_pattern(r"[*\\`]|(?<!\w)_++|(?<!_)_++(?!\w)")
