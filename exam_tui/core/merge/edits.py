"""Edits by what they are made to, question or task, so that they find their place in another version of the file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from exam_tui.core.merge.conflict_markers import Markers, merge_texts
from exam_tui.core.report.answer_slot import typed_answer
from exam_tui.core.report.placeholder import answer_of
from exam_tui.core.report.question import Question, Task
from exam_tui.core.report.question_identity import QuestionKey, keys_after, occurrences, question_keys
from exam_tui.core.report.report import Report


class AnswerEdit(NamedTuple):
    """What an answer is to be.

    Attributes:
        number: the number of its question.
        occurrence: how many questions of that number stand before it.
        text: the answer, LF line ends, "" for none.

    """

    number: int
    occurrence: int
    text: str

    @property
    def key(self) -> QuestionKey:
        """Which question it is, in the version that the edit was made to."""
        return QuestionKey(self.number, self.occurrence)


class TickEdit(NamedTuple):
    """What a task is to be.

    Attributes:
        group: the heading above it.
        text: what is to be done.
        occurrence: how many tasks of that text in that group stand before it.
        done: whether it is done.

    """

    group: str
    text: str
    occurrence: int
    done: bool


@dataclass(frozen=True, slots=True)
class Edits:
    """All edits to one version of a file.

    Attributes:
        answers: in file order.
        ticks: in file order.

    """

    answers: tuple[AnswerEdit, ...]
    ticks: tuple[TickEdit, ...]

    def __bool__(self) -> bool:
        return bool(self.answers or self.ticks)


@dataclass(frozen=True, slots=True)
class RecoveryOffer:
    """An edit beside what stands at its place, for somebody to decide.

    Attributes:
        edit: the edit.
        question: its question as it is now; None where the file no longer has such a question.
        before: the answer that the edit was made to; None where there was none.

    """

    edit: AnswerEdit
    question: Question | None
    before: str | None

    @property
    def is_free(self) -> bool:
        """Whether the edit takes nothing away: the answer is still what it was made to."""
        return self.question is not None and self.question.answer == self.before

    @property
    def is_done(self) -> bool:
        """Whether the answer reads so already."""
        return self.question is not None and self.question.answer == _as_read(self.edit.text)

    @property
    def merged(self) -> str | None:
        """The answer with what the edit changed and what was changed since; None where both changed one paragraph."""
        if self.question is None or self.before is None:
            return None
        text, is_conflict = merge_texts(self.before, self.edit.text, self.question.answer, Markers(), whole=True)
        return None if is_conflict else text


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of edits.

    Attributes:
        questions: those with a restored answer, as they are now.
        tasks: those with a restored tick, as they are now.
        left: answers that were not set: their question is gone, or was changed in the same paragraph.
        left_ticks: ticks whose task is gone.

    """

    questions: tuple[Question, ...]
    tasks: tuple[Task, ...]
    left: tuple[AnswerEdit, ...]
    left_ticks: tuple[TickEdit, ...]


def edits_of(report: Report, saved: bytes) -> Edits:
    """Return what differs between a report as it is now and `saved`, an earlier state of the same file."""
    keys, task_keys = question_keys(report), _task_keys(report)
    if saved == report.original:
        answers = dict(report.edited_answers)
        marks = (report.source[place.mark.start : place.mark.end] for place in report.template.tasks)
        # A mark that was mended is a tick too, of a task that was not done before.
        ticks = {
            task.index: task.done
            for task, mark in zip(report.tasks, marks, strict=True)
            if task.done != (mark in "xX") or task.index in report.edited_tasks
        }
    else:
        base = _parsed(saved)
        was = _answers(base)
        answers = {
            question.index: report.edited_answers.get(question.index, question.answer)
            for question, key in zip(report.questions, keys, strict=True)
            if was.get(key) != question.answer
        }
        was_done = {key: task.done for task, key in zip(base.tasks, _task_keys(base), strict=True)}
        ticks = {
            task.index: task.done
            for task, key in zip(report.tasks, task_keys, strict=True)
            if was_done.get(key) != task.done
        }
    return Edits(
        tuple(AnswerEdit(keys[index].number, keys[index].occurrence, answers[index]) for index in sorted(answers)),
        tuple(TickEdit(*task_keys[index][0], task_keys[index][1], ticks[index]) for index in sorted(ticks)),
    )


