"""Fingerprints of the templates known so far: one hash a question and one a line, no text.

`python -m exam_tui.core.template.editions FILE…` prints `_EDITIONS` and `_LINES` of `course.py` for pristine templates
named `<id>.md`, to be put in their place when a new template comes out.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from exam_tui.core.course import COURSE
from exam_tui.core.report.report import Report
from exam_tui.core.template.regions import Region, first_regions, regions_of
from exam_tui.core.text.fingerprint import text_fingerprint

# So many of a report's lines have to be those of known templates.
_RECOGNISED = 0.9


@cache
def known_templates() -> Mapping[str, tuple[str, ...]]:
    """Return the fingerprints of each known template: its id, then one hash a question, from question 1 on."""
    rows: dict[str, tuple[str, ...]] = {}
    name = ""
    for word in COURSE.editions.split():
        if word.endswith(":"):
            name = word[:-1]
            rows[name] = ()
        else:
            rows[name] += (word,)
    return rows


@cache
def handed_out() -> frozenset[str]:
    """Return every hash that a question of any edition has; a heading is part of it, so numbers do not mix."""
    return frozenset(COURSE.between.split()).union(*known_templates().values())


@cache
def known_lines() -> frozenset[str]:
    """Return the hash of each line, white space evened out and ticks left out, that any edition has."""
    return frozenset(COURSE.lines.split())


def is_known_line(text: str) -> bool:
    """Return whether any edition has a line, its white space evened out."""
    return text_fingerprint(text) in known_lines()


def print_of(region: Region) -> str:
    """Return the hash of all that stands before one answer."""
    return text_fingerprint("\n".join(region.texts))


def is_handed_out(region: Region) -> bool:
    """Return whether any edition has the text before an answer."""
    return print_of(region) in handed_out()


def fingerprints_of(report: Report) -> tuple[str, ...]:
    """Return one hash a question of an unedited report, in file order."""
    return tuple(map(print_of, regions_of(report)))


@dataclass(frozen=True)
class Fingerprints:
    """The regions of an unedited report by their question's number, the first where one occurs twice, with hashes."""

    report: Report

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

        It is the one that has most questions in common with it, at least half of its own; the newest in a draw.
        """
        best, most = None, 0
        for name, row in known_templates().items():
            same = sum(self.hashes.get(number) == value for number, value in enumerate(row, start=1))
            same -= len(self.hashes.keys() - range(1, len(row) + 1))
            if same >= max(most, len(row) / 2):
                best, most = name, same
        return best

    @property
    def is_recognised(self) -> bool:
        """Whether the report was made from a known template, whatever came of it: nearly all its lines are of one.

        Lines that lost their `>` count.
        """
        if self.template:
            return True
        known = known_lines()
        texts = [text for region in self.regions.values() for text in region.texts]
        same = sum(not known.isdisjoint((text_fingerprint(text), text_fingerprint(f"> {text}"))) for text in texts)
        return same > len(texts) * _RECOGNISED

    @property
    def size(self) -> int:
        """The number of questions of that template, 0 where none fits."""
        return len(known_templates()[self.template]) if self.template else 0

    def shared(self, other: "Fingerprints") -> int:
        """Return how many questions have the same text in another report."""
        return sum(other.hashes.get(number) == value for number, value in self.hashes.items())


def table_of(paths: list[str]) -> str:
    """Return the rows of `_EDITIONS` for pristine templates, twelve hashes a line."""
    lines: list[str] = []
    for path in sorted(paths, key=lambda path: Path(path).stem):
        lines += [f"{Path(path).stem}:", *_rows(fingerprints_of(Report.load(path)))]
    return "\n".join(lines)


def lines_of(paths: list[str]) -> str:
    """Return the rows of `_LINES` for pristine templates."""
    texts = {text for path in paths for region in regions_of(Report.load(path)) for text in region.texts}
    return "\n".join(_rows(sorted(text_fingerprint(text) for text in texts)))


def _rows(hashes: Sequence[str]) -> list[str]:
    return ["  " + " ".join(hashes[start : start + 12]) for start in range(0, len(hashes), 12)]


if __name__ == "__main__":  # pragma: no cover - the command that prints the tables
    sys.stdout.write(f"{table_of(sys.argv[1:])}\n\n{lines_of(sys.argv[1:])}\n")
