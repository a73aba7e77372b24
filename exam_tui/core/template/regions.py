"""A report's text outside answers, in regions: what the template gave before each question's answer.

Everything from the slot above to a question's marker is its region: section heading and introduction, heading,
prompt. The first region also holds the preamble and the checklist. Two files are compared region by region. Left out of
account is what a formatter changes: line ends, blank lines (also in quotes), white space, line breaks in paragraphs,
emphasis, escapes, the marks of lists; and the marks of tasks.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple
from weakref import WeakKeyDictionary

from exam_tui.core.report.report import Report
from exam_tui.core.report.task_marks import odd_marks
from exam_tui.core.text.patterns import lazy_pattern

_MOST_KEPT = 4096
_MARKS = lazy_pattern(r"[*_\\]+")
_BACKTICKS = lazy_pattern("`{2,}")
_ITEM = lazy_pattern(r"(?:([-*+])|[0-9]{1,9}[.)])(?: +|\Z)")


@lru_cache(_MOST_KEPT)
def plain_line(text: str) -> str:
    """Return a line as lines are compared: white space evened out, no emphasis or escapes, one mark for lists.

    "" where nothing is left. The lines of a template come again and again.
    """
    rest = text.lstrip("> \t")
    quote = "> " if ">" in text[: len(text) - len(rest)] else ""
    item = _ITEM.match(rest)
    mark = ""
    if item:
        mark, rest = "- " if item[1] else "1. ", rest[item.end() :]
    rest = _MARKS.sub("", _BACKTICKS.sub("`", rest))
    rest = " ".join(rest.split())
    return f"{quote}{mark}{rest}" if rest else ""


class Region(NamedTuple):
    """The template's lines before one answer.

    Attributes:
        number: the question's number.
        heading: index in the file of the question's heading.
        lines: index in the file and text, white space evened out, of each line that is not blank, not even in a quote.

    """

    number: int
    heading: int
    lines: Sequence[tuple[int, str]]

    @property
    def texts(self) -> list[str]:
        """The lines without their places; a new list each time, so keep it in a loop."""
        return [text for _, text in self.lines]

    @property
    def keys(self) -> list[str]:
        """The lines as they are compared; a new list each time."""
        return [plain_line(text) for _, text in self.lines]

    @property
    def flow(self) -> str:
        """All of it as it is compared where lines may be broken otherwise."""
        return flow_of(self.keys)


def flow_of(keys: Sequence[str]) -> str:
    """Return compared lines as one text: only where a quote begins and ends is kept of their breaks."""
    pieces: list[str] = []
    was_quoted = False
    for key in keys:
        is_quoted = key.startswith("> ")
        if is_quoted != was_quoted:
            pieces.append(">" if is_quoted else "<")
        pieces.append(key[2:] if is_quoted else key)
        was_quoted = is_quoted
    return " ".join(pieces)


def regions_of(report: Report) -> Sequence[Region]:
    """Return the regions of an unedited report, one a question, in file order."""
    # Numbers, template and fingerprints each go by them: with thousands of questions that takes long.
    found = _known.get(report)
    if found is None:
        found = _known[report] = tuple(_regions(report))
    return found


_known: WeakKeyDictionary[Report, Sequence[Region]] = WeakKeyDictionary()


def _regions(report: Report) -> Iterator[Region]:
    lines, source = report.template.lines, report.source
    marks = {place.line: (place.mark, " ") for place in report.template.tasks}
    # A spoilt mark is not a change of text: another finding says what it is.
    marks |= {odd.line: (odd.span, odd.as_open) for odd in odd_marks(report.template)}
    after = 0
    for place in report.template.questions:
        last = lines.index(place.marker.start)
        texts: list[tuple[int, str]] = []
        for index in range(after, last + 1):
            text = lines[index]
            if index == last:
                text = source[lines.start(last) : place.marker.end]
            if index in marks:
                (mark, tick), start = marks[index], lines.start(index)
                text = text[: mark.start - start] + tick + text[mark.end - start :]
            text = " ".join(text.split())
            if plain_line(text):
                texts.append((index, text))
        yield Region(place.number, place.heading_line, texts)
        after = lines.index(place.slot.end) if place.slot.end < len(source) else len(lines)


def first_regions(report: Report) -> dict[int, Region]:
    """Return the region of each number, the first one where a number occurs twice."""
    regions: dict[int, Region] = {}
    for region in regions_of(report):
        regions.setdefault(region.number, region)
    return regions


def in_order(regions: Mapping[int, Region]) -> dict[int, Region]:
    """Return the regions as they read with the questions in the order of their numbers.

    What stands above a question, such as the heading of a section, is of its place and not of the question; `regions`
    are in file order.
    """
    above = [[line for line in region.lines if line[0] < region.heading] for region in regions.values()]
    return {
        number: Region(number, region.heading, (*lead, *(line for line in region.lines if line[0] >= region.heading)))
        for lead, (number, region) in zip(above, sorted(regions.items()), strict=True)
    }
