"""Which lines of a report are the template's, for repair: told by their words, marks and line breaks left out."""

import re
from collections.abc import Container, Iterable, Sequence
from collections.abc import Set as AbstractSet
from difflib import get_close_matches

from exam_tui.core.report.marker import QUOTE_MARK
from exam_tui.core.report.wording.limit_wording import is_limit_line
from exam_tui.core.template.regions import Region
from exam_tui.core.text.lines import Lines, is_blank
from exam_tui.core.text.patterns import lazy_pattern
from exam_tui.core.text.words import words_in

# So many words side by side are nobody's own.
FEW_WORDS = 5
# So much alike is a line of a prompt that was changed.
ALIKE = 0.6
# difflib takes its time: no prompt or introduction of a template has as many lines.
MOST_LINES = 200
MARKER = lazy_pattern(r"(?:[ \t]*>)*[ \t]*([*_]{0,3})answer(?:\1[ \t]*:|[ \t]*:\1)[ \t]*", re.IGNORECASE)


def words_of(text: str) -> str:
    """Return the words of a text in small letters with one space between, all marks left out."""
    return " ".join(words_in(text))


def own_text(line: str) -> str:
    """Return a line without its quote marks, and without the `Answer:` that it begins with."""
    marker = MARKER.match(line)
    return line[marker.end() if marker else 0 :].lstrip("> \t").rstrip()


def is_prompt(line: str, region: Region) -> bool:
    """Return whether a line is quoted and one of the template's, or a part of several; no short answer is taken so."""
    if not QUOTE_MARK.match(line):
        return False
    own = words_of(line)
    if len(own.split()) < FEW_WORDS:
        return not own or any(own == words_of(text) for text in region.texts)
    return is_in(line, f" {words_of(' '.join(region.texts))} ")


def is_in(line: str, words: str) -> bool:
    """Return whether a line's words, if it has any, stand side by side among others."""
    own = words_of(line)
    return not own or f" {own} " in words


def intro_of(region: Region | None) -> Sequence[str]:
    """Return the lines before a question's heading, where they begin with a section's heading."""
    above = [text for line, text in region.lines if line < region.heading] if region else []
    return above if above and above[0].startswith("#") else []


def next_section_line(lines: Lines, span: range, below: Iterable[Region | None], quoted: Container[str]) -> int:
    """Return the line from which on a slot holds the next section's heading and introduction alone, or where it ends.

    The section belongs to one of the questions that may come `below`. `quoted` are the words of each quoted line of the
    template: they may stand after the introduction.
    """
    for region in below:
        intro = intro_of(region)
        at = span.stop
        if intro:
            at = min(_from_heading(lines, span, intro), _from_introduction(lines, span, intro, quoted))
        if at < span.stop:
            return at
    return span.stop


def _from_heading(lines: Lines, span: range, intro: Sequence[str]) -> int:
    words = f" {words_of(' '.join(intro))} "
    for at in reversed(span[1:]):
        if not is_in(lines[at], words):
            break
        if lines[at].lstrip().startswith("#") and words_of(lines[at]) == words_of(intro[0]):
            return at
    return span.stop


def _from_introduction(lines: Lines, span: range, intro: Sequence[str], quoted: Container[str]) -> int:
    """Return where the quoted introduction begins that lost its heading, or the marks of that."""
    words, size, first = f" {words_of(' '.join(intro[1:]))} ", 0, span.stop
    for at in reversed(span[1:]):
        own = words_of(lines[at])
        is_intro = is_in(lines[at], words)
        if is_blank(lines[at]):
            continue
        if not QUOTE_MARK.match(lines[at]) or not (is_intro or own in quoted):
            first = at if size and own == words_of(intro[0]) else first
            break
        size += len(own.split()) if is_intro else 0
        first = at
    return first if size >= FEW_WORDS else span.stop


def spoilt_quotes(region: Region, pristine: Region | None) -> AbstractSet[int]:
    """Return the quoted lines that were lines of the prompt: like one of them, or in place of one that was no sample.

    A sample may have been overwritten with an answer.
    """
    if pristine is None or len(region.lines) > MOST_LINES:
        return set()
    theirs, ours = {words_of(text): text for text in pristine.texts}, {words_of(text) for text in region.texts}
    missing = [text for words, text in theirs.items() if words not in ours]
    spare = sum(map(_is_asked, missing))
    quoted = [(at, words_of(own_text(text))) for at, text in region.lines if text.startswith(">")]
    other = [(at, words) for at, words in quoted if words not in theirs]
    alike = {at for at, words in other if get_close_matches(words, theirs, n=1, cutoff=ALIKE)}
    texts = dict(region.lines)
    return alike.union([at for at, _ in other if at not in alike and _is_asked(texts[at])][:spare])


def _is_asked(text: str) -> bool:
    """Return whether a line of a prompt has the form of a question or of its limits, not of a sample answer."""
    return "**" in text or is_limit_line(text.lstrip("> "))
