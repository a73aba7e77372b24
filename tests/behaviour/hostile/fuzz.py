"""Damaged reports by the thousand, through everything that reads, checks, prints, edits, fixes and repairs a report.

    make fuzz                                   100,000 of them on all cores; `make fuzz N=5000` fewer
    python -m tests.behaviour.hostile.fuzz --seed 1234   one again: what it says is the fault's traceback

Each seed makes one report: a real one of the corpus where that is at hand, one of our own, or the example, with
a few lines lost, doubled, swapped or joined with odd tokens, now and then cut off or with bytes of no text in it.
An exception or a broken promise is a fault; the seed and its file, in build/fuzz, are named.
"""

import argparse
import contextlib
import io
import json
import os
import random
import re
import sys
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import cache
from pathlib import Path

from exam_tui.cli.check.check import Format
from exam_tui.cli.check.checked_file import CheckedFile, CheckedReport
from exam_tui.cli.check.github import GithubFormat
from exam_tui.cli.check.json_format import JsonFormat
from exam_tui.cli.check.text import TextFormat
from exam_tui.cli.output import Output
from exam_tui.core.checker import verdict_of
from exam_tui.core.findings.consequences import consequences
from exam_tui.core.findings.engine import findings_of
from exam_tui.core.repair.repair import repair
from exam_tui.core.report.placeholder import answer_of
from exam_tui.core.report.report import Report
from exam_tui.core.report.save_guard import prove
from exam_tui.core.template.editions import Fingerprints
from exam_tui.errors import UnencodableTextError
from exam_tui.page.html_page import render_page
from tests.behaviour.hostile.mutate import TOKENS, mangled, mutated
from tests.conftest import CORPUS, ROOT
from tests.core.findings.build import report, template
from tests.core.findings.fixtures import StubFiles
from tests.core.findings.test_explained import check_report

_KEPT = ROOT / "build" / "fuzz"
MANY = 100_000
CHUNK = 50
PAGE_EVERY = 20
"""A page takes as long as all the rest: one mutant in so many has one made."""
_WORDS = ["", "word", "two words", "a paragraph\n\nand one more", "    indented", "- a list\n- of two", "x\n---", "\t"]
_NUMBER = re.compile(r"\b\d+\b")
_PLAIN = frozenset(map(chr, range(0x20, 0x7F))) | {"\n"}


@cache
def bases() -> tuple[str, ...]:
    """Return the texts that are damaged."""
    own = [report(), template(), report(count=31), report(course=False, count=5)]
    files = [*sorted((ROOT / "examples").glob("*.md")), *sorted(CORPUS.glob("reports/*.md"))]
    return (*own, *(path.read_bytes().decode("utf-8", "surrogateescape") for path in files))


def mutant(seed: int) -> bytes:
    """Return the damaged report of a seed."""
    rnd = random.Random(seed)
    data = mutated(rnd, rnd.choice(bases()))
    return mangled(rnd, data) if rnd.random() < 0.15 else data


def examine(seed: int) -> None:
    """Put one mutant through everything; raise at what must not be."""
    go_through(mutant(seed), seed)


def go_through(data: bytes, seed: int) -> None:
    """Put a report through everything, with edits that a seed makes; raise at what must not be."""
    read = Report.from_bytes(data)
    assert read.to_bytes() == data
    assert len(read.questions) == len(read.template.questions)
    assert all(task.line for task in read.tasks)
    check_report(read)
    _print(read)
    _edit(read, data, random.Random(seed))
    _repair(read, random.Random(seed))
    if seed % PAGE_EVERY == 0:
        assert render_page(read, folder=ROOT / "examples").html.endswith("</html>\n")


def _print(read: Report) -> None:
    """Print what `check` prints in each format, and read it as its readers do."""
    if not read.questions:
        return
    verdict = verdict_of(read) if read.is_course_report else None
    found = findings_of(read, StubFiles())
    checked = CheckedFile("a.md", CheckedReport(read.tasks, verdict, found, read.questions))
    printed = _printed(checked, lambda out: TextFormat(out, several=False, quiet=False))
    annotations = _printed(checked, lambda out: GithubFormat(out, quiet=False))
    document = _printed(checked, JsonFormat)
    for text in (printed, annotations, document):
        assert not any(ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0 for char in set(text) - _PLAIN)
    assert all(line.startswith(("::", "exam-tui: ")) for line in annotations.split("\n") if line)
    assert len(json.loads(document)["reports"][0]["findings"]) == len(found)


