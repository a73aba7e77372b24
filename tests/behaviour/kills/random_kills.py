"""Programs killed at random moments while they save a report: it stays whole, and nothing is lost.

    make kills                                                   10,000 of them; `make kills N=500` fewer
    python -m tests.behaviour.kills.random_kills --writer linked
        a report with a second name, so written in place
    python -m tests.behaviour.kills.random_kills --writer naive --until-torn
        how soon a program that just writes tears its file
    python -m tests.behaviour.kills.random_kills --writer halting --kills 1
        one that is killed when half of it is written

Each turn forks a program that brings back what the one before has left, then types and saves without end, and says so
after each step. When it has saved something it is killed: at any moment, or, every other time, while it writes the
file. Then the report has to be that of the last save that was acknowledged, or of the one under way, and what was kept
for recovery has to be in the report or in the recovery.
"""

import argparse
import os
import random
import re
import select
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count, pairwise
from pathlib import Path
from statistics import median
from threading import Event

from exam_tui.core.merge.edits import apply_edits
from exam_tui.core.report.report import Report
from exam_tui.session.session import Session
from exam_tui.storage.disk import write as writing
from exam_tui.storage.disk.read import fingerprint
from exam_tui.storage.disk.state_dir import state_path
from exam_tui.storage.disk.write import WriteResult, write_file
from exam_tui.storage.disk.write_in_place import secured_copies
from exam_tui.storage.history import versions
from exam_tui.storage.history.recovery import clear_recovery, read_recovery, recovery_of, write_recovery
from tests.behaviour.kills.one_edit import naive_write
from tests.core.build import question, report_of
from tests.systems import SIGKILL, fork

MANY = 10_000
WRITERS = ("exam-tui", "linked", "naive", "halting")
_ANSWERS = 8
_BASE = report_of("* [ ] water\n\n", *(question(number) for number in range(1, _ANSWERS + 1)))
_NUMBER = re.compile(rb"edit (\d+) ")
_STEP = 9
_CALIBRATION = 20
_FAULTS_SHOWN = 10
Say = Callable[[str, int], None]


@lru_cache(maxsize=8)
def report(number: int) -> bytes:
    """Return the report as it is after so many edits."""
    edited = _BASE.copy()
    _type(edited, number)
    return edited.to_bytes()


def _type(edited: Report, number: int) -> None:
    for at in range(1, _ANSWERS + 1):
        edited.set_answer(at, f"edit {number} " * 150)
    edited.set_task(0, done=bool(number % 2))


def _edit_in(data: bytes) -> int:
    """Return after how many edits a report is as it is here; -1 where it never was."""
    found = _NUMBER.search(data)
    number = int(found[1]) if found else -1
    return number if report(number) == data else -1


@dataclass
class Tally:
    """What became of all kills.

    Attributes:
        kills: how many there were.
        amid: those that met a write before its end: something unfinished was left.
        torn: reports that were none that was ever saved, and versions that were not whole.
        restored: of reports written in place those that were torn, with the old text safe in its copy.
        lost: acknowledged saves, and texts kept for recovery, that were gone.
        faults: what happened, in words.

    """

    kills: int = 0
    amid: int = 0
    torn: int = 0
    restored: int = 0
    lost: int = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        restored = f", {self.restored:,} put back from the copy of the old text" if self.restored else ""
        return f"{self.kills:,} kills, {self.amid:,} amid a write{restored}: {self.torn:,} torn, {self.lost:,} lost"


class Program:
    """A program that works on a report until it is killed, as a child of this one.

    Attributes:
        saved: the last edit whose save was acknowledged.
        kept: the last edit that was kept for recovery.

    """

    def __init__(self, work: Callable[[Say], None]) -> None:
        self.saved = self.kept = 0
        self._end, others = os.pipe()
        self._pid = fork()
        if self._pid == 0:
            try:
                work(lambda step, number: _tell(others, step, number))
            except BaseException:  # noqa: BLE001 - whatever it is, the child must not go on as the parent
                traceback.print_exc()
            os._exit(1)
        os.close(others)

    def next_step(self) -> str:
        """Return the next step that it says: s saved, k kept, w begins to write, h half written; "" at its end."""
        step = os.read(self._end, _STEP).decode()
        if step.startswith("s"):
            self.saved = int(step[1:])
        if step.startswith("k"):
            self.kept = int(step[1:])
        return step[:1]

    def wait_for(self, wanted: str) -> None:
        """Wait until it says a step from now on."""
        while select.select([self._end], [], [], 0)[0] and self.next_step():
            pass
        while (step := self.next_step()) != wanted:
            assert step, "it ended by itself"

    def kill(self) -> None:
        """Kill it, and hear what it had said until then."""
        os.kill(self._pid, SIGKILL)
        os.waitpid(self._pid, 0)
        while self.next_step():
            pass
        os.close(self._end)


def _tell(end: int, step: str, number: int) -> None:
    os.write(end, f"{step}{number:0{_STEP - 1}}".encode())


