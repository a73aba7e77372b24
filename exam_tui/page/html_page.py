"""The page: a report as one HTML file that needs nothing else."""

from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from markdown_it.common.utils import escapeHtml

from exam_tui.core.report.report import Report
from exam_tui.core.text.lines import normalise_line_ends
from exam_tui.page.body import Body
from exam_tui.page.markdown_parser import Env, as_typed, parse_blocks, parse_inlines
from exam_tui.page.passes.definitions import show_definitions
from exam_tui.page.passes.details import fold_details
from exam_tui.page.passes.embedded_images import ImageEmbedder
from exam_tui.page.passes.html_allowlist import allow_inline
from exam_tui.page.passes.image_figures import figures_of, place_images
from exam_tui.page.passes.size_limits import SizeBudget
from exam_tui.page.passes.task_boxes import label_boxes
from exam_tui.page.passes.template_instructions import fold_instructions
from exam_tui.page.segments import Segment, front_matter_of, segments_of
from exam_tui.page.toc import table_of_contents
from exam_tui.page.top import CheckSummary, facts_of, summary_section

DEFAULT_TITLE = "Exam report"


@dataclass(frozen=True, slots=True)
class Page:
    """A finished page.

    Attributes:
        html: the file's text, LF line ends, fit for UTF-8.
        notices: one line each about what is not in the page as the report has it, such as a missing image.

    """

    html: str
    notices: tuple[str, ...]


def render_page(report: Report, *, folder: Path | None, summary: CheckSummary | None = None) -> Page:
    """Make the page of a report as it is now. The same report and images make the same page.

    With `summary`, what the check says is on top.

    Never fails on content: what cannot be shown is named in its place and in the notices. Reads image files
    below `folder`, the one the report is in (None: it is in no file), and nothing else; fetches and writes nothing.
    """
    report = report.reparsed()
    front_matter = front_matter_of(report)
    segments = list(segments_of(report, skip_lines=front_matter.lines))
    notices = _parse(segments, ImageEmbedder(folder))
    body = Body(report, front_matter.title or DEFAULT_TITLE)
    body.take_title(segments[0])
    is_named_above = body.title == front_matter.title
    above = front_matter.without_title() if is_named_above else front_matter.text
    segments[0].tokens = fold_instructions(segments[0].tokens, segments[0].text, above)
    main = body.html(segments)
    header = f"<header>\n{body.title_html}{facts_of(report.questions)}</header>\n"
    if summary is not None:
        main = summary_section(summary, body.questions) + main
    html = _frame(body.title, f"{header}{table_of_contents(body.entries)}", main)
    return Page(html, tuple(dict.fromkeys(notices)))


def _parse(segments: list[Segment], images: ImageEmbedder) -> list[str]:
    """Fill the segments' tokens, link definitions shared by all; return the notices."""
    env: Env = {}
    budget = SizeBudget()
    notices: list[str] = []
    for segment in segments:
        allowed = budget.allows_blocks(segment.text, segment.line)
        segment.tokens = parse_blocks(segment.text, env) if allowed else as_typed(segment.text)
    for segment in segments:
        parse_inlines(segment.tokens, env, budget, segment.line)
    shown = show_definitions(segment.tokens for segment in segments)
    for segment, tokens in zip(segments, shown, strict=True):
        segment.tokens = fold_details(tokens)
        for token in segment.tokens:
            allow_inline(token.children or [])
        # Images in prompts are the template's: its links dangle in most repositories, and nobody minds.
        place_images(segment.tokens, images, notices=None if segment.kind == "asking" else notices)
        label_boxes(segment.tokens)
        segment.tokens = figures_of(segment.tokens)
    return [*budget.notices(), *notices]


@cache
def _style() -> tuple[str, str]:
    """Return the style sheet as it is in the page, and its hash for the policy (CSP 3, section 6.7.3)."""
    sheet = (files("exam_tui.page") / "style.css").read_text("utf-8")
    style = "\n" + normalise_line_ends(sheet)
    return style, b64encode(sha256(style.encode()).digest()).decode()


def _frame(title: str, top: str, main: str) -> str:
    style, digest = _style()
    policy = f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="exam-tui">
<title>{escapeHtml(title)}</title>
<style>{style}</style>
</head>
<body>
<a class="skip" href="#Report">Skip to the report</a>
{top}<main id="Report">
{main}</main>
</body>
</html>
"""
