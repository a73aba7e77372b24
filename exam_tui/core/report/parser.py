"""From a report's text to where everything is in it: headings, markers, slots, task marks.

The structure is found in Markdown's blocks; inline text is never parsed.
Nothing here is rendered back: the spans are for splicing into the original text.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from exam_tui.core.markdown.blocks import Block, Blocks, Item, Verbatim, read_blocks
from exam_tui.core.report.placeholder import placeholders_in
from exam_tui.core.text.lines import Lines, Span, is_blank

_QUESTION = re.compile(r"[*_]{0,3}question\s+([0-9]{1,6})\s*[.:]?[*_]{0,3}", re.IGNORECASE)
HEADING_LINE = re.compile(r" {0,3}(?P<markup>#{1,6})[ \t]+(?P<content>.*)")
_CLOSING_MARKUP = re.compile(r"(?<![ \t#])[ \t]+#+\Z")
QUOTE_MARK = re.compile(r" {0,3}> ?")
# Git's marks of a conflict. Markdown takes the last one for quotes in a quote; it is a line of the answer as it is.
_CONFLICT_BEGIN, _CONFLICT_END = re.compile(r"<{7,} "), re.compile(r">{7,} ")
# Emphasis marks after the colon belong to the marker only where they close those before it.
_MARKER = re.compile(
    r"(?: {0,3}>)*[ \t]{0,4}(?P<emphasis>[*_]{0,3})answer(?:(?P=emphasis)[ \t]*:|[ \t]*:(?P=emphasis)|[ \t]*:)",
    re.IGNORECASE,
)
_MARKER_INSIDE = re.compile(r"\bAnswer[*_]{0,3}[ \t]*:[*_]{0,3}")  # "your answer: why" is no marker
_TASK_LINE = re.compile(r"(?:[ \t]*>)*[ \t]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*\[(.)\][ \t]")
_TASK = re.compile(r"\[(.)\][ \t]")


class AnswerLine(NamedTuple):
    """One line of a slot: its index in the file, the span of its text, and whether it is the placeholder."""

    index: int  # type: ignore[assignment] # tuple.index is of no use here
    span: Span
    text: str
    in_quote: bool
    is_placeholder: bool


class QuestionPlace(NamedTuple):
    """Where one question stands."""

    number: int
    section: str
    heading_line: int
    recovered: bool
    prompt: str
    marker: Span
    slot: Span
    lines: tuple[AnswerLine, ...]


class TaskPlace(NamedTuple):
    """Where the mark of one task stands, and what the task says."""

    line: int
    mark: Span
    text: str
    group: str


class Template(NamedTuple):
    """The structure of a report; `items` are the lines of list items outside questions that begin with a bracket."""

    lines: Lines
    blocks: tuple[Block, ...]
    questions: tuple[QuestionPlace, ...]
    tasks: tuple[TaskPlace, ...]
    items: tuple[int, ...]


class _Heading(NamedTuple):
    """A heading that may be a question's: its block and its marker."""

    number: int
    block: int
    marker: Span
    marker_line: int
    quote_end: int
    quoted: bool


def question_number(heading: str) -> int | None:
    """Return the number in the text of a heading that reads `Question N`, None where it does not."""
    match = _QUESTION.fullmatch(heading.strip())
    return int(match[1]) if match else None


def parse_template(text: str) -> Template:
    """Find the structure of a report in its text (any line ends, no byte order mark). Never fails."""
    lines = Lines(text)
    blocks, headings, recovered = _questions_of(text, lines)
    places = tuple(_places(lines, blocks.top, headings, recovered))
    items = list(_outside(lines, blocks.items, places))
    tasks = tuple(_tasks(lines, blocks, items))
    return Template(lines, tuple(blocks.top), places, tasks, tuple(item.line for item in items))


def _questions_of(text: str, lines: Lines) -> tuple[Blocks, list[_Heading], frozenset[int]]:
    """Parse, and where a fence or comment swallows question headings, parse again from each of those on.

    Cutting there may uncover others, so a second look follows; after that every line that looks like a
    missing question's heading is a cut. This keeps the work linear for every input.
    """
    cuts: set[int] = set()
    blocks = _parse(text, lines, [])
    headings = _headings(lines, blocks)
    recovered: set[int] = set()
    candidates: dict[int, int] | None = None
    for last_look in (False, False, True):
        if not blocks.verbatim:
            break
        if candidates is None:
            candidates = _looks_like_questions(lines, blocks, headings)
        known = {heading.number for heading in headings}
        missing = {
            line
            for number, line in candidates.items()
            if line not in recovered and number not in known and (last_look or _within(line, blocks.verbatim))
        }
        if not missing:
            break
        recovered |= missing
        cuts |= {_section_line(lines, line) for line in missing}
        blocks = _parse(text, lines, sorted(cuts))
        headings = _headings(lines, blocks)
    return blocks, headings, frozenset(recovered)


