"""The tables of `check`: every question on a line, and several files, the worst first.

A question's line has its state, number, words and images with their limits, what is to do, its short name.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from exam_tui.cli.check.checked_file import CheckedFile, CheckedReport
from exam_tui.cli.counted import number_of
from exam_tui.cli.output import Output, Style
from exam_tui.core.checker import verdict_words
from exam_tui.core.fixes.remaining_work import phrases_of
from exam_tui.core.naming.short_names import short_names
from exam_tui.core.report.question import SYMBOLS, Kind, Question, kind_of
from exam_tui.errors import ExamTuiError

_NAME: Final = 12
"""Characters of a name that make it worth showing."""

_LEFT: Final = slice(4, 7)
"""The cells of a row that are aligned on the left: limit, images, remark."""


_STYLES: Final[dict[Kind, Style]] = {"passing": "success", "unanswered": "dim"}
"""Of the kinds that are not errors."""


class QuestionRow(NamedTuple):
    """One question as text; `style` is of the symbol."""

    style: Style
    symbol: str
    number: str
    words: str
    words_limit: str
    images: str
    remark: str
    name: str


def print_questions(questions: Sequence[Question], out: Output) -> None:
    """Print all questions below the headings of their sections."""
    names = short_names(questions)
    rows = [_question_row(question, name) for question, name in zip(questions, names, strict=True)]
    widest = QuestionRow._make(max(column, key=len) for column in zip(*rows, strict=True))
    section = ""
    for question, row in zip(questions, rows, strict=True):
        if question.section != section:
            section = question.section
            out.data((section, "bold"))
        _print_question(row, widest, out)


def remarks(question: Question) -> list[str]:
    """Return what has to be done to a question, in plain words: `39 more words`, `missing image`."""
    is_empty = question.counted_state == "unanswered"
    phrases = ["no answer"] if is_empty else [text for text, _ in phrases_of(question)]
    return [*phrases, *question.faults]


def _question_row(question: Question, name: str) -> QuestionRow:
    kind = kind_of(question)
    counts, limits = question.counts, question.limits
    images = ""
    if counts.images or limits.images is not None:
        images = f"{_count(counts.images, 'image')} {limits.images or ''}".rstrip()
    return QuestionRow(
        _STYLES.get(kind, "error"),
        SYMBOLS[kind],
        str(question.number),
        _count(counts.words, "word"),
        str(limits.words or ""),
        images,
        ", ".join(remarks(question)) or "fine",
        name,
    )


def _print_question(row: QuestionRow, widest: QuestionRow, out: Output) -> None:
    cells = [f"{row.number:>{len(widest.number)}}", f"{row.words:>{len(widest.words)}}"]
    for cell, longest in zip(row[_LEFT], widest[_LEFT], strict=True):
        if longest:
            cells.append(f"{cell:{len(longest)}}")
    text = "  ".join(cells)
    room = out.width - len(f"  {row.symbol} {text}  ")
    if not row.name or room < min(len(row.name), _NAME):
        out.data("  ", (row.symbol, row.style), f" {text.rstrip()}")
        return
    name = row.name if len(row.name) <= room else row.name[: room - 1].rstrip() + "…"
    out.data("  ", (row.symbol, row.style), f" {text}  ", (name, "dim"))


def _count(count: int, thing: str) -> str:
    # A space keeps the singular in its column.
    return f"{count} {thing}{' ' if count == 1 else 's'}"


class FileRow(NamedTuple):
    """One file; `rank` sorts the worst first."""

    rank: tuple[int, int, int, int]
    style: Style
    cells: tuple[str, str, str, str, str]


class FileTable:
    """Gathers a row a file; nothing else of a file is kept, however many there are."""

    def __init__(self, out: Output) -> None:
        self._out = out
        self._rows: list[FileRow] = []

    def add(self, checked: CheckedFile) -> None:
        """Add a file's row."""
        result = checked.result
        if isinstance(result, ExamTuiError):
            self._rows.append(FileRow((0, 0, 0, 0), "error", (checked.path, "not checked", "", "", result.message)))
        else:
            self._rows.append(_file_row(checked.path, result))

    def print(self) -> None:
        """Print the table and a line that sums it up; files that are equally bad stay in the order given."""
        rows = sorted(self._rows, key=lambda row: row.rank)
        widths = [max(len(row.cells[column]) for row in rows) for column in range(4)]
        self._out.data()
        for row in rows:
            path, *middle = (f"{cell:{width}}" for cell, width in zip(row.cells[:4], widths, strict=True))
            self._out.data(path, "  ", ("  ".join(middle), row.style), f"  {row.cells[4]}".rstrip())
        clean = sum(row.style == "success" for row in rows)
        self._out.data()
        self._out.data(f"{number_of(len(rows), 'file')}, {clean or 'none'} without errors.")


def _file_row(path: str, checked: CheckedReport) -> FileRow:
    questions = checked.questions
    passing = sum(question.state == "passing" for question in questions)
    errors, warnings = checked.count("error"), checked.count("warning")
    verdict = checked.verdict
    stops = verdict is not None and verdict.error is not None
    style: Style = "error" if errors or checked.has_complaints else "success"
    return FileRow(
        (1 if stops else 2, -errors, passing - len(questions), -warnings),
        style,
        (
            path,
            f"{passing} of {len(questions)} done",
            number_of(errors, "error"),
            number_of(warnings, "warning"),
            "" if verdict is None else f"course's check {verdict_words(verdict)}",
        ),
    )
