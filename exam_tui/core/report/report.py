"""The public model of a report, and the one door for edits."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from exam_tui.core.course import COURSE
from exam_tui.core.report.answer_slot import typed_answer, write_answer
from exam_tui.core.report.counting import Counts, count, visible_words
from exam_tui.core.report.limits import Limit, Limits
from exam_tui.core.report.marker import Gap, put_back
from exam_tui.core.report.parser import QuestionPlace, Template, parse_template
from exam_tui.core.report.placeholder import answer_of
from exam_tui.core.report.prompt import Prompt, split_prompt
from exam_tui.core.report.task_marks import OddMark, odd_marks
from exam_tui.core.text.lines import BOM, Splice, line_ends, splice, usual_line_end
from exam_tui.errors import ReportNotFoundError, UnknownQuestionError, UnreadableFileError

__all__ = ["Limit", "Limits", "Question", "Report", "State", "Task"]

State = Literal["unanswered", "failing", "passing"]


@dataclass(frozen=True, slots=True)
class Question:
    """One question as it is now. A snapshot: ask the report again after an edit.

    Attributes:
        index: position in `Report.questions`, from 0.
        number: the number in its heading.
        section: the heading of the section it is in, "" before the first.
        prompt: the Markdown between heading and marker, quote marks left out.
        answer: the answer with LF line ends; "" where only the placeholder or nothing stands.
        limits: the limits its prompt sets.
        line: the line of its heading, from 1.
        counts: words and images of the answer, as the checker counts them in a clean file.
        edited: whether the answer is written differently from the file as it was read.
        recovered: whether an unclosed fence or comment above hides its heading from a Markdown reader.
        has_marker: whether it has an `Answer:` of its own in the file as it was read.
        faults: what else keeps it from passing, in a few words each. A report knows of none: who knows the findings
            adds them (`with_faults`).

    """

    index: int
    number: int
    section: str
    prompt: str
    answer: str
    limits: Limits
    line: int
    counts: Counts
    edited: bool
    recovered: bool
    has_marker: bool = True
    faults: tuple[str, ...] = ()

    @property
    def state(self) -> State:
        """`unanswered`, `failing` or `passing`, by our own counts and `faults`; unfinished means not passing."""
        return "failing" if self.faults else self.counted_state

    @property
    def counted_state(self) -> State:
        """The state by our own counts alone."""
        return state_of(self.answer, self.counts, self.limits)

    @property
    def visible_words(self) -> int:
        """The words that a reader of the page sees."""
        return visible_words(self.answer)

    @property
    def parts(self) -> Prompt:
        """The prompt as question, limit line and sample answer."""
        return split_prompt(self.prompt)


def state_of(answer: str, counts: Counts, limits: Limits) -> State:
    """Return the state of an answer. The meter asks this at every key, `check` for every question."""
    if not answer or answer.isspace():
        return "unanswered"
    return "passing" if limits.allow(words=counts.words, images=counts.images) else "failing"


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the checklist as it is now.

    Attributes:
        index: position in `Report.tasks`, from 0.
        text: what is to be done, on one line.
        done: whether its mark is `x` or `X`.
        mark: the character in the brackets.
        group: the heading above it, such as `Week 1`.
        line: its line, from 1.

    """

    index: int
    text: str
    done: bool
    mark: str
    group: str
    line: int


