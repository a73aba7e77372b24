"""The course's checker, reproduced: what it will say of a report.

The checker cuts the text by literal strings and counts by position; it knows nothing of Markdown. Its
steps are kept as they are, so that the verdict is exact also where they are wrong.
"""

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import Literal, NamedTuple

from exam_tui.core.course import COURSE, Form
from exam_tui.core.report.counting import Counts, count
from exam_tui.core.report.limits import Limit, Limits
from exam_tui.core.report.report import Report
from exam_tui.core.report.wording.prompt import split_prompt
from exam_tui.core.text.lines import normalise_line_ends
from exam_tui.core.text.patterns import lazy_pattern
from exam_tui.core.text.words import plural

_MARKER = "Answer:"
_QUESTION_HEADING = lazy_pattern(r"^ {0,3}#{1,6}[ \t]+Question[ \t]+([0-9]{1,6})\b", re.MULTILINE)


class Failure(NamedTuple):
    """One complaint of the checker; `kind` is its own word."""

    question: int
    kind: Literal["words", "screenshots"]
    min: int
    max: int | None
    got: int

    @property
    def wanted(self) -> str:
        """What the checker wants instead, such as `5 to 20 words`."""
        return Limit(self.min, self.max).in_words(self.kind.removesuffix("s"))


class CheckedAnswer(NamedTuple):
    """One answer as the checker cuts it, `number` being its position from 1."""

    number: int
    words: int
    images: int
    failures: tuple[Failure, ...]


class Verdict(NamedTuple):
    """What the checker says.

    Attributes:
        error: why it would stop without checking anything, or None.
        passed: how many answers pass; None where it stops.
        total: how many answers its template has; None where it stops.
        answers: the answers it cuts, also where it stops (then without failures).
        unlimited: the questions that state no limit in the file, though they do in every known template: the
            checker has its own there, which is not known here.

    """

    error: str | None
    passed: int | None
    total: int | None
    answers: Sequence[CheckedAnswer]
    unlimited: Sequence[int] = ()

    @property
    def failures(self) -> Sequence[Failure]:
        """All complaints in order."""
        return tuple(failure for answer in self.answers for failure in answer.failures)


def verdict_words(verdict: Verdict) -> str:
    """Return what the checker will say, as the end of a sentence that begins with "The course's check"."""
    if verdict.error is not None:
        return f"would stop: {verdict.error}"
    which = "all" if verdict.passed == verdict.total else f"{verdict.passed} of"
    by = ", by the limits in this file" if verdict.unlimited else ""
    return f"passes {which} {verdict.total} answers{by}"


def cut_answers(text: str) -> list[str]:
    """Cut a report's text into answers the way the checker does."""
    return [answer for _, answer in _cut(normalise_line_ends(text))]


def _cut(text: str) -> list[tuple[str, str]]:
    """Return each answer that the checker cuts, after what stands before its marker."""
    found = list(pairwise(text.split(_MARKER)))
    answers = [(before, part.partition("###")[0].partition("##")[0]) for before, part in found if "###" in part]
    return [(before, answer.strip("\n")) for before, answer in answers + found[-1:]]


def verdict_of(report: Report) -> Verdict:
    """Return the checker's verdict on a report as it is now, its limits read from the file."""
    try:
        text = report.to_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return Verdict("the file is not valid UTF-8", None, None, ())
    text = normalise_line_ends(text)
    cut = _cut(text)
    counts = [count(answer) for _, answer in cut]
    form = _form(text)
    if len(counts) != form.size:
        error = f"it finds {plural(len(counts), 'answer')} where its template has {form.size}"
        return Verdict(error, None, None, _checked(counts, {}))
    answers = _checked(counts, _limits_by_position(report, [before for before, _ in cut]))
    passed = sum(not answer.failures for answer in answers)
    return Verdict(None, passed, form.size, answers, _unlimited(report, form))


def _unlimited(report: Report, form: Form) -> tuple[int, ...]:
    """Return the numbers of the questions that state no limit though each known template of that form has one.

    A report that was made from none of them has no limits but its own.
    """
    stated = {question.number for question in report.questions if question.limits.are_stated}
    numbers = {question.number for question in report.questions} & set(range(1, form.size + 1))
    gone = numbers - stated - form.never_limited
    if not gone:
        return ()
    from exam_tui.core.template.editions import Fingerprints  # noqa: PLC0415 - a fine report never needs them

    return tuple(sorted(gone)) if Fingerprints(report).is_recognised else ()


def _form(text: str) -> Form:
    """Return the form whose checker is run: the long one has questions with higher numbers."""
    return COURSE.form(max((int(match[1]) for match in _QUESTION_HEADING.finditer(text)), default=0))


def _limits_by_position(report: Report, above: Sequence[str]) -> dict[int, Limits]:
    """Return the limits the checker applies at each position: those of the template's question of that number.

    They are read from the question with that number; where none has it, from the prompt that stands `above` the answer.
    """
    limits = {question.number: question.limits for question in reversed(report.questions)}
    # Of two with the same number the one in its place is meant.
    limits |= {at: question.limits for at, question in enumerate(report.questions, start=1) if question.number == at}
    return {at: _prompt_limits(text) for at, text in enumerate(above, start=1) if at not in limits} | limits


def _prompt_limits(above: str) -> Limits:
    """Return the limits in the quote that a text ends with, as a prompt does whose heading is of another form."""
    lines = reversed(above.rstrip().split("\n"))
    quoted = [line.lstrip() for line in takewhile(lambda line: line.lstrip().startswith(">"), lines)]
    return split_prompt("\n".join(line.removeprefix(">").strip() for line in reversed(quoted))).limits


def _checked(counts: Sequence[Counts], limits: dict[int, Limits]) -> tuple[CheckedAnswer, ...]:
    return tuple(
        CheckedAnswer(number, got.words, got.images, _failures(number, got, limits.get(number, Limits())))
        for number, got in enumerate(counts, start=1)
    )


def _failures(number: int, got: Counts, limits: Limits) -> tuple[Failure, ...]:
    failures: list[Failure] = []
    if limits.words and not limits.words.allows(got.words):
        failures.append(Failure(number, "words", limits.words.min, limits.words.max, got.words))
    if limits.images and not limits.images.allows(got.images):
        failures.append(Failure(number, "screenshots", limits.images.min, limits.images.max, got.images))
    return tuple(failures)