def _section_line(lines: Lines, question: int) -> int:
    """Return the line of the section heading that stands right above a swallowed question, else its own line.

    Only level 2 counts here: in a fence a single `#` is a comment.
    """
    above = question - 1
    while above >= 0 and (is_blank(lines[above]) or QUOTE_MARK.match(lines[above])):
        above -= 1
    heading = HEADING_LINE.fullmatch(lines[above]) if above >= 0 else None
    is_section = heading and heading["markup"] == "##" and _names_something(heading["content"])
    return above if is_section else question


def _parse(text: str, lines: Lines, cuts: Sequence[int]) -> Blocks:
    """Read the text's blocks in pieces that start at line 0 and at each cut."""
    if not cuts:
        return read_blocks(text, front_matter=True)
    found = Blocks([], [], [])
    for first, after in pairwise([0, *cuts, len(lines)]):
        piece = read_blocks(text[lines.start(first) : lines.start(after)], front_matter=first == 0)
        found.top.extend(
            Block(kind, start + first, end + first, markup, content) for kind, start, end, markup, content in piece.top
        )
        found.verbatim.extend(Verbatim(start + first, end + first, kind) for start, end, kind in piece.verbatim)
        found.items.extend(Item(line + first, content) for line, content in piece.items)
    return found


def _looks_like_questions(lines: Lines, blocks: Blocks, headings: list[_Heading]) -> dict[int, int]:
    """Return the first line, by number, that reads like the template's question headings and has a marker.

    The template's are ATX headings of one level: the level of the first question found, or `###`.
    """
    markups = [blocks.top[heading.block].markup for heading in headings]
    markup = next((markup for markup in markups if markup.startswith("#")), "###")
    found: dict[int, int] = {}
    number, at = 0, -1
    for index in range(len(lines)):
        line = lines[index]
        heading = HEADING_LINE.fullmatch(line) if "#" in line else None
        if heading:
            content = _CLOSING_MARKUP.sub("", heading["content"].strip())
            question = question_number(content) if heading["markup"] == markup else None
            number, at = (0, -1) if question is None else (question, index)
        elif at >= 0 and _MARKER.match(line):
            found.setdefault(number, at)
            at = -1
    return found


def _within(line: int, spans: Sequence[Span | Verbatim]) -> bool:
    """Return whether a line lies in one of the spans of lines (sorted, not overlapping)."""
    position = bisect_left(spans, line + 1, key=lambda span: span.start) - 1
    return position >= 0 and spans[position].start <= line < spans[position].end


def _headings(lines: Lines, blocks: Blocks) -> list[_Heading]:
    """Return the question headings that have a marker of their own."""
    top = blocks.top
    numbers: list[tuple[int, int]] = []
    for index, block in enumerate(top):
        question = question_number(block.content) if block.kind == "heading_open" else None
        if question is not None:
            numbers.append((question, index))
    headings: list[_Heading] = []
    for position, (number, index) in enumerate(numbers):
        stop = top[numbers[position + 1][1]].start if position + 1 < len(numbers) else len(lines)
        heading = _heading(lines, blocks, number, index, stop)
        if heading:
            headings.append(heading)
    with_quote = {heading.number for heading in headings if heading.quoted}
    # A heading typed in an answer has no prompt: it is a question only where its number has no other heading.
    return [heading for heading in headings if heading.quoted or heading.number not in with_quote]


def _heading(lines: Lines, blocks: Blocks, number: int, index: int, stop: int) -> _Heading | None:
    top = blocks.top
    first = top[index].end
    opening = top[index + 1] if index + 1 < len(top) and top[index + 1].kind == "blockquote_open" else None
    if opening:
        for pattern in (_MARKER.match, _MARKER_INSIDE.search):
            for line in reversed(range(opening.start, opening.end)):
                if QUOTE_MARK.match(lines[line]) and (match := pattern(lines[line])):
                    return _marked(lines, number, index, line, match, quote=opening, quoted=True)
    # The student broke the quote: the marker is the first one below, or the last of a further quote.
    for line in range(first, stop):
        if (match := _MARKER.match(lines[line])) and not _within(line, blocks.verbatim):
            around = _block_at(top, line)
            own = around if around.kind == "blockquote_open" else None
            if own and own is not opening:
                for later in range(own.end - 1, line, -1):
                    if QUOTE_MARK.match(lines[later]) and (last := _MARKER.match(lines[later])):
                        return _marked(lines, number, index, later, last, quote=own, quoted=opening is not None)
            return _marked(lines, number, index, line, match, quote=own, quoted=opening is not None)
    return None


