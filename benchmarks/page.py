"""The page beside its peers: the course's own export, pandoc, nbconvert; in turn in one run.

    python benchmarks/page.py [REPORT.md …]

Without reports the example of the repository is taken. In this process: making the page of each report, and what the
course's script does with it, processor time after one warm run. As programs, on the first report: processor time, and
the quickest whole run. pandoc and nbconvert are measured where they are installed. Needs Linux or macOS and the dev
extra. Prints medians in milliseconds; only the ratios mean something on another machine.
"""

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.ratios import seconds_of_programs
from exam_tui.core.report.report import Report
from exam_tui.page.course_page import render_course_page
from exam_tui.page.html_page import render_page

ROUNDS = 9
COURSE = """
import markdown
text = open("README.md", encoding="utf-8").read()
open("course.html", "w", encoding="utf-8").write(markdown.markdown(text[43:]))
"""


def processor_time(task: Callable[[], object]) -> float:
    """Return the median of milliseconds of processor time that a task takes in this process."""
    task()
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        task()
        times.append((time.process_time() - start) * 1e3)
    return statistics.median(times)


def _render(data: bytes) -> None:
    """Make our page, without its images: those are as fast as the disk."""
    render_page(Report.from_bytes(data), folder=Path("/nonexistent"))


def _render_as_course(data: bytes) -> None:
    """Make the course's."""
    render_course_page(Report.from_bytes(data))


def in_process(paths: Sequence[Path]) -> None:
    """Measure the renderings of each report."""
    print(f"{'in this process, ms':<28}{'exam-tui':>10}{'course':>10}")
    ours: list[float] = []
    theirs: list[float] = []
    for path in paths:
        data = path.read_bytes()
        ours.append(processor_time(partial(_render, data)))
        theirs.append(processor_time(partial(_render_as_course, data)))
        print(f"{path.parent.name + '/' + path.name:<28}{ours[-1]:>10.1f}{theirs[-1]:>10.1f}")
    print(f"{'median':<28}{statistics.median(ours):>10.1f}{statistics.median(theirs):>10.1f}")
    print(f"{'slowest':<28}{max(ours):>10.1f}{max(theirs):>10.1f}\n")


def as_programs(path: Path) -> None:
    """Measure whole runs of the programs, in turn."""
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "exam-tui html": [sys.executable, "-m", "exam_tui", "html", "README.md"],
        "the course's script": [sys.executable, "-c", COURSE],
    }
    if pandoc := shutil.which("pandoc"):
        embed = ["--standalone", "--embed-resources"]
        old = (
            "--embed-resources"
            not in subprocess.run([pandoc, "--help"], capture_output=True, text=True, check=True).stdout
        )
        embed = ["--standalone", "--self-contained"] if old else embed  # its name before pandoc 2.19
        commands["pandoc"] = [pandoc, "--from=gfm", *embed, "--toc", "--metadata=title:x", "README.md", "-o", "p.html"]
    if nbconvert := shutil.which("jupyter-nbconvert"):
        commands["nbconvert"] = [nbconvert, "--to=html", "--embed-images", "book.ipynb"]
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(path.parent, folder, dirs_exist_ok=True, ignore=lambda *_: [path.name])
        (folder / "README.md").write_bytes(path.read_bytes())
        # nbconvert converts notebooks: a report becomes one of a single cell.
        cell = {"id": "1", "cell_type": "markdown", "metadata": {}, "source": path.read_text("utf-8")}
        book = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        (folder / "book.ipynb").write_text(json.dumps(book), "utf-8")
        for _ in range(ROUNDS):
            for program, command in commands.items():
                start, spent = time.perf_counter(), seconds_of_programs()
                done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
                if done.returncode:
                    sys.exit(f"{program} failed: {done.stderr}")
                times[program].append(((seconds_of_programs() - spent) * 1e3, (time.perf_counter() - start) * 1e3))
    print(f"{'as programs, ms':<28}{'processor':>10}{'whole run':>10}")
    for program, taken in times.items():
        print(f"{program:<28}{statistics.median(cpu for cpu, _ in taken):>10.0f}{min(run for _, run in taken):>10.0f}")


if __name__ == "__main__":
    reports = [Path(argument) for argument in sys.argv[1:]] or [Path(__file__).parents[1] / "examples" / "report.md"]
    in_process(reports)
    as_programs(reports[0])
