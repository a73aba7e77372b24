"""Which headings are a question's, and where its marker is or was.

Each has a marker of its own. A question whose marker is gone is one all the same, where nothing else has its number:
then its heading stands at the level of the others.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from exam_tui.core.course import COURSE
from exam_tui.core.markdown.blocks import Block, Blocks, Verbatim
from exam_tui.core.report.marker import MARKER, MARKER_INSIDE, QUOTE_MARK, missing_below, missing_in_quote
from exam_tui.core.text.lines import Lines, Span, is_blank
from exam_tui.core.text.patterns import lazy_pattern

HEADING_LINE = lazy_pattern(r" {0,3}(?P<markup>#{1,6})[ \t]+(?P<content>.*)")
_QUESTION = lazy_pattern(r"[*_]{0,3}question\s+([0-9]{1,6})\s*[.:]?[*_]{0,3}", re.IGNORECASE)
_CLOSING_MARKUP = lazy_pattern(r"(?<![ \t#])[ \t]+#+\Z")


class QuestionHeading(NamedTuple):
    """A heading that is a question's.

    Attributes:
        number: the question's number.
        block: the heading's position among the blocks.
        marker: the question's marker; where it is gone, the rest of it, an empty span for nothing.
        marker_line: the line that it is on.
        quote_end: the line after the quote that the marker is in, or after the marker's line.
        quoted: whether a quoted prompt stands right below the heading.
        has_marker: whether the marker is there.

    """

    number: int
    block: int
    marker: Span
    marker_line: int
    quote_end: int
    quoted: bool
    has_marker: bool = True


def question_number(heading: str) -> int | None:
    """Return the number in the text of a heading that reads `Question N`, None where it does not."""
    match = _QUESTION.fullmatch(heading.strip())
    return int(match[1]) if match else None


def question_headings(lines: Lines, blocks: Blocks) -> list[QuestionHeading]:
    """Return the headings that are a question's, in file order."""
    top = blocks.top
    numbers: list[tuple[int, int]] = []
    for index, block in enumerate(top):
        question = question_number(block.content) if block.kind == "heading_open" else None
        if question is not None:
            numbers.append((question, index))
    marked: list[QuestionHeading] = []
    bare: list[tuple[int, int]] = []
    for position, (number, index) in enumerate(numbers):
        stop = top[numbers[position + 1][1]].start if position + 1 < len(numbers) else len(lines)
        heading = _marked(lines, blocks, number, index, stop)
        if heading:
            marked.append(heading)
        else:
            bare.append((number, index))
    with_quote = {heading.number for heading in marked if heading.quoted}
    # A heading typed in an answer has no prompt: it is a question only where its number has no other heading.
    marked = [heading for heading in marked if heading.quoted or heading.number not in with_quote]
    return sorted([*marked, *_without_marker(lines, top, marked, bare)], key=lambda heading: heading.block)


def _marked(lines: Lines, blocks: Blocks, number: int, index: int, stop: int) -> QuestionHeading | None:
    """Return a heading with its marker, which stands above line `stop`; None where there is none."""
    top = blocks.top
    opening = _opening_quote(top, index)
    if opening:
        for is_inside in (False, True):
            for line in reversed(range(opening.start, opening.end)):
                if QUOTE_MARK.match(lines[line]) and (match := _marker_in(lines[line], is_inside=is_inside)):
                    return _at_marker(lines, number, index, line, match, quote=opening, quoted=True)
    # The student broke the quote: the marker is the first one below, or the last of a further quote.
    for line in range(top[index].end, stop):
        if (match := MARKER.match(lines[line])) and not is_within(line, blocks.verbatim):
            around = _block_at(top, line)
            own = around if around.kind == "blockquote_open" else None
            if own and own is not opening:
                for later in range(own.end - 1, line, -1):
                    if QUOTE_MARK.match(lines[later]) and (last := MARKER.match(lines[later])):
                        return _at_marker(lines, number, index, later, last, quote=own, quoted=opening is not None)
            return _at_marker(lines, number, index, line, match, quote=own, quoted=opening is not None)
    return None


def _marker_in(line: str, *, is_inside: bool) -> re.Match[str] | None:
    if is_inside:
        return MARKER_INSIDE.search(line) if "Answer" in line else None
    return MARKER.match(line)


