"""Where a text was found in the whole report."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from exam_tui.core.editing.search import Hit
from exam_tui.core.text.escape import display
from exam_tui.core.text.words import plural
from exam_tui.tui.keys.bindings import back, closing, hints, list_bindings
from exam_tui.tui.keys.keymap import main_key
from exam_tui.tui.widgets.cells import truncate

_BEFORE = 30
_SHOWN = 20


class ResultsScreen(ModalScreen[Hit | str | None]):
    """Lists hits by question; answers with one, with `"replace"` for all of them, or None for Esc."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*list_bindings("results"), *closing("find", letters=True)]

    def __init__(self, hits: Sequence[Hit], text: str, replacement: str) -> None:
        super().__init__()
        self._hits = hits
        self._words = (text, replacement)
        self._rows: list[Hit | None] = []

    def compose(self) -> ComposeResult:
        """Yield the bar, the list and the keys."""
        text, replacement = map(display, self._words)
        number = len(self._hits)
        answers = len({hit.index for hit in self._hits})
        found = f"{plural(number, 'time')} in {plural(answers, 'answer')}"
        yield Static(
            Content.assemble(" ", (f"“{text}”", "bold"), f"  {found if number else 'nowhere'}"), id="results-bar"
        )
        yield OptionList(id="results", markup=False)
        parts: list[str | tuple[str, str]] = ["Enter goes there"]
        if number and replacement:
            key = main_key("replace_everywhere")
            shown = truncate(replacement, _SHOWN)
            parts.append((f"{key} replaces all with “{shown}”", "screen.replace_everywhere"))
        yield Static(hints(*parts, back(), width=self.app.size.width - 2), id="results-keys", markup=False)

    def on_mount(self) -> None:
        """Fill the list."""
        width = max(self.size.width - 8, _BEFORE)
        options: list[Option] = []
        index: int | None = None
        for hit in self._hits:
            if hit.index != index:
                index = hit.index
                options.append(Option(Content.assemble((f"Question {hit.number}", "bold $text-accent")), disabled=True))
                self._rows.append(None)
            options.append(Option(_row(hit, width)))
            self._rows.append(hit)
        listing = self.query_one(OptionList)
        listing.add_options(options or [Option("No matches.", disabled=True)])
        listing.highlighted = 1 if options else None
        listing.focus()

    @on(OptionList.OptionSelected)
    def _go(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._rows[event.option_index])

    def action_replace_everywhere(self) -> None:
        """Close with the answer to replace all of them."""
        if self._hits and self._words[1]:
            self.dismiss("replace")

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)


def _row(hit: Hit, width: int) -> Content:
    """Return one line: the match with the text around it."""
    match = hit.match
    start = max(match.start_column - min(_BEFORE, width // 3), 0)
    line = match.line_text
    end = match.end_column if match.end_line == match.start_line else len(line)
    return Content.assemble(
        "   ",
        "…" if start else "",
        display(line[start : match.start_column]),
        (display(line[match.start_column : end]), "bold $text-accent reverse"),
        truncate(display(line[end:]), max(width - (end - start), 0)),
    )