def _printed(checked: CheckedFile, make: Callable[[Output], Format]) -> str:
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream):
        made = make(Output())
        made.add(checked)
        made.finish()
    return stream.getvalue()


def _edit(read: Report, data: bytes, rnd: random.Random) -> None:
    """Set every answer, prove the new file and read it; set them back and have the old bytes."""
    questions, tasks = read.questions, read.tasks
    for task in tasks:
        read.set_task(task.index, rnd.random() < 0.5)
    for question in questions:
        text = "\n".join(rnd.choice([*_WORDS, *TOKENS]) for _ in range(rnd.randint(0, 4)))
        try:
            now = read.set_answer(question, text)
        except UnencodableTextError:  # a surrogate that no file can hold, said so
            continue
        assert now.index == question.index
        assert now.answer == answer_of(now.answer.split("\n"))
    new = read.to_bytes()
    prove(read, new)
    again = read.reparsed()
    assert again.to_bytes() == new
    consequences(read, again)
    for question in questions:
        read.set_answer(question, question.answer)
    for task in tasks:
        read.set_task(task.index, task.done)
    assert read.to_bytes() == data


@cache
def pristines() -> tuple[Fingerprints, ...]:
    """Return the templates that reports are repaired with."""
    own = [Report.from_bytes(text.encode()) for text in (template(), template(count=31))]
    return tuple(map(Fingerprints, [*own, *map(Report.load, sorted(CORPUS.glob("templates/*.md")))]))


def _repair(read: Report, rnd: random.Random) -> None:
    """Repair with the template most alike, or any: what `check` named is gone, or the reason is said."""
    ours = Fingerprints(read)
    alike = max(pristines(), key=ours.shared)
    pristine = (alike if rnd.random() < 0.8 else rnd.choice(pristines())).report
    result = repair(read, pristine, exact=True)
    mended = Report.from_bytes(result.data)
    if any(text.startswith("Nothing was repaired: ") for text in result.left):
        assert result.data == read.original
        return
    codes = {"template-changed", "question-missing", "question-duplicate", "question-order"}
    named = {int(number) for text in result.left if "could not be repaired" in text for number in _NUMBER.findall(text)}
    left = [finding for finding in findings_of(mended, None, pristine) if finding.code in codes]
    is_stuck = any(text.startswith("Nothing more was repaired: ") for text in result.left)
    assert is_stuck or named or not left
    assert is_stuck or not [finding for finding in left if finding.question not in {None, *named}]
    assert repair(mended, pristine, exact=True).data == result.data


def _examine_all(seeds: range) -> list[tuple[int, str]]:
    """Return the faults among some seeds: seed and traceback."""
    faults: list[tuple[int, str]] = []
    for seed in seeds:
        try:
            examine(seed)
        except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
            faults.append((seed, traceback.format_exc()))
    return faults


def main() -> int:
    """Run the command and return its exit code: 1 where there is a fault."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=MANY)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", type=int, help="one seed again")
    options = parser.parse_args()
    if options.seed is not None:
        _keep(options.seed)
        examine(options.seed)
        _say(f"seed {options.seed}: no fault")
        return 0
    return _run(range(options.first, options.first + options.count), options.jobs)


def _run(seeds: range, jobs: int) -> int:
    start, done, faults = time.monotonic(), 0, 0
    with ProcessPoolExecutor(jobs) as pool:
        chunks = [seeds[at : at + CHUNK] for at in range(0, len(seeds), CHUNK)]
        for future in as_completed({pool.submit(_examine_all, chunk): len(chunk) for chunk in chunks}):
            for seed, text in future.result():
                faults += 1
                _say(f"{text}seed {seed}: {_keep(seed)}")
            done = min(done + CHUNK, len(seeds))
            if done % (CHUNK * 20) == 0 or done == len(seeds):
                _say(f"{done:,} of {len(seeds):,}, {faults} faults, {time.monotonic() - start:.0f} s")
    _say(f"{len(seeds):,} damaged reports, {faults} faults, {time.monotonic() - start:.0f} s on {jobs} cores.")
    return 1 if faults else 0


def _keep(seed: int) -> Path:
    path = _KEPT / f"{seed}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(mutant(seed))
    return path


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