class Report:
    """A report: the bytes as read, and the edits to them. Anything but slots and task marks stays as it is."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        text = data.decode("utf-8", "surrogateescape")
        self._bom = BOM if text.startswith(BOM) else ""
        self._source = text[len(self._bom) :]
        self._template = parse_template(self._source)
        self._answers: dict[int, str] = {}
        self._markers: set[int] = set()
        self._ticks: dict[int, bool] = {}
        self._mended: dict[int, OddMark] = {}

    @classmethod
    def from_bytes(cls, data: bytes) -> "Report":
        """Read a report from a file's bytes. Never fails on content; what is wrong with it is a finding."""
        return cls(data)

    @classmethod
    def load(cls, path: str | Path) -> "Report":
        """Read a report from a file.

        Raises:
            ReportNotFoundError: there is no such file.
            UnreadableFileError: it cannot be read.

        """
        try:
            return cls(Path(path).read_bytes())
        except FileNotFoundError as error:
            raise ReportNotFoundError(f"There is no file {path}.") from error
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else error
            raise UnreadableFileError(f"{path} cannot be read: {reason}.") from error

    # What is in it

    @property
    def template(self) -> Template:
        """Where everything is in the file as it was read."""
        return self._template

    @cached_property
    def questions(self) -> Sequence[Question]:
        """All questions in file order."""
        return tuple(self._question(index) for index in range(len(self._template.questions)))

    def question(self, number: int) -> Question:
        """Return the first question with a number.

        Raises:
            UnknownQuestionError: there is none.

        """
        return self.questions[self._index(number)]

    @cached_property
    def tasks(self) -> Sequence[Task]:
        """All tasks of the checklist in file order."""
        return tuple(self._task(index) for index in range(len(self._template.tasks)))

    @property
    def text(self) -> str:
        """The text as it is now, without a byte order mark; line ends as in the file."""
        return splice(self._source, self.splices())

    @property
    def is_course_report(self) -> bool:
        """Whether the course's checker has a say: the course is named before the first question, or there are many."""
        places = self._template.questions
        head = self._source[: self._template.lines.start(places[0].heading_line)] if places else ""
        return COURSE.number in head or len(places) >= COURSE.fewest_questions

    # The door for edits

    def set_answer(self, question: int | Question, text: str) -> Question:
        """Set an answer and return the question as it is then.

        `text` may have any line ends; outer blank lines are dropped and blank means empty. An answer set
        back to what it was in the file restores its bytes.

        Raises:
            UnknownQuestionError: there is no such question.
            UnencodableTextError: the text holds a surrogate that stands for no byte of a file.

        """
        index = self._index(question)
        answer = typed_answer(text)
        self._write(index, None if answer == self._original_answer(index) else answer)
        return self._question(index)

    def clean_answer(self, question: int | Question, text: str | None = None) -> None:
        """Write an answer in the clean form; as `set_answer`, `text` by default the answer as it is.

        An answer that reads as it did in the file is written anew too: placeholders beside it and quote marks around
        it go.
        No edit where its bytes are in the clean form already.

        Raises:
            UnknownQuestionError: there is no such question.
            UnencodableTextError: the text holds a surrogate that stands for no byte of a file.

        """
        index = self._index(question)
        answer = self._answer(index) if text is None else typed_answer(text)
        edit = write_answer(self._source, self._template.questions[index], answer, self._line_end)
        is_clean = edit.text == self._source[edit.span.start : edit.span.end]
        self._write(index, None if is_clean else answer)

    def restore_marker(self, question: int | Question) -> None:
        """Put the `Answer:` back that a question lacks; one that has it keeps its bytes. The answer stays as it is.

        Raises:
            UnknownQuestionError: there is no such question.

        """
        index = self._index(question)
        if not self._template.questions[index].has_marker:
            self._markers.add(index)
            self._forget("questions", "tasks")

    def set_task(self, index: int, done: bool) -> Task:  # noqa: FBT001 - a public signature: set_task(7, True)
        """Tick or untick a task and return it as it is then. A mark that says so already keeps its byte.

        Raises:
            UnknownQuestionError: there is no task with this index.

        """
        if not 0 <= index < len(self._template.tasks):
            raise UnknownQuestionError(f"There is no task {index}: the report has {len(self._template.tasks)}.")
        self._ticks.pop(index, None)
        self._mended.pop(self._template.tasks[index].mark.start, None)
        if (self._mark(index) in "xX") != done:
            self._ticks[index] = done
        self._forget("tasks")
        return self._task(index)

    def mend_marks(self) -> None:
        """Write a tick in place of each mark of the file where it is plain what it means, and no tick was set since.

        What was no task before is one once the file is read again.
        """
        ticked = {self._template.tasks[index].mark.start for index in self._ticks}
        found = {odd.span.start: odd for odd in odd_marks(self._template) if odd.meant is not None}
        self._mended = {start: odd for start, odd in found.items() if start not in ticked}
        self._forget("tasks")

    @property
    def is_edited(self) -> bool:
        """Whether anything differs from the file as it was read."""
        return bool(self._answers or self._markers or self._ticks or self._mended)

    @property
    def edited_answers(self) -> Mapping[int, str]:
        """What is written into slots in place of what the file had there, by the question's index; "" for none."""
        return MappingProxyType(self._answers)

    @property
    def edited_tasks(self) -> Mapping[int, bool]:
        """Whether tasks are done whose mark is no longer the file's, by their index."""
        return MappingProxyType(self._ticks)

    @property
    def lines_of_new_tasks(self) -> frozenset[int]:
        """The lines (from 1) of what is a task once the file is read again, because its mark was mended."""
        new = (odd for odd in self._mended.values() if not odd.is_task)
        return frozenset(odd.line + 1 + self._lines_added(odd.bracket) for odd in new)

    def splices(self) -> list[Splice]:
        """Return the edits as splices into the text as it was read (`source`)."""
        edits = [edit for index in self._answers.keys() | self._markers for edit in self._slot_splices(index)]
        edits += [Splice(self._template.tasks[index].mark, self._mark(index)) for index in self._ticks]
        edits += [Splice(odd.span, odd.meant) for odd in self._mended.values() if odd.meant is not None]
        return sorted(edits)

    @property
    def source(self) -> str:
        """The text as it was read, without a byte order mark."""
        return self._source

    @property
    def bom(self) -> str:
        """The byte order mark that the file begins with, "" where it has none."""
        return self._bom

    @property
    def original(self) -> bytes:
        """The bytes as they were read."""
        return self._data

    def to_bytes(self) -> bytes:
        """Return the file's bytes as they are now; without an edit, the bytes as read."""
        if not self.is_edited:
            return self._data
        return (self._bom + self.text).encode("utf-8", "surrogateescape")

    def copy(self) -> "Report":
        """Return a report with the same edits, for another thread; it shares what never changes."""
        other = object.__new__(Report)
        other.__dict__.update(self.__dict__)
        other._answers, other._markers = self._answers.copy(), self._markers.copy()
        other._ticks, other._mended = self._ticks.copy(), self._mended.copy()
        return other

    def reparsed(self) -> "Report":
        """Return the report as it will be when read again after saving: itself where nothing is edited."""
        return Report(self.to_bytes()) if self.is_edited else self

    # Inside

    def _slot_splices(self, index: int) -> list[Splice]:
        place, answer = self._template.questions[index], self._answers.get(index)
        edits: list[Splice] = []
        if index in self._markers:
            gap = Gap(place.lines[0].index, place.marker)
            edits.append(put_back(self._template.lines, gap, self._line_end))
        if answer is not None:
            edits.append(write_answer(self._source, place, answer, self._line_end))
        if len(edits) > 1 and edits[0].span == edits[1].span:  # at the end of a file, without a line end
            return [Splice(place.slot, edits[0].text + edits[1].text)]
        return edits

    def _write(self, index: int, answer: str | None) -> None:
        """Keep what is to be written into a slot; None leaves the file's bytes in it."""
        if answer is None:
            self._answers.pop(index, None)
        else:
            self._answers[index] = answer
        self._forget("questions", "tasks")

    def _index(self, question: int | Question) -> int:
        places = self._template.questions
        if isinstance(question, Question):
            if question.index < len(places) and places[question.index].number == question.number:
                return question.index
            question = question.number  # of another report, or of this one as it was before
        for index, place in enumerate(places):
            if place.number == question:
                return index
        raise UnknownQuestionError(f"There is no question {question} in this report.")

    @cached_property
    def _line_end(self) -> str:
        return usual_line_end(self._source)

    def _answer(self, index: int) -> str:
        answer = self._answers.get(index)
        return self._original_answer(index) if answer is None else answer_of(answer.split("\n"))

    def _original_answer(self, index: int) -> str:
        return answer_of([line.text for line in self._template.questions[index].lines])

    def _question(self, index: int) -> Question:
        place: QuestionPlace = self._template.questions[index]
        answer = self._answer(index)
        return Question(
            index=index,
            number=place.number,
            section=place.section,
            prompt=place.prompt,
            answer=answer,
            limits=split_prompt(place.prompt).limits,
            line=place.heading_line + 1 + self._lines_added(self._template.lines.start(place.heading_line)),
            counts=count(answer),
            edited=index in self._answers,
            recovered=place.recovered,
            has_marker=place.has_marker,
        )

    def _task(self, index: int) -> Task:
        place = self._template.tasks[index]
        mark = self._mark(index)
        line = place.line + 1 + self._lines_added(place.mark.start)
        return Task(index, place.text, mark in "xX", mark, place.group, line)

    def _mark(self, index: int) -> str:
        if index in self._ticks:
            return "x" if self._ticks[index] else " "
        mark = self._template.tasks[index].mark
        odd = self._mended.get(mark.start)
        return self._source[mark.start : mark.end] if odd is None else str(odd.meant)

    def _lines_added(self, offset: int) -> int:
        """Return how many lines the edits before an offset of the source add."""
        starts, totals = self._added
        # An empty slot may be filled right where the next heading starts: that is before it.
        return totals[bisect_right(starts, offset)]

    @cached_property
    def _added(self) -> tuple[list[int], list[int]]:
        """The starts of the edits, and how many lines those before each of them add; at the end all of them."""
        edits = self.splices() if self._answers or self._markers else []
        ends = ((edit.text, self._source[edit.span.start : edit.span.end]) for edit in edits)
        added = (len(line_ends(new)) - len(line_ends(old)) for new, old in ends)
        return [edit.span.start for edit in edits], [0, *accumulate(added)]

    def _forget(self, *names: str) -> None:
        for name in (*names, "_added"):
            self.__dict__.pop(name, None)
