"""The template's own text put back around the answers, which stay as they are.

The pristine template is the frame; the text of each slot and the marks of the tasks come from the report. What
has no place in the template is put where its words are kept, and named.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from exam_tui.core.answers import Context, plural
from exam_tui.core.lines import line_ends, normalise_line_ends, usual_line_end
from exam_tui.core.regions import Region, first_regions
from exam_tui.core.report import Report
from exam_tui.core.slot import answer_of
from exam_tui.core.spans import Splice

if TYPE_CHECKING:
    from exam_tui.core.template import TaskPlace

_BOM = "\ufeff"
# A task as it may stand after many hands: `* [x ] text`, `- [] text`.
_TASK = re.compile(r"[ \t>]*(?:[-*+]|[0-9]{1,9}[.)])[ \t]*\[[ \t]*(.?)[ \t]*\][ \t]*(\S.*)")
_WORD = re.compile(r"\w+")
_MODULE = re.compile(r"\(M[0-9+M ]*\)", re.IGNORECASE)
_MOST_NOTES = 10
# difflib takes its time: no checklist is longer.
_MOST_TASKS = 200
_ALIKE = 0.75
_QUOTE = re.compile(r" {0,3}>")


@dataclass(frozen=True, slots=True)
class RepairResult:
    """The repaired bytes, and in `notes` what else was done or could not be: one plain sentence each."""

    data: bytes
    notes: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Piece:
    """The text of one slot as it stands in the report, the answer in it, its line; `number` is its question's."""

    number: int
    text: str
    answer: str
    line: int


def repair(report: Report, template: Report) -> RepairResult:
    """Put a pristine template's text back around a report's answers. Answers and ticks stay as they are.

    Proven before it is returned: every answer of the report stands whole in an answer of the result, those of the
    template's questions in their own. Where that cannot be, the bytes are the report's and the one note says so.
    """
    report = report.settled()
    notes: list[str] = []
    line_end = usual_line_end(report.source)
    pieces = list(_pieces(report, first_regions(template), notes))
    edits = sorted([*_slots(template, pieces, line_end, notes), *_ticks(report, template, notes)])
    text, at = "", 0
    for edit in edits:
        text += _in_line_ends(template.source[at : edit.span.start], line_end) + edit.text
        at = edit.span.end
    text += _in_line_ends(template.source[at:], line_end)
    bom = _BOM if report.original.startswith(_BOM.encode()) else ""
    data = (bom + text).encode("utf-8", "surrogateescape")
    if not _is_proven(Report(data), template, pieces):
        reason = "an answer reads like text of the template. Mend the problems that `check` names first."
        return RepairResult(report.original, (f"Nothing was repaired: {reason}",))
    return RepairResult(data, (*notes, *_left_out(report, template)))


def _in_line_ends(text: str, line_end: str) -> str:
    return normalise_line_ends(text).replace("\n", line_end)


def _pieces(report: Report, pristine: dict[int, Region], notes: list[str]) -> Iterator[_Piece]:
    """Cut the report's slots into pieces: one a question, more where a question in it lost its `Answer:` line."""
    context = Context(report)
    lines, source = report.template.lines, report.source
    missing = {number for gap in context.gaps for number in gap.numbers}
    bare = sorted(
        (line, number) for number, line in context.bare_headings.items() if number in missing and number in pristine
    )
    for answer in context.answers:
        place = answer.place
        first, last = place.lines[0].index, place.lines[-1].index
        inside = [(line, number) for line, number in bare if first < line <= last]
        end = lines.start(inside[0][0]) if inside else place.slot.end
        own = [line.text for line in place.lines if line.index < (inside[0][0] if inside else last + 1)]
        yield _Piece(place.number, source[place.slot.start : end], answer_of(own), answer.question.line)
        for position, (line, number) in enumerate(inside):
            behind = inside[position + 1][0] if position + 1 < len(inside) else last + 1
            kept = [source[lines.start(at) : lines.start(at + 1)] for at in range(line + 1, behind)]
            texts = set(pristine[number].texts)
            kept = [text for text in kept if not (_QUOTE.match(text) and _is_template(text, texts))]
            notes.append(f"Question {number} (line {line + 1}) has its prompt and `Answer:` line again.")
            text = "".join(kept)
            end_of_line = usual_line_end(source)
            answered = answer_of(normalise_line_ends(text).split("\n"))
            yield _Piece(number, end_of_line + text, answered, line + 1)


def _is_template(text: str, texts: set[str]) -> bool:
    words = " ".join(text.split())
    return words == ">" or words in texts


