"""One side of a merge by question: its lines outside slots and its answers; and what becomes of one answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from exam_tui.core.merge.conflict_markers import Markers, conflict_text, merge_texts
from exam_tui.core.merge.line_merge import Line
from exam_tui.core.report.answer_slot import normalise_answer, write_answer
from exam_tui.core.report.parser import QuestionPlace
from exam_tui.core.report.placeholder import answer_of
from exam_tui.core.report.question_identity import QuestionKey
from exam_tui.core.report.report import Report
from exam_tui.core.text.lines import normalise_line_ends, usual_line_end


@dataclass(frozen=True, slots=True)
class SlotText:
    """What is in a slot.

    Attributes:
        source: the text that it is a part of.
        place: where it is there.
        answer: the answer in it, LF line ends.
        line_end: the line end of a new line in it.
        is_foreign: whether all its lines are to end so: it has others.

    """

    source: str
    place: QuestionPlace
    answer: str
    line_end: str
    is_foreign: bool

    @property
    def raw(self) -> str:
        """All of the slot as it goes into a file."""
        return self._in_line_ends(self.source[self.place.slot.start : self.place.slot.end])

    @property
    def plain(self) -> str:
        """All of the slot with LF line ends."""
        return normalise_line_ends(self.source[self.place.slot.start : self.place.slot.end])

    @property
    def words(self) -> list[str]:
        """The lines of the answer without spaces at their ends: two answers that differ in those alone say the same."""
        return [line.rstrip() for line in self.answer.split("\n")]

    @property
    def is_last(self) -> bool:
        """Whether nothing follows it in its file."""
        return self.place.slot.end == len(self.source)

    def written(self, answer: str) -> str:
        """Return all of the slot with another answer (LF line ends, "" for none) in it, in the clean form."""
        slot = self.place.slot
        span, text = write_answer(self.source, self.place, answer, self.line_end)
        return self._in_line_ends(self.source[slot.start : span.start] + text + self.source[span.end : slot.end])

    def _in_line_ends(self, text: str) -> str:
        return normalise_line_ends(text).replace("\n", self.line_end) if self.is_foreign else text


@dataclass(frozen=True, slots=True)
class Side:
    """One version of a report, taken apart.

    Attributes:
        lines: the lines outside slots; each slot stands between them as one.
        slots: what is in the slots, by the key of the question, in the order of the file.
        headings: where in `lines` the heading of each question is.
        ends: where in `lines` each slot is.

    """

    lines: Sequence[Line]
    slots: Mapping[QuestionKey, SlotText]
    headings: Mapping[QuestionKey, int]
    ends: Mapping[QuestionKey, int]


def read_side(report: Report, keys: Sequence[QuestionKey], line_end: str) -> Side:
    """Take a version apart; `keys` says which question each of its questions is.

    Where it uses mostly another line end than the one given, all lines get that one; else each keeps its own.
    """
    lines, source = report.template.lines, report.source
    is_foreign = usual_line_end(source) != line_end
    new_end = line_end if is_foreign else None
    marks = {place.line: place.mark.start for place in report.template.tasks}
    found: list[Line] = []
    slots: dict[QuestionKey, SlotText] = {}
    headings: dict[QuestionKey, int] = {}
    ends: dict[QuestionKey, int] = {}
    after = 0
    for key, place in zip(keys, report.template.questions, strict=True):
        headings[key] = len(found) + place.heading_line - after
        found += (_line(report, index, marks.get(index, -1), new_end) for index in range(after, place.lines[0].index))
        last = source[lines.start(place.lines[0].index) : place.slot.start]
        found.append(Line(_words(last), last, ""))
        # No line holds a line end: the key belongs to no line.
        ends[key] = len(found)
        found.append(Line(f"\n{key}", "", "", slot=key))
        slots[key] = SlotText(source, place, answer_of([line.text for line in place.lines]), line_end, is_foreign)
        after = place.lines[-1].index + 1
    found += (_line(report, index, marks.get(index, -1), new_end) for index in range(after, len(lines)))
    return Side(found, slots, headings, ends)


def _line(report: Report, index: int, mark: int, new_end: str | None) -> Line:
    lines = report.template.lines
    text, end = lines[index], report.source[lines.end(index) : lines.start(index + 1)]
    column = mark - lines.start(index) if mark >= 0 else -1
    key = _words(text if mark < 0 else text[:column] + " " + text[column + 1 :])
    return Line(key, text, new_end if new_end and end else end, column)


def _words(text: str) -> str:
    """Return what a line outside slots is compared by; a quote's mark alone shows nothing."""
    words = " ".join(text.split())
    return "" if words == ">" else words


@dataclass(frozen=True, slots=True)
class MergedSlot:
    """What becomes of an answer.

    Attributes:
        text: what is in its slot, markers too.
        answer: the answer in it.
        place: what another answer is to be written into.
        is_conflict: whether there are markers in it.

    """

    text: str
    answer: str
    place: SlotText
    is_conflict: bool = False


def merge_slots(
    base: SlotText | None, ours: SlotText, theirs: SlotText, markers: Markers, *, whole: bool
) -> MergedSlot:
    """Merge what is in one slot on both sides; `base` is None where the question is new."""
    before = [""] if base is None else base.words
    if ours.plain == theirs.plain or (base and theirs.plain == base.plain):
        return _as_it_is(ours)
    if base and ours.plain == base.plain:
        return _as_it_is(theirs)
    if theirs.words in (before, ours.words):
        return _as_it_is(ours)
    if ours.words == before:
        return _written(ours, theirs.answer)
    if not ours.answer or not theirs.answer:
        # Whole, not by paragraph: who takes the words back gets all of them.
        return _written(ours, conflict_text(ours.answer, theirs.answer, markers), is_conflict=True)
    text, is_conflict = merge_texts(base.answer if base else "", ours.answer, theirs.answer, markers, whole=whole)
    return _written(ours, text, is_conflict=is_conflict)


def clash_with_removal(kept: SlotText, markers: Markers, *, is_ours: bool) -> MergedSlot:
    """Return what becomes of an answer that one side changed while the other took its question away."""
    text = conflict_text(*((kept.answer, "") if is_ours else ("", kept.answer)), markers)
    return _written(kept, text, is_conflict=True)


def _as_it_is(slot: SlotText) -> MergedSlot:
    return MergedSlot(slot.raw, slot.answer, slot)


def _written(slot: SlotText, text: str, *, is_conflict: bool = False) -> MergedSlot:
    answer = normalise_answer(text)
    return MergedSlot(slot.written(answer), answer_of(answer.split("\n")), slot, is_conflict)