def offers_of(edits: Edits, base: bytes, report: Report) -> Sequence[RecoveryOffer]:
    """Return the answers of `edits`, which were made to `base`, beside what `report` has at their places.

    A question that has another number in `report` is known by its prompt.
    """
    before = _parsed(base)
    was = _answers(before)
    now = dict(zip(keys_after(before, report), report.questions, strict=True))
    return tuple(RecoveryOffer(edit, now.get(edit.key), was.get(edit.key)) for edit in edits.answers)


def open_ticks(ticks: Iterable[TickEdit], report: Report) -> Sequence[TickEdit]:
    """Return those of `ticks` that would change a task of the report, or whose task it has not."""
    done = {key: task.done for key, task in zip(_task_keys(report), report.tasks, strict=True)}
    return tuple(tick for tick in ticks if done.get(((tick.group, tick.text), tick.occurrence)) is not tick.done)


def apply_edits(edits: Edits, base: bytes, report: Report) -> Applied:
    """Make `edits`, which were made to `base`, in a report of the same file, which may have changed since.

    Where an answer is another by now, both changes are merged by paragraph; one that was changed in the same
    paragraph is left alone. In a report that is `base` the bytes become what they were when the edits were taken.
    """
    was_read = report.original == base
    questions: list[int] = []
    left: list[AnswerEdit] = []
    for offer in offers_of(edits, base, report):
        text = offer.edit.text if offer.is_done or offer.is_free else offer.merged
        if offer.question is None or text is None:
            left.append(offer.edit)
        elif not offer.is_done:
            report.set_answer(offer.question, text)
            questions.append(offer.question.index)
        elif was_read and not offer.question.edited:  # the same words, in the clean form
            report.clean_answer(offer.question, offer.edit.text)
            if offer.question.index in report.edited_answers:
                questions.append(offer.question.index)
    tasks, left_ticks = _apply_ticks(edits.ticks, report)
    return Applied(tuple(report.questions[index] for index in questions), tasks, tuple(left), left_ticks)


def ticked_since(before: Report, report: Report) -> Sequence[Task]:
    """Return the tasks of a report that were ticked or unticked since an earlier version; not those that are new."""
    was_done = {key: task.done for task, key in zip(before.tasks, _task_keys(before), strict=True)}
    keys = _task_keys(report)
    return tuple(
        task for task, key in zip(report.tasks, keys, strict=True) if was_done.get(key, task.done) != task.done
    )


def _apply_ticks(ticks: Iterable[TickEdit], report: Report) -> tuple[tuple[Task, ...], tuple[TickEdit, ...]]:
    places = {key: index for index, key in enumerate(_task_keys(report))}
    changed: list[int] = []
    left: list[TickEdit] = []
    for tick in ticks:
        index = places.get(((tick.group, tick.text), tick.occurrence))
        if index is None:
            left.append(tick)
        elif report.tasks[index].done != tick.done:
            report.set_task(index, tick.done)
            changed.append(index)
    return tuple(report.tasks[index] for index in changed), tuple(left)


@lru_cache(maxsize=1)
def _parsed(data: bytes) -> Report:
    """Return the report in some bytes, only to be read: it is the same every second between two saves."""
    return Report(data)


def _answers(report: Report) -> dict[QuestionKey, str]:
    return {key: question.answer for question, key in zip(report.questions, question_keys(report), strict=True)}


def _task_keys(report: Report) -> list[tuple[tuple[str, str], int]]:
    return occurrences((place.group, place.text) for place in report.template.tasks)


def _as_read(text: str) -> str:
    """Return the answer that a text is once it is in a file."""
    return answer_of(typed_answer(text).split("\n"))
