"""Opening one answer in the user's own editor, and taking back what was written there."""

import os
import re
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from exam_tui.core.report.answer_slot import normalise_answer
from exam_tui.core.text.lines import normalise_line_ends
from exam_tui.desktop.answer_file import AnswerFile, answer_file, answer_in
from exam_tui.desktop.editor_command import EditorCommand, EditorCommandError
from exam_tui.desktop.terminal_program import EndedBySignal, interrupts_are_the_programs, wait_for_program
from exam_tui.errors import ExamTuiError
from exam_tui.storage.disk.os_errors import cause
from exam_tui.storage.disk.read import read_file
from exam_tui.storage.history.rescue import rescue

if TYPE_CHECKING:
    import subprocess

Run = Callable[..., "subprocess.CompletedProcess[Any]"]
Saved = Callable[[str], None]
"""Called with the answer each time the editor has saved a new one; must not raise."""

_AT_ONCE: Final = 0.5
"""Seconds: anybody who opens an editor and leaves it takes longer."""
_STRANGE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\udc80-\udcff]")
_CREATE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class EditorFailedError(ExamTuiError):
    """The editor ended with an error or was stopped; the answer has not changed."""


class EditedFileError(ExamTuiError):
    """What the editor left cannot be taken back; the answer has not changed."""


class EditorLeftAtOnceError(ExamTuiError):
    """The editor returned before anybody can have written anything; the answer has not changed."""


def edit_text(
    editor: EditorCommand,
    *,
    number: int,
    prompt: str,
    limits_line: str,
    text: str,
    saved: Saved | None = None,
    run: Run | None = None,
) -> str:
    """Return an answer after the user has edited it; waits until the editor is closed.

    The answer goes out in a file that only the user can read, with the question on top, and the editor starts in the
    folder of that file: the current one may be a stranger's, with settings for the editor. The file is removed
    afterwards; if its content cannot be taken back, it is kept, and the error says where.

    Args:
        editor: which editor.
        number: the question's number.
        prompt: what it asks.
        limits_line: its limits in words, or "".
        text: the answer; LF line ends.
        saved: gets what the editor saves while it is open, to keep it in case this program is killed.
        run: runs a command, as subprocess.run does.

    Raises:
        EditorCommandError: the program cannot be started.
        EditorFailedError: it ended with an error, or was stopped.
        EditorLeftAtOnceError: it returned at once, and nothing was changed.
        EditedFileError: the file has gone, is empty, or is not UTF-8.
        UnencodableTextError: the answer cannot be written to a file.

    """
    import shutil  # noqa: PLC0415 - not before somebody opens an editor
    import tempfile  # noqa: PLC0415 - the same

    file = answer_file(number, prompt, limits_line, normalise_answer(text))
    try:
        folder = Path(tempfile.mkdtemp(prefix="exam-tui-"))
    except OSError as error:
        raise EditedFileError(f"There is no place for the editor's file: {cause(error)}.") from error
    path = folder / f"question-{number}.md"
    stays = False
    try:
        _write(path, file)
        _run(
            editor,
            path,
            file,
            run or partial(wait_for_program, folder=folder, poll=_Poll(path, file, saved) if saved else None),
        )
        return _result(path, file)
    except EndedBySignal as end:
        with suppress(ExamTuiError, OSError):
            end.text = _result(path, file)
        stays = end.text is None
        raise
    except EditorLeftAtOnceError:
        stays = True  # its window may still be open on the file
        raise
    except BaseException as error:
        kept = _kept(path, file)
        stays = kept == path
        where = f"What you wrote is in {kept}."
        if kept is not None and isinstance(error, ExamTuiError):
            raise type(error)(f"{error.message} {where}", help=error.help) from error
        if kept is not None:
            error.add_note(where)
        raise
    finally:
        if not stays:
            shutil.rmtree(folder, ignore_errors=True)


