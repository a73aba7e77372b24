"""Merges that real groups made, beside what git makes of them. Only where they are at hand."""

import subprocess
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

import pytest

from exam_tui import Report
from exam_tui.core.merge.reports import Merged, merge_reports
from exam_tui.core.text.lines import split_lines
from tests.conftest import GIVE_UP
from tests.repos import needs_git


class RealMerge(NamedTuple):
    """The three versions, and what we make of them."""

    folder: Path
    base: bytes
    ours: bytes
    theirs: bytes
    merged: Merged


@pytest.fixture(scope="module")
def merges(corpus: Path) -> list[RealMerge]:
    """Return all merges at hand."""
    found: list[RealMerge] = []
    for folder in sorted((corpus / "merges").iterdir()):
        base, ours, theirs = ((folder / f"{name}.md").read_bytes() for name in ("base", "ours", "theirs"))
        found.append(RealMerge(folder, base, ours, theirs, merge_reports(base, ours, theirs)))
    assert found
    return found


def _answers(data: bytes) -> dict[int, list[str]]:
    """Return the lines of each answer, without spaces at their ends."""
    questions = Report.from_bytes(data).questions
    return {question.number: [line.rstrip() for line in question.answer.split("\n")] for question in questions}


def _touched(base: Sequence[str], side: Sequence[str]) -> set[float]:
    """Return which lines of the base a side changed; what it inserted touches the places between two lines."""
    touched: set[float] = set()
    for kind, start, end, _, _ in SequenceMatcher(None, base, side, autojunk=False).get_opcodes():
        if kind != "equal":
            touched.update((start - 0.5, end - 0.5), range(start, end))
    return touched


def test_only_answers_that_both_sides_changed_in_one_place_conflict(merges: list[RealMerge]) -> None:
    """Never anything outside answers, and no answer that one side left alone."""
    for merge in merges:
        base, ours, theirs = map(_answers, (merge.base, merge.ours, merge.theirs))
        for conflict in merge.merged.conflicts:
            number = conflict.number
            assert number is not None
            assert _touched(base[number], ours[number]) & _touched(base[number], theirs[number]), merge.folder


def test_each_answer_and_tick_is_of_the_side_that_changed_it(merges: list[RealMerge]) -> None:
    """And the questions are the same."""
    for merge in merges:
        base, ours, theirs, result = map(_answers, (merge.base, merge.ours, merge.theirs, merge.merged.data))
        assert list(result) == list(base)
        for number, answer in result.items():
            if base[number] in (ours[number], theirs[number]):
                assert answer == (theirs if ours[number] == base[number] else ours)[number], (merge.folder, number)
        before, mine, others, now = map(_ticks, (merge.base, merge.ours, merge.theirs, merge.merged.data))
        for task in before.keys() & mine.keys() & others.keys():
            assert now[task] == (others if mine[task] == before[task] else mine)[task], (merge.folder, task)


def _ticks(data: bytes) -> dict[str, bool]:
    return {task.text: task.done for task in Report.from_bytes(data).tasks}


def test_no_line_of_either_side_is_lost(merges: list[RealMerge]) -> None:
    """What a side added stands in the result, in a conflict too; what neither side has does not but for markers."""
    for merge in merges:
        said = _lines(merge.merged.data)
        for side in (merge.ours, merge.theirs):
            assert not [line for line in _lines(side) - _lines(merge.base) if line not in said], merge.folder
        known = _lines(merge.ours) + _lines(merge.theirs) + Counter(["<<<<<<< ours", "=======", "theirs"])
        assert not [line for line in said if line not in known], merge.folder


def _lines(data: bytes) -> Counter[str]:
    lines = (line.strip("> \t") for line in split_lines(data.decode("utf-8", "surrogateescape")))
    return Counter(line.replace("[x]", "[ ]").replace("[X]", "[ ]") for line in lines if line)


@needs_git
def test_git_has_more_conflicts_and_else_the_same_result(merges: list[RealMerge]) -> None:
    """Byte for byte where git has none: then there is nothing to do better.

    Which conflicts are left is said above: those of answers that both sides changed in one place, emptied ones too.
    """
    gits = 0
    for merge in merges:
        command = [
            "git",
            "merge-file",
            "-p",
            *(str(merge.folder / f"{name}.md") for name in ("ours", "base", "theirs")),
        ]
        done = subprocess.run(command, check=False, capture_output=True, timeout=GIVE_UP)
        assert 0 <= done.returncode < 128, done.stderr
        gits += done.returncode > 0
        if done.returncode == 0:
            assert not merge.merged.conflicts, merge.folder
            assert merge.merged.data == done.stdout, merge.folder
    ours = sum(bool(merge.merged.conflicts) for merge in merges)
    print(f"merges with conflicts, of {len(merges)}: git {gits}, by question {ours}")  # noqa: T201 - shown by pytest -s
    assert ours < gits


def test_one_of_two_versions_of_a_history_that_is_an_older_one_adds_nothing(corpus: Path) -> None:
    """Whoever has the later version already gets it whole, or a conflict; the same questions come out."""
    for folder in sorted((corpus / "history").iterdir()):
        versions = [path.read_bytes() for path in sorted(folder.iterdir())][::4]
        for base, ours, theirs in zip(versions, versions[1:], versions[2:], strict=False):
            merged = merge_reports(base, ours, theirs)
            before, result, last = map(_answers, (base, merged.data, theirs))
            conflicts = {conflict.number for conflict in merged.conflicts}
            assert result.keys() >= last.keys()
            said = {word for lines in result.values() for line in lines for word in line.split()}
            for number, lines in last.items():
                added = _words(lines) - _words(before.get(number, []))
                assert number in conflicts or added <= said, (folder, number)


def _words(lines: Sequence[str]) -> set[str]:
    return {word for line in lines for word in line.split()}
