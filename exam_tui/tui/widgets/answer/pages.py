"""What is kept of each answer while another one is in the pane: its text, what can be undone, cursor and scroll."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.document._document import Document, DocumentBase, EditResult, Selection
from textual.document._history import EditHistory
from textual.widgets import TextArea
from typing_extensions import override

from exam_tui.core.markdown.visible_text import Scan
from exam_tui.core.report.answer_slot import typed_answer
from exam_tui.core.report.placeholder import answer_of, end_of_words
from exam_tui.tui.widgets.answer.textarea_text import from_view, to_view
from exam_tui.tui.widgets.run_history import RunHistory


@dataclass(slots=True)
class AnswerPage:
    """An answer as it is in the pane; a negative `scroll_y` is for one that was never there."""

    document: DocumentBase
    history: EditHistory
    selection: Selection
    scroll_y: float


Replaced = Callable[[tuple[int, int], tuple[int, int], str, tuple[int, int]], None]
"""What hears of an edit: from where to where, what stands there now, and where that ends; lines and columns from 0."""


class AnswerPages:
    """The answers that an area has shown, by their keys.

    `on_change` and `replaced` are called inside every edit once the text has changed.
    """

    def __init__(self, area: TextArea, on_change: Callable[[], None], replaced: Replaced) -> None:
        self._area = area
        self._on_change = on_change
        self._replaced = replaced
        self._pages: dict[int, AnswerPage] = {}
        self._shown: int | None = None

    def turn_to(self, key: int, answer: str) -> AnswerPage:
        """Keep what is in the area, and return what comes there next.

        An answer that comes up for the first time has its cursor at the end of its words, which is inside the dashes
        of the template where it still stands between them.
        """
        area = self._area
        if self._shown is not None:
            self._pages[self._shown] = AnswerPage(area.document, area.history, area.selection, area.scroll_y)
        self._shown = key
        page = self._pages.get(key)
        if page is not None and reads_as(from_view(page.document.text), answer):
            return page
        document = _WatchedDocument(to_view(answer), self._on_change, self._replaced)
        history = RunHistory(
            max_checkpoints=area.history.max_checkpoints,
            checkpoint_timer=area.history.checkpoint_timer,
            checkpoint_max_characters=area.history.checkpoint_max_characters,
        )
        return AnswerPage(document, history, Selection.cursor(_end_of_words(answer)), -1)

    def undone(self) -> dict[int, str]:
        """Return, by their keys, the answers that something was undone in, as they would be with it redone."""
        pages = {key: (page.document, page.history) for key, page in self._pages.items()}
        if self._shown is not None:
            pages[self._shown] = self._area.document, self._area.history
        found = {key: _fullest_undone(document, history) for key, (document, history) in pages.items()}
        return {key: from_view(text) for key, text in found.items() if text is not None}

    def move(self, places: Sequence[int | None]) -> None:
        """Give the answers other keys: 0 becomes `places[0]`, and so on; None is for one that is gone."""
        to = dict(enumerate(places))
        self._pages = {new: page for old, page in self._pages.items() if (new := to.get(old)) is not None}
        self._shown = None if self._shown is None else to.get(self._shown)


class _WatchedDocument(Document):
    """A text that reports its changes before anything is wrapped or drawn: with a long line that takes seconds."""

    def __init__(self, text: str, on_change: Callable[[], None], replaced: Replaced) -> None:
        super().__init__(text)
        self._on_change = on_change
        self._replaced = replaced

    @override
    def replace_range(self, start: tuple[int, int], end: tuple[int, int], text: str) -> EditResult:
        result = super().replace_range(start, end, text)
        self._replaced(min(start, end), max(start, end), text, result.end_location)
        self._on_change()
        return result


def _end_of_words(answer: str) -> tuple[int, int]:
    lines = answer.split("\n")
    kinds = Scan(lines).kinds if lines[0].lstrip(" \t").startswith("--") else ["text"] * len(lines)
    row, column = end_of_words(lines, kinds)
    return row, len(to_view(lines[row][:column]))


def reads_as(text: str, answer: str) -> bool:
    """Return whether a text reads as an answer once it is in the file: no empty lines around it, no bare dashes."""
    return text == answer or answer_of(typed_answer(text).split("\n")) == answer


def _fullest_undone(document: DocumentBase, history: EditHistory) -> str | None:
    """Return the longest text that redoing leads to from the document's; None where there is nothing to redo."""
    redone = Document(document.text)
    found: list[str] = []
    for batch in reversed(history.redo_stack):
        for edit in batch:
            redone.replace_range(edit.top, edit.bottom, edit.text)
        found.append(redone.text)
    return max(reversed(found), key=len, default=None)