def _write(path: Path, file: AnswerFile) -> None:
    try:
        fd = os.open(path, _CREATE, 0o600)
        with os.fdopen(fd, "wb") as stream:
            stream.write(_bytes(file))
    except OSError as error:
        raise EditedFileError(f"There is no place for the editor's file: {cause(error)}.") from error


def _bytes(file: AnswerFile) -> bytes:
    return file.text.encode("utf-8", "surrogateescape")


def _run(editor: EditorCommand, path: Path, file: AnswerFile, run: Run) -> None:
    start = time.monotonic()
    try:
        with interrupts_are_the_programs():
            code = run(editor.command_for(path, file.last_line)).returncode
    except (OSError, ValueError) as error:
        why = cause(error) if isinstance(error, OSError) else str(error)
        raise EditorCommandError(
            f"{editor.name} could not be started: {why}.", help="Set VISUAL to the command of your editor."
        ) from error
    if code < 0:
        raise EditorFailedError(f"{editor.name} was stopped ({_signal(-code)}). The answer is as it was.")
    if code:
        raise EditorFailedError(f"{editor.name} ended with an error (exit code {code}). The answer is as it was.")
    if time.monotonic() - start < _AT_ONCE and _is_untouched(path, file):
        raise EditorLeftAtOnceError(
            f"{editor.name} returned at once, nothing was changed.",
            help=f"If its window is open: exam-tui does not see what you write there, it stays in {path}. Set VISUAL "
            "to a command that waits, such as “code --wait”.",
        )


def _result(path: Path, file: AnswerFile) -> str:
    """Return the answer in the file that the editor left."""
    try:
        data = read_file(path).data
    except ExamTuiError as error:
        raise EditedFileError(f"The editor's file cannot be read: {error.message} The answer is as it was.") from error
    if data == _bytes(file):
        return file.answer
    if file.answer and not data.strip():
        raise EditedFileError("The editor's file came back empty. The answer is as it was.")
    answer = answer_in(_text(data), file)
    if _strange(answer) - _strange(file.answer):  # what was there before may keep its encoding
        raise EditedFileError(
            "The editor's file is not UTF-8: it was saved in another encoding, such as Latin-1. The answer is as it "
            "was.",
            help="Let the editor save as UTF-8.",
        )
    return normalise_answer(answer)


def _strange(text: str) -> Counter[str]:
    """Return the signs of another encoding: bytes that are not UTF-8, each kept as a surrogate, and control codes."""
    return Counter(_STRANGE.findall(text))


def _text(data: bytes) -> str:
    return normalise_line_ends(data.decode("utf-8-sig", "surrogateescape"))


def _is_untouched(path: Path, file: AnswerFile) -> bool:
    try:
        return path.read_bytes() == _bytes(file)
    except OSError:
        return False


def _kept(path: Path, file: AnswerFile) -> Path | None:
    """Keep what the editor left if it differs from what it got; return where, None if there is nothing to keep."""
    try:
        data = path.read_bytes() if path.is_file() else b""
        if not data.strip() or answer_in(_text(data), file) in {"", file.answer}:
            return None
    except OSError:
        return None
    try:
        return rescue(data, path.name)
    except ExamTuiError:
        return path  # it stays where it is


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


class _Poll:
    """Hands on each answer that an editor saves while it is open."""

    def __init__(self, path: Path, file: AnswerFile, saved: Saved) -> None:
        self._path, self._file, self._saved = path, file, saved
        self._text = file.answer
        self._seen = self._state()

    def __call__(self) -> None:
        """Hand on the answer if the file was saved since the last poll."""
        state = self._state()
        if state == self._seen:
            return
        with suppress(ExamTuiError):  # perhaps half of it is written: the next poll sees the rest
            text = _result(self._path, self._file)
            if text != self._text:
                self._saved(text)
            self._text = text
        self._seen = state

    def _state(self) -> tuple[int, ...]:
        try:
            status = self._path.stat()
        except OSError:
            return ()
        return status.st_ino, status.st_size, status.st_mtime_ns
