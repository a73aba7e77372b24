"""What the rules look at: an unedited report, its answers with file positions, the checker's parts of the text."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from exam_tui.core.checker import Verdict, verdict_of
from exam_tui.core.findings.catalog import CODES
from exam_tui.core.findings.finding import Finding, Severity
from exam_tui.core.markdown.visible_text import Scan
from exam_tui.core.report.counting import Counts, count
from exam_tui.core.report.image_links import ImageLink, counted_images
from exam_tui.core.report.parser import QuestionPlace
from exam_tui.core.report.placeholder import answer_of
from exam_tui.core.report.question import Question
from exam_tui.core.report.question_headings import HEADING_LINE, question_number
from exam_tui.core.report.report import Report
from exam_tui.core.template.editions import Fingerprints
from exam_tui.core.template.numbering import Numbering, numbering
from exam_tui.core.template.unquoted_intros import LostIntro, lost_intro
from exam_tui.core.text.lines import Span
from exam_tui.core.text.patterns import lazy_pattern

FENCE = lazy_pattern(r"[ \t]*(?:[-*+>][ \t]+)?(`{3,}|~{3,})")


class Answer:
    """One answer with its question and where its lines stand; `index` is its position in `CheckContext.answers`."""

    def __init__(self, index: int, report: Report, question: Question, place: QuestionPlace) -> None:
        self.index = index
        self.report = report
        self.question = question
        self.place = place

    @cached_property
    def lines(self) -> Sequence[str]:
        """The slot's lines from the marker's own on, quote marks left out."""
        return [line.text for line in self.place.lines]

    @property
    def raw(self) -> str:
        """The slot's text as it is in the file, quote marks and placeholders too."""
        return self.report.source[self.place.slot.start : self.place.slot.end]

    @property
    def own_lines(self) -> list[str]:
        """The same lines, empty where a placeholder stands."""
        return ["" if line.is_placeholder else line.text for line in self.place.lines]

    @cached_property
    def scan(self) -> Scan:
        """The answer's own lines as a Markdown reader takes them."""
        return Scan(self.own_lines)

    @cached_property
    def images(self) -> Sequence[tuple[int, ImageLink, bool]]:
        """The images that count: line, link, and whether a reader sees it."""
        return tuple(counted_images(self.lines, self.scan))

    def in_closed_fence(self, first: int, last: int) -> bool:
        """Return whether lines of the file (from 0) stand between the lines that open and close one code block."""
        at, fences = self.place.lines[0].index, self.scan.fences
        position = bisect_right(fences, first - at, key=lambda fence: fence[0]) - 1
        opener, after = fences[position] if position >= 0 else (0, 0)
        if not (opener + at < first and last < after - 1 + at):
            return False
        opened, closing = FENCE.match(self.lines[opener]), self.lines[after - 1].strip()
        return opened is not None and closing.startswith(opened[1]) and not closing.strip(opened[1][0])

    @property
    def can_have_marker(self) -> bool:
        """Whether the `Answer:` of the question is gone and can be put back: the check finds none further down."""
        return not self.place.has_marker and "Answer:" not in self.raw

    @property
    def first(self) -> int:
        """The first line of the answer itself; of the placeholder or the marker where there is none."""
        return self.first_before(self.place.lines[-1].index + 1)

    def first_before(self, stop: int) -> int:
        """Return the first line of the answer among those above a line of the file."""
        filled = [i for i, line in enumerate(self.place.lines) if line.text.strip() and line.index < stop]
        own = [index for index in filled if not self.place.lines[index].is_placeholder]
        return (own or filled or [0])[0]

    def find(
        self,
        code: str,
        index: int,
        message: str,
        remedy: str,
        *,
        column: int | None = None,
        severity: Severity | None = None,
    ) -> Finding:
        """Make a finding at a line of the slot; `column` counts from 0 in the line's own text."""
        line = self.place.lines[index]
        if column is None:
            column = len(line.text) - len(line.text.lstrip()) if line.text.strip() else 0
        return at_offset(
            self.report,
            code,
            line.span.start + column,
            message,
            remedy,
            question=self.question.number,
            severity=severity,
        )


class Part(NamedTuple):
    """One answer that the checker cuts: where it starts and ends, and whose slot or marker it starts in.

    `owner` is the index of the question, None outside all slots.
    """

    start: int
    end: int
    owner: int | None


