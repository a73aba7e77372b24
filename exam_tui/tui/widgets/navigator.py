"""The list of questions, grouped by section."""

from collections.abc import Collection, Sequence
from enum import Enum
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.events import Click
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widgets import OptionList
from textual.widgets.option_list import Option
from typing_extensions import override

from exam_tui.core.naming.short_names import short_names
from exam_tui.core.report.question import Question
from exam_tui.core.text.escape import display
from exam_tui.tui.keys.bindings import list_bindings
from exam_tui.tui.widgets import question_state
from exam_tui.tui.widgets.cells import truncate
from exam_tui.tui.widgets.key_line import Place

_CURSOR = "›"


class ListFilter(Enum):
    """Which questions the list shows; the value is what it is called."""

    ALL = "all"
    UNFINISHED = "unfinished"
    FAILING = "outside a limit"
    PROBLEMS = "with problems"


class Navigator(OptionList):
    """Shows every question with symbol, number, short name and word count; moving in it shows the question.

    It can be narrowed to some kinds of questions and to words in them; sections fold.
    """

    BINDINGS: ClassVar[list[BindingType]] = list_bindings("lists")
    PLACE: ClassVar[Place] = "lists"
    _holds_refresh = False

    class Highlighted(Message):
        """A question was moved to."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    class Chosen(Message):
        """A question was chosen: its answer is to be written."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, questions: Sequence[Question]) -> None:
        super().__init__(id="navigator", markup=False)
        self._questions = list(questions)
        self._names = [display(name) for name in short_names(questions)]
        self._rows: dict[int, int] = {}
        self._sections: dict[int, str] = {}
        self._current = 0
        self._folded: set[str] = set()
        self._problems: frozenset[int] = frozenset()
        self._show = ListFilter.ALL
        self._words: tuple[str, ...] = ()

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
        shown = [index for index in range(len(self._questions)) if self._is_shown(index)]
        for index in shown:
            question = self._questions[index]
            if question.section != section:
                section = question.section
                self._sections[len(options)] = section
                is_folded = section in self._folded
                options.append(Option(self._section_row(section), disabled=not is_folded))
            if question.section not in self._folded:
                self._rows[index] = len(options)
                options.append(Option(self._row(index)))
        with self.prevent(OptionList.OptionHighlighted):
            self.clear_options()
            self.add_options(options or [Option("No matching questions.", disabled=True)])
            self.highlighted = self._rows.get(self._current)
        narrowed = [f"“{' '.join(self._words)}”"] if self._words else []
        if self._show is not ListFilter.ALL:
            narrowed.insert(0, self._show.value)
        self.border_subtitle = display(" · ".join(narrowed)).replace("[", r"\[")
        self.border_title = f"Questions  {len(shown)} of {len(self._questions)}" if narrowed else "Questions"

    def _is_shown(self, index: int) -> bool:
        question = self._questions[index]
        kinds = {
            ListFilter.ALL: True,
            ListFilter.UNFINISHED: question.state != "passing",
            ListFilter.FAILING: question.counted_state == "failing",
            ListFilter.PROBLEMS: index in self._problems,
        }
        if not kinds[self._show]:
            return False
        if not self._words:
            return True
        text = (
            f"{question.number} {self._names[index]} {question.section} {question.prompt} {question.answer}".casefold()
        )
        return all(word in text for word in self._words)

    @override
    def render_line(self, y: int) -> Strip:
        """Draw a line; the row under the cursor has a sign at its left edge, to be found without colour."""
        strip = super().render_line(y)
        first = next(iter(strip), None)
        if first is None or first.style is None or first.style.meta.get("option", -1) != self.highlighted:
            return strip
        return Strip([Segment(_CURSOR, first.style), *strip.crop(1)])

    # Narrowing and folding

    @property
    def show_kind(self) -> ListFilter:
        """Which kinds of questions are shown."""
        return self._show

    @property
    def words(self) -> str:
        """The words that every shown question has."""
        return " ".join(self._words)

    def narrow(self, *, show: ListFilter | None = None, words: str | None = None) -> None:
        """Show only some kinds of questions, or only those with all of these words in name, prompt or answer."""
        self._show = self._show if show is None else show
        self._words = self._words if words is None else tuple(words.casefold().split())
        self._fill()

    def set_problems(self, indexes: Collection[int]) -> None:
        """Take which questions have problems."""
        if self._problems != indexes:
            self._problems = frozenset(indexes)
            if self._show is ListFilter.PROBLEMS:
                self._fill()

    def fold(self) -> None:
        """Fold the section of the question under the cursor, or unfold it."""
        at = self.highlighted
        if at in self._sections:
            self._toggle(self._sections[at])
        elif self._rows:
            self._toggle(self._questions[self._current].section)

    def _toggle(self, section: str) -> None:
        self._folded ^= {section}
        self._fill()
        head = self._head(section)
        if head is not None and self.highlighted is None:
            with self.prevent(OptionList.OptionHighlighted):
                self.highlighted = head

    def fold_all(self) -> None:
        """Fold all sections, or unfold all of them."""
        everything = {question.section for question in self._questions}
        self._folded = set() if self._folded else everything
        self._fill()

    def reset(self, questions: Sequence[Question]) -> None:
        """Show other questions."""
        self._questions = list(questions)
        self._names = [display(name) for name in short_names(questions)]
        self._current = 0
        self._fill()

    def show(self, index: int) -> None:
        """Highlight a question without a message; the section of one that was moved to unfolds."""
        is_moved = index != self._current
        self._current = index
        section = self._questions[index].section
        if section in self._folded:
            if not is_moved:
                return
            self._folded.discard(section)
            self._fill()
        row = self._rows.get(index)
        if row != self.highlighted:
            self._move_cursor(row)

    def _move_cursor(self, row: int | None) -> None:
        """Bring the cursor to another row, and draw that and the one that it leaves. The list scrolls later."""
        left = self.highlighted
        self._holds_refresh = True
        try:
            with self.prevent(OptionList.OptionHighlighted):
                self.highlighted = row
        finally:
            self._holds_refresh = False
        lines = [self._index_to_line[at] for at in (left, row) if at in self._index_to_line]
        self.refresh(*(Region(0, line - self.scroll_offset.y, self.size.width, 1) for line in lines))

    @override
    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> "Navigator":
        """Repaint; while the cursor moves, leave the choice of rows to that."""
        if self._holds_refresh and not layout and not recompose:
            return self
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def update(self, questions: Sequence[Question]) -> None:
        """Show the questions' new states."""
        for question in questions:
            self._update(question)

    def _update(self, question: Question) -> None:
        old = self._questions[question.index]
        self._questions[question.index] = question
        kinds = question_state.kind_of(old), question_state.kind_of(question)
        if kinds[0] == kinds[1] and old.counts == question.counts:
            return
        if question.index in self._rows:
            self.replace_option_prompt_at_index(self._rows[question.index], self._row(question.index))
        head = self._head(question.section)
        if old.state != question.state and head is not None:
            self.replace_option_prompt_at_index(head, self._section_row(question.section))

    def _head(self, section: str) -> int | None:
        """Return the row of a section's heading, None where the section is not shown."""
        return next((row for row, name in self._sections.items() if name == section), None)

    @property
    def _width(self) -> int:
        return max(self.size.width - 3, 10)  # the padding of a row, and the scroll bar

    def _section_row(self, section: str) -> Content:
        inside = [question for question in self._questions if question.section == section]
        passing = f"{sum(question.state == 'passing' for question in inside)}/{len(inside)}"
        room = self._width - cell_len(passing) - 1
        name = ("▸ " if section in self._folded else "") + (display(section) or "Questions")
        return Content.assemble(
            (truncate(name, room).ljust(room), "bold $text-accent"),
            " ",
            (passing, "$text-muted"),
        )

    def _row(self, index: int) -> Content:
        question = self._questions[index]
        kind = question_state.kind_of(question)
        count = self._count(question)
        room = self._width - 6 - cell_len(count)
        return Content.assemble(
            (f"{question_state.SYMBOLS[kind]} ", question_state.STYLES[kind]),
            f"{question.number:>2} ",
            truncate(self._names[index], room).ljust(room),
            (f" {count}", question_state.STYLES[kind]),
        )

    def _count(self, question: Question) -> str:
        if question.counted_state == "unanswered":
            return ""
        if question.limits.words is None and question.limits.images is not None:
            return f"{question.counts.images} img"
        return str(question.counts.words)

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._say(Navigator.Highlighted, event.option_index)

    def on_click(self, event: Click) -> None:
        """Fold a section where its heading is clicked; the heading of a folded one can be chosen like a question."""
        row = event.style.meta.get("option")
        if row in self._sections and self.options[row].disabled:
            event.prevent_default()  # the rows have other places now
            self._toggle(self._sections[row])

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_index in self._sections:
            self.fold()
            return
        self._say(Navigator.Chosen, event.option_index)

    def _say(self, message: "type[Highlighted | Chosen]", row: int) -> None:
        index = next((index for index, at in self._rows.items() if at == row), None)
        if index is not None:
            self.post_message(message(index))
