"""Fingerprints of the templates known so far: one hash a question, no text.

`fingerprints_of` makes them; `python -m exam_tui.core.fingerprints FILE…` prints the table for pristine templates
named `<id>.md`, to be put in the place of `_TABLE` when a new template comes out.
"""

import sys
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

from exam_tui.core.codes import CODES
from exam_tui.core.finding import Finding
from exam_tui.core.regions import Region, first_regions, regions_of
from exam_tui.core.report import Report

_DIGITS = 8
# One row a template: its id, then for each question in order the hash of all that stands before its answer: the
# section's title and introduction, the heading, the prompt; for the first question also preamble and checklist.
_TABLE = """
2022-12:
  b66841f7 a0ae17a2 77dacd86 554396e4 e06f6993 30f773ff 4c8f346a 09bb261c 5d436099 9aaa3087 db18f41f ec03d0b1
  23f4edf4 475aedc2 4d0bb5cd ab805521 d69533d0 6e62c467 19c43194 0e74ea45 d9eaa0a8 1ec35924 50ca9768 64ec8ec4
  b894b0a4 2b5eb889 0de18171
2023-01:
  0ebe7f6b a0ae17a2 77dacd86 554396e4 e06f6993 30f773ff 60c9966c b26cf9fc 5d436099 9aaa3087 db18f41f ec03d0b1
  23f4edf4 475aedc2 4d0bb5cd ab805521 d69533d0 a17db412 19c43194 0e74ea45 d9eaa0a8 1ec35924 50ca9768 64ec8ec4
  f9f38ca0 2b5eb889 0de18171
2024-06:
  6da0cc04 a0ae17a2 88f21b84 f04b9e00 f3a34434 7dce33ba afceaad3 90910337 0e3ed7b6 4de5d89f 142b62f3 78e82bc0
  ba8c2326 0d42ba57 10bd8b30 b39a89df 91f575b3 71420535 19c43194 f9ce4c7c d9eaa0a8 84e58836 d43cd838 276e6fcb
  cc4712fe aadfc752 749ff3e2
2024-10:
  37d68f9c a0ae17a2 88f21b84 f04b9e00 f3a34434 7dce33ba afceaad3 90910337 0e3ed7b6 4de5d89f 142b62f3 78e82bc0
  ba8c2326 0d42ba57 10bd8b30 b39a89df 91f575b3 71420535 19c43194 f9ce4c7c d9eaa0a8 84e58836 d43cd838 276e6fcb
  cc4712fe aadfc752 749ff3e2
2024-12:
  2d5af898 a0ae17a2 b6c4ddba 270772b5 5133b91e ae5f46fc afceaad3 d5d21550 0e3ed7b6 4de5d89f 142b62f3 78e82bc0
  ba8c2326 0d42ba57 4e46c006 b39a89df 91f575b3 71420535 19c43194 dff9ab3e 9a2d4252 6d11a70c c571f3d7 10693ab6
  a5c2fe53 8f2bd8ed bdccb565 1e1136ac 61aeaf8c 606383ba 339d3e4d
2025-01:
  fd4f0d6e a0ae17a2 b6c4ddba 270772b5 5133b91e ae5f46fc afceaad3 d5d21550 0e3ed7b6 4de5d89f 142b62f3 78e82bc0
  ba8c2326 0d42ba57 4e46c006 b39a89df 91f575b3 71420535 19c43194 dff9ab3e 9a2d4252 6d11a70c c571f3d7 10693ab6
  a5c2fe53 8f2bd8ed bdccb565 1e1136ac 61aeaf8c 606383ba beba31dd
2026-01:
  11f7df7e a0ae17a2 ee5225b3 270772b5 5133b91e ae5f46fc afceaad3 d5d21550 0e3ed7b6 4de5d89f 142b62f3 78e82bc0
  ba8c2326 0d42ba57 4e46c006 b39a89df 91f575b3 71420535 19c43194 dff9ab3e 9a2d4252 6d11a70c c571f3d7 10693ab6
  a5c2fe53 8f2bd8ed bdccb565 1e1136ac 61aeaf8c 606383ba beba31dd
"""


@cache
def known_templates() -> dict[str, tuple[str, ...]]:
    """Return the fingerprints of each known template: its id, then one hash a question, from question 1 on."""
    rows: dict[str, tuple[str, ...]] = {}
    name = ""
    for word in _TABLE.split():
        if word.endswith(":"):
            name = word[:-1]
            rows[name] = ()
        else:
            rows[name] += (word,)
    return rows


def fingerprints_of(report: Report) -> tuple[str, ...]:
    """Return one hash a question of a settled report, in file order: eight hexadecimal digits each."""
    return tuple(_hash(region) for region in regions_of(report))


def _hash(region: Region) -> str:
    text = "\n".join(region.texts).encode("utf-8", "surrogateescape")
    return sha256(text).hexdigest()[:_DIGITS]


def recognise(report: Report) -> str | None:
    """Return the id of the known template that a report was made from, None where none fits.

    It is the one that has most questions in common with it, at least half of its own; the newest in a draw.
    """
    ours = {number: _hash(region) for number, region in first_regions(report.settled()).items()}
    best, most = None, 0
    for name, hashes in known_templates().items():
        same = sum(ours.get(number) == value for number, value in enumerate(hashes, start=1))
        same -= len(ours.keys() - range(1, len(hashes) + 1))
        if same >= max(most, len(hashes) / 2):
            best, most = name, same
    return best


def changed_against_fingerprints(report: Report) -> Iterator[Finding]:
    """Find the questions whose text is not that of the known template the report was made from.

    For use where the pristine template itself is not at hand: the place is the question's heading, what differs
    cannot be said. Silent where no known template fits. Missing and added questions have codes of their own.
    """
    settled = report.settled()
    name = recognise(settled)
    if name is None:
        return
    hashes = dict(enumerate(known_templates()[name], start=1))
    known = {value for row in known_templates().values() for value in row}
    for number, region in first_regions(settled).items():
        # What any edition has was handed out: there are editions between the known ones.
        if number in hashes and _hash(region) not in known:
            around = "the text before it or its prompt" if number > 1 else "the preamble, the checklist or its prompt"
            yield Finding(
                "template-changed",
                CODES["template-changed"].severity,
                region.heading + 1,
                1,
                number,
                f"the template's text of question {number} was changed: {around}",
                f"Compare with the template of {name} and restore its text.",
            )


def table_of(paths: list[str]) -> str:
    """Return the rows of `_TABLE` for pristine templates, twelve hashes a line."""
    lines: list[str] = []
    for path in sorted(paths, key=lambda path: Path(path).stem):
        hashes = fingerprints_of(Report.load(path))
        lines.append(f"{Path(path).stem}:")
        lines += ["  " + " ".join(hashes[start : start + 12]) for start in range(0, len(hashes), 12)]
    return "\n".join(lines)


if __name__ == "__main__":  # pragma: no cover - the command that prints the table
    sys.stdout.write(table_of(sys.argv[1:]) + "\n")
