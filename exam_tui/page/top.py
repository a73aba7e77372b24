"""The top of the page: the facts of the report, and what `exam-tui check` says of it where that is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markdown_it.common.utils import escapeHtml

from exam_tui.core.course import COURSE
from exam_tui.core.findings.finding import Finding
from exam_tui.core.report.question import Question
from exam_tui.core.text.patterns import lazy_pattern
from exam_tui.page.passes.html_allowlist import fit_for_html

_CODE = lazy_pattern(r"`([^`\n]+)`")
_LONGEST = 300
_MARKUP = lazy_pattern(r"^\s*(?:[-*+>]|\d+[.)])\s+|[*`]|-{3,}|<br ?/?>")


@dataclass(frozen=True, slots=True)
class CheckSummary:
    """What the check says.

    Attributes:
        lines: how far the report is and what the course's check says, a sentence each.
        findings: the problems, sorted by position; information is left out.

    """

    lines: Sequence[str]
    findings: Sequence[Finding]


def summary_section(summary: CheckSummary, questions: Mapping[int, str]) -> str:
    """Return the summary as HTML; `questions` is the id of each question's heading by its number."""
    problems = "".join(_problem(finding, questions) for finding in summary.findings if finding.severity != "info")
    listed = f"<ul>\n{problems}</ul>\n" if problems else ""
    said = "".join(f"<p>{_shown(line)}</p>\n" for line in summary.lines)
    return f'<section class="check" aria-labelledby="Check">\n<h2 id="Check">Check</h2>\n{said}{listed}</section>\n'


def _problem(finding: Finding, questions: Mapping[int, str]) -> str:
    slug = questions.get(finding.question) if finding.question is not None else None
    name = f"Question {finding.question}" if finding.question is not None else f"Line {finding.line}"
    place = f'<a href="#{escapeHtml(slug)}">{name}</a>' if slug else name
    return f"<li>{place}: {_shown(finding.message)}. {_shown(finding.help)}</li>\n"


def _shown(text: str) -> str:
    return _CODE.sub(r"<code>\1</code>", escapeHtml(fit_for_html(text)))


def facts_of(questions: Sequence[Question]) -> str:
    """Return the facts as HTML; nothing for a report without them."""
    rows: list[tuple[str, str]] = []
    for number, wording, name in COURSE.page_facts:
        question = next((question for question in questions if question.number == number), None)
        if question is None or wording not in question.prompt.lower():
            continue
        lines = [_MARKUP.sub("", line).strip() for line in fit_for_html(question.answer).split("\n")]
        answer = ", ".join(line.rstrip(",;") for line in lines if line)
        if 0 < len(answer) <= _LONGEST:
            rows.append((name, answer))
    waiting = sum(question.state == "unanswered" for question in questions)
    if questions and waiting:
        rows.append(("Questions", f"{len(questions) - waiting} of {len(questions)} answered"))
    if not rows:
        return ""
    items = "".join(f"<div><dt>{name}</dt><dd>{escapeHtml(value)}</dd></div>\n" for name, value in rows)
    return f"<dl>\n{items}</dl>\n"
