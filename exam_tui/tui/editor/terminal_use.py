"""Another program in the editor's terminal: the editor steps aside, and comes back whatever became of it."""

import os
import signal
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from textual.app import SuspendNotSupported

from exam_tui.errors import TerminalNotLentError
from exam_tui.tui.editor.autosave import Autosave
from exam_tui.tui.editor.protocol import EditorView

if TYPE_CHECKING:
    from exam_tui.desktop.terminal_program import EndedBySignal

T = TypeVar("T")


def lend_terminal(editor: EditorView, autosave: Autosave, run: Callable[[], T]) -> T:
    """Return what `run` returns, which has the terminal for its programs; the editor stands still meanwhile.

    A signal to end ends everything, with all that was typed in the recovery file.

    Raises:
        TerminalNotLentError: the terminal cannot be given away.
        Exception: what `run` raises, once the editor is back.

    """
    from exam_tui.desktop.terminal_program import EndedBySignal, signals_end_the_wait, terminal_given_back

    autosave.write_now()
    done: list[T] = []
    failure: Exception | None = None
    try:
        with editor.app.suspend():  # what is raised in here would leave the terminal to nobody
            try:
                with terminal_given_back(), signals_end_the_wait():
                    done.append(run())
            except EndedBySignal as end:
                _end_there(editor, autosave, end)
            except Exception as error:  # noqa: BLE001 - it is raised again below
                failure = error
    except SuspendNotSupported as error:
        raise TerminalNotLentError("This terminal cannot run another program.") from error
    finally:
        autosave.touched()  # what was kept meanwhile may not be what is taken
    if failure is not None:
        raise failure
    return done[0]


def stop_for_the_shell(editor: EditorView, autosave: Autosave) -> str:
    """Stop, and everything that was started with us, as ^Z does elsewhere. Return why that is not possible, else ""."""
    problem = _why_not_stopped(editor)
    if sys.platform != "win32" and not problem:
        autosave.write_now()
        os.kill(0, signal.SIGTSTP)  # Textual gives the terminal back, and takes it again when the shell goes on with us
    return problem


def _why_not_stopped(editor: EditorView) -> str:
    driver = editor.app._driver  # noqa: SLF001 - Textual has no other way to ask
    if driver is None or not driver.can_suspend:
        return "This terminal cannot return to a shell."
    if sys.platform != "win32" and os.getpgrp() == os.getsid(0):  # nobody could ever go on with us
        return "There is no shell to return to: the terminal runs exam-tui alone."
    return "" if sys.platform != "win32" else "Windows cannot suspend a program."


def _end_there(editor: EditorView, autosave: Autosave, end: "EndedBySignal") -> None:
    """End with what another editor left in the recovery file; the terminal is as that program left it."""
    if end.text is not None:
        editor.session.set_answer(editor.question, end.text)
        editor.answer.replace_answer(end.text)
    if failure := autosave.keep_at_once():
        sys.stderr.write(f"exam-tui: {failure}\n")
    os._exit(128 + end.number)
