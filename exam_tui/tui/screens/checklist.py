"""The checklist: tasks by group, ticked with the space bar."""

from collections.abc import Callable, Sequence
from textwrap import wrap
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option
from typing_extensions import override

from exam_tui.core.report.question import Task
from exam_tui.core.text.escape import display
from exam_tui.tui.keys.bindings import back, bindings, closing, hints, list_bindings
from exam_tui.tui.keys.keymap import main_key
from exam_tui.tui.widgets.cells import progress_bar
from exam_tui.tui.widgets.line_input import TextInput

_BAR = 20


class TaskList(OptionList):
    """The tasks. Letters go to the filter, the space bar ticks."""

    BINDINGS: ClassVar[list[BindingType]] = list_bindings("checklist")

    def action_toggle_task(self) -> None:
        """Tick or untick the task under the cursor."""
        self.action_select()


class TaskFilter(TextInput):
    """Words of the tasks to show. While there are any, the space bar ticks, as in the list."""

    @override
    async def _on_key(self, event: Key) -> None:
        """Leave the space bar to the list; Textual calls the methods of the bases next, unless that is prevented."""
        if event.key == "space" and isinstance(self.screen, ChecklistScreen) and self.screen.has_hits:
            event.stop()
            event.prevent_default()
            self.screen.query_one(TaskList).action_toggle_task()


class ChecklistScreen(ModalScreen[None]):
    """Shows all tasks by group with how many are done; `on_toggle(index, done)` ticks one, with None nobody can."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("checklist"), *closing("checklist")]

    def __init__(self, tasks: Sequence[Task], on_toggle: Callable[[int, bool], None] | None) -> None:
        super().__init__()
        self._on_toggle = on_toggle
        self._tasks = {task.index: task for task in tasks}
        self._done = {task.index: task.done for task in tasks}
        self._rows: list[int | None] = []

    def compose(self) -> ComposeResult:
        """Yield the bar, the filter and the list."""
        yield Static(id="checklist-bar", markup=False)
        yield TaskFilter(placeholder="type to find a task", id="checklist-filter", compact=True, select_on_focus=False)
        yield TaskList(id="tasks", markup=False)
        ticks = f"{main_key('toggle_task')} ticks" if self._on_toggle else "read-only"
        parts = ticks, "type to find"
        keys = hints(*parts, back(), width=self.app.size.width - 2)
        yield Static(keys, id="checklist-keys", markup=False)

    def on_mount(self) -> None:
        """Fill the list and start in it."""
        self._list.focus()

    def on_resize(self) -> None:
        """Lay the groups out for the width."""
        self._fill(first=self._rows == [])

    @property
    def _list(self) -> TaskList:
        return self.query_one(TaskList)

    @property
    def has_hits(self) -> bool:
        """Whether there is a task under the cursor."""
        return self._list.highlighted is not None

    def _shown(self) -> list[Task]:
        """Return the tasks that have what is typed, with or without the spaces between their words."""
        wanted = self.query_one(Input).value.casefold().split()
        texts = {index: f"{task.text} {task.group}".casefold() for index, task in self._tasks.items()}
        return [
            self._tasks[index]
            for index, text in texts.items()
            if all(word in text or word in "".join(text.split()) for word in wanted)
        ]

    def _fill(self, *, first: bool = False) -> None:
        at = self._list.highlighted
        options: list[Option] = []
        self._rows = []
        group: str | None = None
        for task in self._shown():
            if task.group != group:
                group = task.group
                options.append(Option(self._group_row(group), id=f"g{len(options)}", disabled=True))
                self._rows.append(None)
            options.append(Option(self._task_row(task), id=f"t{task.index}"))
            self._rows.append(task.index)
        self._list.clear_options()
        self._list.add_options(options or [Option("No matching task.", disabled=True)])
        if options:
            self._list.highlighted = 1 if first or at is None or at >= len(options) or at == 0 else at
        self._draw_bar()

    def _draw_bar(self) -> None:
        done, total = sum(self._done.values()), len(self._done)
        self.query_one("#checklist-bar", Static).update(
            Content.assemble(
                " ", ("Checklist", "bold"), f"  {progress_bar(done, total, _BAR)} {done}/{total} tasks done"
            )
        )

    def _group_row(self, group: str) -> Content:
        inside = [task.index for task in self._tasks.values() if task.group == group]
        done = sum(self._done[index] for index in inside)
        return Content.assemble(
            (f"{display(group) or 'Tasks':<24}", "bold $text-accent"),
            f" {progress_bar(done, len(inside), _BAR)} ",
            (f"{done}/{len(inside)}", "$text-muted"),
        )

    def _task_row(self, task: Task) -> Content:
        mark, style = ("✓", "$text-success bold") if self._done[task.index] else (" ", "")
        other = "" if self._done[task.index] or task.mark in "xX " else f" (marked {display(task.mark)})"
        width = max(self._list.size.width - 7, 20)  # the padding, the scroll bar, the mark
        text = "\n    ".join(wrap(display(task.text), width, break_on_hyphens=False) or [""])
        return Content.assemble((f"[{mark}] ", style), text, (other, "$text-muted"))

    # Actions

    @on(OptionList.OptionSelected)
    def _toggle(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        index = self._rows[event.option_index]
        if index is None or self._on_toggle is None:
            return
        self._done[index] = not self._done[index]
        task = self._tasks[index]
        self._list.replace_option_prompt_at_index(event.option_index, self._task_row(task))
        heads = [row for row, found in enumerate(self._rows) if found is None and row < event.option_index]
        self._list.replace_option_prompt_at_index(heads[-1], self._group_row(task.group))
        self._draw_bar()
        self._on_toggle(index, self._done[index])

    @on(Input.Changed)
    def _filter(self, event: Input.Changed) -> None:
        event.stop()
        self._fill(first=True)

    @on(Input.Submitted)
    def _found(self, event: Input.Submitted) -> None:
        event.stop()
        self._list.focus()

    def on_key(self, event: Key) -> None:
        """Send letters to the filter from wherever the focus is, `/` the focus alone; arrows go back to the list."""
        box = self.query_one(Input)
        if box.has_focus:
            if event.key in {"down", "up"}:
                self._list.focus()
                event.stop()
        elif event.is_printable and event.character and not event.character.isspace():
            box.focus()
            box.cursor_position = len(box.value)
            if event.character != "/":  # it asks for the filter, as in the list of questions
                box.insert_text_at_cursor(event.character)
            event.stop()
        elif event.key == "backspace" and box.value:
            box.value = box.value[:-1]
            event.stop()

    def action_close(self) -> None:
        """Clear the filter first, then go back."""
        box = self.query_one(Input)
        if box.value:
            box.value = ""
            self._list.focus()
        else:
            self.dismiss(None)
