"""All that is about speed in one table beside its aims; `make bench` prints it and writes it into docs/speed.md.

    python benchmarks/table.py [-n ROUNDS] [--only WORD] [--checker COMMAND] [--write docs/speed.md] [REPORT.md]

Without a report the example of the repository is taken. Run it with the Python of an installed wheel, whose files are
compiled, as `make bench` does: from a source folder the imports take twice the time. Needs Linux or macOS and the dev
extra. All figures of a line were measured in turn in one run, and only its ratio means something on another machine.

The course's own checker is not part of this repository. Where a copy of it and what it needs are installed, its command
is named by `--checker "PYTHON report.py check"`: it checks the README.md of the folder that it runs in.
"""

import argparse
import os
import platform
import re
import shlex
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.append(str(Path(__file__).resolve().parents[1]))  # at the end: the program is the one that is installed
from benchmarks.check import check_rows
from benchmarks.editor import editor_rows
from benchmarks.memory import memory_rows
from benchmarks.rows import Row, table
from benchmarks.save import save_rows
from exam_tui.cli.check.all_cores import cores

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]
_PLACE = re.compile(r"(<!-- table -->\n).*?(<!-- end of table -->)", re.DOTALL)


def measured(folder: Path, report: Path, rounds: int, only: str, checker: list[str]) -> str:
    """Return the table of all lines, or of the parts whose name has a word in it, and how they were measured."""
    parts: dict[str, tuple[int, Callable[[int], list[Row]]]] = {
        "check": (rounds, lambda rounds: check_rows(folder / "check", report, rounds, checker)),
        "save": (rounds, lambda rounds: save_rows(folder / "save", report, rounds)),
        "memory": (1, lambda _: memory_rows(folder / "memory", report)),
        "editor": (rounds, lambda rounds: editor_rows(folder / "editor", report, rounds)),
    }
    rows: list[Row] = []
    done: list[str] = []
    for name, (times, part) in parts.items():
        if only in name:
            print(f"Measuring: {name} ...", file=sys.stderr)
            rows += part(times)
            done.append(f"{name} {times}")
    machine = f"{platform.system()} on {platform.machine()}, {cores()} cores, Python {platform.python_version()}"
    return f"{table(rows)}\n\nMeasured on {machine}. Rounds: {', '.join(done)}."


def main() -> None:
    """Measure, print, and write where that is asked for."""
    parser = argparse.ArgumentParser(description="The speed of exam-tui as a table.")
    parser.add_argument("-n", type=int, default=3, metavar="ROUNDS")
    parser.add_argument("--only", default="", metavar="WORD", help="check, save, memory or editor")
    parser.add_argument("--checker", default="", metavar="COMMAND", help="what runs the course's own checker")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put the table into this page too")
    parser.add_argument("report", nargs="?", type=Path, default=ROOT / "examples" / "report.md")
    options = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    checker = [str(Path(word).absolute()) if Path(word).exists() else word for word in shlex.split(options.checker)]
    with tempfile.TemporaryDirectory() as name:
        made = measured(Path(name), options.report.resolve(), options.n, options.only, checker)
    print(made)
    if options.write:
        page = options.write.read_text(encoding="utf-8")
        options.write.write_text(_PLACE.sub(rf"\1\n{made}\n\n\2", page), encoding="utf-8")


if __name__ == "__main__":
    main()
