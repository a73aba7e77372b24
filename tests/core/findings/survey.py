"""What `check` finds in many reports: how many of which code, and a sample to be read and judged.

`python -m tests.core.findings.survey FILE…` prints both; `docs/corpus.md` holds what came of it.
"""

import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from exam_tui.cli.check.checked_file import CheckedReport, check_file
from exam_tui.core.findings.catalog import CODES
from exam_tui.core.findings.finding import Finding
from exam_tui.core.text.escape import display
from exam_tui.core.text.lines import split_lines

SAMPLE = 50
_BEFORE, _BEHIND = 2, 3


class Found(NamedTuple):
    """A finding, and the file that it is in."""

    path: Path
    finding: Finding


def found_in(paths: Sequence[Path]) -> list[Found]:
    """Return all findings in the reports among some files, as `check` has them."""
    found: list[Found] = []
    for path in paths:
        result = check_file(str(path)).result
        if isinstance(result, CheckedReport):
            found += (Found(path, finding) for finding in result.findings)
    return found


def table(found: Sequence[Found]) -> str:
    """Return how many findings of each code there are, in how many files, as a Markdown table."""
    number = Counter(one.finding.code for one in found)
    errors = Counter(one.finding.code for one in found if one.finding.severity == "error")
    files = Counter(code for code, _ in {(one.finding.code, one.path) for one in found})
    rows = [f"| {code} | {number[code]} | {errors[code]} | {files[code]} |" for code in CODES]
    total = f"| all | {len(found)} | {errors.total()} | {len({one.path for one in found})} |"
    return "\n".join(["| code | findings | of them errors | reports |", "|---|---|---|---|", *rows, total])


def sample(found: Sequence[Found], size: int = SAMPLE) -> list[Found]:
    """Return some findings, the same ones each time: one of each code in turn, until there are enough."""
    chance = random.Random(1)
    by_code = {code: [one for one in found if one.finding.code == code] for code in CODES}
    for group in by_code.values():
        chance.shuffle(group)
    chosen: list[Found] = []
    while len(chosen) < min(size, len(found)):
        chosen += (group.pop() for group in by_code.values() if group)
    return sorted(chosen[:size], key=lambda one: (list(CODES).index(one.finding.code), one.path, one.finding.line))


def shown(one: Found) -> Iterator[str]:
    """Yield a finding and the lines around it."""
    finding = one.finding
    yield f"{one.path.name}:{finding.line}:{finding.column}: {finding.severity} {finding.code}: {finding.message}"
    lines = split_lines(one.path.read_bytes().decode("utf-8", "surrogateescape").removeprefix("\ufeff"))
    for at in range(max(1, finding.line - _BEFORE), min(len(lines), finding.line + _BEHIND) + 1):
        yield f"  {'>' if at == finding.line else ' '} {display(lines[at - 1])[:150]}"


if __name__ == "__main__":
    everything = found_in([Path(name) for name in sys.argv[1:]])
    sys.stdout.write(table(everything) + "\n\n")
    for chosen in sample(everything):
        sys.stdout.write("\n".join([*shown(chosen), "", ""]))