class CheckContext:
    """An unedited report with what several rules need, each made once and only when asked for."""

    def __init__(self, report: Report) -> None:
        self.report = report
        pairs = zip(report.questions, report.template.questions, strict=True)
        # A slot without a line has no place to name: a heading between prompt and marker ends it before it begins.
        filled = [(question, place) for question, place in pairs if place.lines]
        self.answers = [Answer(index, report, *pair) for index, pair in enumerate(filled)]

    @cached_property
    def verdict(self) -> Verdict:
        """What the checker says."""
        return verdict_of(self.report)

    @cached_property
    def parts(self) -> Sequence[Part]:
        """The checker's answers as spans of the source, cut as `verdict.cut_answers` does."""
        return tuple(self._parts())

    def _parts(self) -> Iterator[Part]:
        source = self.report.source
        starts: list[int] = []
        at = source.find("Answer:")
        while at >= 0:
            starts.append(at)
            at = source.find("Answer:", at + 7)
        owner = 0
        for position, start in enumerate(starts):
            while owner < len(self.answers) and self.answers[owner].place.slot.end <= start:
                owner += 1
            owned = owner < len(self.answers) and self.answers[owner].place.marker.start <= start
            index = owner if owned else None
            after = starts[position + 1] if position + 1 < len(starts) else len(source)
            cut = source.find("###", start, after)
            if cut >= 0:
                shorter = source.find("##", start, cut)
                yield Part(start + 7, cut if shorter < 0 else shorter, index)
            if position + 1 == len(starts):
                yield Part(start + 7, after, index)

    @cached_property
    def lost_intros(self) -> Mapping[int, LostIntro]:
        """The introductions that lost their `>`, by the index of the answer above; only in reports of the course."""
        found: dict[int, LostIntro] = {}
        for answer in self.answers[:-1] if self.report.is_course_report else ():
            if "##" in answer.raw and (intro := lost_intro(self.report.template.lines, answer.place)):
                found[answer.index] = intro
        return found

    def answer_end(self, answer: Answer) -> int:
        """Return the line (from 0) after an answer itself: where a missing question or a lost introduction begins."""
        if (intro := self.lost_intros.get(answer.index)) is not None:
            return intro.heading
        missing = self._missing_in(answer)
        return answer.place.lines[-1].index + 1 if missing is None else missing

    def own_end(self, answer: Answer) -> int:
        """Return where in the source an answer itself ends; see `answer_end`."""
        return min(self.report.template.lines.start(self.answer_end(answer)), answer.place.slot.end)

    def own_counts(self, answer: Answer) -> Counts:
        """Return the words and images of an answer itself; see `answer_end`."""
        stop = self.answer_end(answer)
        if stop > answer.place.lines[-1].index:
            return answer.question.counts
        return count(answer_of([line.text for line in answer.place.lines if line.index < stop]))

    def _missing_in(self, answer: Answer) -> int | None:
        """Return the line where the rest of a missing question begins in a slot: its heading, if it has one."""
        if not self.holds_missing(answer.index):
            return None
        place, lines = answer.place, self.report.template.lines
        inside = range(place.lines[0].index + 1, place.lines[-1].index + 1)
        found = [line for line in self.bare_headings.values() if line in inside]
        marker = self.report.source.find("Answer:", place.slot.start, place.slot.end)
        above = range(inside.start, lines.index(marker) if marker >= 0 else inside.start)
        found += [next((line for line in reversed(above) if HEADING_LINE.match(lines[line])), inside.stop)]
        return min(found)

    @cached_property
    def bare_headings(self) -> dict[int, int]:
        """The line of each heading that reads `Question N` but is not a question: its `Answer:` line is gone."""
        known = {answer.place.heading_line for answer in self.answers}
        found: dict[int, int] = {}
        for block in self.report.template.blocks:
            number = question_number(block.content) if block.kind == "heading_open" else None
            if number is not None and block.start not in known:
                found.setdefault(number, block.start)
        return found

    @cached_property
    def prints(self) -> Fingerprints:
        """What tells whether the template's text was changed."""
        return Fingerprints(self.report)

    @cached_property
    def numbering(self) -> Numbering:
        """The numbers that are missing, and the questions under the number of another one, by their index."""
        return numbering(self.report, [answer.place for answer in self.answers])

    def holds_missing(self, index: int) -> bool:
        """Return whether a slot reaches over the rest of a missing question: its heading or its `Answer:`."""
        numbers = {number for gap in self.numbering.gaps if gap.above == index for number in gap.numbers}
        if not numbers:
            return False
        place = self.answers[index].place
        return self.report.source.find("Answer:", place.slot.start, place.slot.end) >= 0 or any(
            place.lines[0].index <= self.bare_headings.get(number, -1) <= place.lines[-1].index for number in numbers
        )

    @cached_property
    def missing_above(self) -> Mapping[int, Span]:
        """The spans of the source between the answers around missing questions, by the first of their numbers.

        The file's beginning and a section's heading and introduction are in them, if they stand there.
        """
        places = [answer.place for answer in self.answers]
        found: dict[int, Span] = {}
        for gap in self.numbering.gaps:
            if gap.above + 1 < len(places):
                start = places[gap.above].slot.end if gap.above >= 0 else 0
                end = self.report.template.lines.start(places[gap.above + 1].heading_line)
                found[gap.numbers[0]] = Span(start, end)
        return found

    def is_of_missing(self, offset: int) -> bool:
        """Return whether an offset of the source lies where a missing question may have left its prompt."""
        return any(span.start <= offset < span.end for span in self.missing_above.values())

    @cached_property
    def conflicts(self) -> Sequence[Span]:
        """The merge conflicts: from the line `<<<<<<<` to the line `>>>>>>>`, line indexes, both included."""
        if "<<<<<<< " not in self.report.source:
            return ()
        from exam_tui.core.merge.marked_conflicts import marked_conflicts  # noqa: PLC0415 - all of merging, for few

        found = marked_conflicts(self.report.source, self.report.template.lines)
        return [Span(conflict.begin, conflict.end) for conflict in found]

    def in_conflict(self, line: int) -> bool:
        """Return whether a line (from 0) is in a merge conflict."""
        position = bisect_right(self.conflicts, line, key=lambda span: span.start) - 1
        return position >= 0 and line <= self.conflicts[position].end


def at_offset(
    report: Report,
    code: str,
    offset: int,
    message: str,
    remedy: str,
    *,
    question: int | None = None,
    severity: Severity | None = None,
) -> Finding:
    """Make a finding at an offset of an unedited report's source."""
    line, column = report.template.lines.position(min(offset, len(report.source)))
    return Finding(code, severity or CODES[code].severity, line, column, question, message, remedy)