def _at_marker(
    lines: Lines, number: int, index: int, line: int, match: re.Match[str], *, quote: Block | None, quoted: bool
) -> QuestionHeading:
    start = lines.start(line)
    marker = Span(start + match.start(), start + match.end())
    quote_end = quote.end if quote and QUOTE_MARK.match(lines[line]) else line + 1
    return QuestionHeading(number, index, marker, line, quote_end, quoted)


def _without_marker(
    lines: Lines, top: Sequence[Block], marked: Sequence[QuestionHeading], bare: Sequence[tuple[int, int]]
) -> Iterator[QuestionHeading]:
    """Yield the questions among headings without a marker: one for each number that no other heading has.

    The first one of a number that has a prompt is meant, or else the first. Without a prompt a number that no template
    has, such as one after the last, is the student's own.
    """
    known = {heading.number for heading in marked}
    missing = [(number, index) for number, index in bare if number not in known]
    if not missing or not marked:
        return
    levels = Counter(_level(top[heading.block]) for heading in marked)
    usual = levels.most_common(1)[0][0]
    missing = [(number, index) for number, index in missing if _level(top[index]) == usual]
    highest = max(known | {number for number, index in missing if _opening_quote(top, index)})
    last = max(highest, COURSE.form(highest).size)
    for number, index in sorted(missing, key=lambda item: _opening_quote(top, item[1]) is None):
        if number not in known and number <= last:
            known.add(number)
            yield _bare(lines, top, number, index)


def _bare(lines: Lines, top: Sequence[Block], number: int, index: int) -> QuestionHeading:
    opening = _opening_quote(top, index)
    if opening is None:
        missing = missing_below(lines, top[index].end - 1)
        quote_end = missing.line + 1
    else:
        missing = missing_in_quote(lines, [line for line in range(*opening[1:3]) if QUOTE_MARK.match(lines[line])])
        quote_end = opening.end
    return QuestionHeading(number, index, missing.rest, missing.line, quote_end, opening is not None, has_marker=False)


def _level(heading: Block) -> int:
    return {"=": 1, "-": 2}.get(heading.markup, len(heading.markup))


def _opening_quote(top: Sequence[Block], heading: int) -> Block | None:
    """Return the quote right below a heading, None where there is none."""
    below = top[heading + 1] if heading + 1 < len(top) else None
    return below if below and below.kind == "blockquote_open" else None


def _block_at(top: Sequence[Block], line: int) -> Block:
    position = bisect_left(top, line + 1, key=lambda block: block.start) - 1
    return top[position]


def is_within(line: int, spans: Sequence[Span | Verbatim]) -> bool:
    """Return whether a line lies in one of the spans of lines (sorted, not overlapping)."""
    position = bisect_left(spans, line + 1, key=lambda span: span.start) - 1
    return position >= 0 and spans[position].start <= line < spans[position].end


def missing_headings(lines: Lines, blocks: Blocks, headings: Sequence[QuestionHeading]) -> dict[int, int]:
    """Return the first line, by number, that reads like the template's question headings and has a marker.

    The template's are ATX headings of one level: the level of the first question found, or `###`. Without a marker one
    counts whose prompt is right below, if it is in code, HTML or a comment, and no other has its number.
    """
    markups = [blocks.top[heading.block].markup for heading in headings]
    markup = next((markup for markup in markups if markup.startswith("#")), "###")
    found: dict[int, int] = {}
    bare: dict[int, int] = {}
    starts = [index for index in range(len(lines)) if "#" in lines[index] and HEADING_LINE.match(lines[index])]
    for at, after in pairwise([*starts, len(lines)]):
        heading = HEADING_LINE.fullmatch(lines[at])
        content = heading["content"].strip() if heading else ""
        content = _CLOSING_MARKUP.sub("", content) if content.endswith("#") else content
        number = question_number(content) if heading and heading["markup"] == markup else None
        if number is None:
            continue
        if any(MARKER.match(lines[line]) for line in range(at + 1, after)):
            found.setdefault(number, at)
        elif is_within(at, blocks.verbatim) and _is_prompted(lines, at + 1, after):
            bare.setdefault(number, at)
    own = {heading.number for heading in headings}
    return {number: at for number, at in bare.items() if number not in own} | found


def _is_prompted(lines: Lines, start: int, stop: int) -> bool:
    """Return whether the first line between two that is not blank is quoted."""
    first = next((line for line in range(start, stop) if not is_blank(lines[line])), stop)
    return first < stop and QUOTE_MARK.match(lines[first]) is not None
