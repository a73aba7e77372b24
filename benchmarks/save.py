"""Saving a report together with its page, beside making the page alone; in turn in one run and in this process.

    python benchmarks/save.py [-n ROUNDS] [REPORT.md]

Without a report the example of the repository is taken. The report lies alone in a new folder, without its images and
outside of git. Prints medians in milliseconds.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from exam_tui.page.html_page import render_page
from exam_tui.session.session import Session


def timed(task: Callable[[], object]) -> float:
    """Return milliseconds that a task takes."""
    start = time.perf_counter()
    task()
    return (time.perf_counter() - start) * 1e3


def main() -> int:
    """Measure in turn and print medians and the ratio."""
    parser = argparse.ArgumentParser(description="The speed of saving.")
    parser.add_argument("-n", type=int, default=21, metavar="ROUNDS")
    parser.add_argument("report", nargs="?", type=Path, default=Path(__file__).parents[1] / "examples/report.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        os.environ["XDG_STATE_HOME"] = name
        folder = Path(name) / "reports"
        folder.mkdir()
        path = folder / "README.md"
        shutil.copy(options.report, path)
        session = Session.open(path)
        number = session.report.questions[-1].number
        rounds: list[tuple[float, float, float]] = []
        for index in range(options.n + 1):
            session.set_answer(number, f"Words number {index}")
            both, page = timed(session.save), timed(lambda: render_page(session.report, folder=folder))
            session.set_answer(number, f"Other words {index}")
            rounds.append((both, page, timed(lambda: session.save(page=False))))
    saving, rendering, alone = (statistics.median(row[side] for row in rounds[1:]) for side in range(3))
    print(f"save with page  {saving:8.1f} ms")
    print(f"save alone      {alone:8.1f} ms")
    print(f"page alone      {rendering:8.1f} ms, save with page {saving / rendering:.2f} x")
    return 0


if __name__ == "__main__":
    sys.exit(main())
