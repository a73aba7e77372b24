"""A report's text cut where its questions and answers begin and end.

Each stretch is read as Markdown on its own, so that an unclosed fence in one answer hides no other question.
Together they hold the whole text except the answers' markers and the template's placeholders.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from markdown_it.token import Token

from exam_tui.core.report.question import Question
from exam_tui.core.report.report import Report
from exam_tui.core.text.lines import normalise_line_ends
from exam_tui.core.text.patterns import lazy_pattern
from exam_tui.page.passes.html_allowlist import fit_for_html

_YAML_LINE = lazy_pattern(r"\s*(?:[\w.-]+\s*:(?:\s.*)?|-(?:\s.*)?|#.*)?|\s+.*")
_TITLE = lazy_pattern(r"^title[ \t]*:[ \t]*(.*?)[ \t]*$", re.MULTILINE)


@dataclass(slots=True)
class Segment:
    """A stretch of the report.

    Attributes:
        kind: `outside` of questions, the `asking` part of one (heading and prompt), or its `answer`.
        text: its Markdown, LF line ends, fit for HTML.
        line: the line of the file it starts at, from 1.
        question: whose it is; None outside.
        tokens: what it was parsed into.

    """

    kind: Literal["outside", "asking", "answer"]
    text: str
    line: int
    question: Question | None = None
    tokens: list[Token] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The YAML block at the top of a file.

    Attributes:
        lines: how many lines it takes; 0: there is none.
        title: the title it names.
        text: its lines without marks, fit for HTML.

    """

    lines: int
    title: str
    text: str

    def without_title(self) -> str:
        """Return the text without the line that names the title."""
        return "\n".join(line for line in self.text.split("\n") if not _TITLE.match(line))


def segments_of(report: Report, *, skip_lines: int) -> Iterator[Segment]:
    """Yield the report's stretches in order, the first `skip_lines` lines left out.

    The report must be reparsed (`Report.reparsed`): its source is its text.
    """
    source, lines = report.source, report.template.lines
    position = lines.start(skip_lines)

    def cut(kind: Literal["outside", "asking"], start: int, end: int, question: Question | None = None) -> Segment:
        text = fit_for_html(normalise_line_ends(source[start:end]))
        return Segment(kind, text, lines.index(start) + 1, question)

    for question, place in zip(report.questions, report.template.questions, strict=True):
        heading = lines.start(place.heading_line)
        yield cut("outside", position, heading)
        # The rest of a marker is a word that somebody wrote.
        yield cut("asking", heading, place.marker.start if place.has_marker else place.marker.end, question)
        own = (line.index for line in place.lines if line.text.strip() and not line.is_placeholder)
        first = next(own, lines.index(place.marker.end))
        yield Segment("answer", fit_for_html(question.answer), first + 1, question)
        position = place.slot.end
    yield cut("outside", position, len(source))


def front_matter_of(report: Report) -> FrontMatter:
    """Find the front matter of a reparsed report. A block with lines that are not YAML is text."""
    first = report.template.blocks[0] if report.template.blocks else None
    if first is None or first.kind != "front_matter":
        return FrontMatter(0, "", "")
    content = [report.template.lines[line] for line in range(1, first.end - 1)]
    if not all(_YAML_LINE.fullmatch(line) for line in content):
        return FrontMatter(0, "", "")
    text = fit_for_html("\n".join(content))
    title = _TITLE.search(text)
    return FrontMatter(first.end, title[1].strip("'\"") if title else "", text)
