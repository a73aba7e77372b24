"""Saving a report together with its page, beside making the page alone; in turn in this process."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.rows import Row, compared
from exam_tui.page.html_page import render_page
from exam_tui.page.process import PAGES
from exam_tui.session.session import Session


def timed(task: Callable[[], object]) -> float:
    """Return milliseconds that a task takes."""
    start = time.perf_counter()
    task()
    return (time.perf_counter() - start) * 1e3


def save_rows(folder: Path, report: Path, rounds: int) -> list[Row]:
    """Measure saves of a report that lies alone in a new folder, without its images and outside of git."""
    os.environ["XDG_STATE_HOME"] = str(folder / "state")
    path = folder / "reports" / "README.md"
    path.parent.mkdir(parents=True)
    shutil.copy(report, path)
    session = Session.open(path)
    PAGES.start()  # as the editor does after its first frame
    number = session.report.questions[-1].number
    both: list[float] = []
    pages: list[float] = []
    alone: list[float] = []
    for index in range(rounds * 7 + 2):
        session.set_answer(number, f"Words number {index}")
        both.append(timed(session.save))
        pages.append(timed(lambda: render_page(session.report, folder=path.parent)))
        session.set_answer(number, f"Other words {index}")
        alone.append(timed(lambda: session.save(page=False)))
    PAGES.stop()
    return [
        compared("a save with its page", both[2:], pages[2:], "making the page alone", 1.5),
        compared("a save without a page", alone[2:], pages[2:], "making the page alone", 0),
    ]
