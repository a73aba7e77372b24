"""Which answers a finding keeps from passing, whatever their words and images: the one place that decides it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from exam_tui.core.findings.catalog import CODES
from exam_tui.core.findings.context import CheckContext
from exam_tui.core.findings.finding import Finding
from exam_tui.core.findings.position import AnswerPlaces
from exam_tui.core.report.question import Question

Faults = Mapping[int, tuple[str, ...]]
"""What is wrong with questions besides their words and images, by their position in `Report.questions`: what the
blocking findings in each are called."""


def is_blocking(finding: Finding) -> bool:
    """Return whether an answer with a finding does not pass; what is only a note blocks nothing."""
    return bool(CODES[finding.code].blocking) and finding.severity != "info"


def faults_of(context: CheckContext, findings: Iterable[Finding]) -> Faults:
    """Return the faults of a report's questions. A merge conflict is in every question that it touches."""
    found: dict[int, dict[str, None]] = {}
    places = AnswerPlaces(context.report)
    for finding in filter(is_blocking, findings):
        for index in _questions_with(context, places, finding):
            found.setdefault(index, {})[CODES[finding.code].blocking] = None
    return {index: tuple(names) for index, names in found.items()}


def with_faults(questions: Sequence[Question], faults: Faults) -> Sequence[Question]:
    """Return the questions with their faults, so that their states are those that are shown."""
    return tuple(one._replace(faults=faults[one.index]) if one.index in faults else one for one in questions)


def _questions_with(context: CheckContext, places: AnswerPlaces, finding: Finding) -> Iterator[int]:
    """Yield the positions of the questions that a finding stands in."""
    template = context.report.template
    if finding.code == "conflict-marker":
        conflict = context.conflicts[bisect_left(context.conflicts, finding.line - 1, key=lambda span: span.start)]
        start = template.lines.start(conflict.start)
        first = bisect_right(template.questions, start, key=lambda place: place.slot.end)
        yield from range(first, bisect_right(template.questions, conflict.end, key=lambda place: place.heading_line))
    elif (at := places.at(finding.line, finding.column)) is not None:
        yield at.index
    elif finding.question is not None:  # the line below the answer, which the course's check takes for a part of it
        yield context.report.question(finding.question).index
