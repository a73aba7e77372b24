"""The file that an editor works on: written, read back, and kept where its words would be lost otherwise."""

import os
from collections import Counter
from pathlib import Path
from typing import Final

from exam_tui.core.report.answer_slot import normalise_answer
from exam_tui.core.text.lines import normalise_line_ends
from exam_tui.core.text.patterns import lazy_pattern
from exam_tui.desktop.answer_file import AnswerFile, answer_in
from exam_tui.errors import ExamTuiError
from exam_tui.storage.disk.os_errors import cause
from exam_tui.storage.disk.read import read_file
from exam_tui.storage.history.rescue import rescue

_STRANGE: Final = lazy_pattern(r"[\x00-\x08\x0b-\x1f\udc80-\udcff]")
_CREATE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class EditedFileError(ExamTuiError):
    """What the editor left cannot be taken back; the answer has not changed."""


class EditedFile:
    """The file of one answer in a new folder, which only the user can read; `content` is what the editor gets."""

    def __init__(self, number: int, content: AnswerFile) -> None:
        """Make the folder.

        Raises:
            EditedFileError: there is no place for it.

        """
        import tempfile  # noqa: PLC0415 - not before somebody opens an editor

        self.content = content
        self._bytes = content.text.encode("utf-8", "surrogateescape")
        try:
            self.path = Path(tempfile.mkdtemp(prefix="exam-tui-")) / f"question-{number}.md"
        except OSError as error:
            raise _no_place(error) from error

    def write(self) -> None:
        """Write it. Raises EditedFileError where there is no place for it."""
        try:
            with os.fdopen(os.open(self.path, _CREATE, 0o600), "wb") as stream:
                stream.write(self._bytes)
        except OSError as error:
            raise _no_place(error) from error

    def answer(self) -> str:
        """Return the answer in the file as the editor left it.

        Raises:
            EditedFileError: the file has gone, is empty, or is not UTF-8.
            UnencodableTextError: the answer cannot be written to a file.

        """
        try:
            data = read_file(self.path).data
        except ExamTuiError as error:
            why = f"The editor's file cannot be read: {error.message} The answer is unchanged."
            raise EditedFileError(why) from error
        before = self.content.answer
        if data == self._bytes:
            return before
        if before and not data.strip():
            raise EditedFileError("The editor returned an empty file. The answer is unchanged.")
        answer = answer_in(_text(data), self.content)
        if _strange(answer) - _strange(before):  # what was there before may keep its encoding
            raise EditedFileError(
                "The editor's file is not UTF-8 but in another encoding, such as Latin-1. The answer is unchanged.",
                help="Set the editor to save as UTF-8.",
            )
        return normalise_answer(answer)

    def is_untouched(self) -> bool:
        """Return whether the file holds what the editor got."""
        try:
            return self.path.read_bytes() == self._bytes
        except OSError:
            return False

    def kept(self) -> Path | None:
        """Keep what the editor left if its answer is another one; return where, None if there is nothing to keep."""
        try:
            data = self.path.read_bytes() if self.path.is_file() else b""
            if not data.strip() or answer_in(_text(data), self.content) in {"", self.content.answer}:
                return None
        except OSError:
            return None
        try:
            return rescue(data, self.path.name)
        except ExamTuiError:
            return self.path  # it stays where it is


def _no_place(error: OSError) -> EditedFileError:
    return EditedFileError(f"The file for the editor could not be created: {cause(error)}.")


def _strange(text: str) -> Counter[str]:
    """Return the signs of another encoding: bytes that are not UTF-8, each kept as a surrogate, and control codes."""
    return Counter(_STRANGE.findall(text))


def _text(data: bytes) -> str:
    return normalise_line_ends(data.decode("utf-8-sig", "surrogateescape"))
