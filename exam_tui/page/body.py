"""The report itself as HTML: title, sections, questions and answers."""

from collections.abc import Sequence

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from exam_tui.core.naming.short_names import short_names
from exam_tui.core.report.report import Report
from exam_tui.page.passes.headings import Slugs, close_gaps, give_ids, headings_in, level_of
from exam_tui.page.passes.html_allowlist import fit_for_html
from exam_tui.page.passes.task_boxes import tally
from exam_tui.page.passes.tokens import plain_text, text_token
from exam_tui.page.renderer import PageRenderer
from exam_tui.page.segments import Segment
from exam_tui.page.toc import TocEntry

_QUESTION_LEVEL = 3


class Body:
    """Renders the segments of one page.

    Attributes:
        title: the report's title, as text.
        title_html: the heading with it, for the top of the page.
        entries: the headings for the table of contents, known after `html`.
        questions: the id of each question's heading by its number, the first of each; known after `html`.

    """

    def __init__(self, report: Report, title: str) -> None:
        self._tasks = report.tasks
        self._names = [fit_for_html(name) for name in short_names(report.questions)]
        self._renderer = PageRenderer()
        self._slugs = Slugs()
        self._level = 1
        self.title = title
        self.title_html = f"<h1>{escapeHtml(title)}</h1>\n"
        self.entries: list[TocEntry] = []
        self.questions: dict[int, str] = {}

    def html(self, segments: Sequence[Segment]) -> str:
        """Return all segments as HTML."""
        ends = _section_ends(segments)
        return "".join(self._segment(segment, ends) for segment in segments)

    def take_title(self, first: Segment) -> None:
        """Take the title out of the first segment: the level-1 heading that the report begins with."""
        tokens = first.tokens
        if tokens and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
            heading, first.tokens = tokens[:3], tokens[3:]
            give_ids(heading, self._slugs)
            self.title = " ".join(plain_text(heading[1]).split()) or self.title
            self.title_html = self._renderer.page(heading)

    def _segment(self, segment: Segment, ends: dict[int, int]) -> str:
        if segment.kind == "answer":
            return self._answer(segment)
        if segment.kind == "asking":
            return self._asking(segment)
        give_ids(segment.tokens, self._slugs)
        self._level = close_gaps(segment.tokens, above=self._level, own_top=False)
        self._enter(segment)
        inner = self._renderer.page(self._with_tallies(segment, ends))
        return f'<div class="outside">\n{inner}</div>\n' if inner else ""

    def _asking(self, segment: Segment) -> str:
        """Return a question's heading and prompt; the section they open is closed after its answer."""
        tokens = segment.tokens
        number = segment.question.number if segment.question else 0
        if not tokens or tokens[0].type != "heading_open":
            # If the heading's line was not read as a heading, there would be nothing to link to.
            tokens = _heading(f"Question {number}") + tokens
        give_ids(tokens, self._slugs)
        self._level = close_gaps(tokens, above=self._level, own_top=False)
        unanswered = segment.question is not None and segment.question.state == "unanswered"
        slug = str(tokens[0].attrs["id"])
        text = plain_text(tokens[1])
        name = self._names[segment.question.index] if segment.question else ""
        if name:
            text = f"{text} · {name}"
        self.entries.append(TocEntry(level_of(tokens[0]), slug, text, is_question=True, unanswered=unanswered))
        self.questions.setdefault(number, slug)
        prompt = self._renderer.page(tokens[3:])
        heading = self._renderer.page(tokens[:3])
        return f'<section class="question">\n{heading}<div class="prompt">\n{prompt}</div>\n'

    def _answer(self, segment: Segment) -> str:
        give_ids(segment.tokens, self._slugs)
        close_gaps(segment.tokens, above=self._level, own_top=True)
        inner = self._renderer.page(segment.tokens)
        kind, label = "answer", "Answer"
        if segment.question is not None and segment.question.state == "unanswered":
            kind, label = "answer none", "Not answered yet"
        return f'<div class="{kind}">\n<p class="label">{label}</p>\n{inner}</div>\n</section>\n'

    def _enter(self, segment: Segment) -> None:
        for index, token in headings_in(segment.tokens):
            text = " ".join(plain_text(segment.tokens[index + 1]).split()) or "Section"
            self.entries.append(TocEntry(level_of(token), str(token.attrs["id"]), text))

    def _with_tallies(self, segment: Segment, ends: dict[int, int]) -> list[Token]:
        tokens: list[Token] = []
        for index, token in enumerate(segment.tokens):
            tokens.append(token)
            if token.type == "heading_close" and token.level == 0:
                opening = segment.tokens[index - 2]
                line = segment.line + (opening.map or [0])[0]
                tokens += tally(self._tasks, line, ends.get(line, line))
        return tokens


def _heading(text: str) -> list[Token]:
    """Return the tokens of a question's heading with this text."""
    tag = f"h{_QUESTION_LEVEL}"
    return [
        Token("heading_open", tag, 1, block=True),
        Token("inline", "", 0, children=[text_token(text)]),
        Token("heading_close", tag, -1, block=True),
    ]


def _section_ends(segments: Sequence[Segment]) -> dict[int, int]:
    """Return for each heading outside of questions the line at which its section ends, both from 1."""
    found = [
        (segment.line + (token.map or [0])[0], level_of(token))
        for segment in segments
        if segment.kind == "outside"
        for _, token in headings_in(segment.tokens)
    ]
    ends: dict[int, int] = {}
    open_sections: list[tuple[int, int]] = []
    for line, level in found:
        while open_sections and open_sections[-1][1] >= level:
            ends[open_sections.pop()[0]] = line
        open_sections.append((line, level))
    return ends | {line: _NO_END for line, _ in open_sections}


_NO_END = 2**31
