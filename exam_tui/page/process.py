"""Pages are made in a process of their own, with a limit: no text of a report can hold up the editor.

What the process does is in `page/serve.py`.
"""

import os
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from exam_tui.errors import PageError
from exam_tui.storage.worker.worker_process import WorkerProcess

if TYPE_CHECKING:
    from exam_tui.page.top import CheckSummary

LIMIT: Final = 20.0
"""Seconds that one page may take; the largest report takes about four, on a slow computer."""


class Made(NamedTuple):
    """A page as it was made: its bytes, and one line each about what its reader will miss."""

    data: bytes
    notices: tuple[str, ...]


class PageProcess(WorkerProcess):
    """Makes pages; `limit` is the seconds that one page may take."""

    _module = "exam_tui.page.serve"
    _made = ("The page", "written")
    _error = PageError

    def __init__(self, limit: float = LIMIT) -> None:
        super().__init__(limit)
        self._begun: tuple[bytes, str | None, Future[Made]] | None = None

    def begin(self, data: bytes, folder: Path | None) -> None:
        """Begin with a page that will be asked for: the next one, if it is of this report. Raises nothing."""
        done: Future[Made] = Future()
        place = _place(folder)
        self._begun = (data, place, done)

        def make() -> None:
            try:
                done.set_result(self._page({"kind": "page", "folder": place}, data))
            except Exception as error:  # noqa: BLE001 - for who asks for the page
                done.set_exception(error)

        threading.Thread(target=make, daemon=True).start()

    def page(self, data: bytes, folder: Path | None, summary: "CheckSummary | None" = None) -> Made:
        """Make the page of a report with these bytes, with its images from a folder below; see `render_page`.

        Raises:
            PageError: it took too long, or could not be made.

        """
        place, begun, self._begun = _place(folder), self._begun, None
        if begun is not None and begun[:2] == (data, place) and summary is None:
            return begun[2].result()
        facts: dict[str, Any] = {"kind": "page", "folder": place}
        if summary is not None:
            facts["summary"] = {"lines": list(summary.lines), "findings": list(summary.findings)}
        return self._page(facts, data)

    def course_page(self, data: bytes) -> Made:
        """Make the page of a report as the course's own script makes it; see `render_course_page`.

        Raises:
            PageError: it took too long, Python-Markdown is not installed, or that script would stop.

        """
        return self._page({"kind": "course"}, data)

    def _page(self, facts: Mapping[str, Any], data: bytes) -> Made:
        answer, page = self._asked(facts, data)
        return Made(page, tuple(answer["notices"]))


def _place(folder: Path | None) -> str | None:
    return None if folder is None else os.path.abspath(folder)  # noqa: PTH100 - links stay links


PAGES: Final = PageProcess()
"""The process for the pages of this one."""
