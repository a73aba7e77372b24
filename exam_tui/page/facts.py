"""What stands below the title: the group, its study numbers, the questions that are not answered yet."""

import re
from collections.abc import Sequence

from markdown_it.common.utils import escapeHtml

from exam_tui.core.report.report import Question
from exam_tui.page.passes.clean import fit_for_html

_FACTS = ((1, "group number", "Group"), (2, "study number", "Study numbers"))
"""Questions of the course's template: number, what their prompt says, what the page calls the answer."""
_LONGEST = 300
_MARKUP = re.compile(r"^\s*(?:[-*+>]|\d+[.)])\s+|[*`]|-{3,}|<br ?/?>")


def facts_of(questions: Sequence[Question]) -> str:
    """Return the facts as HTML; nothing for a report without them."""
    rows: list[tuple[str, str]] = []
    for number, wording, name in _FACTS:
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
