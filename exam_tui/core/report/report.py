"""The public model of a report, and the one door for edits."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from exam_tui.core.course import COURSE
from exam_tui.core.report.answer_slot import typed_answer
from exam_tui.core.report.counting import count
from exam_tui.core.report.parser import Template, parse_template
from exam_tui.core.report.pending_edits import PendingEdits
from exam_tui.core.report.question import Question, Task
from exam_tui.core.report.wording.prompt import split_prompt
from exam_tui.core.text.lines import BOM, Splice, splice
from exam_tui.errors import ReportNotFoundError, UnknownQuestionError, UnreadableFileError


class Report:
    """A report: the bytes as read, and the edits to them. Anything but slots and task marks stays as it is."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        text = data.decode("utf-8", "surrogateescape")
        self._bom = BOM if text.startswith(BOM) else ""
        self._source = text[len(self._bom) :]
        self._template = parse_template(self._source)
        self._edits = PendingEdits(self._source, self._template)

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
            raise ReportNotFoundError(f"No such file: {path}.") from error
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
        self._edits.set_answer(index, typed_answer(text))
        self._forget("questions", "tasks")
        return self._question(index)

    def clean_answer(self, question: int | Question, text: str | None = None) -> None:
        """Write an answer in the clean form; as `set_answer`, `text` by default the answer as it is.

        An answer that reads as it did in the file is rewritten too: placeholders beside it and quote marks around
        it go.
        No edit where its bytes are in the clean form already.

        Raises:
            UnknownQuestionError: there is no such question.
            UnencodableTextError: the text holds a surrogate that stands for no byte of a file.

        """
        index = self._index(question)
        self._edits.clean_answer(index, self._edits.answer(index) if text is None else typed_answer(text))
        self._forget("questions", "tasks")

    def restore_marker(self, question: int | Question) -> None:
        """Put the `Answer:` back that a question lacks; one that has it keeps its bytes. The answer stays as it is.

        Raises:
            UnknownQuestionError: there is no such question.

        """
        index = self._index(question)
        if not self._template.questions[index].has_marker:
            self._edits.restore_marker(index)
            self._forget("questions", "tasks")

    def set_task(self, index: int, done: bool) -> Task:  # noqa: FBT001 - a public signature: set_task(7, True)
        """Tick or untick a task and return it as it is then. A mark that says so already keeps its byte.

        Raises:
            UnknownQuestionError: there is no task with this index.

        """
        if not 0 <= index < len(self._template.tasks):
            raise UnknownQuestionError(f"No task {index}: the report has {len(self._template.tasks)}.")
        self._edits.set_done(index, done=done)
        self._forget("tasks")
        return self._task(index)

    def mend_marks(self) -> None:
        """Write a tick in place of each mark of the file where it is plain what it means, and no tick was set since.

        What was no task before is one once the file is read again.
        """
        self._edits.mend_marks()
        self._forget("tasks")

    @property
    def is_edited(self) -> bool:
        """Whether anything differs from the file as it was read."""
        return bool(self._edits)

    @property
    def edited_answers(self) -> Mapping[int, str]:
        """What is written into slots in place of what the file had there, by the question's index; "" for none."""
        return MappingProxyType(self._edits.answers)

    @property
    def edited_tasks(self) -> Mapping[int, bool]:
        """Whether tasks are done whose mark is no longer the file's, by their index."""
        return MappingProxyType(self._edits.ticks)

    @property
    def lines_of_new_tasks(self) -> frozenset[int]:
        """The lines (from 1) that are tasks once the file is read again, because their marks were mended."""
        return self._edits.lines_of_new_tasks

    def splices(self) -> list[Splice]:
        """Return the edits as splices into the text as it was read (`source`)."""
        return self._edits.splices()

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
        other._edits = self._edits.copy()
        return other

    def reparsed(self) -> "Report":
        """Return the report as it will be when read again after saving: itself where nothing is edited."""
        return Report(self.to_bytes()) if self.is_edited else self

    # Inside

    def _index(self, question: int | Question) -> int:
        places = self._template.questions
        if isinstance(question, Question):
            if question.index < len(places) and places[question.index].number == question.number:
                return question.index
            question = question.number  # of another report, or of this one as it was before
        for index, place in enumerate(places):
            if place.number == question:
                return index
        raise UnknownQuestionError(f"No question {question} in this report.")

    def _question(self, index: int) -> Question:
        place = self._template.questions[index]
        answer = self._edits.answer(index)
        return Question(
            index=index,
            number=place.number,
            section=place.section,
            prompt=place.prompt,
            answer=answer,
            limits=split_prompt(place.prompt).limits,
            line=place.heading_line + 1 + self._edits.lines_added(self._template.lines.start(place.heading_line)),
            counts=count(answer),
            edited=index in self._edits.answers,
            recovered=place.recovered,
            has_marker=place.has_marker,
        )

    def _task(self, index: int) -> Task:
        place = self._template.tasks[index]
        mark = self._edits.mark(index)
        line = place.line + 1 + self._edits.lines_added(place.mark.start)
        return Task(index, place.text, mark in "xX", mark, place.group, line)

    def _forget(self, *names: str) -> None:
        for name in names:
            self.__dict__.pop(name, None)
