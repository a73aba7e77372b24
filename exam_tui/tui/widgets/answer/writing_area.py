"""A text area that helps with Markdown: Enter continues lists, pastes are cleaned, copies leave the terminal."""

import asyncio
from functools import partialmethod
from typing import TYPE_CHECKING

from textual import on, work
from textual.document._edit import Edit
from textual.events import Click, Key, Paste
from textual.message import Message
from textual.widgets import TextArea
from typing_extensions import override

from exam_tui.core.text.emoji import JOINER
from exam_tui.core.text.patterns import lazy_pattern
from exam_tui.tui.widgets.answer.textarea_text import AltKeys, from_view
from exam_tui.tui.widgets.answer.typed_run import type_run

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from exam_tui.core.editing.emphasis import Emphasis, Emphasised
    from exam_tui.core.editing.indent import Indented
    from exam_tui.core.editing.paste import PastedImage

_ODD = {
    "code": "The code contains {}, but programs expect {}",
    "target": "The link contains {}: is that in the file's name, or did you mean {}?",
}
# Words are told apart as the mouse selects them: letters, digits and what joins them.
_WORD = lazy_pattern(r"[\w'’-]+|\s+|.")


async def system_clipboard() -> str:
    """Return the text of the system's clipboard, "" where there is none."""
    from exam_tui.desktop import clipboard  # noqa: PLC0415 - not before the first frame

    return await asyncio.to_thread(clipboard.clipboard_text) or ""


class WritingArea(AltKeys, TextArea):
    """Typing, pasting and copying, without anything about the report."""

    class Notice(Message):
        """Something to say about what was just done."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class ImagePasted(Message):
        """The path of an image was pasted or dropped; its text is in the answer, with the cursor after it."""

        def __init__(self, image: "PastedImage", text: str) -> None:
            super().__init__()
            self.image, self.text = image, text

    @override
    async def _on_key(self, event: Key) -> None:
        """Let Enter continue a list, a quote or code, and put the closing mark of code where it closes.

        An emoji's joiner shows nothing by itself, so that Textual would not take it for a letter.
        """
        if event.character == JOINER and not self.read_only:
            event.stop()
            event.prevent_default()
            self._replace_via_keyboard(JOINER, *self.selection)
        if self.read_only or not self.selection.is_empty:
            return
        is_done = _continue(self) if event.key == "enter" else _close_code(self, event.character or "")
        if is_done or await type_run(self, event):
            event.stop()
            event.prevent_default()

    def action_line_break(self) -> None:
        """Begin a new line of the same list item or quote."""
        from exam_tui.core.editing.list_continuation import break_line  # noqa: PLC0415 - not before the first frame

        if not self.read_only:
            start, end = self.selection
            self._replace_via_keyboard(from_view(break_line(self.document.lines, *min(start, end))), start, end)

    # Indenting

    def action_indent(self) -> None:
        """Indent the list items and the lines of code of the selection, or those at the cursor."""
        from exam_tui.core.editing.indent import indent  # noqa: PLC0415 - not before the first frame

        self._shift(indent)

    def action_outdent(self) -> None:
        """Bring the list items and the lines of code of the selection back by one level, or those at the cursor."""
        from exam_tui.core.editing.indent import outdent  # noqa: PLC0415 - not before the first frame

        self._shift(outdent)

    def _shift(self, how: "Callable[[Sequence[str], int, int], Indented]") -> None:
        if self.read_only:
            return
        before = self.selection
        (first, _), (last, column) = sorted(before)
        last -= last > first and column == 0  # the line after the last one that is selected
        lines = self.document.lines
        done = how(lines, first, last)
        if not done.lines:
            self.post_message(self.Notice(done.reason))
            return
        grown = {row: len(line) - len(lines[row]) for row, line in done.lines.items()}
        _replace_lines(self, done.lines)
        places = ((row, max(column + grown.get(row, 0), 0)) for row, column in before)
        self.selection = type(before)(*places)

    # Emphasis

    def _emphasise(self, kind: "Emphasis") -> None:
        """Mark the selection or the word at the cursor, or make it plain again."""
        from exam_tui.core.editing.emphasis import emphasise  # noqa: PLC0415 - not before the first frame

        start, end = sorted(self.selection)
        _take(self, emphasise(self.document.lines, start, end, kind))

    action_bold = partialmethod(_emphasise, "bold")
    action_italic = partialmethod(_emphasise, "italic")
    action_code = partialmethod(_emphasise, "code")

    def action_link(self) -> None:
        """Make a link of the selection or the word at the cursor, with the cursor where its address is written."""
        from exam_tui.core.editing.emphasis import make_link  # noqa: PLC0415 - not before the first frame

        start, end = sorted(self.selection)
        _take(self, make_link(self.document.lines, start, end))

    # Pasting

    @override
    async def _on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()
        self.insert_paste(event.text)

    def insert_paste(self, text: str) -> None:
        """Insert a text from elsewhere in the place of the selection, without the characters that nobody could see."""
        from exam_tui.core.editing.paste import filtered_paste, pasted_image  # noqa: PLC0415 - not before the first frame
        from exam_tui.core.editing.smart_characters import typographic_characters  # noqa: PLC0415 - the same

        if self.read_only:
            return
        paste = filtered_paste(text)
        if not paste.text:
            return
        self.history.checkpoint()
        start, end = self.selection
        if result := self._replace_via_keyboard(paste.text, start, end):
            self.move_cursor(result.end_location)
        self.history.checkpoint()
        self.focus()
        notices = [paste.notice] if paste.notice else []
        first, last = min(start, end)[0], self.cursor_location[0]
        odd = [found for found in typographic_characters(from_view(self.text)) if first <= found.line <= last]
        if odd:
            notices.append(_ODD[odd[0].where].format(odd[0].character, odd[0].plain))
        if notices:
            self.post_message(self.Notice(" ".join(notices)))
        image = pasted_image(paste.text)
        if image:
            self.post_message(self.ImagePasted(image, paste.text))

    @override
    def action_paste(self) -> None:
        """Paste the system's clipboard, or what was last copied here where there is none."""
        self._paste_clipboard()

    @work(group="clipboard", exclusive=True)
    async def _paste_clipboard(self) -> None:
        self.insert_paste(await system_clipboard() or self.app.clipboard)

    # Copying

    @override
    def action_copy(self) -> None:
        """Copy what is selected, here or by the mouse beside the text; the cursor's line where nothing is."""
        text = self.screen.get_selected_text() or self.selected_text
        self.app.copy_to_clipboard(text or from_view(self.document.get_line(self.cursor_location[0])) + "\n")

    @on(TextArea.SelectionChanged)
    def _select_here_alone(self, event: TextArea.SelectionChanged) -> None:
        """Take the selection away from what is beside the text: the last one made is the one that is copied."""
        event.stop()
        if self.screen.selections:
            self.screen.clear_selection()

    @override
    def action_cut(self) -> None:
        """Cut the selection, or the cursor's line where nothing is selected."""
        if self.read_only:
            return
        start, end = self.selection
        result = self._delete_cursor_line() if start == end else self._delete_via_keyboard(start, end)
        if result is not None and result.replaced_text:
            self.app.copy_to_clipboard(from_view(result.replaced_text))

    # Selecting with the mouse

    def on_click(self, event: Click) -> None:
        """Select a word with two clicks, a line with three."""
        if event.chain == 2:  # noqa: PLR2004 - a double click
            self.select_word_at_cursor()
        elif event.chain > 2:  # noqa: PLR2004 - the same
            self.select_line_at_cursor()

    def select_word_at_cursor(self) -> None:
        """Select the word under the cursor, or the spaces or the mark there."""
        row, column = self.cursor_location
        for match in _WORD.finditer(self.document.get_line(row)):
            if match.start() <= column < match.end() or match.end() == len(self.document.get_line(row)) == column:
                self.selection = type(self.selection)((row, match.start()), (row, match.end()))
                return

    def select_line_at_cursor(self) -> None:
        """Select the cursor's whole line, with its end where another line follows."""
        row = self.cursor_location[0]
        end = (row + 1, 0) if row + 1 < self.document.line_count else (row, len(self.document.get_line(row)))
        self.selection = type(self.selection)((row, 0), end)


