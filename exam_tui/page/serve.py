"""The other side of `process`: makes one page after the other, in a process that does nothing else."""

import os
from pathlib import Path
from typing import Any, NoReturn

from exam_tui.core.findings.finding import Finding
from exam_tui.core.report.report import Report
from exam_tui.page.html_page import render_page
from exam_tui.page.top import CheckSummary
from exam_tui.storage.worker.answering import serve_standard_input


def serve_requests() -> NoReturn:
    """Serve standard input."""
    serve_standard_input(_answer, _warm_up)


def _warm_up() -> None:
    """Load what a first page needs."""
    _make_page({"folder": os.devnull}, b"# Report\n\n### Question 1\n> Answer:\n\n*a*\n")


def _answer(head: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    """Return the answer to a request, and the page."""
    make = {"page": _make_page, "course": _make_course_page}[head["kind"]]
    page, notices = make(head, data)
    return {"notices": notices}, page.encode("utf-8")


def _make_page(head: dict[str, Any], data: bytes) -> tuple[str, list[str]]:
    given = head.get("summary")
    summary = CheckSummary(given["lines"], [Finding(*finding) for finding in given["findings"]]) if given else None
    folder = None if head["folder"] is None else Path(head["folder"])
    page = render_page(Report.from_bytes(data), folder=folder, summary=summary)
    return page.html, list(page.notices)


def _make_course_page(_head: dict[str, Any], data: bytes) -> tuple[str, list[str]]:
    from exam_tui.page.course_page import render_course_page  # noqa: PLC0415 - needs an extra

    return render_course_page(Report.from_bytes(data)), []
