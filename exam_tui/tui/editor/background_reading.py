"""Proofreading beside the typing: when which answer is read, what is known of each, and what is said about it."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from exam_tui.errors import ExamTuiError
from exam_tui.tui.keys.keymap import main_key

if TYPE_CHECKING:
    from exam_tui.proofread.remark import Remarks
    from exam_tui.session.proofreading import Proofreader
    from exam_tui.tui.editor.protocol import EditorView
    from exam_tui.tui.widgets.answer.remark_marks import MarkedSpan

_MOST_FAULTS: Final = 3
"""Texts in a row that cannot be read, after which none is tried."""


class Proofreading:
    """Reads the answers of a report on a thread while nobody types: the one that is shown, then the others.

    What was found is kept by the text that it was found in: a text that was changed in the meantime gets no marks.
    """

    def __init__(self, editor: "EditorView") -> None:
        self._editor = editor
        self._known: dict[str, Remarks] = {}
        self._said: set[str] = set()
        self._faults = 0
        self._is_reading = self._is_held = self._has_begun = False
        self.is_on = editor.settings.proofread
        self.is_typing = False
        """Whether a key has come since the last pause."""
        self.reader: Proofreader | None = None
        """What reads the texts; made when the first is read."""

    def begin(self) -> None:
        """Follow the cursor from now on."""
        area = self._editor.answer
        area.watch(area, "selection", area.remarks.follow_cursor, init=False)

    def end(self) -> None:
        """Stop reading, and give up what is being read."""
        self.is_on = False
        if self.reader:
            self.reader.stop()

    def set_on(self, is_on: bool) -> None:  # noqa: FBT001 - named by its method
        """Mark mistakes, or mark none and stop reading."""
        self.is_on, self._faults = is_on, 0
        if is_on:
            self._said.clear()
            self.show()
            self.read()
        else:
            self.forget()
            self._editor.answer.remarks.clear()
            self._editor.draw_note()
            if self.reader:
                self.reader.stop()

    # Reading

    def read(self) -> None:
        """Read in the background what is not known yet. To be called in a pause of the typing."""
        self.is_typing, self._has_begun = False, True
        if self.is_on and not self._is_reading:
            self._is_reading = True
            self._editor.run_worker(self._read(), group="proofread")

    async def _read(self) -> None:
        try:
            if await asyncio.to_thread(self.is_installed) and self.reader:
                self._prune()
                if self._next() is not None:
                    self.reader.knows(self._editor.session.report)
                while self.is_on and not self.is_typing and (text := self._next()) is not None:
                    await self._learn(text)
        finally:
            self._is_reading = False

    async def read_shown(self) -> "Remarks":
        """Return what is found in the answer that is shown, which may take a second or two the first time."""
        text = self._editor.answer.answer
        if text not in self._known:
            await self._learn(text)
        self.show()
        self.read()
        return self._known[text]

    def is_installed(self) -> bool:
        """Return whether the library is there, and get ready to use it. Imports a part of the program."""
        from exam_tui.session.proofreading import Proofreader

        if self.reader is None and Proofreader.available():
            session, english = self._editor.session, self._editor.settings.proofread_english
            self.reader = Proofreader(session.path, session.report.copy(), english=english)
        return self.reader is not None

    def _next(self) -> str | None:
        """Return the next text to read; None where all are known."""
        texts = (self._editor.answer.answer, *(question.answer for question in self._editor.session.report.questions))
        return next((text for text in texts if text not in self._known and text.strip()), None)

    def _prune(self) -> None:
        """Forget what is in no answer any more."""
        texts = {question.answer for question in self._editor.session.report.questions} | {self._editor.answer.answer}
        self._known = {text: found for text, found in self._known.items() if text in texts}

    async def _learn(self, text: str) -> None:
        """Read a text, on a thread; one that cannot be read has no remarks."""
        from exam_tui.proofread.remark import Remarks

        reader, found = self.reader, Remarks()
        try:
            if reader and text.strip():
                found = await asyncio.to_thread(reader.remarks, text)
            self._faults = 0
        except ExamTuiError as error:
            self._fail(str(error))
        except Exception as error:  # noqa: BLE001 - whatever is wrong with the library, the editor goes on
            self._fail(f"Proofreading failed: {type(error).__name__}: {error}")
        self._known[text] = found
        for problem in reader.problems if reader else ():
            self._say(problem)
        if text == self._editor.answer.answer:
            self.show()

    def _fail(self, why: str) -> None:
        if self.is_on:  # else it was stopped
            self._faults += 1
            self._say(why)
            if self._faults == _MOST_FAULTS:
                self.is_on = False
                self._say(f"Proofreading is off: it failed {_MOST_FAULTS} times in a row.")

    def _say(self, what: str) -> None:
        """Say something once."""
        if what not in self._said:
            self._said.add(what)
            self._editor.show_message(what, "warning")

    # What is known

    def show(self) -> None:
        """Mark what is known of the answer that is shown, and have it read where nothing is."""
        if not self.is_on or self._is_held:
            return
        found = self._known.get(self._editor.answer.answer)
        if found is not None:
            self._editor.answer.remarks.put(found.remarks)
            self._editor.draw_note()
            if found.language_note and found.language_note not in self._said:
                self._said.add(found.language_note)
                self._editor.key_bar.hint(found.language_note)
        elif self._has_begun and not self.is_typing:
            self.read()

    def hold(self) -> None:
        """Leave the marks as they are while somebody goes through them."""
        self._is_held = True

    def release(self) -> None:
        """Bring the marks up to date again."""
        self._is_held = False
        self.show()

    def forget(self) -> None:
        """Let all answers be read again: other words count as right now, say."""
        self._known.clear()

    def others(self) -> list[int]:
        """Return the positions of the other answers with mistakes, as far as they are known: those below come first."""
        questions, here = self._editor.session.report.questions, self._editor.index
        found = (self._known.get(question.answer) for question in questions)
        marked = [index for index, one in enumerate(found) if one and one.remarks and index != here]
        return sorted(marked, key=lambda index: (index < here, index))

    @property
    def is_complete(self) -> bool:
        """Whether all answers are known."""
        return self._next() is None

    @property
    def counted(self) -> Sequence[str]:
        """What is marked in the answer that is shown, in wordings ever shorter; () for nothing."""
        spans = self._editor.answer.remarks.spans
        if not spans:
            return ()
        full = in_words(spans)
        return f"{full} · {main_key('next_mistake')}", full, f"{len(spans)} marked"


def in_words(spans: "Sequence[MarkedSpan]") -> str:
    """Return how many mistakes of which kind there are, such as `2 spelling · 1 grammar`."""
    kinds = Counter(span.remark.kind for span in spans)
    return " · ".join(f"{number} {kind}" for kind, number in sorted(kinds.items(), reverse=True))
