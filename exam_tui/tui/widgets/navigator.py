"""The list of questions, grouped by section."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from exam_tui.core.display import display
from exam_tui.core.prompt import short_name
from exam_tui.core.report import Question
from exam_tui.tui import symbols
from exam_tui.tui.actions import list_bindings
from exam_tui.tui.text import cut


class Navigator(OptionList):
    """Shows every question with symbol, number, short name and word count; moving in it shows the question."""

    BINDINGS: ClassVar[list[BindingType]] = list_bindings("lists")

    @dataclass
    class Highlighted(Message):
        """A question was moved to."""

        index: int

    @dataclass
    class Chosen(Message):
        """A question was chosen: its answer is to be written."""

        index: int

    def __init__(self, questions: Sequence[Question]) -> None:
        super().__init__(id="navigator", markup=False)
        self._questions = list(questions)
        self._names = [display(short_name(question.parts)) for question in questions]
        self._rows: dict[int, int] = {}
        self._sections: dict[int, str] = {}
        self._current = 0

    def on_mount(self) -> None:
        """Name the list."""
        self.border_title = "Questions"

    def on_resize(self) -> None:
        """Lay the rows out for the width."""
        self._fill()

    def _fill(self) -> None:
        options: list[Option] = []
        self._rows, self._sections = {}, {}
        section: str | None = None
        for index, question in enumerate(self._questions):
            if question.section != section:
                section = question.section
                self._sections[len(options)] = section
                options.append(Option(self._section_row(section), disabled=True))
            self._rows[index] = len(options)
            options.append(Option(self._row(index)))
        with self.prevent(OptionList.OptionHighlighted):
            self.clear_options()
            self.add_options(options)
            self.highlighted = self._rows.get(self._current)

    def show(self, index: int) -> None:
        """Highlight a question without saying so."""
        self._current = index
        with self.prevent(OptionList.OptionHighlighted):
            self.highlighted = self._rows.get(index)

    def update_question(self, question: Question) -> None:
        """Show a question's new state."""
        old = self._questions[question.index]
        self._questions[question.index] = question
        if (old.state, old.counts) == (question.state, question.counts) or not self._rows:
            return
        row = self._rows[question.index]
        self.replace_option_prompt_at_index(row, self._row(question.index))
        if old.state != question.state:
            above = max(position for position in self._sections if position < row)
            self.replace_option_prompt_at_index(above, self._section_row(self._sections[above]))

    @property
    def _width(self) -> int:
        return max(self.size.width - 3, 10)  # the padding of a row, and the scroll bar

    def _section_row(self, section: str) -> Content:
        inside = [question for question in self._questions if question.section == section]
        passing = f"{sum(question.state == 'passing' for question in inside)}/{len(inside)}"
        room = self._width - cell_len(passing) - 1
        return Content.assemble(
            (cut(display(section) or "Questions", room).ljust(room), "bold $text-accent"),
            " ",
            (passing, "dim"),
        )

    def _row(self, index: int) -> Content:
        question = self._questions[index]
        limit = question.limits.words
        kind = symbols.kind(
            question.state, question.counts.words, limit.min if limit else None, limit.max if limit else None
        )
        count = self._count(question)
        room = self._width - 6 - cell_len(count)
        return Content.assemble(
            (f"{symbols.SYMBOLS[kind]} ", symbols.STYLES[kind]),
            f"{question.number:>2} ",
            cut(self._names[index], room).ljust(room),
            (f" {count}", symbols.STYLES[kind]),
        )

    def _count(self, question: Question) -> str:
        if question.state == "unanswered":
            return ""
        if question.limits.words is None and question.limits.images is not None:
            return f"{question.counts.images} img"
        return str(question.counts.words)

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._say(Navigator.Highlighted, event.option_index)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._say(Navigator.Chosen, event.option_index)

    def _say(self, message: "type[Highlighted | Chosen]", row: int) -> None:
        index = next((index for index, at in self._rows.items() if at == row), None)
        if index is not None:
            self.post_message(message(index))
