"""The template as it was handed out: which version of a file may serve as it.

A text before an answer is taken as handed out where a known edition has it. Where it is not, an earlier version
of the file may say what was there, but only as far as that version was not the group's work already: see `choose`.
"""

from collections.abc import Sequence
from typing import NamedTuple

from exam_tui.core.course import COURSE
from exam_tui.core.report.report import Report
from exam_tui.core.template.editions import Fingerprints
from exam_tui.core.template.same_template import asked_otherwise, has_all_of, is_another_years


class Pristine(NamedTuple):
    """A template for one report.

    Attributes:
        report: the template, without answers and ticks.
        source: where it comes from, in plain words.
        handed_out: the questions whose text in it is sure to be as it was handed out.

    """

    report: Report
    source: str
    handed_out: frozenset[int]


def choose(report: Report, versions: Sequence[tuple[Report, str]], *, whole: bool) -> Pristine | None:
    """Return the template among earlier versions of an unedited report's file; `versions` oldest first, with sources.

    It has every question and task of the report, or else it was never the template of it: a group loses some for a
    while. Of the versions that are a known edition throughout, answers apart, it is the latest, and the file's first
    version where that is an edition and no other has all of the report. Where none is, it is the first version with at
    least half of the report's questions in the same words, if the versions begin with the file's first one (`whole`):
    a file may have held another year's report once. That may hold changes already: its text counts as handed out where
    an edition has it, and where the question was still unanswered.
    """
    for version, source in reversed(versions):
        if _is_edition_for(version, report) and has_all_of(version, report):
            return _edition(version, source)
    if not whole:
        return None
    first = next((one for one in versions if one[0].template.questions), None)
    if first and _is_edition_for(first[0], report):
        return _edition(*first)
    ours = Fingerprints(report)
    for version, source in versions:
        same = ours.shared(Fingerprints(version))
        if same and same * 2 >= len(ours.hashes) and has_all_of(version, report):
            return _first(version, source)
    return None


def _is_edition_for(version: Report, report: Report) -> bool:
    """Return whether a version is a known edition throughout, and not one of another year or another course."""
    if not Fingerprints(version).is_edition:
        return False
    others, common = asked_otherwise(report, version)
    return others * 2 < common and not is_another_years(others, common)


def _edition(version: Report, source: str) -> Pristine:
    template = blanked(version)
    return Pristine(template, source, frozenset(place.number for place in template.template.questions))


def blanked(report: Report) -> Report:
    """Return an unedited report with the template's placeholder for every answer and no ticks."""
    empty = Report.from_bytes(report.original)
    for question in report.questions:
        empty.clean_answer(question, "")
    for task in report.tasks:
        empty.set_task(task.index, done=False)
    return empty.reparsed()


def _first(version: Report, source: str) -> Pristine:
    prints = Fingerprints(version)
    unanswered = {question.number for question in version.questions if question.state == "unanswered"}
    answered = sum(question.state != "unanswered" for question in version.questions)
    sure = frozenset(prints.regions)
    if COURSE.is_begun(answered, len(version.questions)):
        # Checklist and preamble stand before the first question: whoever answers has been there before.
        first = version.template.questions[0].number
        sure = (sure - prints.unknown) | (unanswered - {first})
        source += ", which already has answers"
    return Pristine(blanked(version), source, sure)
