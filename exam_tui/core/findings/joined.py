"""Findings as they are read: what many places have in common is said once. JSON has each of them."""

from collections.abc import Sequence
from typing import Final

from exam_tui.core.findings.catalog import CODES
from exam_tui.core.findings.finding import Finding
from exam_tui.core.text.words import number_list

_MOST: Final = 3
"""Marks of the checklist that are named one by one."""


def joined(findings: Sequence[Finding]) -> Sequence[Finding]:
    """Return findings with one in place of many marks that are no ticks, at the first of them; sorted as before."""
    marks = [finding for finding in findings if finding.code == "task-mark"]
    if len(marks) <= _MOST:
        return findings
    lines = number_list([finding.line for finding in marks])
    message = f"{len(marks)} marks of the checklist are no ticks, in lines {lines}"
    one = marks[0]._replace(message=message, help=CODES["task-mark"].remedy)
    return tuple(
        one if finding is marks[0] else finding
        for finding in findings
        if finding is marks[0] or finding.code != "task-mark"
    )
