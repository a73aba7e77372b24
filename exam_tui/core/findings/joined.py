"""Findings as they are read: what many places have in common is said once. JSON has each of them."""

from collections.abc import Callable, Sequence
from typing import Final

from exam_tui.core.findings.catalog import CODES
from exam_tui.core.findings.finding import Finding
from exam_tui.core.text.words import number_list, questions_of

_MOST_MARKS: Final = 3
"""Marks of the checklist that are named one by one."""
_MOST_UNANSWERED: Final = 2
"""The same of unanswered questions."""
_UNANSWERED: Final = "unanswered"


def joined(findings: Sequence[Finding]) -> Sequence[Finding]:
    """Return findings with one in place of many of a kind, at the first of them; sorted as before.

    Marks that are not ticks are joined, and so are unanswered questions, which are as severe as the worst of them.
    """
    findings = _with_one(findings, "task-mark", _MOST_MARKS, _of_marks)
    return _with_one(findings, _UNANSWERED, _MOST_UNANSWERED, _of_unanswered)


def is_joined(finding: Finding) -> bool:
    """Return whether a finding stands for several questions."""
    return finding.code == _UNANSWERED and finding.question is None


def _with_one(
    findings: Sequence[Finding], code: str, most: int, join: Callable[[Sequence[Finding]], Finding]
) -> Sequence[Finding]:
    several = [finding for finding in findings if finding.code == code]
    if len(several) <= most:
        return findings
    one = join(several)
    return tuple(
        one if finding is several[0] else finding
        for finding in findings
        if finding is several[0] or finding.code != code
    )


def _of_marks(marks: Sequence[Finding]) -> Finding:
    lines = number_list([finding.line for finding in marks])
    message = f"{len(marks)} checklist marks are not ticks, in lines {lines}"
    return marks[0]._replace(message=message, help=CODES["task-mark"].remedy)


def _of_unanswered(findings: Sequence[Finding]) -> Finding:
    numbers = {finding.question for finding in findings if finding.question is not None}
    return findings[0]._replace(
        severity="error" if any(finding.severity == "error" for finding in findings) else "warning",
        question=None,
        message=f"{questions_of(numbers)} have no answer",
        help="Write the answers in place of the template's placeholders.",
    )
