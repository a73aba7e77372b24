"""A proofreader that finds what a test tells it, behind the interface of the real one."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from typing_extensions import override

from exam_tui.core.report.report import Report
from exam_tui.errors import ProofreadError
from exam_tui.proofread.remark import Remark, Remarks
from exam_tui.session.proofreading import Proofreader, Where
from tests.tui.editing import Editor

Words = Mapping[str, Sequence[str]]
"""What is wrong, and what may stand there instead; several words are wrong in grammar."""


class FakeReader(Proofreader):
    """Finds some words, but for those that were added and what is ignored; Danish is not English; `boom` is a fault."""

    def __init__(self, path: Path, report: Report, words: Words) -> None:
        super().__init__(path, report)
        self.words = words
        self.texts: list[str] = []
        """All that was read."""
        self.is_stopped = False
        self._added: set[str] = set()

    @override
    def remarks(self, text: str) -> Remarks:
        self.texts.append(text)
        if "boom" in text:
            raise ProofreadError("Proofreading failed: boom.")
        if "rødgrød" in text:
            return Remarks(language_note="The answer is not in English: no mistakes are marked.")
        found = (
            Remark(
                start=match.start(),
                end=match.end(),
                kind="grammar" if " " in word else "spelling",
                message=f"Did you mean another word than “{match[0]}”?",
                replacements=tuple(replacements),
                rule="Fake",
            )
            for word, replacements in self.words.items()
            for match in re.finditer(rf"\b{re.escape(word)}\b", text, re.IGNORECASE)
            if match[0].casefold() not in self._added
        )
        return Remarks(tuple(one for one in sorted(found) if not self._ignored.has(text, one)))

    @override
    def stop(self) -> None:
        self.is_stopped = True

    @override
    def add_word(self, word: str, where: Where = "me") -> str:
        said = super().add_word(word, where)
        self._added.add(word.casefold())
        return said

    @override
    def words_path(self, where: Where) -> Path | None:
        assert self.path
        return self.path.parent / ("own.words" if where == "me" else ".exam-tui.words")


async def proofread(editor: Editor, words: Words) -> FakeReader:
    """Let the editor mark these from now on, and wait until all of its answers are read."""
    proofreading = editor.screen.proofreading
    reader = proofreading.reader = FakeReader(editor.path, editor.screen.session.report, words)
    proofreading.set_on(True)
    await editor.until(lambda: proofreading.is_complete and not editor.is_busy("proofread"))
    return reader
