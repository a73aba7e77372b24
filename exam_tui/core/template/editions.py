"""Fingerprints of the templates known so far: one hash a question and one a line, no text.

`python -m exam_tui.core.template.editions FILE…` prints `EDITIONS` of `course_editions.py` and `LINES` of
`course_lines.py` for pristine templates named `<id>.md`, to be put in their place when a new template comes out.
"""

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path

from exam_tui.core.course import COURSE
from exam_tui.core.report.report import Report
from exam_tui.core.template.line_breaks import unknown_lines
from exam_tui.core.template.regions import Region, first_regions, plain_line, regions_of
from exam_tui.core.text.fingerprint import text_fingerprint

# So many of a report's lines have to be those of known templates.
_RECOGNISED = 0.9


@cache
def known_templates() -> Mapping[str, tuple[str, ...]]:
    """Return the fingerprints of each known template: its id, then one hash a question, from question 1 on."""
    return {name: tuple(row.split()) for name, row in _table(COURSE.editions)}


@cache
def handed_out() -> frozenset[str]:
    """Return every hash that a question of any edition has; a heading is part of it, so numbers do not mix."""
    return frozenset(COURSE.between.split()).union(*known_templates().values())


@cache
def lines_before() -> Mapping[str, frozenset[str]]:
    """Return the hashes of the lines that stand before an answer in some edition, by the hash of all of them."""
    return {name: frozenset(row.split()) for name, row in _table(COURSE.lines)}


@cache
def known_lines() -> frozenset[str]:
    """Return the hash of each line that any edition has, as lines are compared and without ticks."""
    return frozenset[str]().union(*lines_before().values())


def line_print(text: str) -> str:
    """Return the hash of a line as lines are compared."""
    return text_fingerprint(plain_line(text))


def is_known_line(text: str) -> bool:
    """Return whether any edition has a line."""
    return line_print(text) in known_lines()


def lines_of_no_edition(texts: Sequence[str]) -> set[int]:
    """Return the places of the lines before one answer that no edition has, however lines are broken."""
    return unknown_lines(texts, known_lines())


def print_of(region: Region) -> str:
    """Return the hash of all that stands before one answer, however its lines are broken."""
    return text_fingerprint(region.flow)


def is_handed_out(region: Region) -> bool:
    """Return whether any edition has the text before an answer."""
    return print_of(region) in handed_out()


def fingerprints_of(report: Report) -> tuple[str, ...]:
    """Return one hash a question of an unedited report, in file order."""
    return tuple(map(print_of, regions_of(report)))


class Fingerprints:
    """The regions of an unedited report by their question's number, the first where one occurs twice, with hashes."""

    def __init__(self, report: Report) -> None:
        self.report = report

    @cached_property
    def regions(self) -> Mapping[int, Region]:
        """The text before each answer."""
        return first_regions(self.report)

    @cached_property
    def hashes(self) -> Mapping[int, str]:
        """The fingerprint of each region."""
        return {number: print_of(region) for number, region in self.regions.items()}

    @cached_property
    def unknown(self) -> frozenset[int]:
        """The questions whose text no edition has."""
        return frozenset(number for number, value in self.hashes.items() if value not in handed_out())

    @property
    def is_edition(self) -> bool:
        """Whether all was handed out: each question of a template, once, in order, with the text of an edition."""
        numbers = [place.number for place in self.report.template.questions]
        lengths = {len(row) for row in known_templates().values()}
        return not self.unknown and len(numbers) in lengths and numbers == list(range(1, len(numbers) + 1))

    @cached_property
    def template(self) -> str | None:
        """The id of the known template that the report was made from, None where none fits.

        It is the one that has most questions in common with it, at least half of its own. In a draw it is the one that
        is most alike, line by line, in the questions of no edition, and then the newest.
        """
        found: list[tuple[int, str]] = []
        for name, row in known_templates().items():
            same = sum(self.hashes.get(number) == value for number, value in enumerate(row, start=1))
            same -= len(self.hashes.keys() - range(1, len(row) + 1))
            if same >= len(row) / 2:
                found.append((same, name))
        most = max((same for same, _ in found), default=0)
        best = [name for same, name in found if same == most]
        return max(reversed(best), key=self._alike) if len(best) > 1 else next(iter(best), None)

    def _alike(self, name: str) -> int:
        """Return how much the questions of no edition are like those of a known template, by their lines."""
        row = known_templates()[name]
        alike = 0
        for number in self.unknown & set(range(1, len(row) + 1)):
            theirs = lines_before().get(row[number - 1], frozenset())
            alike -= len(theirs ^ set(map(line_print, self.regions[number].texts)))
        return alike

    def lines_at(self, number: int) -> frozenset[str]:
        """Return the hashes of the lines that the template of the report has before an answer; none where none fits."""
        row = known_templates()[self.template] if self.template else ()
        return lines_before().get(row[number - 1], frozenset()) if 0 < number <= len(row) else frozenset()

    @property
    def is_recognised(self) -> bool:
        """Whether the report was made from a known template, whatever came of it: nearly all its lines are of one.

        Lines that lost their `>` count.
        """
        if self.template:
            return True
        texts = [text for region in self.regions.values() for text in region.texts]
        same = sum(is_known_line(text) or is_known_line(f"> {text}") for text in texts)
        return same > len(texts) * _RECOGNISED

    @property
    def size(self) -> int:
        """The number of questions of that template, 0 where none fits."""
        return len(known_templates()[self.template]) if self.template else 0

    def shared(self, other: "Fingerprints") -> int:
        """Return how many questions have the same text in another report."""
        return sum(other.hashes.get(number) == value for number, value in self.hashes.items())


def edition_id(path: str) -> str:
    """Return the id of the template in a file: the file's name, of `2026-01-04-1fa25710` the date."""
    return re.sub(r"(?<=[0-9]{4}-[0-9]{2}-[0-9]{2})-[0-9a-f]{8}\Z", "", Path(path).stem)


def table_of(paths: Sequence[str]) -> str:
    """Return the rows of `EDITIONS` for pristine templates, the oldest first, a month without a day as its last one."""
    lines: list[str] = []
    for path in sorted(paths, key=lambda path: f"{edition_id(path)}-99"[: len("2026-01-04")]):
        lines += [f"{edition_id(path)}:", *_rows(fingerprints_of(Report.load(path)))]
    return "\n".join(lines)


def lines_of(paths: Sequence[str]) -> str:
    """Return the rows of `LINES` for pristine templates: what stands before each answer, each text once."""
    found = {print_of(region): region for path in paths for region in regions_of(Report.load(path))}
    lines: list[str] = []
    for value, region in sorted(found.items()):
        lines += [f"{value}:", *_rows(list(dict.fromkeys(map(line_print, region.texts))))]
    return "\n".join(lines)


def _rows(hashes: Sequence[str]) -> list[str]:
    return ["  " + " ".join(hashes[start : start + 12]) for start in range(0, len(hashes), 12)]


def _table(text: str) -> Iterator[tuple[str, str]]:
    """Yield the rows of a table: what stands before each colon, and what stands after it."""
    names = re.findall(r"(\S+):", text)
    yield from zip(names, re.split(r"\S+:", text)[1:], strict=True)


if __name__ == "__main__":  # pragma: no cover - the command that prints the tables
    sys.stdout.write(f"{table_of(sys.argv[1:])}\n\n{lines_of(sys.argv[1:])}\n")
