"""The template's own text put back around the answers, which stay as they are.

The pristine template is the frame; the text of each slot and the marks of the tasks come from the report. What
stands before an answer as it was handed out, white space and line ends aside, keeps its bytes: `check` finds nothing
there. What has no place in the template is put where its words are kept, or named.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from exam_tui.core.findings.context import CheckContext
from exam_tui.core.repair.locate import Found, found_in
from exam_tui.core.repair.losses import loss
from exam_tui.core.repair.pieces import Piece, pieces_of
from exam_tui.core.repair.proof import lost_line
from exam_tui.core.repair.ticks import Ticks, ticks_of
from exam_tui.core.repair.unplaced import lost_words, mixed_answers, of_another_edition, still_otherwise
from exam_tui.core.report.parser import QuestionPlace
from exam_tui.core.report.placeholder import placeholders_in
from exam_tui.core.report.report import Report
from exam_tui.core.template.editions import Fingerprints
from exam_tui.core.template.regions import first_regions
from exam_tui.core.template.same_template import asked_otherwise, is_another_years
from exam_tui.core.text.lines import Span, line_ends, normalise_line_ends, split_lines, usual_line_end

_NOTHING, _NOTHING_MORE = "Nothing was repaired: ", "Nothing more was repaired: "
_MEND = "Fix what `exam-tui check` reports first."
_NEVER_ENDS = f"each repair would change the file again. {_MEND}"
# After so many turns there is nothing left to repair; two are usual.
_TURNS = 5


@dataclass(frozen=True, slots=True)
class RepairResult:
    """What repair makes of a report; `notes` and `left` are plain sentences.

    Attributes:
        data: the repaired bytes; the report's own where nothing has to be repaired, or nothing can be.
        notes: what was done that is more than putting text back.
        left: what could not be repaired, and words that have no place in the template and are not in `data`.

    """

    data: bytes
    notes: Sequence[str] = ()
    left: Sequence[str] = ()


class Source(NamedTuple):
    """A template, and the questions whose text in it is sure to be as it was handed out, None for all."""

    template: Report
    sure: Collection[int] | None = None


def repair(
    report: Report, template: Report, *, exact: bool = False, sure: Collection[int] | None = None
) -> RepairResult:
    """Put a pristine template's text back around a report's answers. Answers and ticks stay as they are.

    What another known edition of the template has before an answer stays too, unless `exact`: who names a template
    wants that one. `sure` are the questions whose text in the template is sure to be as it was handed out, None for
    all; before the answers of others nothing is put back, and they are named where `check` names them.

    Proven before it is returned: every answer of the report is in an answer of the result, those of the template's
    questions in their own; there are no fewer questions, tasks and ticks, the course's check says no less, and a second
    repair has nothing to do. Where that cannot be, nothing is repaired.
    """
    return repair_with(report, lambda _report: Source(template, sure), exact=exact)


def repair_with(report: Report, find: Callable[[Report], "Source | None"], *, exact: bool = False) -> RepairResult:
    """Repair as `repair` does, with the template that `find` has for the report as it is then.

    What stood in a spoilt place may show that it is the template's only once the rest is whole: it is repaired until
    there is nothing more to do.
    """
    current = report.reparsed()
    notes: dict[str, None] = {}
    left: dict[str, None] = {}
    for turn in range(_TURNS):
        source = find(current)
        if source is None:
            return RepairResult(current.original, tuple(notes), tuple(left))
        template = source.template.reparsed()
        result, mended = _repaired(current, template, exact=exact, sure=source.sure)
        is_done = result.data == current.original
        if not is_done or not turn:
            notes |= dict.fromkeys(result.notes)
            left |= dict.fromkeys(result.left)
        if is_done:
            why = (text.replace(_NOTHING, _NOTHING_MORE) for text in result.left if turn and text.startswith(_NOTHING))
            mixed = mixed_answers(CheckContext(mended), first_regions(template))
            return RepairResult(result.data, tuple(notes), (*left, *why, *mixed))
        current = mended
    return RepairResult(report.reparsed().original, left=(f"{_NOTHING}{_NEVER_ENDS}",))


def _repaired(
    report: Report, template: Report, *, exact: bool, sure: Collection[int] | None
) -> tuple[RepairResult, Report]:
    """Return what one repair makes of a report, and that read again; see `repair`."""
    context = CheckContext(report)
    found = found_in(context, first_regions(template))
    reason = _obstacle(context, template) or _stranger(found)
    if reason:
        return RepairResult(report.original, left=(f"{_NOTHING}{reason}",)), report
    ours, theirs = Fingerprints(report), Fingerprints(template)
    same = {number for number, value in ours.hashes.items() if value == theirs.hashes.get(number)}
    edition = ours.hashes.keys() - ours.unknown - same
    sure = theirs.hashes.keys() if sure is None else sure
    unsure = (ours.unknown & theirs.hashes.keys()) - same - set(sure)
    kept = _kept(report, same | unsure | (set() if exact else edition))
    slots = _Slots(template, list(pieces_of(found, kept.keys())))
    replaced = set(range(len(report.template.lines)))
    for span in kept.values():
        replaced.difference_update(
            range(report.template.lines.index(span.start), report.template.lines.index(span.end) + 1)
        )
    ticks = ticks_of(report, template, replaced)
    before = _with_markers(report, kept)
    text = "".join(_framed(template, before, slots, ticks, usual_line_end(report.source)))
    data = (report.bom + text).encode("utf-8", "surrogateescape")
    mended = report if data == report.original else Report(data)
    objection = _objection(found, mended, template, slots)
    if objection:
        return RepairResult(report.original, left=(f"{_NOTHING}{objection}",)), report
    notes = [*slots.notes, *(of_another_edition(ours, theirs, edition & theirs.hashes.keys()) if exact else ())]
    still = still_otherwise(
        Fingerprints(mended), theirs, exact=exact, sure=sure, but=ticks.questions_below_own(template)
    )
    left = (*lost_words(report, mended, template, replaced, ticks), *still)
    return RepairResult(data, tuple(notes), left), mended


def _obstacle(context: CheckContext, template: Report) -> str:
    """Return why nothing can be repaired, "" where that is not known beforehand."""
    if not template.questions:
        return "the template has no questions."
    slots = [(answer.place.lines[0].index, answer.place.lines[-1].index) for answer in context.answers]
    for span in context.conflicts:
        if not any(first <= span.start and span.end <= last for first, last in slots):
            return f"a git merge conflict is still in the file (line {span.start + 1}). Resolve it first."
    others, common = asked_otherwise(context.report, template)
    if is_another_years(others, common):
        edition = Fingerprints(context.report).template
        which = f" The report was made from that of {edition}." if edition else ""
        return f"{others} of {common} questions differ in this template: it is probably another year's.{which}"
    return ""


def _stranger(found: Found) -> str:
    """Return why nothing can be repaired where the report has a question that the template does not have, else ""."""
    for answer, number in zip(found.context.answers, found.numbers, strict=True):
        if number not in found.pristine:
            line = answer.question.line
            return (
                f"question {number} (line {line}) is not in the template. Give the right template with "
                "--template FILE, or delete that heading yourself."
            )
    return ""


class _Slots:
    """What goes into each slot of the template: the report's pieces by their questions."""

    def __init__(self, template: Report, pieces: Sequence[Piece]) -> None:
        self.own: dict[int, Piece] = {}
        self.below: dict[int, list[Piece]] = {}
        self.notes = [piece.note for piece in pieces if piece.note]
        self.lines = {piece.line - 1 for piece in pieces}
        self._template = template
        numbers = [question.number for question in template.questions]
        for piece in pieces:
            if piece.number not in self.own and not piece.is_stray:
                self.own[piece.number] = piece
            elif piece.is_stray:
                self.below.setdefault(piece.number, []).append(piece)
            elif piece.answer:
                self.below.setdefault(piece.number, []).append(piece)
                self.notes.append(
                    f"Duplicate question {piece.number} (line {piece.line}): its answer moved to the first one."
                )
        absent = (number for number in dict.fromkeys(numbers) if number not in self.own)
        self.notes += (f"Question {number} was missing: restored, unanswered." for number in absent)

    def text(self, place: QuestionPlace, line_end: str) -> str:
        """Return what goes into one slot: the piece as it is, the placeholder where there is no answer."""
        own, source = self.own.get(place.number), self._template.source
        at_end = place.slot.end == len(source)
        if own and (own.answer or any(placeholders_in(split_lines(own.text)))):
            text = own.text
        else:
            text = _in_line_ends(source[place.slot.start : place.slot.end], line_end)
        below = [piece.answer.replace("\n", line_end) for piece in self.below.get(place.number, ())]
        if below:
            text = text if own and own.answer else line_end
            text = (line_end * 2).join([text.rstrip("\r\n"), *below]) + line_end * (1 if at_end else 2)
        elif not at_end and not line_ends(text[-1:]):
            text += line_end * 2
        return text


