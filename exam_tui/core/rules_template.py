"""The rule on the template's own text: what differs from the pristine template, line by line."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from exam_tui.core.answers import plural
from exam_tui.core.codes import CODES
from exam_tui.core.finding import Finding
from exam_tui.core.regions import Region, first_regions
from exam_tui.core.report import Report

# difflib takes quadratic time: above this only the first difference of a region is named.
_MOST_LINES = 400
_SHOWN = 60
_REMEDY = "Restore the template's text; answers and ticks may stay as they are."


def template_findings(report: Report, template: Report) -> Iterator[Finding]:
    """Compare a settled report with the pristine template, region by region. Missing questions are not named here."""
    pristine = first_regions(template)
    for number, region in first_regions(report).items():
        if number not in pristine:
            yield _finding(region, region.heading, f"the template has no question {number}")
        elif region.texts != pristine[number].texts:
            yield from _differences(region, pristine[number])


def _differences(region: Region, pristine: Region) -> Iterator[Finding]:
    ours, theirs = region.texts, pristine.texts
    first = 0
    while first < min(len(ours), len(theirs)) and ours[first] == theirs[first]:
        first += 1
    if max(len(ours), len(theirs)) - first > _MOST_LINES:
        line = region.lines[min(first, len(ours) - 1)][0]
        yield _finding(region, line, "the template's text differs from here on")
        return
    matcher = SequenceMatcher(None, ours[first:], theirs[first:], autojunk=False)
    for kind, start, end, their_start, their_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        line = region.lines[min(first + start, len(ours) - 1)][0]
        was, now = theirs[first + their_start : first + their_end], ours[first + start : first + end]
        if kind == "insert":
            message = f"text of the template is missing here: {_shown(was)}"
        elif kind == "delete":
            message = f"this is not in the template: {_shown(now)}"
        else:
            message = f"the template has {_shown(was)} here"
        yield _finding(region, line, message)


def _shown(lines: list[str]) -> str:
    text = lines[0]
    more = "" if len(lines) == 1 else f" and {plural(len(lines) - 1, 'more line')}"
    return f"“{text if len(text) <= _SHOWN else text[: _SHOWN - 1] + '…'}”{more}"


def _finding(region: Region, line: int, message: str) -> Finding:
    question = region.number if line >= region.heading else None
    return Finding("template-changed", CODES["template-changed"].severity, line + 1, 1, question, message, _REMEDY)
