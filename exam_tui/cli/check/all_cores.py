"""`check` of many files: on all cores, each in a process of its own that nothing in a file can take down with it."""

import os
import pickle
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Final, NoReturn

from exam_tui.cli.check.checked_file import CheckedFile, check_file, load_report
from exam_tui.cli.standard_input import STDIN
from exam_tui.core.report.report import Report
from exam_tui.errors import ExamTuiError
from exam_tui.storage.worker.answering import serve
from exam_tui.storage.worker.worker_process import WorkerProcess

LIMIT: Final = 120.0
"""Seconds that one file may take; the most hostile one that is known takes a few."""


class CheckError(ExamTuiError):
    """A file could not be checked: its process ended, or took too long."""


class CheckProcess(WorkerProcess):
    """Checks one file after the other."""

    _module = "exam_tui.cli.check.all_cores"
    _error = CheckError

    def __init__(self, template: str | None, ignored: frozenset[str]) -> None:
        super().__init__(LIMIT)
        self._facts = {"template": template, "ignored": sorted(ignored)}

    def check(self, name: str) -> CheckedFile:
        """Check one file; see `check_file`."""
        self._made = (name, "checked")
        try:
            _, made = self._asked({**self._facts, "name": name}, b"")
        except CheckError as error:
            return CheckedFile(name, error)
        checked: CheckedFile = pickle.loads(made)  # noqa: S301 - this same program made it
        return checked


def cores() -> int:
    """Return how many cores this process may use."""
    if sys.platform == "linux" and hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def checked_on_all_cores(
    names: Sequence[str], template: str | None, ignored: frozenset[str], count: int
) -> Iterator[CheckedFile | None]:
    """Yield in order what came of each file; None for what is no file and left to the caller, as a folder.

    `template` is the path of the one to compare with. When the caller stops asking, all processes end.
    """
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - for many files alone

    processes = [CheckProcess(template, ignored) for _ in range(count)]
    idle: SimpleQueue[CheckProcess] = SimpleQueue()
    for process in processes:
        idle.put(process)

    def check(name: str) -> CheckedFile | None:
        if name == STDIN or os.path.isdir(name):  # noqa: PTH112 - False too for what is no file name
            return None
        process = idle.get()
        try:
            return process.check(name)
        finally:
            idle.put(process)

    threads = ThreadPoolExecutor(count)
    try:
        yield from threads.map(check, names)
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.stop()
        threads.shutdown()
        for process in processes:  # a thread may have started one in that very moment
            process.stop()


# In the other process


def serve_requests() -> NoReturn:
    """Serve standard input."""
    serve(_answer, lambda: None, sys.stdin.buffer, sys.stdout.buffer)


def _answer(head: dict[str, Any], _data: bytes) -> tuple[dict[str, Any], bytes]:
    checked = check_file(head["name"], _template(head["template"]), frozenset(head["ignored"]))
    return {}, pickle.dumps(checked)


@cache
def _template(path: str | None) -> Report | None:
    return None if path is None else load_report(Path(path))