def _kept(report: Report, numbers: Collection[int]) -> dict[int, Span]:
    """Return where in the source the text stands that keeps its bytes: all before the answers of some questions."""
    kept: dict[int, Span] = {}
    seen: set[int] = set()
    start = 0
    for place in report.template.questions:
        if place.number in numbers and place.number not in seen:
            kept[place.number] = Span(start, place.slot.start)
        seen.add(place.number)
        start = place.slot.end
    return kept


def _with_markers(report: Report, kept: Mapping[int, Span]) -> dict[int, str]:
    """Return the text that keeps its bytes, by number; only an `Answer:` that is gone is put back at its end."""
    marked = report.copy()
    for question in report.questions:
        marked.restore_marker(question)
    added = {edit.span: edit.text for edit in marked.splices()}
    texts: dict[int, str] = {}
    for place in report.template.questions:
        span = kept.get(place.number)
        if span and span.end == place.slot.start:
            text = report.source[span.start : place.marker.start if place.marker in added else span.end]
            texts[place.number] = text + added.get(place.marker, "")
    return texts


def _framed(template: Report, before: Mapping[int, str], slots: _Slots, ticks: Ticks, line_end: str) -> Iterator[str]:
    """Yield the text before each answer, by its number from `before` or the template's own, and the answer."""
    at = 0
    for place in template.template.questions:
        if place.number in before:
            yield before[place.number]
        else:
            yield _in_line_ends(ticks.put_into(template.source, at, place.slot.start), line_end)
        yield slots.text(place, line_end)
        at = place.slot.end
    yield _in_line_ends(template.source[at:], line_end)


