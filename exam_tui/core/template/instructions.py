"""The template's own instructions above its first heading: a fingerprint for each paragraph and block of code.

`python -m exam_tui.core.template.instructions FILE…` prints `_INSTRUCTIONS` of `course.py` for pristine templates.
"""

import sys
from collections.abc import Iterator, Sequence

from exam_tui.core.course import COURSE
from exam_tui.core.report.report import Report
from exam_tui.core.text.fingerprint import text_fingerprint
from exam_tui.core.text.words import wording

_TITLE = {"#", "="}


def is_instruction(text: str) -> bool:
    """Return whether a paragraph, a block of code or the front matter is of the template of any edition.

    Only its words count: not how its lines are broken, nor its emphasis.
    """
    return text_fingerprint(wording(text)) in COURSE.instructions


def instructions_of(report: Report) -> Iterator[str]:
    """Yield the text of each block above the first heading of an unedited report, but for its title."""
    lines = report.template.lines
    for block in report.template.blocks:
        if block.kind == "heading_open" and block.markup not in _TITLE:
            return
        if block.kind != "heading_open":
            yield "\n".join(lines[index] for index in range(block.start, block.end))


def table_of_instructions(paths: Sequence[str]) -> str:
    """Return `_INSTRUCTIONS` for pristine templates."""
    texts = (text for path in paths for text in instructions_of(Report.load(path)))
    return " ".join(sorted({text_fingerprint(wording(text)) for text in texts}))


if __name__ == "__main__":  # pragma: no cover - the command that prints the table
    sys.stdout.write(f"{table_of_instructions(sys.argv[1:])}\n")
