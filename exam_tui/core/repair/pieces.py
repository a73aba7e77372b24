"""A report cut into what its answers are, for repair: text of the template that strayed into a slot is left out.

A question that lost its heading or its `Answer:` line is in the slot above it, or above all slots where it is the
first; so does a section's heading that is followed by more than a quote.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import pairwise

from exam_tui.core.findings.context import Answer, CheckContext
from exam_tui.core.repair.locate import Found
from exam_tui.core.repair.template_lines import MARKER, is_prompt, next_section_line, words_of
from exam_tui.core.report.placeholder import answer_of
from exam_tui.core.template.regions import Region
from exam_tui.core.text.lines import is_blank, normalise_line_ends, usual_line_end


@dataclass(frozen=True, slots=True)
class Piece:
    """What goes into one slot.

    Attributes:
        number: its question's.
        text: as it is in the report, line ends too.
        answer: the answer in it.
        line: its question's line, from 1.
        note: what was found wrong there, "" for nothing.
        is_stray: whether it stood above the `Answer:` of its question, which has a piece of its own.

    """

    number: int
    text: str
    answer: str
    line: int
    note: str = ""
    is_stray: bool = False


def pieces_of(found: Found, kept: AbstractSet[int]) -> Iterator[Piece]:
    """Yield a piece for each slot, for each question that lost its heading or `Answer:` line, and for strays.

    They come in file order. What stands before the answers of the questions that are `kept` stays as it is.
    """
    cutter = _Cutter(found)
    context, numbers = found.context, found.numbers
    after = 0
    for answer, number, next_number in zip(context.answers, numbers, (*numbers[1:], 0), strict=False):
        yield from cutter.above(range(after, answer.place.heading_line), number)
        yield from cutter.slot(answer, number, next_number)
        if number not in kept:
            yield from cutter.strays(answer, number)
        after = answer.place.lines[-1].index + 1
    if not numbers:
        yield from cutter.above(range(len(context.report.template.lines)), 0)


class _Cutter:
    """Cuts one report; a number that the template does not have stands for no question."""

    def __init__(self, found: Found) -> None:
        self._found = found
        self._context = found.context
        self._lines = found.context.report.template.lines
        self._pristine = found.pristine
        texts = (text for region in self._pristine.values() for text in region.texts)
        self._quoted = {words_of(text) for text in texts if text.startswith(">")}
        self._following = {one: region for (one, _), (_, region) in pairwise(found.pristine.items())}

    def above(self, span: range, below: int) -> Iterator[Piece]:
        """Yield the questions between a slot and the heading `below`, or between the file's beginning and that."""
        starts = self._found.inside(span)
        head = range(span.start, starts[0][0] if starts else span.stop)
        heading = self._found.first_heading(head)
        if heading is not None:
            first = next(iter(self._pristine))
            piece = self._bare(range(heading, head.stop), first, starts[0][1] if starts else below)
            if piece.answer:
                yield piece
        yield from self._bare_ones(starts, span.stop, below)

    def slot(self, answer: Answer, number: int, below: int) -> Iterator[Piece]:
        """Yield what is in a slot, and the questions after that; `below` is the next one with a slot."""
        place = answer.place
        span = range(place.lines[0].index + 1, place.lines[-1].index + 1)
        starts = self._found.inside(span)
        (after, next_number) = starts[0] if starts else (span.stop, below)
        after = self._next_section(range(span.start - 1, after), number, next_number)
        yield _of_slot(self._context, answer, after, number, self._pristine.get(number))
        yield from self._bare_ones(starts, span.stop, below)

    def strays(self, answer: Answer, number: int) -> Iterator[Piece]:
        """Yield what somebody wrote between a question's heading and its `Answer:`."""
        strays = self._found.strays(answer, self._pristine.get(number))
        if strays:
            note = f"Line {strays[0] + 1}, above `Answer:`, moved into the answer to question {number}."
            yield _below(self._context, strays, Piece(number, "", "", strays[0] + 1, note, is_stray=True))

    def _bare_ones(self, starts: Sequence[tuple[int, int]], stop: int, below: int) -> Iterator[Piece]:
        for (line, number), (after, next_number) in pairwise([*starts, (stop, below)]):
            yield self._bare(range(line, after), number, next_number)

    def _bare(self, span: range, number: int, below: int) -> Piece:
        """Return the piece of a question without a slot: all below its first line but for the prompt."""
        lines, region = self._lines, self._pristine[number]
        span = range(span.start, self._next_section(span, number, below))
        note = f"Question {number} (line {span.start + 1}): heading, prompt and `Answer:` line restored."
        kept = [at for at in span[1:] if not is_prompt(lines[at], region)]
        return _below(self._context, kept, Piece(number, "", "", span.start + 1, note))

    def _next_section(self, span: range, number: int, below: int) -> int:
        """Return where a span ends, or before that the next section's heading; `below` is the question after it."""
        regions = (self._following.get(number), self._pristine.get(below))
        return next_section_line(self._lines, span, regions, self._quoted)


def _of_slot(context: CheckContext, answer: Answer, after: int, number: int, region: Region | None) -> Piece:
    """Return the piece of a slot whose own text ends before line `after`."""
    lines, place = context.report.template.lines, answer.place
    first, line = place.lines[0].index, answer.question.line
    note = f"Line {line}: restored to question {number}." if region and number != place.number else ""
    if not place.has_marker:
        note = note or f"Question {number} (line {line}): `Answer:` line restored."
    start = first + 1
    while region and start < after and (is_blank(lines[start]) or is_prompt(lines[start], region)):
        start += 1
    if not place.lines[0].text.strip() and any(words_of(lines[at]) for at in range(first + 1, start)):
        return _below(context, range(start, after), Piece(number, "", "", line, note))
    text = context.report.source[place.slot.start : min(lines.start(after), place.slot.end)]
    own = [line.text for line in place.lines if line.index < after]
    return Piece(number, text, answer_of(own), line, note)


def _below(context: CheckContext, kept: Sequence[int], piece: Piece) -> Piece:
    """Return a piece with some lines of the file, a blank line above them. An `Answer:` that they begin with goes."""
    lines, source = context.report.template.lines, context.report.source
    starts = {at: lines.start(at) for at in kept}
    filled = [at for at in kept if not is_blank(lines[at])]
    if filled and (marker := MARKER.match(lines[filled[0]])):
        starts[filled[0]] += marker.end()
    texts = [source[start : lines.start(at + 1)] for at, start in starts.items()]
    while texts and is_blank(texts[0]):
        del texts[0]
    text = usual_line_end(source) * 2 + "".join(texts)
    return replace(piece, text=text, answer=answer_of(normalise_line_ends(text).split("\n")))
