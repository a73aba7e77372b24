"""What is edited and not in the file yet: the answers, markers and ticks that replace its bytes, as splices."""

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

from exam_tui.core.report.answer_slot import write_answer
from exam_tui.core.report.marker import MissingMarker, marker_splice
from exam_tui.core.report.parser import Template
from exam_tui.core.report.placeholder import answer_of
from exam_tui.core.report.task_marks import OddMark, odd_marks
from exam_tui.core.text.lines import Splice, line_ends, usual_line_end


class PendingEdits:
    """The edits to a text whose structure is `template`. Questions and tasks are named by their index.

    Attributes:
        answers: what is written into slots in place of what the file has there; "" for none.
        markers: the questions whose `Answer:` is put back.
        ticks: whether tasks are done whose mark is no longer the file's.
        mended: the marks that are written as the tick they mean, by the offset of the mark.

    """

    def __init__(self, source: str, template: Template) -> None:
        self._source = source
        self._template = template
        self.answers: dict[int, str] = {}
        self.markers: set[int] = set()
        self.ticks: dict[int, bool] = {}
        self.mended: dict[int, OddMark] = {}

    def __bool__(self) -> bool:
        """Return whether there is any."""
        return bool(self.answers or self.markers or self.ticks or self.mended)

    def copy(self) -> "PendingEdits":
        """Return the same edits, to be changed on their own."""
        other = object.__new__(PendingEdits)
        other.__dict__.update(self.__dict__)
        other.answers, other.markers = self.answers.copy(), self.markers.copy()
        other.ticks, other.mended = self.ticks.copy(), self.mended.copy()
        return other

    # Answers

    def answer(self, index: int) -> str:
        """Return an answer as it is now."""
        answer = self.answers.get(index)
        return self._original_answer(index) if answer is None else answer_of(answer.split("\n"))

    def set_answer(self, index: int, answer: str) -> None:
        """Write an answer; one that is the file's leaves the bytes as they are there."""
        self._write(index, None if answer == self._original_answer(index) else answer)

    def clean_answer(self, index: int, answer: str) -> None:
        """Write an answer in the clean form, also where it is the file's; no edit where that is its bytes already."""
        edit = write_answer(self._source, self._template.questions[index], answer, self._line_end)
        is_clean = edit.text == self._source[edit.span.start : edit.span.end]
        self._write(index, None if is_clean else answer)

    def restore_marker(self, index: int) -> None:
        """Put back the `Answer:` of a question that lacks it."""
        self.markers.add(index)
        self._forget_lines()

    def _write(self, index: int, answer: str | None) -> None:
        """Keep what is to be written into a slot; None leaves the file's bytes in it."""
        if answer is None:
            self.answers.pop(index, None)
        else:
            self.answers[index] = answer
        self._forget_lines()

    def _original_answer(self, index: int) -> str:
        return answer_of([line.text for line in self._template.questions[index].lines])

    @cached_property
    def _line_end(self) -> str:
        return usual_line_end(self._source)

    # Marks of tasks

    def mark(self, index: int) -> str:
        """Return the character in a task's brackets as it is now."""
        if index in self.ticks:
            return "x" if self.ticks[index] else " "
        mark = self._template.tasks[index].mark
        odd = self.mended.get(mark.start)
        return self._source[mark.start : mark.end] if odd is None else str(odd.meant)

    def set_done(self, index: int, *, done: bool) -> None:
        """Tick or untick a task; a mark of the file that says so already keeps its byte."""
        self.ticks.pop(index, None)
        self.mended.pop(self._template.tasks[index].mark.start, None)
        if (self.mark(index) in "xX") != done:
            self.ticks[index] = done

    def mend_marks(self) -> None:
        """Write a tick in place of each mark of the file where it is plain what it means, and no tick was set since."""
        ticked = {self._template.tasks[index].mark.start for index in self.ticks}
        found = {odd.span.start: odd for odd in odd_marks(self._template) if odd.meant is not None}
        self.mended = {start: odd for start, odd in found.items() if start not in ticked}

    @property
    def lines_of_new_tasks(self) -> frozenset[int]:
        """The lines (from 1) that are tasks once the file is read again, because their marks were mended."""
        new = (odd for odd in self.mended.values() if not odd.is_task)
        return frozenset(odd.line + 1 + self.lines_added(odd.bracket) for odd in new)

    # As splices

    def splices(self) -> list[Splice]:
        """Return the edits as splices into the text as it was read."""
        edits = [edit for index in self.answers.keys() | self.markers for edit in self._slot_splices(index)]
        edits += [Splice(self._template.tasks[index].mark, self.mark(index)) for index in self.ticks]
        edits += [Splice(odd.span, odd.meant) for odd in self.mended.values() if odd.meant is not None]
        return sorted(edits)

    def _slot_splices(self, index: int) -> list[Splice]:
        place, answer = self._template.questions[index], self.answers.get(index)
        edits: list[Splice] = []
        if index in self.markers:
            missing = MissingMarker(place.lines[0].index, place.marker)
            edits.append(marker_splice(self._template.lines, missing, self._line_end))
        if answer is not None:
            edits.append(write_answer(self._source, place, answer, self._line_end))
        if len(edits) > 1 and edits[0].span == edits[1].span:  # at the end of a file, without a line end
            return [Splice(place.slot, edits[0].text + edits[1].text)]
        return edits

    def lines_added(self, offset: int) -> int:
        """Return how many lines the edits before an offset of the source add."""
        starts, totals = self._added
        # An empty slot may be filled right where the next heading starts: that is before it.
        return totals[bisect_right(starts, offset)]

    @cached_property
    def _added(self) -> tuple[list[int], list[int]]:
        """The starts of the edits, and how many lines those before each of them add; at the end all of them."""
        edits = self.splices() if self.answers or self.markers else []
        ends = ((edit.text, self._source[edit.span.start : edit.span.end]) for edit in edits)
        added = (len(line_ends(new)) - len(line_ends(old)) for new, old in ends)
        return [edit.span.start for edit in edits], [0, *accumulate(added)]

    def _forget_lines(self) -> None:
        self.__dict__.pop("_added", None)
