"""The symbol of a question's state."""

import pytest

from exam_tui.core.report.question import SYMBOLS, kind_of
from exam_tui.core.report.report import Report
from tests.core.findings.build import GOOD, placeholder, report


@pytest.mark.parametrize(
    ("number", "answer", "kind"),
    [
        (5, GOOD, "passing"),
        (1, "no limit is set", "passing"),
        (5, "two words", "short"),
        (5, GOOD * 3, "long"),
        (4, "a picture is missing", "failing"),
        (5, placeholder(5), "unanswered"),
    ],
)
def test_a_failing_answer_is_short_or_long_or_has_another_fault(number: int, answer: str, kind: str) -> None:
    question = Report.from_bytes(report({number: answer}).encode()).question(number)
    assert kind_of(question) == kind
    assert len(SYMBOLS[kind_of(question)]) == 1
