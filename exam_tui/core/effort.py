"""What is left to do in a report, by how much work it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from exam_tui.core.limits import Limit
from exam_tui.core.report import Question

_IMAGE = 60
"""Words that can be written in the time that a screenshot takes; a guess that only orders a list."""
_CUT = 0.5
"""Leaving a word out takes half as long as writing one."""


@dataclass(frozen=True, slots=True)
class Left:
    """What one question still needs.

    Attributes:
        index: the question's position in `Report.questions`.
        effort: how much work that is, in words to be written; only to compare.
        text: the same in plain words, such as `13 more words and 1 more image`.
        short: the same where there is little room, such as `+13 words, +1 image`; what is too much has a minus.

    """

    index: int
    effort: float
    text: str
    short: str


def left_to_do(questions: Sequence[Question]) -> Sequence[Left]:
    """Return what the unfinished questions need, the least work first."""
    return sorted(
        (_left(question) for question in questions if question.state != "passing"),
        key=lambda left: (left.effort, left.index),
    )


def _left(question: Question) -> Left:
    words, images = question.limits.words, question.limits.images
    parts: list[tuple[str, str]] = []
    effort = 0.0
    if words:
        missing, extra = _distance(question.counts.words, words)
        effort += missing + extra * _CUT
        parts += _phrases(missing, extra, "word")
    if images:
        missing, extra = _distance(question.counts.images, images)
        effort += missing * _IMAGE + extra
        parts += _phrases(missing, extra, "image")
    text = " and ".join(text for text, _ in parts) or "an answer"
    short = ", ".join(short for _, short in parts) or "an answer"
    return Left(question.index, max(effort, 1.0), text, short)


def _distance(count: int, limit: Limit) -> tuple[int, int]:
    return max(limit.min - count, 0), max(count - limit.max, 0)


def _phrases(missing: int, extra: int, thing: str) -> list[tuple[str, str]]:
    """Return what to say of one kind of thing, long and short; [] where there is nothing to do."""
    things = f"{thing}{'' if max(missing, extra) == 1 else 's'}"
    if missing:
        return [(f"{missing} more {things}", f"+{missing} {things}")]
    return [(f"{extra} {things} too many", f"−{extra} {things}")] if extra else []
