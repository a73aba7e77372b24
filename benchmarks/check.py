"""`exam-tui check` as a program, beside a Python that does nothing and by the number of files."""

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from benchmarks.programs import SENTENCE
from benchmarks.rows import Row, compared
from exam_tui.cli.check.all_cores import cores
from exam_tui.core.report.report import Report

FORM = Path(__file__).resolve().parents[1] / "tests" / "fixtures" / "form-31.md"
CLASS = 120
MANY = 1_000


def check_rows(folder: Path, report: Path, rounds: int, checker: Sequence[str]) -> list[Row]:
    """Measure whole runs in turn; `checker` is the command of the course's own checker, empty where it is not there."""
    folder.mkdir(parents=True)
    files = [f"{number:04}.md" for number in range(MANY)]
    for file in files:
        shutil.copy(report, folder / file)
    script = str(Path(sys.executable).with_name("exam-tui"))
    check = [script, "check", "-q"]
    pairs = [(run([sys.executable, "-c", "pass"], folder), run([*check, files[0]], folder)) for _ in range(3 * rounds)]
    nothing, one = ([pair[side] for pair in pairs] for side in (0, 1))
    rows = [
        compared("`check` of one report", one, nothing, "`python -c pass`", 6),
        _beside_course(folder / "course", check, checker, 3 * rounds),
    ]
    alone = statistics.median(one)
    many = [run([*check, *files], folder, before=_one_core) for _ in range(max(rounds // 2, 1))]
    each = (statistics.median(many) - alone) / (MANY - 1)
    whole = f"{MANY:,} reports: {statistics.median(many) / 1e3:.1f} s"
    rows.append(Row(f"`check` of {MANY:,} reports, each, one core", f"{each:.1f} ms", whole, each / 10, 1))
    once, by_all = (
        statistics.median(run([*check, *files[:CLASS]], folder, before=before) for _ in range(rounds))
        for before in (_one_core, None)
    )
    beside = f"one core: {once / 1e3:.2f} s"
    rows.append(Row(f"`check` of {CLASS} reports, {cores()} cores", f"{by_all / 1e3:.2f} s", beside, by_all / 1e3, 1))
    return rows


def _beside_course(folder: Path, check: Sequence[str], checker: Sequence[str], times: int) -> Row:
    """Measure both on a report of the number of questions that the checker wants, in answers of 150 words."""
    folder.mkdir()
    report = Report.load(FORM)
    for question in report.questions:
        report.set_answer(question, (SENTENCE * 25).strip())
    (folder / "README.md").write_bytes(report.to_bytes())
    if checker:
        done = subprocess.run(checker, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"The course's checker did not end well: {done.stderr.strip()}")
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(times):
        ours.append(run([*check, "README.md"], folder))
        if checker:
            theirs.append(run(checker, folder))
    what = f"`check` of a report of {len(report.questions)} questions"
    return compared(what, ours, theirs, "the course's own checker", 0.5)


def run(command: Sequence[str], folder: Path, before: Callable[[], None] | None = None) -> float:
    """Return milliseconds that a program takes from its start to its end."""
    start = time.perf_counter()
    subprocess.run(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, preexec_fn=before
    )
    return (time.perf_counter() - start) * 1e3


def _stay_on(core: int) -> None:
    if sys.platform == "linux":
        os.sched_setaffinity(0, {core})


_one_core = partial(_stay_on, 0)
