"""What is about to be committed and pushed: the files, the message, every command, and whether to do it."""

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from exam_tui.core.text.escape import display
from exam_tui.git.commit.commit_plan import CommitPlan
from exam_tui.git.commit.plan_words import plan_sections
from exam_tui.session.dialogue import Agreed
from exam_tui.tui.keys.bindings import BUTTONS, PAGES, back, closing, hints
from exam_tui.tui.widgets.line_input import TextInput

_LINE, _FRAME = 2, 2
"""Lines of the message, and of the choices, with the empty one above each; lines of the frame."""
_HIGH = 20
"""Lines from which on there are empty ones."""


class CommitScreen(ModalScreen[Agreed | None]):
    """Answers with what was agreed to; None for nothing at all.

    Enter in the message does what the first button says.
    """

    CSS_PATH = "../dialogs.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (64, "-wide")]  # noqa: RUF012 - as Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]  # noqa: RUF012 - the same
    BINDINGS: ClassVar[list[BindingType]] = [
        *closing(priority=True),
        *BUTTONS,
        *PAGES,
    ]

    def __init__(self, plan: CommitPlan) -> None:
        super().__init__()
        self._plan = plan

    def compose(self) -> ComposeResult:
        """Yield what is in the commit, its message, the commands, and the choices."""
        plan = self._plan
        with Vertical(id="commit") as box:
            box.border_title = "Commit and push" if plan.has_commit and plan.push else self._choices[0][1]
            box.border_subtitle = hints("Enter runs it", back("closes"))
            with VerticalScroll(id="commit-text", can_focus=False):
                yield Static(self._sections(), markup=False)
                yield Static(id="commit-commands", markup=False)
            if plan.has_commit:
                with Horizontal(id="commit-message"):
                    yield Static("Message ", markup=False)
                    yield TextInput(display(plan.message), compact=True, placeholder="Write a message")
            with Horizontal(id="choices"):
                for key, label in self._choices:
                    yield Button(label, id=f"choice-{key}", compact=True)

    @property
    def _choices(self) -> list[tuple[str, str]]:
        """The choices, the usual one first."""
        if not self._plan.has_commit:
            return [("push", "Push"), ("close", "Close")]
        if self._plan.push is None:
            return [("commit", "Commit"), ("close", "Close")]
        return [("push", "Commit and push"), ("commit", "Commit"), ("close", "Close")]

    def on_mount(self) -> None:
        """Show the commands, and start in the message."""
        self._show_commands()
        if not self._plan.has_commit:
            self.query_one("#choice-push", Button).focus()

    def on_resize(self) -> None:
        """Keep message and choices in sight: what is above them scrolls."""
        below = (_LINE if self._plan.has_commit else 0) + _LINE
        below = below if self.size.height >= _HIGH else below // 2
        self.query_one("#commit-text").styles.max_height = max(self.size.height - below - _FRAME, 1)

    def action_scroll_text(self, pages: int) -> None:
        """Scroll what is above the message."""
        text = self.query_one("#commit-text")
        text.scroll_relative(y=pages * max(text.size.height - 1, 1), animate=False)

    @property
    def _message(self) -> str:
        return self.query_one(Input).value.strip() if self._plan.has_commit else ""

    def _sections(self) -> Content:
        pieces: list[str | tuple[str, str]] = []
        for heading, lines in plan_sections(self._plan):
            pieces += [(display(heading), "bold"), "\n", *(f"  {display(line)}\n" for line in lines)]
        return Content.assemble(*pieces)

    @on(Input.Changed)
    def _show_commands(self) -> None:
        """Show the commands with the message as it is now."""
        commands = self.query_one("#commit-commands", Static)
        commands.update(Content.assemble(*self._commands()))

    def _commands(self) -> Iterator[str | tuple[str, str]]:
        yield (f"Commands to run in {display(str(self._plan.root))}", "bold")
        for line in self._plan.lines(self._message):
            yield from ("\n  ", (display(line), "$text-accent"))

    @on(Input.Submitted)
    def _go_on(self, event: Input.Submitted) -> None:
        """Do the usual one of the choices."""
        event.stop()
        self._choose(self._choices[0][0])

    @on(Button.Pressed)
    def _press(self, event: Button.Pressed) -> None:
        event.stop()
        self._choose((event.button.id or "").removeprefix("choice-"))

    def _choose(self, choice: str) -> None:
        """Answer with a choice, by its key; without a message nothing is committed."""
        if choice == "close":
            self.dismiss(None)
        elif self._plan.has_commit and not self._message:
            self.query_one(Input).focus()
        else:
            self.dismiss(Agreed(self._message, push=choice == "push"))

    def action_close(self) -> None:
        """Do nothing of it."""
        self.dismiss(None)
