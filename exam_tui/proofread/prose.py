"""What of an answer is English to be read: neither code nor links, images, names, numbers or what the template left.

The library gets a text of the same length, in which something stands for all of that: it would take a name for a word,
and a word of absurd length ends its whole process.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from exam_tui.core.markdown.visible_text import Scan
from exam_tui.core.report.counting import images
from exam_tui.core.report.placeholder import HALF_PLACEHOLDER, may_hold_placeholder
from exam_tui.core.text.patterns import lazy_pattern

_LONGEST_WORD: Final = 30
"""Characters; what is longer is no word."""
_LONGEST_RUN: Final = 20
"""Characters without a letter: a longer run says nothing, and the library takes time by the square of it."""
_RULE: Final = lazy_pattern(r"[-=:|]{1,300}")
_GAP: Final = lazy_pattern(
    r"<[^<>\n]{0,500}>"  # a tag, or a link in angle brackets
    r"|&(?:[a-zA-Z]{2,20}|#[0-9]{1,7});"
    r"|^[ \t]{0,3}\[[^\[\]\n]{1,200}\]:.*$"  # where a link of reference style leads
    r"|^(?:<{7}|={7}|>{7}|\|{7}).*$",  # conflict markers
    re.MULTILINE,
)
_LINK: Final = lazy_pattern(r"\[([^\[\]\n]{0,500})\](?:\([^()\n]{0,2000}\)|\[[^\[\]\n]{0,200}\])")
_CHUNK: Final = lazy_pattern(r"\S+")
_AROUND: Final = "*_~.,;:!?()[]{}\"'“”‘’«»…|>#"
"""What may stand around a word without being part of it."""
_QUOTES: Final = frozenset({'""', "''", "“”", "‘’", "«»", "**", "__"})
_NO_WORD: Final = lazy_pattern(r"[/\\@_=+#$%^{}<>|:;()\[\]&~]|[^\W\d_]\.[^\W\d_]|\d|(?<=[^\W\d_])[A-ZÀ-ÖØ-Þ]|^-")
"""What only names, paths, options and numbers have in them. A capital counts after a letter: `camelCase`, `API`."""
_SHORTEST_STAND_IN: Final = 3
"""Characters; shorter names stay: no rule minds them."""
_UNREADABLE: Final = lazy_pattern(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class _Span(NamedTuple):
    start: int
    end: int


def prose(text: str) -> str:
    """Return a text of the same length that holds the English of `text`; where something else is, it differs.

    Code in backquotes stands for names, links and images within a sentence, spaces for what is on its own. The
    backquotes and control characters of the text itself are spaces. Takes linear time.
    """
    lines = text.split("\n")
    scan = Scan(lines)
    known = [line if kind == "text" else " " * len(line) for line, kind in zip(lines, scan.kinds, strict=True)]
    shown = [line if kind == "text" else " " * len(line) for line, kind in zip(scan.shown, scan.kinds, strict=True)]
    before, now = "\n".join(known), "\n".join(shown)
    things = list(_hidden(before, now))
    now = _UNREADABLE.sub(" ", now).replace("`", " ")
    now = _GAP.sub(lambda match: " " * len(match[0]), now)
    if any(map(may_hold_placeholder, now.split("\n"))):
        now = "\n".join(HALF_PLACEHOLDER.sub(lambda match: " " * len(match[0]), line) for line in now.split("\n"))
    pictures = [_Span(*span) for span in images(now)]
    now = _LINK.sub(_link_text, _filled(now, pictures, " "))
    things += pictures
    things += _names(now)
    return _with_stand_ins(now, things)


def _hidden(before: str, now: str) -> Iterator[_Span]:
    """Yield the code spans of a text, but not the comments; `now` has spaces in place of both."""
    start = end = -1
    for at, (was, char) in enumerate(zip(before + ".", now + ".", strict=True)) if before != now else ():
        if was != char:
            start, end = (at if start < 0 else start), at + 1
        elif start >= 0 and not was.isspace():
            if not before.startswith("<!--", start):
                yield _Span(start, end)
            start = -1


def _link_text(match: re.Match[str]) -> str:
    """Return a link with spaces around its text: that is prose."""
    inner = match[1]
    return f" {inner}{' ' * (len(match[0]) - len(inner) - 1)}"


def _names(text: str) -> Iterator[_Span]:
    """Yield what is no word of English by its form, and single words in quotes or emphasis: they name something.

    And long runs of characters that are no letters.
    """
    for match in _CHUNK.finditer(text):
        chunk = match[0]
        core = chunk.strip(_AROUND)
        if not any(map(str.isalpha, core)):
            if len(chunk) > _LONGEST_RUN and not _RULE.fullmatch(chunk):
                yield _Span(*match.span())
            continue
        is_quoted = chunk[0] + chunk.rstrip(".,;:!?")[-1:] in _QUOTES
        if is_quoted or len(core) > _LONGEST_WORD or _NO_WORD.search(core):
            start = match.start() + chunk.index(core)
            yield _Span(start, start + len(core))


def _filled(text: str, spans: list[_Span], char: str) -> str:
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        pieces += (text[at:start], char * (end - start))
        at = end
    return "".join(pieces) + text[at:]


def _with_stand_ins(text: str, spans: list[_Span]) -> str:
    """Return a text with code in place of some spans."""
    pieces: list[str] = []
    at = 0
    for start, end in sorted(spans):
        if start < at:  # in what another stands for already
            continue
        if end - start >= _SHORTEST_STAND_IN:
            pieces += (text[at:start], f"`{'x' * (end - start - 2)}`")
        else:
            pieces.append(text[at:end])
        at = end
    return "".join(pieces) + text[at:]


def names_in(text: str) -> str:
    """Return a text of the same length that holds what `prose` has something else for: names, code, links."""
    return "".join(char if char != shown else " " for char, shown in zip(text, prose(text), strict=True))
