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


@dataclass(frozen=True, slots=True)
class _Layout:
    """How many cells a name and a bar take; in a narrow window there are no bars."""

    name: int
    bar_width: int

    @classmethod
    def of(cls, width: int) -> "_Layout":
        """Return the layout for a list that is so many cells wide."""
        return cls(24, 16) if width >= 76 else cls(24, 0) if width >= 60 else cls(14, 0)  # noqa: PLR2004 - see above

    def bar(self, count: int, full: int, *, mark: int = 0) -> str:
        """Return a bar with a blank on both sides, or a blank where there is no room for one."""
        return f" {bar(count, full, self.bar_width, mark=mark)} " if self.bar_width else " "


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the overview: its text and what Enter goes to, None for nothing."""

    text: Content
    target: int | None = None


class OverviewScreen(ModalScreen[int | None]):
    """Answers with the position of the question to go to, CHECKLIST, or None for Esc."""

    CSS_PATH = "dialogs.tcss"
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
        self.query_one(OptionList).focus()

    def on_resize(self) -> None:
        """Lay the rows out for the width."""
        listing = self.query_one(OptionList)
        at = listing.highlighted
        rows = list(self._rows(_Layout.of(listing.size.width)))
        self._targets = [row.target for row in rows]
        listing.clear_options()
        listing.add_options([Option(row.text, disabled=row.target is None) for row in rows])
        first = next((at for at, target in enumerate(self._targets) if target is not None), None)
        listing.highlighted = first if at is None else at

    def _rows(self, layout: _Layout) -> Iterator[_Row]:
        left = left_to_do(self._report.questions)
        if left:
            yield _title("Left to do, the least first", f"{len(left)}")
            yield from (_left_row(self._report.questions[item.index], item, layout) for item in left)
        for section, group in groupby(self._report.questions, key=lambda question: question.section):
            inside = list(group)
            passing = sum(question.state == "passing" for question in inside)
            words = sum(question.counts.words for question in inside)
            yield _title(section or "Questions", f"{passing}/{len(inside)} pass · {words} words")
            yield from (_question_row(question, layout) for question in inside)
        for name, found in groupby(self._report.tasks, key=lambda task: task.group):
            tasks = list(found)
            done = sum(task.done for task in tasks)
            title = f"{cut(display(name) or 'Tasks', layout.name):<{layout.name + 6}}"
            text = f"  {title}{layout.bar(done, len(tasks))}{done}/{len(tasks)}"
            yield _Row(Content(text), CHECKLIST)

    @on(OptionList.OptionSelected)
    def _go(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._targets[event.option_index])

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)


def _title(text: str, facts: str) -> _Row:
    return _Row(Content.assemble((display(text), "bold $text-accent"), (f"  {display(facts)}", "dim")))


def _left_row(question: Question, left: Left, layout: _Layout) -> _Row:
    name = f"{question.number:>2} {cut(display(short_name(question.parts)), layout.name):<{layout.name}}"
    return _Row(Content.assemble(f"  ○ {name}  ", (left.text, "$text-warning")), question.index)


def _question_row(question: Question, layout: _Layout) -> _Row:
    limit = question.limits.words
    kind = symbols.kind_of(question)
    name = f"{question.number:>2} {cut(display(short_name(question.parts)), layout.name):<{layout.name}}"
    pieces: list[tuple[str, str] | str] = [(f"  {symbols.SYMBOLS[kind]} ", symbols.STYLES[kind]), name]
    if limit:
        pieces.append((layout.bar(question.counts.words, limit.max, mark=limit.min), symbols.STYLES[kind]))
        pieces.append(f"{question.counts.words:>4} of {limit} words")
    else:
        pieces.append(f"{'':{len(layout.bar(0, 1))}}{question.counts.words:>4} words")
    if question.limits.images:
        pieces.append(f" · {question.counts.images} of {question.limits.images} images")
    return _Row(Content.assemble(*pieces), question.index)
