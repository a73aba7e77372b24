"""Limits, read from the wording of a prompt. Nothing here knows a question's number.

A number beside its unit is found first (`100-200 words`); then it is looked at what stands right before and after it
(`at least`, `or less`). Each look is at a few words, so that no text takes more than linear time.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from exam_tui.core.report.limits import Limit, Limits
from exam_tui.core.report.wording import limit_phrases as phrases

# The same prompts come again with each edit, and in each file that is checked; longer ones are not kept in memory.
_LONGEST = 4_000


class _Found(NamedTuple):
    """A number beside its unit.

    Attributes:
        limit: what it asks for, if it asks for anything.
        kind: what is said of the number, "" for nothing.
        start: where its first word begins in the text.
        end: where its last word ends.

    """

    limit: Limit
    kind: phrases.Kind
    start: int
    end: int


def is_limit_line(line: str) -> bool:
    """Return whether a line of a prompt is its limit line, such as `Recommended answer length: 0-200 words.`."""
    return phrases.LIMIT_LINE.match(line) is not None


def limits_from_wording(ask: str, limit_line: str) -> Limits:
    """Return the limits that a prompt sets.

    `ask` is the question as it is put (no sample answer in it), `limit_line` the line that names the
    answer's length, or "". A limit line counts before the question's own wording. In the question's
    wording images need a verb before them ("Upload 1-2 images"), so that "in this figure" sets no limit, and words have
    to be asked for, so that neither does "sentences of 5 words". What is in code is none of the question's wording.
    """
    is_long = len(ask) + len(limit_line) > _LONGEST
    return _read_limits(ask, limit_line) if is_long else _remembered_limits(ask, limit_line)


def _read_limits(ask: str, limit_line: str) -> Limits:
    line = phrases.SPACE_IN_NUMBER.sub(r"\1", _plain(limit_line))
    ask = _plain(phrases.CODE.sub(_without_limit, ask) if "`" in ask else ask)
    words = _length(line) or _joined(one for one in _found(phrases.WORDS, ask) if _asks_for_words(ask, one))
    images = _joined(_found(phrases.IMAGES, line)) or _joined(
        one for one in _found(phrases.IMAGES, ask) if _asks_for_images(ask, one)
    )
    return Limits(words, images)


_remembered_limits = lru_cache(maxsize=1024)(_read_limits)


def _length(line: str) -> Limit | None:
    """Return the words of a limit line; a number without a unit, as in `Answer length: 100-200`, is one of words."""
    if not line:
        return None
    words = _joined(_found(phrases.WORDS, line))
    return words or _joined(_found(phrases.WORDS, re.sub(phrases.LENGTH_ALONE, r"\g<length> words", line)))


def _plain(text: str) -> str:
    """Return a text on one line in small letters, without marks of Markdown; `Word limit: 250` becomes a phrase."""
    if "&" in text:
        text = phrases.ENTITY.sub(lambda match: phrases.ENTITIES[match[0]], text)
    if not text.isascii():
        text = phrases.WIDE_SPACE.sub(",", text).translate(phrases.TWINS)
    if "](" in text:
        text = phrases.LINK.sub(r"\1", text)
    text = " ".join(phrases.MARKS.sub("", text).lower().split())
    return re.sub(phrases.LABEL, _spelled_out, text) if phrases.END_OF_LABEL.search(text) else text


def _without_limit(code: re.Match[str]) -> str:
    return " … " if phrases.UNIT.search(code[0].lower()) else code[1]


def _spelled_out(label: re.Match[str]) -> str:
    bound = label["bound"]
    if not (bound or label["to"] or label["plus"]):
        bound = "at least " if label["min"] else "at most " if label["max"] or label["limit"] else ""
    return f"({bound}{label['range']}{label['plus']} words)"


def _found(unit: re.Pattern[str], text: str) -> Sequence[_Found]:
    found: list[_Found] = []
    for one in map(_read, unit.finditer(text)):
        while found and found[-1].start >= one.start:
            found.pop()  # it is the first half of this one
        if not _following(phrases.PER, text, one.end):
            found.append(one)
    return found


def _read(match: re.Match[str]) -> _Found:
    """Read a number beside its unit, with what is said right before and after it."""
    text, start, end = match.string, match.start(), match.end()
    low, high = _number(match["low"]), _number(match["high"] or match["low"])
    bound = _bound_before(text, start)
    kind: phrases.Kind = _kind_of(bound) if bound else ""
    if match["high"] and (match["to"] != "and" or kind == "range"):
        return _Found(Limit(min(low, high), max(low, high)), "range", bound.start() if bound else start, end)
    if match["own"] and match["high"]:  # "one image and two figures"
        high, end = low, match.end("own")
    elif match["high"]:  # "question 3 and 100 words"
        start, bound = match.start("high"), None
    if bound and kind != "range":
        start = bound.start()
    else:  # "from 100 words" says nothing of a limit
        kind, end = _kind_after(match, end)
    if kind in phrases.OPPOSITE and _preceding(phrases.NOT_BEFORE, text, start):
        kind = phrases.OPPOSITE[kind]
    return _with_other_half(match, _Found(_limit(kind, high), kind, start, end))


def _with_other_half(match: re.Match[str], found: _Found) -> _Found:
    """Return what was found with the other half of "at least 100 but at most 200 words", where there is one."""
    other_unit = "of_images" if match.re is phrases.WORDS else "of_words"
    before = _ending(phrases.HALF_BEFORE, match.string, found.start) if found.kind else None
    if before and not before[other_unit] and (both := _both(found.limit, _half(before))):
        return found._replace(limit=both, kind="range", start=before.start())
    after = _beginning(phrases.HALF_AFTER, match.string, found.end) if "(" in match.string else None
    if after and not after[other_unit]:
        half = _half(after)
        return found._replace(limit=_both(found.limit, half) or half, kind="range", end=after.end())
    return found


def _half(half: re.Match[str]) -> Limit:
    return _limit(_kind_of(half), _number(half["low"]))


def _kind_of(bound: re.Match[str]) -> phrases.Kind:
    return phrases.BEFORE[bound["phrase"] or bound["sign"]]


def _kind_after(match: re.Match[str], end: int) -> tuple[phrases.Kind, int]:
    """Return what is said after a number or its unit, which ends at `end`, and where that ends."""
    after = match if match["least"] or match["most"] else _following(phrases.AFTER, match.string, end)
    if after is None:
        return "", end
    return "least" if after["least"] else "most" if after["most"] else "about", after.end()


def _limit(kind: phrases.Kind, number: int) -> Limit:
    match kind:
        case "least" | "range":
            return Limit(number)
        case "above":
            return Limit(number + 1)
        case "most":
            return Limit(0, number)
        case "below":
            return Limit(0, max(number - 1, 0))
        case "about":
            return Limit(target=number)
    return Limit(number, number)


def _both(one: Limit, other: Limit) -> Limit | None:
    """Return two limits as one, where each has the end that the other lacks."""
    for low, high in ((one, other), (other, one)):
        if low.target is low.max is None and high.max is not None and high.min == 0 and low.min <= high.max:
            return Limit(low.min, high.max)
    return None


def _joined(found: Iterable[_Found]) -> Limit | None:
    """Return the first limit with the end that a later one adds; a target only where there is no limit."""
    limits = [one.limit for one in found]
    first = next((limit for limit in limits if limit.target is None), None)
    if first is None:
        return next(iter(limits), None)
    return next((both for other in limits if (both := _both(first, other))), first)


def _asks_for_words(text: str, found: _Found) -> bool:
    if _ending(phrases.SAID_BEFORE, text, found.start):
        return False
    if _is_year(found) and not _beginning(phrases.ENDS, text, found.end):
        return False  # "in 2024 words like these were new"
    if _ending(phrases.ASKED_BEFORE, text, found.start) or _beginning(phrases.ASKED_AFTER, text, found.end):
        return True
    return bool(found.kind) and not _ending(phrases.TOLD_BEFORE, text, found.start)


def _is_year(found: _Found) -> bool:
    return found.kind in {"", "range"} and found.limit.min in phrases.YEARS and found.limit.max in phrases.YEARS


def _asks_for_images(text: str, found: _Found) -> bool:
    verb = _ending(phrases.VERB_BEFORE, text, found.start)
    if verb is None or _preceding(phrases.ASKING_BEFORE, text, verb.start()):
        return False
    if _preceding(phrases.FREE_BEFORE, text, verb.start()) or _preceding(phrases.NOT_BEFORE, text, found.start):
        return found.limit.min == 0 and found.limit.target is None
    return True


def _ending(pattern: str, text: str, end: int) -> re.Match[str] | None:
    """Return the match of a pattern that ends in `$` with a text up to `end`; a few words before it are looked at."""
    return re.compile(pattern).search(text, max(end - phrases.LOOK, 0), end)


def _beginning(pattern: str, text: str, start: int) -> re.Match[str] | None:
    return re.compile(pattern).match(text, start)


def _bound_before(text: str, end: int) -> re.Match[str] | None:
    said = text[max(end - phrases.LOOK, 0) : end].rstrip(" .:")
    return _ending(phrases.BOUND_BEFORE, text, end) if said.endswith(phrases.BOUND_WORDS) else None


def _preceding(beside: phrases.Beside, text: str, end: int) -> re.Match[str] | None:
    said = text[max(end - phrases.LOOK, 0) : end]
    return _ending(beside.pattern, text, end) if any(word in said for word in beside.words) else None


def _following(beside: phrases.Beside, text: str, start: int) -> re.Match[str] | None:
    said = text[start : start + phrases.LOOK].lstrip(" ,()")
    return _beginning(beside.pattern, text, start) if said.startswith(beside.words) else None


def _number(word: str) -> int:
    return phrases.NAMES.get(word) or int("".join(filter(str.isdigit, word)))
