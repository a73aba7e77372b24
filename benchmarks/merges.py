"""Set the merge by question beside git's own, over real merges: conflicts, time, and whether a line was lost.

Usage: python benchmarks/merges.py FOLDER, which has a folder for each merge with base.md, ours.md and theirs.md in it,
and perhaps result.md, what the group committed. git is asked with `git merge-file`.
"""

import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from exam_tui import Report
from exam_tui.core.merge.reports import Merged, merge_reports
from exam_tui.core.text.lines import split_lines

_SIDES = ("ours", "base", "theirs")


def main() -> None:
    """Print a row for each merge, and the totals."""
    totals: Counter[str] = Counter()
    print(f"{'merge':12} {'git: conflicts':>14} {'exam-tui: questions':>20} {'elsewhere':>9} {'lost':>4} {'ms':>4}")
    for folder in sorted(path for path in Path(sys.argv[1]).iterdir() if path.is_dir()):
        base, ours, theirs = ((folder / f"{name}.md").read_bytes() for name in ("base", "ours", "theirs"))
        start = time.perf_counter()
        merged = merge_reports(base, ours, theirs)
        took = (time.perf_counter() - start) * 1000
        command = ["git", "merge-file", "-p", *(str(folder / f"{name}.md") for name in _SIDES)]
        gits = subprocess.run(command, check=False, capture_output=True).returncode
        numbers = [conflict.number for conflict in merged.conflicts if conflict.number is not None]
        elsewhere = len(merged.conflicts) - len(numbers)
        lost = len(_lost(merged, base, ours) + _lost(merged, base, theirs))
        same = (folder / "result.md").is_file() and (folder / "result.md").read_bytes() == merged.data
        shown = ", ".join(map(str, numbers)) or "–"
        note = "as the group's" if same else ""
        print(f"{folder.name:12} {gits:14} {shown:>20} {elsewhere:9} {lost:4} {took:4.0f}  {note}")
        totals.update(merges=1, git_conflicts=gits, git_merges=gits > 0, conflicts=len(merged.conflicts))
        totals.update(conflict_merges=bool(merged.conflicts), both=_changed_by_both(base, ours, theirs), lost=lost)
        totals.update(as_the_group=same)
    print(
        f"{totals['merges']} merges. git: {totals['git_conflicts']} conflicts in {totals['git_merges']} of them;"
        f" exam-tui: {totals['conflicts']} in {totals['conflict_merges']}."
        f" Answers that both sides changed, each otherwise: {totals['both']}. Lines lost: {totals['lost']}."
        f" Byte for byte what the group committed: {totals['as_the_group']}."
    )


def _lost(merged: Merged, base: bytes, side: bytes) -> list[str]:
    """Return the lines that a side added and that are nowhere in the result; marks of tasks and quotes apart."""
    said = set(_lines(merged.data))
    return [line for line in Counter(_lines(side)) - Counter(_lines(base)) if line not in said]


def _lines(data: bytes) -> list[str]:
    lines = (line.strip("> \t") for line in split_lines(data.decode("utf-8", "surrogateescape")))
    return [line.replace("[x]", "[ ]").replace("[X]", "[ ]") for line in lines if line]


def _changed_by_both(base: bytes, ours: bytes, theirs: bytes) -> int:
    """Return how many answers both sides changed, each otherwise; blanks at the ends of lines apart."""
    old, mine, other = (_answers(data) for data in (base, ours, theirs))
    return sum(old.get(number) != mine[number] != other.get(number) != old.get(number) for number in mine)


def _answers(data: bytes) -> dict[int, list[str]]:
    questions = Report.from_bytes(data).questions
    return {question.number: [line.rstrip() for line in question.answer.split("\n")] for question in questions}


if __name__ == "__main__":
    main()
