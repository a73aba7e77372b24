"""What was typed and never saved: each answer beside what stands there, to be brought back or left."""

from collections.abc import Sequence
from difflib import unified_diff
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from exam_tui.core.answers import plural
from exam_tui.core.display import display
from exam_tui.core.edits import AnswerEdit, Offer

_STYLES = {"+": "$text-success", "-": "$text-error", "@": "dim"}


class RecoveryScreen(ModalScreen[frozenset[AnswerEdit] | None]):
    """Answers with the edits to bring back, or None for none of them."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Bring back", show=False, priority=True),
        Binding("space", "choose", "Choose", show=False, priority=True),
        Binding("escape", "decline", "Leave all", show=False),
    ]

    def __init__(self, offers: Sequence[Offer], ticks: int, when: str) -> None:
        super().__init__()
        self._offers = offers
        self._when = when
        self._ticks = ticks
        self._chosen = {offer.edit for offer in offers}

    def compose(self) -> ComposeResult:
        """Yield the list and the difference of the answer under the cursor."""
        with Vertical(id="recovery") as box:
            box.border_title = "Unsaved work was found"
            box.border_subtitle = "Enter brings ✓ back · Space chooses · Esc leaves all"
            ticks = f", and {self._ticks} ticks" if self._ticks else ""
            yield Static(f"Typed {self._when} and never saved{ticks}:", markup=False)
            yield OptionList(id="recovery-list", markup=False)
            with VerticalScroll(id="recovery-difference", can_focus=False):
                yield Static(id="recovery-text", markup=False)

    def on_mount(self) -> None:
        """Start with all of them chosen."""
        self._list.add_options([Option(self._row(offer)) for offer in self._offers])
        self._list.highlighted = 0 if self._offers else None
        self._list.focus()

    @property
    def _list(self) -> OptionList:
        return self.query_one(OptionList)

    def _row(self, offer: Offer) -> Content:
        mark = "✓" if offer.edit in self._chosen else " "
        words = len(offer.edit.text.split())
        if offer.question is None:
            note = "this question is not in the file any more"
        elif offer.is_free:
            note = f"{plural(len(offer.question.answer.split()), 'word')} in the file"
        else:
            note = "changed in the file since: both are kept, one below the other"
        return Content.assemble(f"[{mark}] question {offer.edit.number}: {plural(words, 'word')}  ", (note, "dim"))

    @on(OptionList.OptionHighlighted)
    def _show(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        offer = self._offers[event.option_index]
        before = offer.question.answer if offer.question else ""
        self.query_one("#recovery-text", Static).update(difference(before, offer.edit.text))

    def action_choose(self) -> None:
        """Choose the answer under the cursor, or leave it."""
        at = self._list.highlighted
        if at is not None:
            self._chosen ^= {self._offers[at].edit}
            self._list.replace_option_prompt_at_index(at, self._row(self._offers[at]))

    def action_take(self) -> None:
        """Bring back what is chosen."""
        self.dismiss(frozenset(self._chosen))

    def action_decline(self) -> None:
        """Leave all of it."""
        self.dismiss(None)


def difference(before: str, after: str) -> Content:
    """Return what differs between two answers, line by line."""
    lines = list(unified_diff(before.split("\n"), after.split("\n"), lineterm="", n=2))[2:]
    return Content("\n").join(
        Content.styled(display(line), _STYLES.get(line[:1], "")) for line in lines if not line.startswith("@@")
    )
