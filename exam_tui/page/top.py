"""What `exam-tui check` says of the report, on top of its page where that is asked for."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markdown_it.common.utils import escapeHtml

from exam_tui.core.findings.finding import Finding
from exam_tui.page.passes.clean import fit_for_html

_CODE = re.compile(r"`([^`\n]+)`")


@dataclass(frozen=True, slots=True)
class Summary:
    """What is shown.

    Attributes:
        lines: how far the report is and what the course's check says, a sentence each.
        findings: the problems, sorted by position; information is left out.

    """

    lines: Sequence[str]
    findings: Sequence[Finding]


def summary_section(summary: Summary, questions: Mapping[int, str]) -> str:
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
