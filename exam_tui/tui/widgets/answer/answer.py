"""The editing pane: one TextArea whose document is swapped when another question is chosen."""

from collections.abc import Callable, Sequence
from functools import partialmethod
from typing import ClassVar

from rich.segment import Segment
from rich.text import Text
from textual.binding import BindingType
from textual.document._document import EditResult, Selection
from textual.document._document_navigator import DocumentNavigator
from textual.document._edit import Edit
from textual.document._wrapped_document import WrappedDocument
from textual.events import Resize
from textual.geometry import Region, Size
from textual.strip import Strip
from typing_extensions import override

from exam_tui.core.report.counting import Counts, count
from exam_tui.core.report.placeholder import MOST_RUNS, PLACEHOLDER, answer_of
from exam_tui.tui.keys.bindings import bindings
from exam_tui.tui.keys.keymap import keys_of_everywhere
from exam_tui.tui.widgets.answer.drawn_rows import changed_rows, drawn_line
from exam_tui.tui.widgets.answer.highlight import AnswerHighlighter
from exam_tui.tui.widgets.answer.kept_theme import KeptTheme
from exam_tui.tui.widgets.answer.pages import AnswerPages
from exam_tui.tui.widgets.answer.remark_marks import RemarkMarks
from exam_tui.tui.widgets.answer.textarea_text import from_view, place_in_view, put_in_view, shown_in_view, with_emoji
from exam_tui.tui.widgets.answer.writing_area import WritingArea

_SPACES = " \t\n"