class Killing:
    """A report, and programs that die over it."""

    def __init__(self, folder: Path, writer: str, seed: int = 1) -> None:
        self.path = folder / "README.md"
        self.tally = Tally()
        self._writer = writer
        self._chance = random.Random(seed)
        self.path.write_bytes(report(1))
        if writer == "linked":
            (folder / "second.md").hardlink_to(self.path)
        self._cycle, self._writing = self._times()

    def kill(self) -> None:
        """Let a program begin, kill it, and look at what it leaves."""
        program = Program(self._work)
        program.wait_for("s")
        if self._writer == "halting":
            program.wait_for("h")
        elif self.tally.kills % 2:
            program.wait_for("w")
            time.sleep(self._chance.random() * self._writing)
        else:
            time.sleep(self._chance.random() * self._cycle)
        program.kill()
        self.tally.kills += 1
        self._look(program)

    def _times(self) -> tuple[float, float]:
        """Return how long one edit takes with all that belongs to it, and how long the writing alone, in seconds."""
        program = Program(self._work)
        begun, written = [], []
        for _ in range(_CALIBRATION):
            program.wait_for("w")
            begun.append(time.perf_counter())
            program.wait_for("s")
            written.append(time.perf_counter() - begun[-1])
        program.kill()
        self._look(program)
        return median(later - earlier for earlier, later in pairwise(begun)), median(written)

    # In the program

    def _work(self, say: Say) -> None:
        """Bring back what is not saved, then edit, keep and save without end."""
        session = Session.open(self.path)
        is_naive = self._writer in {"naive", "halting"}
        number = 0
        written = count()

        def write(path: Path, data: bytes, **settings: str | bool | None) -> WriteResult:
            say("w", number)
            if self._writer == "halting" and next(written) > 2 * _CALIBRATION:
                naive_write(path, data[: len(data) // 2])
                say("h", number)
                Event().wait()
            if self._writer == "naive":
                return naive_write(path, data)
            # Whole, also before the half: while it is measured it is killed anywhere, and only the half may count.
            return write_file(path, data, **settings)  # type: ignore[arg-type]

        vars(writing)["write_file"] = write
        if is_naive:
            vars(versions)["add_version"] = lambda *_: True
        found = read_recovery(self.path)
        if found:
            apply_edits(found.edits, found.base, session.report)
        number = int(session.report.question(1).answer.split()[1])
        for number in count(number):  # noqa: B020 - from the one that was brought back
            _type(session.report, number)
            unsaved = None if is_naive else recovery_of(session.report, session.saved_data)
            if unsaved:
                write_recovery(self.path, unsaved)
                say("k", number)
            job = session.save_job()
            job.write()
            session.saved(job)
            say("s", number)
            if unsaved:
                clear_recovery(self.path)

    # Behind it

    def _look(self, program: Program) -> None:
        """Hold what is on the disk against what was acknowledged."""
        data = self.path.read_bytes()
        copies = secured_copies(self.path)
        unfinished = [*copies, *self.path.parent.glob(".*.tmp"), *state_path().glob("**/.*.tmp")]
        self.tally.amid += bool(unfinished)
        number = _edit_in(data)
        if number < 0:
            number = self._torn(data, copies, program)
        if number < program.saved:
            self._lost(f"edit {program.saved} was saved, the report is of edit {number}")
        if number < program.kept:
            found = read_recovery(self.path)
            if found is None or _edit_in(found.ours) < program.kept:
                self._lost(f"edit {program.kept} was kept, and is neither in the recovery nor in the report")
        self._look_at_versions()
        for file in unfinished:  # else they would only become more
            file.unlink()

    def _torn(self, data: bytes, copies: list[Path], program: Program) -> int:
        """Count a report that never was one, and put one in its place; return of which edit that is."""
        for copy in copies:
            number = _edit_in(copy.read_bytes())
            if number >= program.saved:
                self.tally.restored += 1
                write_file(self.path, report(number), expected=fingerprint(data))
                return number
        self.tally.torn += 1
        self.tally.faults.append(f"torn behind edit {program.saved}: {len(data):,} bytes")
        write_file(self.path, report(program.saved), expected=fingerprint(data))
        return program.saved

    def _lost(self, what: str) -> None:
        self.tally.lost += 1
        self.tally.faults.append(what)

    def _look_at_versions(self) -> None:
        whole = [version for version in versions.history_of(self.path) if version.kind == "saved"]
        if len(whole) != len(list(state_path("versions").glob("*/*.md"))):
            self.tally.torn += 1
            self.tally.faults.append("a version is not whole")


def _turns(killing: Killing, options: argparse.Namespace) -> Iterator[int]:
    for turn in range(options.kills):
        killing.kill()
        yield turn + 1
        if options.until_torn and killing.tally.torn:
            return


def main() -> int:
    """Kill as often as asked and print what became of it. Return 1 where something was torn or lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.behaviour.kills.random_kills")
    parser.add_argument("--kills", type=int, default=MANY)
    parser.add_argument("--writer", choices=WRITERS, default="exam-tui")
    parser.add_argument("--until-torn", action="store_true", help="stop when something is torn")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        os.environ["XDG_STATE_HOME"] = str(folder / "state")
        killing = Killing(folder, options.writer, options.seed)
        for turn in _turns(killing, options):
            if turn % 1000 == 0:
                sys.stdout.write(f"{killing.tally}, {time.monotonic() - begun:.0f} s\n")
                sys.stdout.flush()
    for fault in killing.tally.faults[:_FAULTS_SHOWN]:
        sys.stdout.write(f"{fault}\n")
    sys.stdout.write(f"{killing.tally}. {time.monotonic() - begun:.0f} s.\n")
    return 1 if killing.tally.torn or killing.tally.lost else 0


if __name__ == "__main__":
    sys.exit(main())
