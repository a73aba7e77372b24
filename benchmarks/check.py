"""`exam-tui check` as a program beside a Python that does nothing, and how it grows with the number of files.

    python benchmarks/check.py [-n ROUNDS] [REPORT.md]

Without a report the example of the repository is taken. Run it with the Python of an installed wheel, as `make bench`
does: an editable install doubles the time of every import. Prints medians of whole runs in milliseconds, in
turn in one run.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

MANY = (10, 100, 1_000)


def run(arguments: Sequence[str], folder: Path) -> float:
    """Return milliseconds that a Python takes from its start to its end."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=folder, stdout=subprocess.DEVNULL, check=False)
    return (time.perf_counter() - start) * 1e3


def main() -> int:
    """Measure in turn and print medians and ratios."""
    parser = argparse.ArgumentParser(description="The speed of `exam-tui check`.")
    parser.add_argument("-n", type=int, default=9, metavar="ROUNDS")
    parser.add_argument("report", nargs="?", type=Path, default=Path(__file__).parents[1] / "examples/report.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = [f"{number:04}.md" for number in range(MANY[-1])]
        for file in files:
            shutil.copy(options.report, folder / file)
        check = ["-m", "exam_tui", "check", "-q"]
        rounds = [(run(["-c", "pass"], folder), run([*check, files[0]], folder)) for _ in range(options.n)]
        nothing, one = (statistics.median(pair[side] for pair in rounds) for side in (0, 1))
        print(f"python -c pass {nothing:8.1f} ms")
        print(f"one report     {one:8.1f} ms, {one / nothing:.1f} x")
        for many in MANY:
            took = run([*check, *files[:many]], folder)
            print(f"{many:5,} reports  {took:8.1f} ms, {(took - one) / (many - 1):.1f} ms for each more")
    return 0


if __name__ == "__main__":
    sys.exit(main())
