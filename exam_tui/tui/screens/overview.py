"""The whole report on one screen: what is left to do, every question against its limits, the checklist by group."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from exam_tui.core.checker import Verdict
from exam_tui.core.report.report import Report
from exam_tui.tui.editor.notes import Checked
from exam_tui.tui.keys.bindings import back, closing, hints
from exam_tui.tui.screens.overview_rows import ALL_LEFT, rows_of, summary

_TITLE = "Overview"


class OverviewScreen(ModalScreen[int | None]):
    """Answers with the position of the question to go to, CHECKLIST, PROBLEMS, or None for Esc."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = closing("overview")

    def __init__(self, report: Report, verdict: Verdict | None, checked: Checked) -> None:
        super().__init__()
        self._report = report
        self._verdict = verdict
        self._checked = checked
        self._shows_all = False
        self._targets: list[int | None] = []

    def compose(self) -> ComposeResult:
        """Yield the verdict and the list."""
        yield Static(id="overview-bar", markup=False)
        yield OptionList(id="overview", markup=False)
        keys = hints("Enter goes there", back())
        yield Static(keys, id="overview-keys", markup=False)

    def on_mount(self) -> None:
        """Start in the list."""
        self.query_one(OptionList).focus()

    def on_resize(self) -> None:
        """Lay the rows out for the width."""
        self._fill()

    def take(self, checked: Checked) -> None:
        """Take the problems as they are now."""
        if (checked.left(), checked.faults) != (self._checked.left(), self._checked.faults):
            self._checked = checked
            self._fill()

    def _fill(self) -> None:
        listing = self.query_one(OptionList)
        bar = self.query_one("#overview-bar", Static)
        said = summary(self._checked.judged(self._report.questions), self._verdict, self.size.width - len(_TITLE) - 4)
        bar.update(Content.assemble(" ", (_TITLE, "bold"), f"  {said}"))
        at, before = listing.highlighted, self._targets
        # A space on both sides of each row, and the scroll bar.
        rows = list(rows_of(self._report, self._checked, self.size.width - 4, all_left=self._shows_all))
        self._targets = [row.target for row in rows]
        listing.clear_options()
        listing.add_options([Option(row.text, disabled=row.target is None) for row in rows])
        listing.highlighted = self._same(at, before)

    def _same(self, at: int | None, before: list[int | None]) -> int | None:
        """Return the row with what was under the cursor: a question has one in the list, and maybe one above it."""
        if at is None:
            return next((row for row, target in enumerate(self._targets) if target is not None), None)
        rows = [row for row, target in enumerate(self._targets) if target == before[at]]
        if not rows:
            return at
        return rows[0] if before[at] in before[at + 1 :] else rows[-1]

    @on(OptionList.OptionSelected)
    def _go(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        target = self._targets[event.option_index]
        if target == ALL_LEFT:
            self._shows_all = True
            self._fill()
        else:
            self.dismiss(target)

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)
