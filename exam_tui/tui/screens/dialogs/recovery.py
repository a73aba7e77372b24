"""What was typed and never saved: each answer beside the one in the file, to be brought back or left."""

from collections.abc import Callable, Sequence
from difflib import unified_diff
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import Key
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from exam_tui.core.merge.edits import RecoveryOffer, TickEdit
from exam_tui.core.text.escape import display
from exam_tui.core.text.words import plural
from exam_tui.session.dialogue import Chosen
from exam_tui.tui.keys.bindings import back, bindings, bindings_of, closing, hints
from exam_tui.tui.keys.keymap import main_key
from exam_tui.tui.screens.dialogs.dialog import Dialog

_MOST_LISTED = 8
"""Rows of the list before it scrolls, as dialogs.tcss has them."""
_STYLES = {"+": "$text-success", "-": "$text-error", "@": "$text-muted"}


class RecoveryScreen(Dialog[Chosen | None]):
    """Answers with the edits to bring back, or None for none of them."""

    CSS_PATH = "../dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("recovery", priority=True),
        *bindings_of("quit"),
        *closing(),
    ]

    BOX = "#recovery"

    def __init__(
        self,
        offers: Sequence[RecoveryOffer],
        ticks: Sequence[TickEdit],
        when: str,
        gives_way: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__(gives_way)
        self._when = when
        self._items: list[RecoveryOffer | TickEdit] = [*offers, *ticks]
        self._chosen = set(range(len(self._items)))

    def compose(self) -> ComposeResult:
        """Yield the list and the difference of the answer under the cursor."""
        with Vertical(id="recovery") as box:
            box.border_title = "Unsaved work found"
            box.border_subtitle = self._keys()
            self.fit(box, self._rows())
            yield Static(f"Typed {self._when}. ✓ = bring back", markup=False)
            yield OptionList(id="recovery-list", markup=False)
            with VerticalScroll(id="recovery-difference", can_focus=False):
                yield Static(self._difference(0), id="recovery-text", markup=False)

    def _keys(self) -> Content:
        return hints(
            (f"{main_key('take')} brings ✓ back", "screen.take"),
            (f"{main_key('choose')} selects", "screen.choose"),
            back("skips all"),
        )

    def on_key(self, event: Key) -> None:
        """Say that a letter does nothing here."""
        if event.is_printable and event.character and event.character.strip():
            event.stop()
            self.say_no_choice(event.character, f"{main_key('take')} brings ✓ back")

    def on_mount(self) -> None:
        """Start with all of them chosen."""
        self._list.add_options([Option(self._row(at)) for at in range(len(self._items))])
        self._list.highlighted = 0
        self._list.focus()

    def on_resize(self) -> None:
        """Be as high as is needed at the new width."""
        self.fit(self.query_one("#recovery"), self._rows())

    def _rows(self) -> int:
        """Return how many rows there are at most, whatever is under the cursor."""
        items = range(len(self._items))
        listed = sum(self._row(at).get_height({}, max(self.room() - 2, 1)) for at in items)
        return 2 + min(listed, _MOST_LISTED) + max(self._difference(at).get_height({}, self.room()) for at in items)

    @property
    def _list(self) -> OptionList:
        return self.query_one(OptionList)

    def _row(self, at: int) -> Content:
        item = self._items[at]
        if isinstance(item, TickEdit):
            what, note = f"task: {display(item.text)}", "done" if item.done else "not done"
        else:
            what = f"question {item.edit.number}: {plural(len(item.edit.text.split()), 'word')}"
            note = _what_becomes_of(item)
        return Content.assemble(f"[{'✓' if at in self._chosen else ' '}] {what}  ", (note, "$text-muted"))

    @on(OptionList.OptionHighlighted)
    def _show(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.query_one("#recovery-text", Static).update(self._difference(event.option_index))

    def _difference(self, at: int) -> Content:
        item = self._items[at]
        if not isinstance(item, RecoveryOffer):
            return Content("")
        before = item.question.answer if item.question else ""
        return difference(before, item.edit.text if item.is_free else item.merged or item.edit.text)

    def action_choose(self) -> None:
        """Choose what is under the cursor, or leave it."""
        at = self._list.highlighted
        if at is not None:
            self._chosen ^= {at}
            self._list.replace_option_prompt_at_index(at, self._row(at))

    def action_take(self) -> None:
        """Bring back the selected items."""
        chosen = [self._items[at] for at in self._chosen]
        self.dismiss(
            Chosen(
                frozenset(item.edit for item in chosen if isinstance(item, RecoveryOffer)),
                frozenset(item for item in chosen if isinstance(item, TickEdit)),
            )
        )

    async def action_quit(self) -> None:
        """Quit with nothing decided: the same is offered at the next start."""
        await self.app.run_action("quit", self.app.screen_stack[0])

    def action_close(self) -> None:
        """Skip everything."""
        self.dismiss(None)


def _what_becomes_of(offer: RecoveryOffer) -> str:
    if offer.question is None:
        return "this question is no longer in the file"
    if offer.is_free:
        return f"{plural(len(offer.question.answer.split()), 'word')} in the file"
    if offer.merged is not None:
        return "also changed in the file: both are merged"
    return "also changed in the file: you will be asked"


def difference(before: str, after: str) -> Content:
    """Return what differs between two answers, line by line."""
    lines = list(unified_diff(before.split("\n"), after.split("\n"), lineterm="", n=2))[2:]
    return Content("\n").join(
        Content.styled(display(line), _STYLES.get(line[:1], "")) for line in lines if not line.startswith("@@")
    )
