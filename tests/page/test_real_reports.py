"""Whole reports: our own, and real hand-ins, which are read where they are."""

from pathlib import Path

import pytest

from exam_tui.core.report.report import Report
from exam_tui.page.html_page import render_page
from tests.conftest import files_of_both
from tests.page.policy import check_page
from tests.page.samples import answers_in, texts

_FILES = [*files_of_both("reports/*.md"), *files_of_both("templates/*.md")]


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem)
def test_a_report_has_a_valid_page_with_all_its_answers(path: Path) -> None:
    """No parse error, nothing that is not allowed, one box for each question."""
    report = Report.load(path)
    html = render_page(report, folder=path.parent).html
    check_page(html)
    boxes = answers_in(html)
    assert len(boxes) == len(report.questions)
    for question, box in zip(report.questions, boxes, strict=True):
        assert (question.state == "unanswered") == texts(box).startswith("Not answered yet")
