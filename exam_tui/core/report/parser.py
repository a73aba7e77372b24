"""From a report's text to where everything is in it: headings, markers, slots, task marks.

The structure is found in Markdown's blocks; inline text is never parsed.
Nothing here is rendered back: the spans are for splicing into the original text.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from exam_tui.core.markdown.blocks import Block, Blocks, Item, Verbatim, read_blocks
from exam_tui.core.report.marker import QUOTE_MARK, unquoted
from exam_tui.core.report.placeholder import placeholders_in
from exam_tui.core.report.question_headings import (
    HEADING_LINE,
    QuestionHeading,
    is_within,
    missing_headings,
    question_headings,
    question_number,
)
from exam_tui.core.text.lines import Lines, Span, is_blank
from exam_tui.core.text.patterns import lazy_pattern

# Git's marks of a conflict. Markdown takes the last one for quotes in a quote; it is a line of the answer as it is.
_CONFLICT_BEGIN, _CONFLICT_END = lazy_pattern(r"<{7,} "), lazy_pattern(r">{7,} ")
_TASK_LINE = lazy_pattern(r"(?:[ \t]*>)*[ \t]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*\[(.)\][ \t]")
_TASK = lazy_pattern(r"\[(.)\][ \t]")


class AnswerLine(NamedTuple):
    """One line of a slot: its index in the file, the span of its text, and whether it is the placeholder."""

    index: int  # type: ignore[assignment] # tuple.index is of no use here
    span: Span
    text: str
    in_quote: bool
    is_placeholder: bool


class QuestionPlace(NamedTuple):
    """Where one question stands.

    Where its marker is gone, `marker` is the rest of it, or the empty span where it should be.
    """

    number: int
    section: str
    heading_line: int
    recovered: bool
    prompt: str
    marker: Span
    has_marker: bool
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


def parse_template(text: str) -> Template:
    """Find the structure of a report in its text (any line ends, no byte order mark). Never fails."""
    lines = Lines(text)
    blocks, headings, recovered = _questions_of(text, lines)
    places = tuple(_places(lines, blocks.top, headings, recovered))
    items = list(_outside(lines, blocks.items, places))
    tasks = tuple(_tasks(lines, blocks, items))
    return Template(lines, tuple(blocks.top), places, tasks, tuple(item.line for item in items))


def _questions_of(text: str, lines: Lines) -> tuple[Blocks, list[QuestionHeading], frozenset[int]]:
    """Parse, and where a fence or comment swallows question headings, parse again from each of those on.

    Cutting there may uncover others, so a second look follows; after that every line that looks like a
    missing question's heading is a cut. This keeps the work linear for every input.
    """
    cuts: set[int] = set()
    blocks = _parse(text, lines, [])
    headings = question_headings(lines, blocks)
    recovered: set[int] = set()
    candidates: dict[int, int] | None = None
    for last_look in (False, False, True):
        if not blocks.verbatim:
            break
        if candidates is None:
            candidates = missing_headings(lines, blocks, headings)
        known = {heading.number for heading in headings if heading.has_marker}
        missing = {
            line
            for number, line in candidates.items()
            if line not in recovered and number not in known and (last_look or is_within(line, blocks.verbatim))
        }
        if not missing:
            break
        recovered |= missing
        cuts |= {_section_line(lines, line) for line in missing}
        blocks = _parse(text, lines, sorted(cuts))
        headings = question_headings(lines, blocks)
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


def _places(
    lines: Lines, top: Sequence[Block], headings: Sequence[QuestionHeading], recovered: frozenset[int]
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
        below = top[heading.block].end
        prompt_lines = [unquoted(lines[line]) for line in range(below, heading.marker_line)]
        if heading.marker_line >= below:
            start = lines.start(heading.marker_line)
            prompt_lines.append(unquoted(lines[heading.marker_line][: heading.marker.start - start]))
        yield QuestionPlace(
            number=heading.number,
            section=section,
            heading_line=top[heading.block].start,
            recovered=top[heading.block].start in recovered,
            prompt="\n".join(prompt_lines).strip(),
            marker=heading.marker,
            has_marker=heading.has_marker,
            slot=slot,
            lines=_answer_lines(lines, heading, slot, stop),
        )


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
    """Return whether a heading holds a letter or digit: `# ---` is the rest of something in the answer above."""
    return any(map(str.isalnum, heading))


def _answer_lines(lines: Lines, heading: QuestionHeading, slot: Span, stop: int) -> tuple[AnswerLine, ...]:
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
    return (item for item in items if not is_within(item.line, questions))


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