def _put(area: TextArea, text: str, start: tuple[int, int], end: tuple[int, int]) -> None:
    """Put what was made of an area's own text in the place of a range."""
    area.edit(Edit(from_view(text), start, end, maintain_selection_offset=False))


def _take(area: TextArea, done: "Emphasised") -> None:
    """Put emphasised lines in the place of an area's own, and select what they say."""
    if done.lines and not area.read_only:
        _replace_lines(area, done.lines)
        area.selection = type(area.selection)(done.start, done.end)


def _continue(area: TextArea) -> bool:
    """Continue what the cursor is in, a list, a quote or code, on a new line; return whether it is in any."""
    from exam_tui.core.editing.code_lines import next_code_line  # noqa: PLC0415 - not before the first frame
    from exam_tui.core.editing.list_continuation import continue_list, in_fence  # noqa: PLC0415 - the same

    row, column = area.cursor_location
    line = area.document.get_line(row)
    lead = next_code_line(area.document.lines, row, column)
    if lead is not None:
        _put(area, f"\n{lead}", (row, column), (row, column))
        return True
    going_on = continue_list(line, column, area.document.get_line(row - 1) if row else "")
    if going_on is None or in_fence(area.document.lines, row):
        return False
    _put(area, going_on.text, (row, going_on.start), (row, going_on.end))
    return True


def _close_code(area: TextArea, typed: str) -> bool:
    """Put the closing mark of code where it closes if the character completes it; return whether it does."""
    row, column = area.cursor_location
    if typed not in {"`", "~"} or column != len(area.document.get_line(row)):
        return False
    from exam_tui.core.editing.code_lines import closing_mark  # noqa: PLC0415 - not before the first frame

    closing = closing_mark(area.document.lines, row, typed)
    if closing is None:
        return False
    _put(area, closing, (row, 0), (row, column))
    return True


def _replace_lines(area: TextArea, changed: "Mapping[int, str]") -> None:
    """Put other lines in the place of some of an area's, by row, as one step that can be undone."""
    lines, (first, last) = area.document.lines, (min(changed), max(changed))
    text = "\n".join(changed.get(row, lines[row]) for row in range(first, last + 1))
    area.history.checkpoint()
    _put(area, text, (first, 0), (last, len(lines[last])))
    area.history.checkpoint()
