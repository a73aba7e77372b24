"""All problems of the report, or those of one question: go there, or have it fixed."""

from collections.abc import Awaitable, Callable, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from exam_tui.core.findings.finding import Severity
from exam_tui.core.findings.joined import is_joined
from exam_tui.core.naming.short_names import short_names
from exam_tui.core.report.question import Question
from exam_tui.core.text.escape import display
from exam_tui.core.text.words import plural
from exam_tui.tui.editor.notes import Checked, Problem
from exam_tui.tui.keys.bindings import back, closing, hints, list_bindings
from exam_tui.tui.keys.keymap import main_key

if TYPE_CHECKING:
    from textual.timer import Timer

_SYMBOLS: dict[Severity, str] = {"error": "✗", "warning": "!", "info": "i"}
_STYLES: dict[Severity, str] = {"error": "$text-error bold", "warning": "$text-warning", "info": "$text-muted"}
_WORDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}

_SAID_SECONDS: Final = 6.0
_NONE_TO_FIX: Final = "No problems here."

Fixer = Callable[[Sequence[Problem]], Awaitable[Checked]]
QuickFixer = Callable[[Problem], Awaitable[Checked]]


class ProblemsScreen(ModalScreen[Problem | None]):
    """Lists problems by question and answers with the one to go to, None for Esc.

    `fixer` applies the safe fixes of some problems and checks again; `quick_fixer` shows the fix of one before it does.
    """

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*list_bindings("problems"), *closing("problems")]

    def __init__(
        self, checked: Checked, questions: Sequence[Question], current: int, fixer: Fixer, quick_fixer: QuickFixer
    ) -> None:
        super().__init__()
        self._checked = checked
        self._questions = questions
        self._names = short_names(questions)
        self._current = current
        self._fixer = fixer
        self._quick_fixer = quick_fixer
        self._only_current = False
        self._rows: list[Problem | None] = []
        self._said: Timer | None = None

    def compose(self) -> ComposeResult:
        """Yield the bar, the list and the keys."""
        yield Static(id="problems-bar", markup=False)
        yield OptionList(id="problems", markup=False)
        yield Static(id="problems-keys", markup=False)

    def on_mount(self) -> None:
        """Start in the list."""
        self._list.focus()

    def on_resize(self) -> None:
        """Lay the rows out for the width; at first, start at the question that is being written."""
        self._fill(first=not self._rows)

    @property
    def _list(self) -> OptionList:
        return self.query_one(OptionList)

    @property
    def _shown(self) -> Sequence[Problem]:
        return self._checked.of(self._current) if self._only_current else self._checked.listed

    def _fill(self, *, first: bool = False) -> None:
        at = self._list.highlighted
        options: list[Option] = []
        self._rows = []
        group: str | None = None
        start: int | None = None
        for problem in self._shown:
            title = self._group_of(problem)
            if title != group:
                group = title
                options.append(Option(Content.assemble((display(title), "bold $text-accent")), disabled=True))
                self._rows.append(None)
            if start is None and problem.place and problem.place.index == self._current:
                start = len(options)
            options.append(Option(self._row(problem)))
            self._rows.append(problem)
        self._list.clear_options()
        self._list.add_options(options or [Option("No problems here. ✓", disabled=True)])
        if options:
            kept = at if at is not None and 0 < at < len(options) else len(options) - 1
            self._list.highlighted = (start or 1) if first else kept
            if first:
                self.call_after_refresh(self._list.scroll_to_highlight, top=True)
        self._draw_bars()

    def _group_of(self, problem: Problem) -> str:
        if problem.place is None or problem.place.index >= len(self._questions) or is_joined(problem.finding):
            return "The report"
        question = self._questions[problem.place.index]
        name = self._names[problem.place.index] or question.section
        return f"Question {question.number}{' · ' if name else ''}{name}"

    def _row(self, problem: Problem) -> Content:
        finding = problem.finding
        width = max(self._list.size.width - 9, 20)
        lines = wrap(display(finding.message), width) or [""]
        held = f" Not fixed automatically: {problem.held}." if problem.held else ""
        remedy = wrap(display(f"{finding.help}{held}"), width) if problem.fix is None else []
        does = "fixes it" if problem.fix else "shows a fix"
        fixable = (f"  {main_key('fix_this')} {does}", "$text-success") if problem.fix or problem.quick else ""
        return Content.assemble(
            (f" {_SYMBOLS[finding.severity]} ", _STYLES[finding.severity]),
            "\n   ".join(lines),
            (f"  line {finding.line}", "$text-muted"),
            fixable,
            *[("\n   " + line, "$text-muted") for line in remedy],
        )

    def _draw_bars(self) -> None:
        parts = []
        for severity, word in _WORDS.items():
            count = sum(problem.finding.severity == severity for problem in self._shown)
            if count:
                parts.append(f"{_SYMBOLS[severity]} {plural(count, word)}")
        number = self._questions[self._current].number
        scope = f"question {number}" if self._only_current else "whole report"
        self.query_one("#problems-bar", Static).update(
            Content.assemble(" ", ("Problems", "bold"), f"  {scope}  ", " · ".join(parts) or "none")
        )
        other = "whole report" if self._only_current else f"question {number} only"
        keys = [("Enter goes there", "screen.go"), (f"{main_key('scope')} {other}", "screen.scope")]
        if any(problem.fix or problem.quick for problem in self._shown):
            keys.append((f"{main_key('fix_this')} fix", "screen.fix_this"))
        if any(problem.fix for problem in self._shown):
            keys.append((f"{main_key('fix_all')} fix all", "screen.fix_all"))
        self.query_one("#problems-keys", Static).update(hints(*keys, back(), width=self.size.width - 2))

    # Actions

    @property
    def _chosen(self) -> Problem | None:
        at = self._list.highlighted
        return self._rows[at] if at is not None and at < len(self._rows) else None

    @on(OptionList.OptionSelected)
    def _go(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if self._chosen:
            self.dismiss(self._chosen)

    def action_go(self) -> None:
        """Go to the problem under the cursor."""
        self._list.action_select()

    def action_scope(self) -> None:
        """Show the problems of the question that is being written alone, or all."""
        self._only_current = not self._only_current
        self._fill(first=True)

    def action_fix_this(self) -> None:
        """Fix the problem under the cursor where that is safe; show first what another fix would change."""
        chosen = self._chosen
        if chosen and chosen.fix:
            self._fix([chosen])
        elif chosen and chosen.quick:
            self._fix_quickly(chosen)
        elif chosen and chosen.held:
            self._say(f"Not fixed: {chosen.held}.")
        elif chosen and chosen.finding.code == "conflict-marker":
            self._say(f"{main_key('resolve_conflicts')} in the list of questions resolves the conflict.")
        elif chosen:
            self._say("No safe fix for this problem: its text says what to do.")
        else:
            self._say(_NONE_TO_FIX)

    def action_fix_all(self) -> None:
        """Fix everything on the list that has a safe fix."""
        fixable = [problem for problem in self._shown if problem.fix]
        if fixable:
            self._fix(fixable)
        else:
            self._say("None of these problems has a safe fix." if any(self._rows) else _NONE_TO_FIX)

    def _say(self, text: str) -> None:
        """Say something in the place of the keys, until the cursor moves or it has been read."""
        self.query_one("#problems-keys", Static).update(Content.styled(text, "$text-warning"))
        if self._said:
            self._said.stop()
        self._said = self.set_timer(_SAID_SECONDS, self._draw_bars)

    @on(OptionList.OptionHighlighted)
    def _draw_keys_again(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._draw_bars()

    @work(group="fix", exclusive=True)
    async def _fix_quickly(self, problem: Problem) -> None:
        self._checked = await self._quick_fixer(problem)
        if self.query(OptionList):
            self._fill()

    @work(group="fix", exclusive=True)
    async def _fix(self, problems: Sequence[Problem]) -> None:
        self._checked = await self._fixer(problems)
        if self.query(OptionList):  # it may have been closed meanwhile
            self._fill()

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)
