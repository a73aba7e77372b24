"""How a new answer is written into its slot: in the clean form, with a blank line on either side."""

from collections.abc import Sequence
from typing import NamedTuple

from exam_tui.core.report.parser import AnswerLine, QuestionPlace
from exam_tui.core.report.placeholder import answer_of, placeholder
from exam_tui.core.text.lines import Span, Splice, drop_outer_blank_lines, is_blank, line_ends, normalise_line_ends
from exam_tui.core.text.patterns import lazy_pattern
from exam_tui.errors import UnencodableTextError

_LONE_SURROGATE = lazy_pattern("[\ud800-\udc7f\udd00-\udfff]")


class Frame(NamedTuple):
    """The span that an answer's text takes, and how many line ends have to stand around the text there."""

    span: Span
    before: int
    after: int


def write_answer(source: str, place: QuestionPlace, answer: str, line_end: str) -> Splice:
    """Return the splice that puts an answer (LF line ends, "" for none) into its slot.

    A blank line stands after the marker and before the next heading: those that are there stay, one is
    added where there is none. Lines that were there before keep their own line end.
    """
    frame = _frame(source, place)
    lines = (answer or placeholder(place.number)).split("\n")
    ends = _line_ends_for(lines, source, place, frame.span, line_end)
    text = [line + end for line, end in zip(lines, ends, strict=True)]
    pieces = [line_end] * frame.before + text + [line_end] * frame.after
    return Splice(frame.span, _joined(pieces, source, frame.span))


def _joined(pieces: list[str], source: str, span: Span) -> str:
    """Join what goes into a span; a CR and an LF that come to stand side by side stay two line ends."""
    last = source[span.start - 1 : span.start]
    for index, piece in enumerate(pieces):
        if last == "\r" and piece == "\n":
            pieces[index] = "\r"
        last = pieces[index][-1]
    if last == "\r" and source.startswith("\n", span.end):
        pieces[-1] = pieces[-1][:-1] + "\n"
    return "".join(pieces)


def _frame(source: str, place: QuestionPlace) -> Frame:
    filled = [position for position, line in enumerate(place.lines) if not is_blank(line.text)]
    if filled:
        return _frame_of_text(source, place, filled[0], filled[-1])
    return _frame_of_blank(source, place)


def _frame_of_text(source: str, place: QuestionPlace, first: int, last: int) -> Frame:
    """Frame a slot that holds something, an answer or the placeholder, from line `first` to line `last`."""
    lines = place.lines
    if first == 0:
        start, before = place.slot.start, 2
    else:
        start = _line_start(source, lines[first])
        has_blank = first > 1 and _is_truly_blank(source, lines[first - 1])
        before = 0 if has_blank else 1
    while last + 1 < len(lines) and lines[last + 1].in_quote:
        last += 1  # quote marks without text below an answer that stood in the quote
    has_blank = any(_is_truly_blank(source, line) for line in lines[last + 1 :])
    after = 0 if has_blank or place.slot.end == len(source) else 1
    end = _line_start(source, lines[last + 1]) if last + 1 < len(lines) else place.slot.end
    return Frame(Span(start, end), before, after)


def _frame_of_blank(source: str, place: QuestionPlace) -> Frame:
    """Frame an empty slot: after the marker's quote and one blank line, as the template has it."""
    lines = place.lines
    at = 1
    while at < len(lines) and lines[at].in_quote:
        at += 1
    has_blank = at < len(lines) and _is_truly_blank(source, lines[at])
    at += has_blank
    before = 0 if has_blank else 1
    at_end_of_file = place.slot.end == len(source)
    if at < len(lines):
        start = _line_start(source, lines[at])
        has_blank = any(_is_truly_blank(source, line) for line in lines[at:])
        return Frame(Span(start, start), before, 1 if has_blank or at_end_of_file else 2)
    start = place.slot.end
    if at_end_of_file and lines[-1].span.end == start:  # no line end to write after
        return Frame(Span(start, start), before + 1, 0)
    return Frame(Span(start, start), before, 1 if at_end_of_file else 2)


def _line_start(source: str, line: AnswerLine) -> int:
    start = line.span.start
    while start > 0 and source[start - 1] not in "\r\n":
        start -= 1
    return start


def _is_truly_blank(source: str, line: AnswerLine) -> bool:
    """Return whether a line ends a paragraph in CommonMark: nothing but spaces and tabs, no quote mark either."""
    return not source[_line_start(source, line) : line.span.end].strip(" \t")


def _line_ends_for(lines: Sequence[str], source: str, place: QuestionPlace, span: Span, line_end: str) -> list[str]:
    """Return the line end of each line: the usual one, or in a mixed slot the one it had.

    The last line has one where the span ends with one.
    """
    old_ends = line_ends(source[span.start : span.end])
    closed = source.endswith(("\n", "\r"), span.start, span.end)
    ends = [line_end] * len(lines) if closed else [line_end] * (len(lines) - 1) + [""]
    if set(old_ends) <= {line_end}:
        return ends
    from difflib import SequenceMatcher  # noqa: PLC0415 - only for lines that end in different ways

    old = [line for line in place.lines if span.start <= line.span.start and line.span.end < span.end]
    new = lines if closed else lines[:-1]
    for old_at, new_at, size in SequenceMatcher(None, [line.text for line in old], new).get_matching_blocks():
        for offset in range(size):
            after = old[old_at + offset].span.end
            ends[new_at + offset] = "\r\n" if source.startswith("\r\n", after) else source[after]
    return ends


def typed_answer(text: str) -> str:
    """Return the answer that a text is: normalised, "" where it is nothing but placeholders, whoever wrote them."""
    answer = normalise_answer(text)
    return answer if answer_of(answer.split("\n")) else ""


def normalise_answer(text: str) -> str:
    """Return a text as an answer is kept: LF line ends, no outer blank lines, "" for a blank one.

    Raises:
        UnencodableTextError: it holds a surrogate that stands for no undecodable byte.

    """
    lone = _LONE_SURROGATE.search(text)
    if lone:
        before = normalise_line_ends(text[: lone.start()])
        raise UnencodableTextError(
            f"The character U+{ord(lone[0]):04X} cannot be written to a file.",
            help="Remove it.",
            line=before.count("\n") + 1,
            column=len(before) - (before.rfind("\n") + 1) + 1,
        )
    # Escaped bytes side by side may be one character: read again, they would be.
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")
    return "\n".join(drop_outer_blank_lines(normalise_line_ends(text).split("\n")))
