"""Opening one answer in the user's own editor, and taking back what was written there."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final

from exam_tui.core.report.answer_slot import normalise_answer
from exam_tui.desktop.answer_file import answer_file
from exam_tui.desktop.edited_file import EditedFile
from exam_tui.desktop.editor_command import EditorCommand, EditorCommandError
from exam_tui.desktop.terminal_program import EndedBySignal, interrupts_are_the_programs, wait_for_program
from exam_tui.errors import ExamTuiError
from exam_tui.storage.disk.os_errors import cause

Saved = Callable[[str], None]
"""Called with the answer each time the editor has saved a new one; must not raise."""

_AT_ONCE: Final = 0.5
"""Seconds: anybody who opens an editor and leaves it takes longer."""


class EditorFailedError(ExamTuiError):
    """The editor ended with an error or was stopped; the answer has not changed."""


class EditorLeftAtOnceError(ExamTuiError):
    """The editor returned before anybody can have written anything; the answer has not changed."""


def edit_text(editor: EditorCommand, *, number: int, prompt: str, limits_line: str, text: str, saved: Saved) -> str:
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

    Raises:
        EditorCommandError: the program cannot be started.
        EditorFailedError: it ended with an error, or was stopped.
        EditorLeftAtOnceError: it returned at once, and nothing was changed.
        EditedFileError: there is no place for the file, or it has gone, is empty, or is not UTF-8.
        UnencodableTextError: the answer cannot be written to a file.

    """
    file = EditedFile(number, answer_file(number, prompt, limits_line, normalise_answer(text), editor.leaving))
    with _removed_afterwards(file):
        file.write()
        _run(editor, file, saved)
        return file.answer()


@contextmanager
def _removed_afterwards(file: EditedFile) -> Iterator[None]:
    """Remove the file with its folder, unless it may hold words that are nowhere else."""
    import shutil  # noqa: PLC0415 - not before somebody opens an editor

    stays = False
    try:
        yield
    except EndedBySignal as end:
        with suppress(ExamTuiError, OSError):
            end.text = file.answer()
        stays = end.text is None
        raise
    except EditorLeftAtOnceError:
        stays = True  # its window may still be open on the file
        raise
    except BaseException as error:
        kept = file.kept()
        stays = kept == file.path
        where = f"Your text is in {kept}."
        if kept is not None and isinstance(error, ExamTuiError):
            raise type(error)(f"{error.message} {where}", help=error.help) from error
        if kept is not None:
            error.add_note(where)
        raise
    finally:
        if not stays:
            shutil.rmtree(file.path.parent, ignore_errors=True)


def _run(editor: EditorCommand, file: EditedFile, saved: Saved) -> None:
    start = time.monotonic()
    try:
        with interrupts_are_the_programs():
            command = editor.command_for(file.path, file.content.last_line)
            code = wait_for_program(command, file.path.parent, _Poll(file, saved)).returncode
    except (OSError, ValueError) as error:
        why = cause(error) if isinstance(error, OSError) else str(error)
        raise EditorCommandError(
            f"{editor.name} could not be started: {why}.", help="Set VISUAL to the command of your editor."
        ) from error
    if code < 0:
        raise EditorFailedError(f"{editor.name} was stopped ({_signal(-code)}). The answer is unchanged.")
    if code:
        raise EditorFailedError(f"{editor.name} failed (exit code {code}). The answer is unchanged.")
    if time.monotonic() - start < _AT_ONCE and file.is_untouched():
        raise EditorLeftAtOnceError(
            f"{editor.name} returned at once without changes.",
            help=f"If its window is open, exam-tui cannot see what you write there; it stays in {file.path}. Set "
            "VISUAL to a command that waits, such as “code --wait”.",
        )


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


class _Poll:
    """Hands on each answer that an editor saves while it is open."""

    def __init__(self, file: EditedFile, saved: Saved) -> None:
        self._file, self._saved = file, saved
        self._text = file.content.answer
        self._seen = self._state()

    def __call__(self) -> None:
        """Hand on the answer if the file was saved since the last poll."""
        state = self._state()
        if state == self._seen:
            return
        with suppress(ExamTuiError):  # perhaps half of it is written: the next poll sees the rest
            text = self._file.answer()
            if text != self._text:
                self._saved(text)
            self._text = text
        self._seen = state

    def _state(self) -> tuple[int, ...]:
        try:
            status = self._file.path.stat()
        except OSError:
            return ()
        return status.st_ino, status.st_size, status.st_mtime_ns
