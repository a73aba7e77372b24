"""Pages are made in a process of their own, with a limit: no text of a report can hold up the editor.

The process is kept for the next page. It ends with this one, however that ends: see `page/serve.py`.
"""

import atexit
import json
import os
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from exam_tui.errors import REPORT_IT, PageError

if TYPE_CHECKING:
    import subprocess

    from exam_tui.page.top import CheckSummary

LIMIT: Final = 20.0
"""Seconds that one page may take; the largest report takes about four, on a slow computer."""

_START: Final = "import sys; sys.path.append(sys.argv[1]); from exam_tui.page import serve; serve.serve_pages()"


class Made(NamedTuple):
    """A page as it was made: its bytes, and one line each about what its reader will miss."""

    data: bytes
    notices: tuple[str, ...]


class PageProcess:
    """Makes pages, one at a time, in a process that starts with the first one or when it is told to.

    `limit` is the seconds that one page may take.
    """

    def __init__(self, limit: float = LIMIT) -> None:
        self.limit = limit
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def start(self) -> None:
        """Start the process, so that the first page need not wait for it. Raises nothing."""
        with self._lock, suppress(PageError):
            self._running()

    def stop(self) -> None:
        """End the process; a page that is being made is given up. Raises nothing."""
        atexit.unregister(self.stop)
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            with self._lock:  # whoever waits for a page gets an error first
                _close(process)

    def page(self, data: bytes, folder: Path | None, summary: "CheckSummary | None" = None) -> Made:
        """Make the page of a report with these bytes, with its images from a folder below; see `render_page`.

        Raises:
            PageError: it took too long, or could not be made.

        """
        place = None if folder is None else os.path.abspath(folder)  # noqa: PTH100 - links stay links
        facts: dict[str, Any] = {"kind": "page", "folder": place}
        if summary is not None:
            facts["summary"] = {"lines": list(summary.lines), "findings": list(summary.findings)}
        return self._asked(facts, data)

    def course_page(self, data: bytes) -> Made:
        """Make the page of a report as the course's own script makes it; see `render_course_page`.

        Raises:
            PageError: it took too long, Python-Markdown is not installed, or that script would stop.

        """
        return self._asked({"kind": "course"}, data)

    def _asked(self, facts: Mapping[str, Any], data: bytes) -> Made:
        head = json.dumps({**facts, "size": len(data), "seconds": self.limit + 1}).encode("ascii")
        with self._lock:
            process = self._running()
            is_late = threading.Event()

            def give_up() -> None:
                is_late.set()
                process.kill()

            clock = threading.Timer(self.limit, give_up)
            clock.daemon = True
            clock.start()
            try:
                answer, page = _exchanged(process, head + b"\n" + data)
            except BaseException as error:  # ctrl+c too: what it would answer next is not for the next page
                self._process = None
                _close(process)
                if not isinstance(error, OSError | ValueError):
                    raise
                raise PageError(self._why(is_late=is_late.is_set())) from error
            finally:
                clock.cancel()
        return _made(answer, page)

    def _why(self, *, is_late: bool) -> str:
        if is_late:
            return f"The page was not written: it took longer than {self.limit:g} seconds."
        why = "memory ran out, or the installation of exam-tui is incomplete"
        return f"The page was not written: its process ended. Perhaps {why}."

    def _running(self) -> "subprocess.Popen[bytes]":
        import subprocess  # noqa: PLC0415 - not before the first frame

        if self._process is not None and self._process.poll() is None:
            return self._process
        if self._process is not None:
            _close(self._process)
        # Nothing may be imported from the current folder, and no key of the terminal may reach it.
        root = str(Path(__file__).parents[2])
        try:
            self._process = subprocess.Popen(  # noqa: S603 - this same program
                [sys.executable, "-P", "-c", _START, root],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise PageError(
                f"The page was not written: its process could not be started ({error.strerror})."
            ) from error
        atexit.register(self.stop)
        return self._process


PAGES: Final = PageProcess()
"""The process for the pages of this one."""


def _exchanged(process: "subprocess.Popen[bytes]", request: bytes) -> tuple[dict[str, Any], bytes]:
    """Send a request and return the answer. Raises OSError or ValueError where the process has ended."""
    assert process.stdin is not None  # noqa: S101 - it was made with pipes
    assert process.stdout is not None  # noqa: S101 - the same
    process.stdin.write(request)
    process.stdin.flush()
    answer = json.loads(process.stdout.readline())
    page = process.stdout.read(answer["size"])
    if len(page) != answer["size"]:
        raise ValueError
    return answer, page


def _made(answer: Mapping[str, Any], page: bytes) -> Made:
    if "error" in answer:
        raise PageError(**answer["error"])
    if "fault" in answer:
        raise PageError(fault_of_page(answer["fault"]))
    return Made(page, tuple(answer["notices"]))


def fault_of_page(what: str) -> str:
    """Say that a page could not be made because of a mistake of ours."""
    return f"The page could not be written ({what}). This is a bug in exam-tui or its installation, {REPORT_IT}."


def _close(process: "subprocess.Popen[bytes]") -> None:
    """Wait for a process that is ending, and close its pipes."""
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):  # nobody took what was still to be written
                pipe.close()
    process.wait()
