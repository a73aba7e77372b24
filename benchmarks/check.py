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

from benchmarks.rows import Row, compared
from exam_tui.cli.check.all_cores import cores

CLASS = 120
MANY = 1_000


def check_rows(folder: Path, report: Path, rounds: int) -> list[Row]:
    """Measure whole runs in turn."""
    folder.mkdir(parents=True)
    files = [f"{number:04}.md" for number in range(MANY)]
    for file in files:
        shutil.copy(report, folder / file)
    script = str(Path(sys.executable).with_name("exam-tui"))
    check = [script, "check", "-q"]
    pairs = [(run([sys.executable, "-c", "pass"], folder), run([*check, files[0]], folder)) for _ in range(3 * rounds)]
    nothing, one = ([pair[side] for pair in pairs] for side in (0, 1))
    rows = [compared("`check` of one report", one, nothing, "`python -c pass`", 6)]
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


def run(command: Sequence[str], folder: Path, before: Callable[[], None] | None = None) -> float:
    """Return milliseconds that a program takes from its start to its end."""
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=False, preexec_fn=before)
    return (time.perf_counter() - start) * 1e3


def _stay_on(core: int) -> None:
    if sys.platform == "linux":
        os.sched_setaffinity(0, {core})


_one_core = partial(_stay_on, 0)
