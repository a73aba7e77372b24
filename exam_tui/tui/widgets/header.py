"""The line at the top: which report, how far it is, whether it is saved."""

from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from exam_tui.core.text.escape import display
from exam_tui.tui.widgets.cells import truncate


class Progress(NamedTuple):
    """How far a report is; `course_check` is what the course's check would fail that is done here, "" for nothing."""

    done: int
    questions: int
    tasks_done: int
    tasks: int
    is_dirty: bool
    course_check: str = ""
    is_read_only: bool = False


class Header(Widget):
    """One line of plain facts."""

    def __init__(self, title: str, path: str) -> None:
        super().__init__(id="header")
        self._title = display(title)
        self._path = display(path)
        self._progress = Progress(0, 0, 0, 0, is_dirty=False)

    def set_progress(self, progress: Progress) -> None:
        """Show new facts."""
        if progress != self._progress:
            self._progress = progress
            self.refresh()

    def render(self) -> Content:
        """Draw the line for the width there is: the title goes first, the path is cut, the facts stay."""
        now = self._progress
        state = "read-only" if now.is_read_only else "● unsaved" if now.is_dirty else "✓ saved"
        done = f"{now.done} of {now.questions} done"
        tasks = f"{now.tasks_done} of {now.tasks} tasks" if now.tasks else ""
        # What matters least is left out first.
        for facts in (
            (done, tasks, now.course_check, state),
            (done, now.course_check, state),
            (done, now.course_check.removeprefix("the course's "), state),
            (done, state),
            (state,),
        ):
            right = " · ".join(filter(None, facts))
            if cell_len(right) <= self.size.width - 2:
                break
        room = self.size.width - cell_len(right) - 4
        left = f"{self._title} · {self._path}"
        if cell_len(left) > room:
            left = self._path if cell_len(self._path) <= room else truncate(self._path, room)
        gap = max(self.size.width - 2 - cell_len(left) - cell_len(right), 1)
        return Content.assemble(
            " ", (left, "bold"), " " * gap, (right, "$text-warning" if now.is_dirty or now.course_check else ""), " "
        )
