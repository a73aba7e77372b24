"""From a line of the file to a place in an answer: where a finding is to be shown in an editor of answers."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from exam_tui.core.report.parser import AnswerLine
from exam_tui.core.report.report import Report
from exam_tui.core.text.lines import is_blank


class AnswerPlace(NamedTuple):
    """A place in an answer.

    Attributes:
        index: the question's position in `Report.questions`.
        row: the line of `Question.answer`, from 0; the nearest one for a line of the slot that the answer leaves out.
        column: in that line, from 0, in code points.
        is_inside: False where the line belongs to the question's heading or prompt; row and column are 0 then.

    """

    index: int  # type: ignore[assignment] # not the method of that name that every tuple has
    row: int
    column: int
    is_inside: bool


class AnswerPlaces:
    """Tells where lines of an unedited report's file stand; what each answer keeps is found once, for many lines."""

    def __init__(self, report: Report) -> None:
        self._template = report.template
        self._kept: dict[int, Sequence[AnswerLine]] = {}

    def at(self, line: int, column: int = 1) -> AnswerPlace | None:
        """Return where a line and column (from 1) stand, None where no question does.

        Lines between two questions, such as a section's heading, belong to none of them.
        """
        places = self._template.questions
        index = bisect_right(places, line - 1, key=lambda place: place.heading_line) - 1
        if index < 0 or not places[index].lines or line - 1 > places[index].lines[-1].index:
            return None
        if line - 1 < places[index].lines[0].index:
            return AnswerPlace(index, 0, 0, is_inside=False)
        return self._inside(index, line - 1, column - 1)

    def _inside(self, index: int, line: int, column: int) -> AnswerPlace:
        kept = self._lines(index)
        row = max(bisect_right(kept, line, key=lambda part: part.index) - 1, 0)
        if not kept or kept[row].index != line:
            return AnswerPlace(index, row, 0, is_inside=True)
        hidden = kept[row].span.start - self._template.lines.start(line)
        return AnswerPlace(index, row, min(max(column - hidden, 0), len(kept[row].text)), is_inside=True)

    def _lines(self, index: int) -> Sequence[AnswerLine]:
        """Return the lines of a slot that its answer has."""
        if index not in self._kept:
            lines = [part for part in self._template.questions[index].lines if not part.is_placeholder]
            filled = [at for at, part in enumerate(lines) if not is_blank(part.text)]
            self._kept[index] = lines[filled[0] : filled[-1] + 1] if filled else []
        return self._kept[index]
