"""The template as it was handed out: which version of a file may serve as it, and what was changed since.

A text before an answer is taken as handed out where it is that of a known edition. Where it is not, an earlier version
of the file may say what stood there, but only as far as that version was not the group's work already: see `choose`.
"""

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from exam_tui.core.findings.context import CheckContext
from exam_tui.core.findings.finding import Finding
from exam_tui.core.findings.template_text import (
    region_findings,
    restored_regions,
    unknown_template_finding,
    unknown_text_findings,
)
from exam_tui.core.report.report import Report
from exam_tui.core.template.editions import Fingerprints, is_handed_out
from exam_tui.core.template.regions import Region
from exam_tui.core.template.same_template import asked_otherwise, has_all_of, is_another_years

# A template of the course came with a stray text in one of its slots.
_STRAY = 0.05
# Where more of the questions than this have a text of no edition, the report was likely made from another template.
_OTHER = 0.2


@dataclass(frozen=True, slots=True)
class Pristine:
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
    """Return the template among earlier versions of a settled report's file; `versions` oldest first, with sources.

    It has every question and task of the report, or else it was never the template of it: a group loses some for a
    while. Of the versions that are a known edition throughout, answers apart, it is the latest, and the file's first
    version where that is an edition and no other has all of the report. Where none is, it is the first version with at
    least half of the report's questions in the same words, if the versions begin with the file's first one (`whole`):
    a file may have held another year's report once. That may hold changes already: its text counts as handed out where
    it is that of an edition, and where the question was unanswered yet.
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
    """Tell whether a version is a known edition throughout, and not that of another year's report or another course."""
    if not Fingerprints(version).is_edition:
        return False
    others, common = asked_otherwise(report, version)
    return others * 2 < common and not is_another_years(others, common)


def _edition(version: Report, source: str) -> Pristine:
    template = blanked(version)
    return Pristine(template, source, frozenset(place.number for place in template.template.questions))


def blanked(report: Report) -> Report:
    """Return a settled report with the template's filler for every answer and no ticks."""
    empty = Report.from_bytes(report.original)
    for question in report.questions:
        empty.clean_answer(question, "")
    for task in report.tasks:
        empty.set_task(task.index, done=False)
    return empty.settled()


def with_template_changes(
    report: Report, found: Sequence[Finding], find: Callable[[Report], Pristine | None]
) -> Sequence[Finding]:
    """Add to a settled report's findings what was changed in its template, as far as that is known; sorted.

    `find` looks for the template in the file's history. It is called only where fingerprints cannot say that all is
    well: that may take long. One cause, one finding: what an error says already is not said again.
    """
    context = CheckContext(report)
    added = list(_changes(context, find))
    if not added:
        return found
    said = {finding.line for finding in found if finding.severity == "error"}
    for conflict in context.conflicts:
        said.update(range(conflict.start + 1, conflict.end + 2))
    new = [change.finding for change in added if said.isdisjoint(change.lines)]
    return sorted((*found, *new), key=lambda finding: (finding.line, finding.column, finding.code))


@dataclass(frozen=True, slots=True)
class _Change:
    """A finding, and the lines (from 1) where an error would have the same cause."""

    finding: Finding
    lines: range


def _changes(context: CheckContext, find: Callable[[Report], Pristine | None]) -> Iterator[_Change]:
    prints = Fingerprints(context.report)
    if not prints.unknown:
        return
    regions = restored_regions(context)
    unknown = [number for number, region in regions.items() if not is_handed_out(region)]
    if not unknown:
        return
    pristine = find(context.report)
    theirs = Fingerprints(pristine.report).regions if pristine else {}
    sure = pristine.handed_out if pristine else frozenset()
    for number in unknown:
        if number in sure:
            for finding in region_findings(regions[number], theirs[number]):
                yield _Change(finding, range(finding.line, finding.line + 1))
    rest = [regions[number] for number in unknown if number not in sure]
    if prints.template:
        rest = [region for region in rest if region.number <= prints.size]
        yield from _against_fingerprints(context, rest, prints.template, most=int(prints.size * _OTHER))
    elif rest and context.report.is_course_report and prints.is_recognised:
        yield _Change(unknown_template_finding(rest, None, len(_unlimited(context, rest))), range(0))


def _unlimited(context: CheckContext, regions: Sequence[Region]) -> AbstractSet[int]:
    return set(context.verdict.unlimited) & {region.number for region in regions}


def _against_fingerprints(
    context: CheckContext, regions: Sequence[Region], template: str, *, most: int
) -> Iterator[_Change]:
    """Name the lines that no edition has; where more than `most` questions are concerned, that only, and once."""
    unlimited = _unlimited(context, regions)
    if len(regions) > most:
        yield _Change(unknown_template_finding(regions, template, len(unlimited)), range(0))
        return
    for region in regions:
        whole = range(region.lines[0][0] + 1, region.lines[-1][0] + 2)
        for finding in unknown_text_findings(region, template, unlimited=region.number in unlimited):
            at_heading = finding.line == region.heading + 1
            yield _Change(finding, whole if at_heading else range(finding.line, finding.line + 1))


def _first(version: Report, source: str) -> Pristine:
    prints = Fingerprints(version)
    unanswered = {question.number for question in version.questions if question.state == "unanswered"}
    answered = sum(question.state != "unanswered" for question in version.questions)
    sure = frozenset(prints.regions)
    if answered > len(version.questions) * _STRAY:
        # Checklist and preamble stand before the first question: whoever answers has been there before.
        first = version.template.questions[0].number
        sure = (sure - prints.unknown) | (unanswered - {first})
        source += ", in which answers stand already"
    return Pristine(blanked(version), source, sure)