def _marked(
    lines: Lines, number: int, index: int, line: int, match: re.Match[str], *, quote: Block | None, quoted: bool
) -> _Heading:
    start = lines.start(line)
    marker = Span(start + match.start(), start + match.end())
    quote_end = quote.end if quote and QUOTE_MARK.match(lines[line]) else line + 1
    return _Heading(number, index, marker, line, quote_end, quoted)


def _block_at(top: Sequence[Block], line: int) -> Block:
    position = bisect_left(top, line + 1, key=lambda block: block.start) - 1
    return top[position]


def _places(
    lines: Lines, top: Sequence[Block], headings: Sequence[_Heading], recovered: frozenset[int]
) -> Iterator[QuestionPlace]:
    section = ""
    for position, heading in enumerate(headings):
        own_section = _section(top, heading.block)
        if own_section is not None:
            section = top[own_section].content
        stop = len(lines)
        if position + 1 < len(headings):
            following = headings[position + 1].block
            next_section = _section(top, following)
            # A heading above the marker belongs to this question's broken prompt, not to the next section.
            if next_section is not None and top[next_section].start > heading.marker_line:
                following = next_section
            stop = top[following].start
        slot = Span(heading.marker.end, lines.start(stop))
        marker_line = lines[heading.marker_line][: heading.marker.start - lines.start(heading.marker_line)]
        prompt_lines = [lines[line] for line in range(top[heading.block].end, heading.marker_line)]
        yield QuestionPlace(
            number=heading.number,
            section=section,
            heading_line=top[heading.block].start,
            recovered=top[heading.block].start in recovered,
            prompt="\n".join(_unquoted(line) for line in [*prompt_lines, marker_line]).strip(),
            marker=heading.marker,
            slot=slot,
            lines=_answer_lines(lines, heading, slot, stop),
        )


def _unquoted(line: str) -> str:
    mark = QUOTE_MARK.match(line)
    return line[mark.end() :] if mark else line


def _section(top: Sequence[Block], heading: int) -> int | None:
    """Return the index of the section heading that stands right above a question, if one does."""
    index = heading - 1
    while index >= 0 and top[index].kind == "blockquote_open":
        index -= 1
    if index < 0 or top[index].kind != "heading_open" or top[index].markup not in {"#", "##"}:
        return None
    content = top[index].content
    return index if _names_something(content) and question_number(content) is None else None


def _names_something(heading: str) -> bool:
    """Return whether a heading holds a letter or digit: `# ---` is what is left of something in the answer above."""
    return any(map(str.isalnum, heading))


def _answer_lines(lines: Lines, heading: _Heading, slot: Span, stop: int) -> tuple[AnswerLine, ...]:
    found: list[tuple[int, Span, str, bool]] = []
    is_conflict = False
    for index in range(heading.marker_line, stop):
        start, end = lines.start(index), lines.end(index)
        ends_conflict = is_conflict and _CONFLICT_END.match(lines[index]) is not None
        is_conflict = not ends_conflict and (is_conflict or _CONFLICT_BEGIN.match(lines[index]) is not None)
        in_quote = index < heading.quote_end and not ends_conflict
        if index == heading.marker_line:
            start = end - len(lines[index][slot.start - lines.start(index) :].lstrip(" \t"))
        elif in_quote and (mark := QUOTE_MARK.match(lines[index])):
            start += mark.end()
        text = lines[index][start - lines.start(index) :]
        found.append((index, Span(start, end), text, in_quote))
    placeholders = placeholders_in([text for _, _, text, _ in found])
    return tuple(AnswerLine(*line, is_placeholder) for line, is_placeholder in zip(found, placeholders, strict=True))


def _outside(lines: Lines, items: Sequence[Item], places: Sequence[QuestionPlace]) -> Iterator[Item]:
    """Yield the items that stand in no question."""
    questions = [Span(place.heading_line, lines.index(max(place.slot.end - 1, 0)) + 1) for place in places]
    return (item for item in items if not _within(item.line, questions))


def _tasks(lines: Lines, blocks: Blocks, items: Sequence[Item]) -> Iterator[TaskPlace]:
    """Find the task marks among items outside questions: one character in brackets and a space."""
    headings = [block for block in blocks.top if block.kind == "heading_open"]
    starts = [block.start for block in headings]
    for line, content in items:
        mark, match = _TASK.match(content), _TASK_LINE.match(lines[line])
        if mark is None or match is None:
            continue
        start = lines.start(line)
        position = bisect_left(starts, line) - 1
        text = " ".join(part.strip() for part in content[mark.end() :].split("\n"))
        group = headings[position].content if position >= 0 else ""
        yield TaskPlace(line, Span(start + match.start(1), start + match.end(1)), text, group)