def _slots(template: Report, pieces: list[_Piece], line_end: str, notes: list[str]) -> Iterator[Splice]:
    """Return for each slot of the template what is to stand in it."""
    numbers = [question.number for question in template.questions]
    own: dict[int, _Piece] = {}
    extra: dict[int, list[_Piece]] = {}
    for piece in pieces:
        if piece.number in numbers and piece.number not in own:
            own[piece.number] = piece
        elif piece.answer and numbers:
            number = max((number for number in numbers if number <= piece.number), default=numbers[0])
            extra.setdefault(number, []).append(piece)
            what = "a second time" if piece.number in numbers else "but not in the template"
            notes.append(
                f"Question {piece.number} was there {what} (line {piece.line}): its answer stands below the answer of"
                f" question {number} now."
            )
    for place in template.template.questions:
        mine = own.pop(place.number, None)
        more = extra.pop(place.number, [])
        if mine is None:
            notes.append(f"Question {place.number} was missing: it is back, unanswered.")
        if mine is None or not mine.answer:
            text = _in_line_ends(template.source[place.slot.start : place.slot.end], line_end)
        else:
            text = mine.text
        if more:
            below = [one.answer.replace("\n", line_end) for one in more]
            text = (line_end * 2).join([text.rstrip("\r\n"), *below]) + line_end
        at_end = place.slot.end == len(template.source)
        if not at_end and not line_ends(text[-1:]):
            text += line_end * 2
        elif more and not at_end:
            text += line_end
        yield Splice(place.slot, text)


def _ticks(report: Report, template: Report, notes: list[str]) -> Iterator[Splice]:
    """Return the marks of the template's tasks as the report has them, spoilt ones as the tick they mean."""
    marks: dict[str, list[str]] = {}
    known = {place.line for place in report.template.tasks}
    first = report.template.questions[0].heading_line if report.template.questions else len(report.template.lines)
    for line in sorted({*known, *range(first)}):
        if task := _TASK.match(report.template.lines[line]):
            mark = task[1] if line in known else "x" if task[1] in {"x", "X"} else " "
            marks.setdefault(_key(task[2]), []).append(mark or " ")
    wanted: list[tuple[TaskPlace, str]] = []
    for place in template.template.tasks:
        task = _TASK.match(template.template.lines[place.line])
        key = _key(task[2] if task else place.text)
        if marks.get(key):
            yield Splice(place.mark, marks[key].pop(0))
        else:
            wanted.append((place, key))
    # Tasks are reworded from year to year: the one that reads most alike is meant.
    for place, key in wanted:
        left = [other for other, found in marks.items() if found][:_MOST_TASKS]
        longer = [other for other in left if other.startswith(key)]  # a note was added
        for close in longer[:1] or get_close_matches(key, left, n=1, cutoff=_ALIKE):
            yield Splice(place.mark, marks[close].pop(0))
    lost = [key for key, found in marks.items() if any(mark in "xX" for mark in found)]
    if lost:
        shown = "; ".join(f"“{key[:50]}”" for key in lost[:_MOST_NOTES])
        notes.append(
            f"{plural(len(lost), 'tick')} without a task in the template; tick again where it belongs: {shown}"
        )


def _key(text: str) -> str:
    """Return what a line says: its words in small letters, without marks and the module in brackets."""
    return " ".join(_WORD.findall(_MODULE.sub("", text).casefold()))


def _is_proven(result: Report, template: Report, pieces: list[_Piece]) -> bool:
    """Tell whether the result has the template's questions and, in them, every answer of the report."""
    if [question.number for question in result.questions] != [question.number for question in template.questions]:
        return False
    answers = {question.number: question.answer for question in reversed(result.questions)}
    everything = list(answers.values())
    seen: set[int] = set()
    for piece in pieces:
        is_own = piece.number in answers and piece.number not in seen
        seen.add(piece.number)
        around = [answers[piece.number]] if is_own else everything
        if piece.answer and not any(piece.answer in text for text in around):
            return False
    return True


def _left_out(report: Report, template: Report) -> Iterator[str]:
    """Name the lines outside answers that are not in the template and are gone: words somebody may miss."""
    pristine = {_key(text) for region in first_regions(template).values() for text in region.texts}
    tasks = {_key(place.text) for place in template.template.tasks}
    gone: list[tuple[int, str]] = []
    for region in first_regions(report).values():
        for line, text in region.lines:
            task = _TASK.match(text)
            if task:
                is_gone = _key(task[2]) not in tasks and _key(task[2]).startswith(tuple(tasks))
            else:
                is_gone = not text.startswith((">", "#")) and _key(text) not in pristine
            if is_gone:
                gone.append((line, text))
    for line, text in gone[:_MOST_NOTES]:
        yield f"Line {line + 1} is not in the template and was taken out: {text}"
    if len(gone) > _MOST_NOTES:
        yield f"{len(gone) - _MOST_NOTES} more lines that are not in the template were taken out; the diff shows them."
