"""From one mistake of an answer to the next: what is done about each, in the pane and in the lists of words."""

from typing import TYPE_CHECKING

from textual.geometry import Offset

from exam_tui.errors import ExamTuiError
from exam_tui.tui.editor.protocol import EditorView
from exam_tui.tui.widgets.answer.remark_marks import Location, MarkedSpan
from exam_tui.tui.widgets.answer.textarea_text import from_view, place_in_answer

if TYPE_CHECKING:
    from exam_tui.proofread.remark import Remark
    from exam_tui.session.dialogue import Tone
    from exam_tui.session.proofreading import Where
    from exam_tui.tui.editor.background_reading import Proofreading
    from exam_tui.tui.screens.dialogs.mistake import ShownMistake, What


class MistakeWalk:
    """Goes through the mistakes of the answer that is shown, from the cursor on and round the end, each once.

    Attributes:
        has_said: whether what was done last was said.
        is_over: whether the last of them was passed.
        has_group_word: whether a word was added to the group's.

    """

    def __init__(self, editor: EditorView, proofreading: "Proofreading") -> None:
        self._editor = editor
        self._proofreading = proofreading
        spans = list(editor.answer.remarks.spans)
        start = min(editor.answer.selection)
        first = next((at for at, span in enumerate(spans) if span.end > start), 0)
        self._remarks: list[Remark] = [span.remark for span in spans[first:] + spans[:first]]
        self._at = 0
        self.has_said = self.is_over = self.has_group_word = False

    def first(self) -> "ShownMistake | None":
        """Select the first mistake and return it; None where there is none."""
        return self._step(0)

    def place(self) -> tuple[Offset, Offset] | None:
        """Return where on the screen the mistake that is shown begins and ends; None where it is gone."""
        span = self._span(self._at)
        return (self._place_of(span.start), self._place_of(span.end)) if span else None

    def do(self, what: "What", number: int) -> "ShownMistake | None":
        """Do something about the mistake that is shown, and return the next one; None after the last."""
        span = self._span(self._at)
        self.has_said = False
        if span:
            match what:
                case "replace":
                    self._replace(span, span.remark.replacements[number])
                case "me" | "group":
                    if not self._add(span, what):
                        return self._step(0)
                case "ignore":
                    self._ignore(span)
                case "previous":
                    return self._step(-1) or self._step(0)
                case "next":
                    pass
        shown = self._step(1)
        self.is_over = shown is None
        return shown

    def _step(self, by: int) -> "ShownMistake | None":
        at = self._at + by
        while 0 <= at < len(self._remarks):
            if span := self._span(at):
                self._at = at
                return self._show(span)
            if not by:
                break
            at += by
        return None

    def _span(self, at: int) -> MarkedSpan | None:
        """Return where a mistake is now; None where it is no longer marked."""
        return next((span for span in self._editor.answer.remarks.spans if span.remark is self._remarks[at]), None)

    def _show(self, span: MarkedSpan) -> "ShownMistake":
        from exam_tui.tui.screens.dialogs.mistake import ShownMistake

        editor, reader = self._editor, self._proofreading.reader
        editor.answer.select_range(span.start, span.end)
        return ShownMistake(
            remark=span.remark,
            word=self._word(span),
            number=self._at + 1,
            total=len(self._remarks),
            can_change=not editor.is_read_only,
            has_group=reader is not None and reader.words_path("group") is not None,
        )

    def _place_of(self, at: Location) -> Offset:
        area = self._editor.answer
        return area.content_region.offset + area.wrapped_document.location_to_offset(at) - area.scroll_offset

    def _word(self, span: MarkedSpan) -> str:
        return from_view(self._editor.answer.document.get_text_range(span.start, span.end))

    # What is done

    def _replace(self, span: MarkedSpan, text: str) -> None:
        if not self._editor.is_read_only:
            self._editor.answer.replace_range(span.start, span.end, text)

    def _add(self, span: MarkedSpan, where: "Where") -> bool:
        """Add a word to a list, and unmark it everywhere; return whether that was done."""
        reader, word = self._proofreading.reader, self._word(span)
        if reader is None or (where == "group" and self._editor.is_read_only):
            return False
        try:
            self._say(reader.add_word(word, where), "success")
        except ExamTuiError as error:
            self._say(str(error), "warning")
            return False
        self.has_group_word |= where == "group"
        self._editor.answer.remarks.drop(
            lambda one: one.remark.kind == "spelling" and self._word(one).casefold() == word.casefold()
        )
        self._proofreading.forget()
        return True

    def _ignore(self, span: MarkedSpan) -> None:
        if reader := self._proofreading.reader:
            # The remark may stand elsewhere by now: what was before it may have been replaced.
            start = self._offset(span.start)
            remark = span.remark._replace(start=start, end=start + len(self._word(span)))
            reader.ignore(self._editor.answer.answer, remark)
            self._editor.answer.remarks.drop(lambda one: one is span)
            self._proofreading.forget()

    def _offset(self, at: Location) -> int:
        """Return where a place in the area is in the answer."""
        document = self._editor.answer.document
        row, column = place_in_answer(document, at)
        return sum(len(from_view(line)) + 1 for line in document.lines[:row]) + column

    def _say(self, what: str, tone: "Tone") -> None:
        self.has_said = True
        self._editor.show_message(what, tone)
