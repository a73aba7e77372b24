"""The whole report on one screen: what is left to do, every question against its limits, the checklist by group."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from exam_tui.core.display import display
from exam_tui.core.effort import Left, left_to_do
from exam_tui.core.prompt import short_name
from exam_tui.core.report import Question, Report
from exam_tui.core.verdict import verdict_words
from exam_tui.tui import symbols
from exam_tui.tui.actions import closing
from exam_tui.tui.text import bar, cut

CHECKLIST = -1
"""What the screen answers with for the checklist."""

_BAR = 16
_NAME = 24


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the overview: its text and what Enter goes to, None for nothing."""

    text: Content
    target: int | None = None


class OverviewScreen(ModalScreen[int | None]):
    """Answers with the position of the question to go to, CHECKLIST, or None for Esc."""

    BINDINGS: ClassVar[list[BindingType]] = closing("overview")

    def __init__(self, report: Report, current: int) -> None:
        super().__init__()
        self._report = report
        self._current = current
        self._targets: list[int | None] = []

    def compose(self) -> ComposeResult:
        """Yield the verdict and the list."""
        yield Static(id="overview-bar", markup=False)
        yield OptionList(id="overview", markup=False)
        yield Static(" Enter goes there · Esc back", id="overview-keys", markup=False)

    def on_mount(self) -> None:
        """Fill the list and start in it."""
        questions = self._report.questions
        passing = sum(question.state == "passing" for question in questions)
        parts = [f"{passing} of {len(questions)} questions pass"]
        if self._report.is_course_report:
            parts.append(f"the course's check {verdict_words(self._report.verdict())}")
        self.query_one("#overview-bar", Static).update(
            Content.assemble(" ", ("Overview", "bold"), f"  {display(' · '.join(parts))}")
        )
        rows = list(self._rows())
        self._targets = [row.target for row in rows]
        listing = self.query_one(OptionList)
        listing.add_options([Option(row.text, disabled=row.target is None) for row in rows])
        listing.highlighted = next((at for at, target in enumerate(self._targets) if target is not None), None)
        listing.focus()

    def _rows(self) -> Iterator[_Row]:
        left = left_to_do(self._report.questions)
        if left:
            yield _title("Left to do, the least first", f"{len(left)}")
            yield from (_left_row(self._report.questions[item.index], item) for item in left)
        for section, group in groupby(self._report.questions, key=lambda question: question.section):
            inside = list(group)
            passing = sum(question.state == "passing" for question in inside)
            words = sum(question.counts.words for question in inside)
            yield _title(section or "Questions", f"{passing}/{len(inside)} pass · {words} words")
            yield from map(_question_row, inside)
        for name, found in groupby(self._report.tasks, key=lambda task: task.group):
            tasks = list(found)
            done = sum(task.done for task in tasks)
            text = (
                f"{cut(display(name) or 'Tasks', _NAME):<{_NAME + 6}} {bar(done, len(tasks), _BAR)} {done}/{len(tasks)}"
            )
            yield _Row(Content(f"  {text}"), CHECKLIST)

    @on(OptionList.OptionSelected)
    def _go(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._targets[event.option_index])

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)


def _title(text: str, facts: str) -> _Row:
    return _Row(Content.assemble((display(text), "bold $text-accent"), (f"  {display(facts)}", "dim")))


def _left_row(question: Question, left: Left) -> _Row:
    name = f"{question.number:>2} {cut(display(short_name(question.parts)), _NAME):<{_NAME}}"
    return _Row(Content.assemble(f"  ○ {name}  ", (left.text, "$text-warning")), question.index)


def _question_row(question: Question) -> _Row:
    limit = question.limits.words
    kind = symbols.kind_of(question)
    name = f"{question.number:>2} {cut(display(short_name(question.parts)), _NAME):<{_NAME}}"
    pieces: list[tuple[str, str] | str] = [(f"  {symbols.SYMBOLS[kind]} ", symbols.STYLES[kind]), name, " "]
    if limit:
        pieces.append((bar(question.counts.words, limit.max, _BAR, mark=limit.min), symbols.STYLES[kind]))
        pieces.append(f" {question.counts.words:>4} of {limit} words")
    else:
        pieces.append(f"{'':{_BAR + 2}} {question.counts.words:>4} words")
    if question.limits.images:
        pieces.append(f" · {question.counts.images} of {question.limits.images} images")
    return _Row(Content.assemble(*pieces), question.index)
