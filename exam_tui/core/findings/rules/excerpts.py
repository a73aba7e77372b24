"""Excerpts for findings on the template's text: short, in quotation marks, and the place that differs is in them."""

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Final

from exam_tui.core.text.patterns import lazy_pattern
from exam_tui.core.text.words import plural

_SHOWN: Final = 60
_BEFORE: Final = 20
_WHOLE: Final = 300
"""Characters of a line that are shown where it is not known what in it differs."""
_TOKEN: Final = lazy_pattern(r"[^\W_]+|\s+|[^\w\s]|_")
# difflib takes quadratic time: of longer texts only what they begin with in common is left out.
_MOST_TOKENS: Final = 600
# All spans of so many tokens are tried, some two thousand.
_MOST_SPANS: Final = 64
_LONGEST_WORD: Final = 16
_SHORTEST_KNOWN: Final = 20
"""Characters of a known line; a shorter one may be left of anything."""


def excerpt(text: str, at: int = 0, more: int = 0, *, longest: int = _SHOWN) -> str:
    """Return a text in quotation marks, shortened to what is around `at`; `more` lines are only counted."""
    if len(text) > longest and at > _BEFORE:
        text = "…" + text[min(at - _BEFORE, len(text) - longest + 1) :]
    shown = text if len(text) <= longest else text[: longest - 1] + "…"
    rest = f" and {plural(more, 'more line')}" if more else ""
    return f"“{shown}”{rest}"


def change(ours: Sequence[str], theirs: Sequence[str], more: int = 0) -> str:
    """Say how lines of a report differ from those of the template in their place, with the first place that differs.

    `more` lines near them, which have the same cause, are only counted.
    """
    if not ours:
        return f"the template's text is missing here: {excerpt(theirs[0], 0, len(theirs) - 1 + more)}"
    if not theirs:
        return f"this is not in the template: {excerpt(ours[0], 0, len(ours) - 1 + more)}"
    kind, own_at, their_at = _first_difference(" ".join(ours), " ".join(theirs))
    if kind == "equal":
        return f"the template breaks these lines elsewhere: {excerpt(theirs[0], 0, len(theirs) - 1 + more)}"
    text, at = _line_at(theirs, their_at)
    if kind == "delete" and not 0 < at < len(text):  # of the template there would be nothing to see that is not here
        text, at = _line_at(ours, own_at)
        return f"this is not in the template: {excerpt(text, at, len(ours) - 1 + more)}"
    return f"the template has {excerpt(text, at, len(theirs) - 1 + more)} here"


def unknown(text: str, is_known: Callable[[str], bool], more: int = 0) -> str:
    """Return an excerpt of a line that no template has: around what was added to a known one, or else all of it."""
    added = next((start for start, end in _spans(text) if _is_line(_without(text, start, end), is_known)), None)
    return excerpt(text, 0, more, longest=_WHOLE) if added is None else excerpt(text, added, more)


def _first_difference(ours: str, theirs: str) -> tuple[str, int, int]:
    """Return the kind of the first difference of two texts, as difflib calls it, and where it is in each."""
    same = _same(ours, theirs)
    if same == max(len(ours), len(theirs)):
        return "equal", same, same
    own, other = _TOKEN.findall(ours), _TOKEN.findall(theirs)
    if max(len(own), len(other)) > _MOST_TOKENS:
        return ("delete" if same == len(theirs) else "replace"), same, same
    from difflib import SequenceMatcher  # noqa: PLC0415 - most templates are as handed out

    matcher = SequenceMatcher(None, own, other, autojunk=False)
    codes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    # Marks alone, such as those of emphasis, may be a formatter's: what says something else comes first.
    telling = (code for code in codes if any(map(str.isalnum, [*own[code[1] : code[2]], *other[code[3] : code[4]]])))
    kind, start, _, their_start, _ = next(telling, codes[0])
    at, their_at = sum(map(len, own[:start])), sum(map(len, other[:their_start]))
    if kind == "replace":
        same = _same(ours[at:], theirs[their_at:])
        at, their_at = at + same, their_at + same
        kind = "delete" if _is_added(ours[at:], theirs[their_at:]) else kind
    return kind, at, their_at


def _is_added(ours: str, theirs: str) -> bool:
    """Return whether two texts that begin differently are the same but for what ours has in addition."""
    return len(ours) > len(theirs) and ours.endswith(theirs)


def _same(text: str, other: str) -> int:
    """Return how many characters two texts have in common at their beginning."""
    differing = (index for index, (one, two) in enumerate(zip(text, other, strict=False)) if one != two)
    return next(differing, min(len(text), len(other)))


def _line_at(lines: Sequence[str], at: int) -> tuple[str, int]:
    """Return the line that an offset of lines joined by spaces lies in, and where in it."""
    for start, line in zip(accumulate((len(line) + 1 for line in lines), initial=0), lines, strict=False):
        if at <= start + len(line) - 1:
            return line, max(at - start, 0)
    return lines[-1], len(lines[-1])


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of a line that may have been added to it: its end, its beginning, words in it, parts of one."""
    bounds = [0, *accumulate(map(len, _TOKEN.findall(text)))]
    yield from ((start, len(text)) for start in reversed(bounds[1:-1]))
    yield from ((0, end) for end in bounds[1:-1])
    if len(bounds) <= _MOST_SPANS:
        yield from ((start, end) for index, start in enumerate(bounds) for end in bounds[index + 1 :])
    else:
        yield from pairwise(bounds)
    for start, end in pairwise(bounds):
        if end - start <= _LONGEST_WORD:
            yield from ((at, to) for at in range(start, end) for to in range(at + 1, end + 1))


def _is_line(text: str, is_known: Callable[[str], bool]) -> bool:
    return len(text) >= _SHORTEST_KNOWN and is_known(text)


def _without(text: str, start: int, end: int) -> str:
    return " ".join(f"{text[:start]}{text[end:]}".split())
