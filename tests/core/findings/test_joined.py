"""What several questions have in common is one line of a list."""

import pytest

from exam_tui.core.findings.engine import findings_of
from exam_tui.core.findings.joined import is_joined, joined
from exam_tui.core.report.report import Report
from tests.core.findings.build import placeholder, report, template
from tests.core.findings.fixtures import StubFiles


def _report(*unanswered: int) -> Report:
    return Report.from_bytes(report({number: placeholder(number) for number in unanswered}).encode())


@pytest.mark.parametrize("count", [27, 31])
def test_a_blank_report_has_one_line_for_its_questions(count: int) -> None:
    """As severe as the worst, at the first of them."""
    found = findings_of(Report.from_bytes(template(count).encode()))
    assert {finding.severity for finding in found} == {"error", "warning"}
    (one,) = joined(found)
    assert (one.severity, one.message) == ("error", f"questions 1–{count} have no answer")
    assert (one.line, one.question) == (found[0].line, None)
    assert is_joined(one)


@pytest.mark.parametrize(
    ("unanswered", "numbers"),
    [
        ((5, 6, 7), "questions 5–7"),
        ((2, 4, 5, 6, 7, 8, 9), "questions 2 and 4–9"),
        ((3, 9, 12), "questions 3, 9 and 12"),
        ((5, 6, 20, 21, 22), "questions 5, 6 and 20–22"),
    ],
)
def test_from_three_unanswered_questions_on_they_are_one_line(unanswered: tuple[int, ...], numbers: str) -> None:
    found = findings_of(_report(*unanswered), StubFiles())
    (one,) = joined(found)
    assert one.message == f"{numbers} have no answer"


@pytest.mark.parametrize("unanswered", [(), (5,), (5, 27)])
def test_fewer_are_named_by_themselves(unanswered: tuple[int, ...]) -> None:
    found = findings_of(_report(*unanswered), StubFiles())
    assert joined(found) == found
    assert not any(map(is_joined, found))


def test_all_others_stay_in_their_order() -> None:
    text = report({3: placeholder(3), 5: "Too short", 6: placeholder(6), 7: placeholder(7), 8: "Short too"})
    found = joined(findings_of(Report.from_bytes(text.encode()), StubFiles()))
    assert [(finding.code, finding.question) for finding in found] == [
        ("unanswered", None),
        ("too-short", 5),
        ("too-short", 8),
    ]


def test_where_none_of_them_asks_for_anything_it_is_a_warning() -> None:
    text = report({number: placeholder(number) for number in (3, 5, 6)}).replace("5-20 words", "0-20 words")
    (one,) = joined(findings_of(Report.from_bytes(text.encode()), StubFiles()))
    assert one.severity == "warning"
