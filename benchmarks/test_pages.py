"""Making the page: an ordinary report at once, a hostile one in bounded time."""

from functools import partial
from pathlib import Path

import pytest

from benchmarks.ratios import Ratios, Work
from exam_tui.core.report.report import Report
from exam_tui.page.html_page import render_page
from tests.page.passes.test_size_limits import HOSTILE, hostile_reports
from tests.page.samples import report_of
from tests.page.test_safety import NESTING, nested_report

NOWHERE = Path("/nonexistent")


def test_a_report_as_students_write_them(ratios: Ratios) -> None:
    """31 answers of 200 words, lists, code and a table, without images: three and a half pieces of Python."""
    marked = "We rowed **far** with `oars` and a [sail](https://example.org)."
    plain = " We saw the sea and wrote it all down." * 28
    answer = f"{marked}{plain}\n\n- one\n- two\n\n```python\nx = [1, 2]\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    data = report_of(*[answer] * 31).to_bytes()
    render_page(Report.from_bytes(data), folder=NOWHERE)  # once everything is imported
    ratios.beside_python(lambda: render_page(Report.from_bytes(data), folder=NOWHERE), 3.5)  # measured: 1.3


def test_a_report_of_a_megabyte(ratios: Ratios) -> None:
    """Of ordinary text, a quarter of a megabyte beside half of one; and the largest that exam-tui reads."""
    paragraph = "We rowed **far** with `oars` and a [sail](https://example.org), www.example.org and *wind*. " * 8
    answer = f"{paragraph}\n\n- one\n- two\n\n```python\nx = 1\n```\n\n" * 30

    def rendered(size: int) -> Work:
        report = report_of(*[answer] * size)
        return lambda: render_page(report, folder=NOWHERE)

    ratios.linear(rendered, 10)
    ratios.beside_python(rendered(40), 60)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_megabyte(ratios: Ratios, name: str) -> None:
    """In one answer; and where a section's prompt is made of it. What is longer than any report is shown as typed."""
    for report in hostile_reports(name, 1_000):
        _ = report.questions
        ratios.beside_python(partial(render_page, report, folder=NOWHERE), 90)  # measured: 47


@pytest.mark.parametrize("name", NESTING)
def test_hostile_nesting(ratios: Ratios, name: str) -> None:
    """Ten to thirty kilobytes of it."""
    report = nested_report(name, 2_000)
    ratios.beside_python(lambda: render_page(report, folder=NOWHERE), 15)  # measured: 6.2
