"""A report cut into what its answers are, for repair: text of the template that strayed into a slot is left out.

A question that lost its heading or its `Answer:` line stands in the slot above it, and so does a section's title that
is followed by more than a quote.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import pairwise

from exam_tui.core.answers import Answer, Context
from exam_tui.core.lines import Lines, is_blank, normalise_line_ends, usual_line_end
from exam_tui.core.regions import Region, regions_of
from exam_tui.core.slot import answer_of

_WORD = re.compile(r"\w+")
# So many words side by side are nobody's own.
_FEW_WORDS = 5
_QUOTE = re.compile(r" {0,3}>")


@dataclass(frozen=True, slots=True)
class Piece:
    """What is to stand in one slot.

    Attributes:
        number: its question's.
        text: as it stands in the report, line ends too.
        answer: the answer in it.
        line: its question's line, from 1.
        note: what was found wrong there, "" for nothing.

    """

    number: int
    text: str
    answer: str
    line: int
    note: str = ""


def words_of(text: str) -> str:
    """Return the words of a text in small letters with one blank between, all marks left out."""
    return " ".join(_WORD.findall(text.casefold()))


def pieces_of(context: Context, pristine: Mapping[int, Region]) -> Iterator[Piece]:
    """Yield a piece for each slot, and for each question in it that lost its heading or `Answer:` line; in file order.

    `pristine` has the template's regions by number, in file order.
    """
    following = {number: region for (number, _), (_, region) in pairwise(pristine.items())}
    numbers = _numbers(context, pristine)
    missing = pristine.keys() - set(numbers)
    prompts = _prompts(pristine, missing)
    for answer, number in zip(context.answers, numbers, strict=True):
        inside = sorted({line: number for number, line in _inside(context, answer, missing, prompts).items()}.items())
        ends = [line for line, _ in inside] + [answer.place.lines[-1].index + 1]
        yield _of_slot(context, answer, ends[0], pristine.get(number), following.get(number))
        for (line, other), behind in zip(inside, ends[1:], strict=True):
            yield _of_bare(context, range(line, behind), pristine[other], following.get(other))


def _numbers(context: Context, pristine: Mapping[int, Region]) -> list[int]:
    """Return the number of each answer's question: its prompt tells where it stands under the number of another."""
    asked = {words: number for number, words in ((number, _asked(region)) for number, region in pristine.items())}
    regions = {region.heading: region for region in regions_of(context.report)}
    numbers = [answer.question.number for answer in context.answers]
    found: list[int] = []
    for answer, number in zip(context.answers, numbers, strict=True):
        misnumbered = context.numbering.misnumbered.get(answer.index)
        own = misnumbered.number if misnumbered else asked.get(_asked(regions[answer.place.heading_line]), number)
        is_free = misnumbered is not None or (own not in numbers and own not in found)
        found.append(own if own in pristine and is_free else number)
    return found


def _asked(region: Region) -> str:
    return words_of(" ".join(text for line, text in region.lines if line > region.heading))


def _prompts(pristine: Mapping[int, Region], missing: AbstractSet[int]) -> dict[str, int]:
    """Return the words of each line that only the prompt of one missing question has, with its number."""
    often = Counter(words_of(text) for region in pristine.values() for text in set(region.texts))
    below = {
        words_of(text): region.number
        for region in pristine.values()
        for line, text in region.lines
        if region.number in missing and line > region.heading
    }
    return {words: n for words, n in below.items() if often[words] == 1 and len(words.split()) >= _FEW_WORDS}


def _inside(context: Context, answer: Answer, missing: AbstractSet[int], prompts: Mapping[str, int]) -> dict[int, int]:
    """Return the missing questions that stand in a slot, with the line of their heading or else their prompt."""
    lines = context.report.template.lines
    span = range(answer.place.lines[0].index + 1, answer.place.lines[-1].index + 1)
    found = {number: line for number, line in context.bare_headings.items() if number in missing and line in span}
    for at in span if prompts else ():
        number = prompts.get(words_of(lines[at]))
        if number is not None and number not in found:
            above = at - 1
            while above in span and is_blank(lines[above]):
                above -= 1
            found[number] = above if above in span and _is_heading(lines[above], number) else at
    return found


def _is_heading(line: str, number: int) -> bool:
    """Tell whether a line is what became of a question's heading."""
    return line.lstrip().startswith("#") and not {"question", str(number)}.isdisjoint(words_of(line).split())


def _of_slot(context: Context, answer: Answer, behind: int, region: Region | None, following: Region | None) -> Piece:
    lines, place = context.report.template.lines, answer.place
    first = place.lines[0].index
    behind = _title(lines, range(first, behind), following)
    line, number = answer.question.line, region.number if region else place.number
    note = f"Line {line} reads question {number} again." if number != place.number else ""
    start = first + 1
    while region and start < behind and (is_blank(lines[start]) or _is_prompt(lines[start], region)):
        start += 1
    if not place.lines[0].text.strip() and any(words_of(lines[at]) for at in range(first + 1, start)):
        return _below(context, range(start, behind), Piece(number, "", "", line, note))
    text = context.report.source[place.slot.start : min(lines.start(behind), place.slot.end)]
    own = [line.text for line in place.lines if line.index < behind]
    return Piece(number, text, answer_of(own), line, note)


def _of_bare(context: Context, span: range, region: Region, following: Region | None) -> Piece:
    """Return the piece of a question without a marker: all below its heading but for the prompt."""
    lines = context.report.template.lines
    span = range(span.start, _title(lines, span, following))
    note = f"Question {region.number} (line {span.start + 1}) has its heading, prompt and `Answer:` line again."
    kept = [at for at in span[1:] if not _is_prompt(lines[at], region)]
    return _below(context, kept, Piece(region.number, "", "", span.start + 1, note))


def _below(context: Context, kept: Sequence[int], piece: Piece) -> Piece:
    """Return a piece with some lines of the file, a blank line above them."""
    lines, source = context.report.template.lines, context.report.source
    texts = [source[lines.start(at) : lines.start(at + 1)] for at in kept]
    while texts and is_blank(texts[0]):
        del texts[0]
    text = usual_line_end(source) * 2 + "".join(texts)
    return replace(piece, text=text, answer=answer_of(normalise_line_ends(text).split("\n")))


def _title(lines: Lines, span: range, following: Region | None) -> int:
    """Return the line from which on a slot holds the next section's title and introduction alone, or where it ends."""
    intro = _intro(following)
    if intro:
        words = f" {words_of(' '.join(intro))} "
        for at in reversed(span[1:]):
            if not _is_in(lines[at], words):
                break
            if lines[at].lstrip().startswith("#") and words_of(lines[at]) == words_of(intro[0]):
                return at
    return span.stop


def _intro(region: Region | None) -> Sequence[str]:
    """Return the lines before a question's heading, where they begin with a section's title."""
    above = [text for line, text in region.lines if line < region.heading] if region else []
    return above if above and above[0].startswith("#") else []


def _is_prompt(line: str, region: Region) -> bool:
    """Tell whether a line is quoted and one of the template's, or a part of several; no short answer is taken so."""
    if not _QUOTE.match(line):
        return False
    own = words_of(line)
    if len(own.split()) < _FEW_WORDS:
        return not own or any(own == words_of(text) for text in region.texts)
    return _is_in(line, f" {words_of(' '.join(region.texts))} ")


def _is_in(line: str, words: str) -> bool:
    """Tell whether a line's words, if it has any, stand side by side among others."""
    own = words_of(line)
    return not own or f" {own} " in words
