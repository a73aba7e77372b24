"""Several files as a table, the worst first."""

from typing import NamedTuple

from exam_tui.cli.check.checked_file import CheckedFile, CheckedReport
from exam_tui.cli.check.summary import number_of
from exam_tui.cli.output import Output, Style
from exam_tui.core.checker import verdict_words
from exam_tui.errors import ExamTuiError


class Row(NamedTuple):
    """One file; `rank` sorts the worst first."""

    rank: tuple[int, int, int, int]
    style: Style
    cells: tuple[str, str, str, str, str]


class Table:
    """Gathers a row a file; nothing else of a file is kept, however many there are."""

    def __init__(self, out: Output) -> None:
        self._out = out
        self._rows: list[Row] = []

    def add(self, checked: CheckedFile) -> None:
        """Add a file's row."""
        result = checked.result
        if isinstance(result, ExamTuiError):
            self._rows.append(Row((0, 0, 0, 0), "bad", (checked.path, "not checked", "", "", result.message)))
        else:
            self._rows.append(_row(checked.path, result))

    def print(self) -> None:
        """Print the table and a line that sums it up; files that are equally bad stay in the order given."""
        rows = sorted(self._rows, key=lambda row: row.rank)
        widths = [max(len(row.cells[column]) for row in rows) for column in range(4)]
        self._out.data()
        for row in rows:
            path, *middle = (f"{cell:{width}}" for cell, width in zip(row.cells[:4], widths, strict=True))
            self._out.data(path, "  ", ("  ".join(middle), row.style), f"  {row.cells[4]}".rstrip())
        clean = sum(row.style == "good" for row in rows)
        self._out.data()
        self._out.data(f"{number_of(len(rows), 'file')}, {clean or 'none'} without errors.")


def _row(path: str, checked: CheckedReport) -> Row:
    questions = checked.report.questions
    passing = sum(question.state == "passing" for question in questions)
    errors, warnings = checked.count("error"), checked.count("warning")
    verdict = checked.verdict
    stops = verdict is not None and verdict.error is not None
    style: Style = "bad" if errors or checked.has_complaints else "good"
    return Row(
        (1 if stops else 2, -errors, passing - len(questions), -warnings),
        style,
        (
            path,
            f"{passing} of {len(questions)} fine",
            number_of(errors, "error"),
            number_of(warnings, "warning"),
            "" if verdict is None else f"course's check {verdict_words(verdict)}",
        ),
    )
