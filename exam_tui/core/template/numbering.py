"""Which numbers of questions are missing, and which question stands under the number of another one."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from exam_tui.core.course import COURSE
from exam_tui.core.report.parser import QuestionPlace
from exam_tui.core.report.report import Report
from exam_tui.core.template.editions import is_handed_out
from exam_tui.core.template.regions import Region, regions_of

# How far above a question another of the same number may be for a wrong number to be the likely cause.
_NEAR = 3


class MissingRun(NamedTuple):
    """A run of missing numbers, the offset where they should stand, and the position of the question above, or -1."""

    numbers: range
    offset: int
    above: int


class Misnumbered(NamedTuple):
    """A question under another number than its own.

    Attributes:
        number: its own.
        by_prompt: whether its prompt says so; otherwise it is the place where it stands.

    """

    number: int
    by_prompt: bool


class Numbering(NamedTuple):
    """The gaps, and what is misnumbered, by the position among the places that were looked at."""

    gaps: Sequence[MissingRun]
    misnumbered: dict[int, Misnumbered]


def numbering(report: Report, places: Sequence[QuestionPlace]) -> Numbering:
    """Compare the numbers of a report's questions with what they should be.

    A report of the course has every question of its form; in others only numbers between its own are missing.
    """
    numbers = [place.number for place in places]
    total = COURSE.form(max(numbers, default=0)).size
    first, last = (1, total) if report.is_course_report else (min(numbers, default=1), max(numbers, default=0))
    misnumbered = _misnumbered(report, places, range(first, last + 1))
    own = [misnumbered[index].number if index in misnumbered else number for index, number in enumerate(numbers)]
    at = {number: index for index, number in reversed(list(enumerate(own)))}
    gaps: list[MissingRun] = []
    lines = report.template.lines
    for before, after in pairwise([first - 1, *sorted(at.keys() & set(range(first, last + 1))), last + 1]):
        if after - before > 1:
            above = at.get(before, -1)
            below = above + 1
            line = places[below].heading_line if below < len(places) else len(lines) - 1
            gaps.append(MissingRun(range(before + 1, after), lines.start(line), above))
    return Numbering(gaps, misnumbered)


def with_number(region: Region, number: int) -> Region:
    """Return a region as it reads with another number in its heading."""
    lines = [
        (line, re.sub(rf"\b{region.number}\b", str(number), text, count=1) if line == region.heading else text)
        for line, text in region.lines
    ]
    return Region(number, region.heading, lines)


def _misnumbered(report: Report, places: Sequence[QuestionPlace], numbers: range) -> dict[int, Misnumbered]:
    """Return what is under another number: its prompt belongs to the number that fits, or that number is missing."""
    often = Counter(place.number for place in places)
    regions: dict[int, Region] = {}
    found: dict[int, Misnumbered] = {}
    above = numbers.start - 1
    for index, place in enumerate(places):
        fits, number = above + 1, place.number
        above = number
        after = places[index + 1].number if index + 1 < len(places) else numbers.stop
        if number == fits or fits not in numbers or (often[fits] and number == places[index - 1].number + 1):
            continue
        if not regions:
            regions = {region.heading: region for region in regions_of(report)}
        region = regions[place.heading_line]
        by_prompt = not is_handed_out(region) and is_handed_out(with_number(region, fits))
        near = [other.number for other in places[max(0, index - _NEAR) : index]]
        stands_again = number in near or (often[number] > 1 and number > after)
        if by_prompt or (stands_again and not often[fits] and fits < after):
            found[index] = Misnumbered(fits, by_prompt)
            often[number] -= 1
            often[fits] += 1
            above = fits
    return found
