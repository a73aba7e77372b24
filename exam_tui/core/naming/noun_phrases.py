"""The noun phrases of a prompt, told by the words around them: what a question that nobody named is about.

English alone, by lists of the words that prompts are made of and a few rules on their order. No grammar is known here.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from exam_tui.core.text.patterns import lazy_pattern

LONGEST_NAME: Final = 24
"""Characters of the longest phrase."""
_MOST_WORDS = 3
_LONGEST_PROMPT = 600
"""Characters of a prompt that are read: what it is about is said at its beginning."""

_WORD_OR_MARK = lazy_pattern(r"[^\W_][\w&./+-]*[^\W_]|[^\W_]|[^\w\s]")
_SENTENCE_END = frozenset(".?!:;")

# They end a noun phrase and are not part of it.
_FUNCTION_WORDS = """
  a about above across after again all almost along already also although always among an and another any anybody
  anyone anything are around as at away back be because been before being below beneficial beside besides best better
  between both but by can case close could did different do does done down during each early either else end enough
  especially etc even ever every everybody everyone everything example expensive extra false few final first for
  former free from full further general generally good had has have having he hence her here his how however i if
  important in instead into is it its itself just kind last later latter least less like likely lost main many may
  maybe me might more most much must my near necessary need needed never new next no nobody none nor not nothing now
  of off often on once one only or other others our out over overall own per perfect perhaps please possible
  preferably rather really related relevant required right same second several shall she short shortly should similar
  since so some somebody someone something sometimes soon special still such sure than that the their them then there
  therefore these they thing things third this those three through throughout thus to together too total toward
  towards true two under until up upon us usually various very via was way ways we well were what whatever when where
  whether which while who whole whom whose why will with within without worst would wrong yes yet you your yours
"""
_VERBS = """
  add added adding answer applied apply asked attach attached avoid become began begin benefit bring brought build
  built call called change changed check checked choose chose chosen collect collected come compare compared complete
  completed consider considered contribute contributed cover covered create created creating define defined deploy
  deployed describe described describes develop developed deviate discuss discussed draw drawn drew elaborate ended
  enter estimate evaluate evaluated expect expected explain explained feel fill filled find found gave get gets
  getting give given go going got handle handled happen happened help helped helps identify imagine implement
  implemented improve improved include included including initialized insert justify keep kept knew know known learn
  learned learnt leave list look made make makes making manage managed managing mention motivate name needs outline
  perform performed place present provide provided put ran reflect run running saw say see seen show showed shown
  shows signed sketch solve solved specify spend spent start started state stored summarise summarize take taken tell
  think thought told took train trained tried try trying upload use used uses using want wanted went work worked write
  written wrote
"""
# Nouns that say little alone.
_WEAK_NOUNS = """
  answer application backbone choice code copy course details effort experiment experiments explanation figure figures
  form group idea ideas image images information inspiration link list member members model number part parts people
  percentage person picture pictures plot plots process project projects question questions reason reasons requirement
  requirements result results rule rules screenshot screenshots section service services setup solution step steps
  system task tasks team text time tool tools topic type types use word words work
"""
_BREAKS = frozenset((_FUNCTION_WORDS + _VERBS).split())
_WEAK = frozenset(_WEAK_NOUNS.split())
_ADVERB = lazy_pattern(r".{3,}ly")
_NO_ADVERBS = frozenset({"anomaly", "assembly", "family", "reply", "supply"})
_SUBJECTS = frozenset({"you", "we", "they", "i", "he", "she", "to", "it"})
_QUESTION_WORDS = frozenset({"what", "who", "where", "when", "why"})
_AUXILIARIES = frozenset({
    "are", "can", "could", "did", "do", "does", "had", "has", "have", "is", "may", "might", "must", "shall", "should",
    "was", "were", "will", "would",
})  # fmt: skip
_ARTICLES = frozenset({"a", "an", "the", "your", "our", "how", "what", "which", "why"})


class _Word(NamedTuple):
    """A word of a prompt, or a mark, with its neighbours in small letters; "" at the ends of a sentence."""

    text: str
    before: str
    after: str


def noun_phrases(prompt: str) -> list[str]:
    """Return the noun phrases of a prompt, the most telling one first; none twice."""
    words = list(_words(prompt[:_LONGEST_PROMPT]))
    proper = {word.text for word in words if word.before and word.text[0].isupper()}
    phrases = [_as_name(run, proper) for run in _runs(words)]
    phrases.sort(key=lambda phrase: _WEAK.issuperset(phrase.lower().split()))
    return list(dict.fromkeys(phrases))


def _words(text: str) -> Iterator[_Word]:
    found = ["", *("" if piece in _SENTENCE_END else piece for piece in _WORD_OR_MARK.findall(text)), ""]
    for (before, word), (_, after) in pairwise(pairwise(found)):
        if word:
            yield _Word(word, before.lower(), after.lower())


def _runs(words: Sequence[_Word]) -> Iterator[list[_Word]]:
    """Yield the stretches of words that no function word, verb or mark parts."""
    run: list[_Word] = []
    for word in words:
        if not word.before:
            yield from _whole(run)
            run = []
        if _may_name(word) or (run and word.text.isdecimal()):  # "bed 5"
            run.append(word)
        else:
            yield from _whole(run)
            run = []
    yield from _whole(run)


def _whole(run: list[_Word]) -> Iterator[list[_Word]]:
    if run:
        yield run[-_MOST_WORDS:]


def _may_name(word: _Word) -> bool:
    """Return whether a word may be a part of a noun phrase."""
    text = word.text.lower()
    is_acronym = word.text.isupper() and len(word.text) > 1
    if not any(map(str.isalpha, text)) or text.count(".") > 1 or (_is_break(text) and not is_acronym):
        return False
    if word.before in _SUBJECTS:  # "did you grow", "to plough"
        return is_acronym
    if word.before in _QUESTION_WORDS:  # "what grew in the", but "what tools did"
        return word.after in _AUXILIARIES or (word.after[:1].isalnum() and not _is_break(word.after))
    # "Sketch the plan": what begins a sentence and has an article after it.
    return bool(word.before) or word.after not in _ARTICLES


def _is_break(word: str) -> bool:
    return word in _BREAKS or (_ADVERB.fullmatch(word) is not None and word not in _NO_ADVERBS)


def _as_name(run: list[_Word], proper: set[str]) -> str:
    """Return a run as a name: in small letters but for proper names, cut from its beginning."""
    words = [
        word.text.lower() if word.text.istitle() and not word.before and word.text not in proper else word.text
        for word in run
    ]
    while len(words) > 1 and len(" ".join(words)) > LONGEST_NAME:
        del words[0]
    return " ".join(words)[:LONGEST_NAME]
