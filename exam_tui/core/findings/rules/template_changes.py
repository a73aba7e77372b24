"""The rule on a template that is not at hand: what was changed in it, by the file's history and the known editions."""

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from exam_tui.core.findings.context import CheckContext
from exam_tui.core.findings.finding import Finding
from exam_tui.core.findings.rules.region_changes import region_findings
from exam_tui.core.findings.rules.tasks import lines_of_repeated_tasks, missing_tasks
from exam_tui.core.findings.rules.template_text import (
    comparing_remedy,
    restored_regions,
    unknown_template_finding,
    unknown_text_findings,
)
from exam_tui.core.report.report import Report
from exam_tui.core.template.editions import Fingerprints, is_handed_out
from exam_tui.core.template.original import Pristine
from exam_tui.core.template.regions import Region

# Where more of the questions than this have a text of no edition, the report was likely made from another template.
_OTHER = 0.2


def with_template_changes(
    context: CheckContext, found: Sequence[Finding], find: Callable[[Report], Pristine | None]
) -> Sequence[Finding]:
    """Add to a report's findings what was changed in its template, as far as that is known; sorted.

    `find` looks for the template in the file's history. It is called only where fingerprints cannot say that all is
    well: that may take long. One cause, one finding: what an error says already is not said again.
    """
    added = list(_changes(context, find))
    if not added:
        return found
    said = {finding.line for finding in found if finding.severity == "error" or finding.code == "template-changed"}
    for conflict in context.conflicts:
        said.update(range(conflict.start + 1, conflict.end + 2))
    new = [change.finding for change in added if said.isdisjoint(change.lines)]
    return sorted((*found, *new), key=lambda finding: (finding.line, finding.column, finding.code))


class _Change(NamedTuple):
    """A finding, and the lines (from 1) where an error would have the same cause."""

    finding: Finding
    lines: range


def _changes(context: CheckContext, find: Callable[[Report], Pristine | None]) -> Iterator[_Change]:
    prints = context.prints
    if not prints.unknown:
        return
    regions = restored_regions(context)
    unknown = [number for number, region in regions.items() if not is_handed_out(region)]
    if not unknown:
        return
    pristine = find(context.report)
    theirs = Fingerprints(pristine.report).regions if pristine else {}
    sure = pristine.handed_out if pristine else frozenset()
    said = lines_of_repeated_tasks(context)
    for number in unknown:
        if number in sure:
            for finding in region_findings(regions[number], theirs[number], said=said):
                yield _Change(finding, range(finding.line, finding.line + 1))
    rest = [regions[number] for number in unknown if number not in sure]
    if prints.template:
        rest = [region for region in rest if region.number <= prints.size]
        yield from _against_fingerprints(context, rest, prints, said)
    elif rest and context.report.is_course_report and prints.is_recognised:
        yield _Change(_unknown_template(context, rest, None), range(0))


def _unknown_template(context: CheckContext, regions: Sequence[Region], template: str | None) -> Finding:
    unlimited, total = len(_unlimited(context, regions)), len(context.answers)
    return unknown_template_finding(regions, template, unlimited=unlimited, total=total)


def _unlimited(context: CheckContext, regions: Sequence[Region]) -> AbstractSet[int]:
    return set(context.verdict.unlimited) & {region.number for region in regions}


def _against_fingerprints(
    context: CheckContext, regions: Sequence[Region], prints: Fingerprints, said: AbstractSet[int]
) -> Iterator[_Change]:
    """Name the lines that no edition has; where too many questions are concerned, that only, and once."""
    unlimited, template = _unlimited(context, regions), prints.template or ""
    if len(regions) > int(prints.size * _OTHER):
        yield _Change(_unknown_template(context, regions, template), range(0))
        return
    for region in regions:
        missing = list(missing_tasks(context.report, comparing_remedy(template))) if region.number == 1 else []
        yield from (_Change(finding, range(finding.line, finding.line + 1)) for finding in missing)
        whole = range(region.lines[0][0] + 1, region.lines[-1][0] + 2)
        is_unlimited, own = region.number in unlimited, prints.lines_at(region.number)
        for finding in unknown_text_findings(
            region, template, own, unlimited=is_unlimited, is_missing_said=bool(missing), said=said
        ):
            at_heading = finding.line == region.heading + 1
            yield _Change(finding, whole if at_heading else range(finding.line, finding.line + 1))