class AnswerArea(WritingArea):
    """Edits one answer at a time; undo, cursor and scroll position are kept for each.

    `on_counts` is called inside every edit with the new counts, so that the meter is painted in the same
    frame as the key. A `Changed` message arrives later; it is the signal for everything that may wait. `on_change` is
    called inside every edit once the text has changed, before it is wrapped: for what may not wait.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("answer")
    _holds_refresh = False
    _is_replacing = False
    _height = 0
    _window = Size(0, 0)

    def __init__(self, on_counts: Callable[[Counts], None], on_change: Callable[[], None] = lambda: None) -> None:
        super().__init__(
            soft_wrap=True,
            show_line_numbers=False,
            max_checkpoints=500,
            highlight_cursor_line=False,
            id="answer",
        )
        for key in keys_of_everywhere():
            self._bindings.key_to_bindings.pop(key, None)  # TextArea's own, such as ctrl+f, give way
        # Brackets in prose are punctuation; searching the partner costs time at every key.
        self.match_cursor_bracket = False
        KeptTheme.give_to(self)
        self._on_counts = on_counts
        self._counted = Counts()
        """The sum of what is in the lines of the pane."""
        self.remarks = RemarkMarks(self)
        self.pages = AnswerPages(self, on_change, self.remarks.move)
        self.highlighter = AnswerHighlighter(self)

    # The answer

    @property
    def answer(self) -> str:
        """The answer in the pane."""
        return from_view(self.document.text)

    @property
    def counts(self) -> Counts:
        """The words and images of the answer in the pane; dashes without a word are none, as in the file."""
        counted = self._counted
        return Counts() if counted.words <= MOST_RUNS and not answer_of(self.answer.split("\n")) else counted

    def show(self, key: int, answer: str) -> None:
        """Put the answer with this key into the pane, with the undo history and cursor it had."""
        page = self.pages.turn_to(key, answer)
        self._counted = _count(page.document.lines)
        # A scroll bar that comes or goes while the lines are wrapped looks for the cursor: it has to be in the text.
        self.set_reactive(AnswerArea.selection, Selection.cursor((0, 0)))
        self.document, self.history = page.document, page.history
        self.remarks.clear()
        self.wrapped_document = WrappedDocument(self.document, tab_width=self.indent_width)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self._build_highlight_map()
        self.highlighter.update()
        if self.is_mounted:
            self._rewrap_and_refresh_virtual_size()
        self.selection = page.selection
        if page.scroll_y >= 0:
            self.scroll_to(y=page.scroll_y, animate=False, immediate=True, force=True)

    def on_resize(self, event: Resize) -> None:
        """Keep the cursor in sight when the window changes, or a message or a line to type into takes lines away."""
        row = self.wrapped_document.location_to_offset(self.cursor_location).y
        was_in_sight = self.scroll_offset.y <= row < self.scroll_offset.y + self._height
        if was_in_sight or self._window != self.app.size:
            self.call_after_refresh(self.scroll_cursor_visible)
        self._height, self._window = event.size.height, self.app.size
        if self.wrapped_document._width == self.wrap_width:  # noqa: SLF001 - Textual has no other way to ask
            event.prevent_default()  # TextArea would wrap it once more, and draw all of it
            self._refresh_size()
            return
        # What was drawn since the size is another one was wrapped for the size before, and TextArea would keep it.
        self._line_cache.clear()
        self.refresh()

    def go_to(self, row: int, column: int) -> None:
        """Move the cursor to a line and column of the answer, both from 0, and bring them into view."""
        self.move_cursor(place_in_view(self.document, min(row, self.document.line_count - 1), column), center=True)

    def select_range(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Select from one position, as line and column from 0, to just before another, and bring it into view."""
        self.selection = Selection(start, end)
        self.scroll_cursor_visible(center=True)

    def replace_range(self, start: tuple[int, int], end: tuple[int, int], text: str) -> None:
        """Put a text in the place of a range, as one step that can be undone; the cursor goes after it."""
        self.history.checkpoint()
        result = self.edit(Edit(text, start, end, maintain_selection_offset=False))
        self.move_cursor(result.end_location)
        self.history.checkpoint()

    def replace_answer(self, text: str) -> None:
        """Put another text in the place of the whole answer, as one step that can be undone."""
        self.history.checkpoint()
        self.edit(Edit(text, (0, 0), self.document.end, maintain_selection_offset=False))
        self.history.checkpoint()

    def replace_in_place(self, text: str) -> None:
        """Put another version in the place of the answer while somebody writes, as one step that can be undone.

        A read-only pane takes it too: it shows what the report says. The cursor stays in its line, or comes after the
        text where there was none. Empty lines around the answer stay: no file has them, but words will follow.
        """
        from exam_tui.core.text.diff import matching  # noqa: PLC0415 - not before the first frame

        before, (row, column) = list(self.document.lines), self.cursor_location
        shown = self.answer
        text = _with_empty_lines_of(shown, text)
        if text == shown or not (text or shown.strip()):
            return
        self._is_replacing = True
        try:
            self.replace_answer(text)
        finally:
            self._is_replacing = False
        after = self.document.lines
        if not shown.strip():
            self.move_cursor(self.document.end)
            return
        same = [(-1, -1), *((old, new) for old, new in matching(before, after) if old <= row)]
        self.move_cursor((min(same[-1][1] + row - same[-1][0], len(after) - 1), column))

    # Counting and painting inside the edit

    @override
    def edit(self, edit: Edit) -> EditResult:
        """Do an edit, count only its lines, and repaint only its rows where no other row moves.

        Its text is an answer's, not the pane's.
        """
        if self.read_only and not self._is_replacing:
            return EditResult(self.cursor_location, "")
        put_in_view(edit, self.document)
        top, bottom = edit.top[0], edit.bottom[0]
        before = _count(self.document.lines[top : bottom + 1])
        height, scroll = self.wrapped_document.height, self.scroll_offset
        drawn = drawn_line(self, top, self.highlighter, self.remarks)
        one_line = top == bottom and "\n" not in edit.text and self.selection.is_empty
        self._holds_refresh = one_line
        try:
            result = super().edit(edit)
        finally:
            self._holds_refresh = False
        if height != self.wrapped_document.height:
            self.scroll_cursor_visible()  # the edit itself could scroll no further than the text went before it
        after = _count(self.document.lines[top : result.end_location[0] + 1])
        self._counted = self._counted - before + after
        others_differ = self.highlighter.update(top)
        if one_line:
            if others_differ or (height, scroll) != (self.wrapped_document.height, self.scroll_offset):
                self.refresh()
            else:
                rows = changed_rows(drawn, drawn_line(self, top, self.highlighter, self.remarks))
                # From the padding on, which has the sign of a mistake.
                self.refresh(Region(-1, rows.start - scroll.y, self.size.width + 1, len(rows)))
        self._on_counts(self.counts)
        return result

    @override
    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> "AnswerArea":
        """Repaint; inside an edit of one line, leave the choice of rows to that edit."""
        if self._holds_refresh and not layout and not recompose:
            return self
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    @override
    def undo(self) -> None:
        """Take back the last step, unless nothing may be changed here."""
        if not self.read_only:
            super().undo()
            self._recount()
            self.history.checkpoint()  # what is typed next is not part of the step before

    @override
    def redo(self) -> None:
        """Make the last step again, unless nothing may be changed here."""
        if not self.read_only:
            super().redo()
            self._recount()

    @override
    def _refresh_size(self) -> None:
        """Fit the size to the text. A scroll bar that comes or goes looks for the cursor, which may be past the end."""
        self.set_reactive(AnswerArea.selection, self._validate_selection(self.selection))
        super()._refresh_size()

    def _recount(self) -> None:
        self.scroll_cursor_visible()
        self.highlighter.update()
        self.remarks.reveal()
        self.refresh()
        self._counted = _count(self.document.lines)
        self._on_counts(self.counts)

    # What the terminal sees, and what the clipboard gets

    @override
    def get_line(self, line_index: int) -> Text:
        """Return a line for the screen: a terminal acts on none of its characters."""
        line = Text(_shown(self.document.get_line(line_index)), end="", no_wrap=True)
        self.highlighter.stylize(line, line_index)
        self.remarks.stylize(line, line_index)
        return line

    @override
    def render_line(self, y: int) -> Strip:
        """Draw a line, its emoji whole."""
        strip = super().render_line(y)
        texts = [with_emoji(segment.text) for segment in strip]
        if all(text == segment.text for text, segment in zip(texts, strip, strict=True)):
            return strip
        segments = [Segment(text, segment.style) for text, segment in zip(texts, strip, strict=True)]
        return Strip(segments, strip.cell_length)

    @override
    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw some rows, with a sign at the left edge of those with a mistake."""
        return self.remarks.with_signs(super().render_lines(crop), crop)

    @override
    def notify_style_update(self) -> None:
        """Take the colours of a new theme."""
        super().notify_style_update()
        self.highlighter.forget_styles()
        KeptTheme.look_up_again(self)

    @property
    @override
    def selected_text(self) -> str:
        """The selected part of the answer."""
        return from_view(super().selected_text)

    def _go_to_edge(self, select: bool = False, *, end: bool) -> None:  # noqa: FBT001, FBT002 - as Textual's own
        """Go to the start or the end of the answer."""
        self.move_cursor(self.document.end if end else (0, 0), select=select)

    action_cursor_text_start = partialmethod(_go_to_edge, end=False)
    action_cursor_text_end = partialmethod(_go_to_edge, end=True)
    action_select_to_start = partialmethod(_go_to_edge, select=True, end=False)
    action_select_to_end = partialmethod(_go_to_edge, select=True, end=True)


def _with_empty_lines_of(shown: str, text: str) -> str:
    words = shown.strip(_SPACES)
    if not words:
        return text
    head, _, tail = shown.partition(words)
    above, newline, _ = head.rpartition("\n")
    _, begun, below = tail.partition("\n")
    return f"{above}{newline}{text}{begun}{below}"


def _shown(line: str) -> str:
    # Tabs stay: the wrapping has laid them out.
    return "\t".join(shown_in_view(part) for part in line.split("\t"))


def _count(lines: Sequence[str]) -> Counts:
    total = Counts()
    for line in lines:
        text = from_view(line)
        if text and not PLACEHOLDER.fullmatch(text):
            total += count(text)
    return total
