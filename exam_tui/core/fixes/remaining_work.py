"""What is left to do in a report, by how much work it is."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal, NamedTuple

from exam_tui.core.findings.finding import Finding
from exam_tui.core.report.limits import Limit
from exam_tui.core.report.question import Question, Task
from exam_tui.core.text.words import plural

_IMAGE = 60
"""Words that can be written in the time that a screenshot takes; a guess that only orders a list."""
_CUT = 0.5
"""Leaving a word out takes half as long as writing one."""


_PROBLEM = 5
_TASK = 30
"""The same for a problem that is not a missing image, and for a task of the checklist."""


class Left(NamedTuple):
    """What one question still needs, or the report itself.

    Attributes:
        index: the question's position in `Report.questions`; None for the report itself.
        what: what is to be looked at: an answer, the problems outside the questions, or the checklist.
        effort: how much work that is, in words to be written; only to compare.
        text: the same in plain words, such as `13 more words and 1 more image`.
        short: the same where there is little room, such as `+13 words, +1 image`; what is too much has a minus.

    """

    index: int | None  # type: ignore[assignment] # not the method of that name that every tuple has
    what: Literal["answer", "problems", "tasks"]
    effort: float
    text: str
    short: str


def left_to_do(
    questions: Sequence[Question],
    problems: Mapping[int | None, Sequence[Finding]] = MappingProxyType({}),
    tasks: Sequence[Task] = (),
) -> Sequence[Left]:
    """Return what is left to do, the least work first: unfinished questions, problems, tasks that are not done.

    `problems` are those that the limits do not say, by the question's position; None is outside of all.
    """
    left = [
        _left(question, problems.get(question.index, ()))
        for question in questions
        if question.state != "passing" or problems.get(question.index)
    ]
    outside = problems.get(None, ())
    if outside:
        effort, parts = _mending(outside)
        left.append(_of(None, "problems", effort, parts))
    is_open = sum(not task.done for task in tasks)
    if is_open:
        text = f"{plural(is_open, 'task')} not done"
        left.append(Left(None, "tasks", is_open * _TASK, text, text))
    return sorted(left, key=lambda item: (item.effort, len(questions) if item.index is None else item.index))


def _left(question: Question, problems: Sequence[Finding]) -> Left:
    parts = phrases_of(question)
    missing, extra = _distance(question.counts.words, question.limits.words)
    effort = missing + extra * _CUT
    missing, extra = _distance(question.counts.images, question.limits.images)
    effort += missing * _IMAGE + extra
    if not parts and question.counted_state == "unanswered":
        parts.append(("an answer", "an answer"))
    more, found = _mending(problems)
    return _of(question.index, "answer", max(effort + more, 1.0), [*parts, *found])


def phrases_of(question: Question) -> list[tuple[str, str]]:
    """Return what to do about the words and images of an answer, in the words of `text` and `short`; [] for nothing."""
    counts, limits = question.counts, question.limits
    return [
        *_phrases(*_distance(counts.words, limits.words), "word"),
        *_phrases(*_distance(counts.images, limits.images), "image"),
    ]


def _mending(problems: Sequence[Finding]) -> tuple[float, list[tuple[str, str]]]:
    """Return the effort of mending some problems, and their words, long and short."""
    missing = sum(finding.code == "image-missing" for finding in problems)
    other = len(problems) - missing
    counted = ((missing, "missing image"), (other, "problem"))
    texts = [plural(count, text) for count, text in counted if count]
    return missing * _IMAGE + other * _PROBLEM, [(text, text) for text in texts]


def _of(
    index: int | None, what: Literal["answer", "problems"], effort: float, parts: Sequence[tuple[str, str]]
) -> Left:
    text, short = (joined.join(part[form] for part in parts) for form, joined in enumerate((" and ", ", ")))
    return Left(index, what, effort, text, short)


def _distance(count: int, limit: Limit | None) -> tuple[int, int]:
    return (limit.missing(count), limit.excess(count)) if limit else (0, 0)


def _phrases(missing: int, extra: int, thing: str) -> list[tuple[str, str]]:
    """Return the words for one kind of thing, long and short; [] where there is nothing to do."""
    if missing:
        return [(plural(missing, f"more {thing}"), f"+{plural(missing, thing)}")]
    return [(f"{plural(extra, thing)} too many", f"−{plural(extra, thing)}")] if extra else []