def _in_line_ends(text: str, line_end: str) -> str:
    return normalise_line_ends(text).replace("\n", line_end)


def _objection(found: Found, mended: Report, template: Report, slots: _Slots) -> str:
    """Return why a mended report must not take the place of the one that was looked at, "" where it may: the proof."""
    report = found.context.report
    lost = _lost_answer(mended, template, slots) or lost_line(found, mended, template)
    if lost:
        return f"{lost} would then read differently. {_MEND}"
    # Headings as they are spelt in the report do not belong to an answer either.
    headings = (report.template.lines[line] for line in sorted(slots.lines))
    lost = loss(report, mended, "\n".join([template.source, *headings]))
    return f"{lost}. Give the right template with --template FILE, or f{_MEND[1:]}" if lost else ""


def _lost_answer(result: Report, template: Report, slots: _Slots) -> str:
    """Return which answer of the report is not in the result's, in words; "" where each does: the proof."""
    if [question.number for question in result.questions] != [question.number for question in template.questions]:
        return "an answer"
    answers = {question.number: question.answer for question in reversed(result.questions)}
    for number, answer in answers.items():
        own, below = slots.own.get(number), slots.below.get(number, [])
        first = own.answer if own else ""
        is_own = own is None or own.answer == answer or (below and answer.startswith(first))
        if not is_own or not all(piece.answer in answer[len(first) :] for piece in below):
            return f"the answer to question {number}"
    return ""
