"""Characters of print where they break something: in code, and in the targets of images and links.

Word processors and phones put typographic quotes, dashes and spaces in the place of plain ones. In prose they
are right.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from exam_tui.core.markdown.visible_text import Scan
from exam_tui.core.report.image_links import written_target
from exam_tui.core.text.lines import Lines
from exam_tui.core.text.patterns import lazy_pattern

PLAIN = {
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "‟": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "--", "−": "-",
    "\u00a0": " ", "\u2007": " ", "\u202f": " ",
}  # fmt: skip
"""What to type instead of each."""

_FOUND = lazy_pattern("[" + "".join(PLAIN) + "]")
# Lines that draw: `tree` puts non-breaking spaces between them, and they do no harm.
_DRAWING = lazy_pattern("[\u2500-\u257f]")
_RUN = lazy_pattern(r"`+")
_HIDING = lazy_pattern(r"`+|<!--")

Where = Literal["code", "target"]


@dataclass(frozen=True, slots=True)
class Typographic:
    """A typographic character where it breaks something.

    Attributes:
        line: its line, from 0.
        column: its column, from 0, in code points.
        character: what stands there.
        plain: what to type instead.
        where: in code, or in the target of an image or link.
        target: that target; "" in code. A file may really have such a name: look it up before saying so.

    """

    line: int
    column: int
    character: str
    plain: str
    where: Where
    target: str = ""


def typographic_characters(answer: str) -> Sequence[Typographic]:
    """Return the typographic quotes, dashes and spaces in the code and the targets of an answer, in order."""
    if not _FOUND.search(answer):
        return ()
    lines = answer.split("\n")
    scan = Scan(lines)
    found: list[Typographic] = []
    for row, line in enumerate(lines):
        if scan.kinds[row] in {"fence", "code"}:
            found += _in_code(row, line)
        elif scan.kinds[row] == "text":
            found += _in_targets(row, line, scan.shown[row])
    for first, after in _paragraphs(scan, lines):
        found += _in_spans(first, lines[first:after], scan.shown[first:after])
    return tuple(sorted(found, key=lambda place: (place.line, place.column)))


def _in_code(row: int, line: str) -> Iterator[Typographic]:
    for match in _FOUND.finditer(line):
        plain = PLAIN[match[0]]
        if plain != " " or not _DRAWING.search(line):
            yield Typographic(row, match.start(), match[0], plain, "code")


def _in_targets(row: int, line: str, shown: str) -> Iterator[Typographic]:
    at = shown.find("](")
    while at >= 0 and (end := shown.find(")", at + 2)) >= 0:
        start = at + 2
        target = written_target(line[start:end])
        begins = line.find(target, start, end)  # spaces, `<` and a title are not part of it
        for match in _FOUND.finditer(shown, begins, begins + len(target)):
            yield Typographic(row, match.start(), match[0], PLAIN[match[0]], "target", target)
        at = shown.find("](", end + 1)


def _paragraphs(scan: Scan, lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the lines [first, after) of each stretch of text that holds backticks: a code span stays in its own."""
    at = 0
    for is_text, group in groupby(
        kind == "text" and bool(line.strip()) for kind, line in zip(scan.kinds, lines, strict=True)
    ):
        after = at + len(list(group))
        if is_text and any("`" in line for line in lines[at:after]):
            yield at, after
        at = after


def _in_spans(first: int, lines: Sequence[str], shown: Sequence[str]) -> Iterator[Typographic]:
    """Find the characters in code spans. Which backticks open one, and where a comment is, `Scan` has decided."""
    text, seen = "\n".join(lines), "\n".join(shown)
    places = Lines(text)
    at = 0
    while match := _HIDING.search(text, at):
        if seen[match.start()] != " ":
            at = match.end()
        elif match[0] == "<!--":
            at = text.index("-->", match.end()) + 3
        else:
            at = next(run.end() for run in _RUN.finditer(text, match.end()) if run[0] == match[0])
            for place in _FOUND.finditer(text, match.end(), at):
                row, column = places.position(place.start())
                yield Typographic(first + row - 1, column - 1, place[0], PLAIN[place[0]], "code")
