"""The other side of `process`: makes one page after the other, in a process that does nothing else.

A request is a line of JSON and the report's bytes, an answer a line of JSON and the page's; `size` says how many. The
process ends when its input does: then whoever asked is gone.
"""

import json
import os
import signal
import sys
import threading
from pathlib import Path
from queue import SimpleQueue
from typing import Any, BinaryIO, NoReturn

from exam_tui.core.findings.finding import Finding
from exam_tui.core.report.report import Report
from exam_tui.errors import ExamTuiError
from exam_tui.page.html_page import render_page
from exam_tui.page.top import CheckSummary

_Request = tuple[dict[str, Any], bytes]


def serve(source: BinaryIO, target: BinaryIO) -> NoReturn:
    """Answer the requests that come; does not return."""
    requests: SimpleQueue[_Request] = SimpleQueue()
    threading.Thread(target=_read, args=(source, requests), daemon=True).start()
    if requests.empty():  # what a first page loads is loaded before it is asked for
        _make_page({"folder": os.devnull}, b"# Report\n\n### Question 1\n> Answer:\n\n*a*\n")
    while True:
        head, data = requests.get()
        _end_after(head["seconds"])
        answer, page = _answered(head, data)
        _end_after(0)
        target.write(json.dumps({**answer, "size": len(page)}).encode("ascii") + b"\n" + page)
        target.flush()


def _read(source: BinaryIO, requests: "SimpleQueue[_Request]") -> None:
    """Take requests from the input; end the process with it, also while a page is being made."""
    while line := source.readline():
        head = json.loads(line)
        requests.put((head, source.read(head["size"])))
    os._exit(0)


def _end_after(seconds: float) -> None:
    """Let the system end this process after so many seconds, 0 for never.

    A search that does not end holds up every thread, so that nobody would see that the input has ended.
    """
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _answered(head: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    """Return the answer to a request, and the page."""
    make = {"page": _make_page, "course": _make_course_page}[head["kind"]]
    try:
        page, notices = make(head, data)
    except ExamTuiError as error:
        facts = {"message": error.message, "help": error.help, "line": error.line, "column": error.column}
        return {"error": facts}, b""
    except Exception as error:  # noqa: BLE001 - said by whoever asked; the next page may be another matter
        return {"fault": f"{type(error).__name__}: {error}"}, b""
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


def serve_pages() -> None:
    """Serve standard input, at the lowest priority that the system gives us."""
    if sys.platform != "win32":
        os.nice(5)
    serve(sys.stdin.buffer, sys.stdout.buffer)
