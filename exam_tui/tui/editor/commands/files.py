"""Saving, the page, and leaving."""

import asyncio
from typing import TYPE_CHECKING, Final

from textual import work

from exam_tui.errors import ExamTuiError
from exam_tui.storage.disk import ui_state
from exam_tui.tui.editor.asking import ask
from exam_tui.tui.editor.delivery import deliver, undelivered
from exam_tui.tui.editor.git_history import look_up_history
from exam_tui.tui.editor.screen import EditorScreen
from exam_tui.tui.keys.keymap import main_key
from exam_tui.tui.widgets.answer.textarea_text import place_in_answer

if TYPE_CHECKING:
    from textual.worker import Worker

_QUIT: Final = "quit"
"""The group of the work that quits."""


@work(group="save")
async def save(editor: EditorScreen) -> None:
    """Save the report, then its page."""
    if await editor.safety.save():
        look_up_history(editor)
        await editor.safety.flows.saving.page_written()


@work(group="resolve", exclusive=True)
async def resolve_conflicts(editor: EditorScreen) -> None:
    """Ask about each conflict that a merge left in the report."""
    if editor.is_read_only:
        editor.refuse()
        return
    editor.keep()
    await editor.safety.flows.mid_merge.resolve()


@work(group="take-over")
async def take_over(editor: EditorScreen) -> None:
    """Become the one who writes, after asking."""
    await editor.safety.flows.ownership.take_over()


@work(group="page")
async def replace_page(editor: EditorScreen) -> None:
    """Write the page of the saved report, whatever page is there, now and at every save to come."""
    await editor.safety.flows.saving.replace_page()


@work(group="page")
async def page_in_git(editor: EditorScreen) -> None:
    """Let git see the page, or keep it out of git again."""
    from exam_tui.session.page import toggle_in_git

    try:
        editor.show_message(await asyncio.to_thread(toggle_in_git, editor.session.path))
    except ExamTuiError as error:
        editor.show_message(str(error), "warning")


def suspend(editor: EditorScreen) -> None:
    """Stop until the shell brings the editor back, with all that was typed in the recovery file."""
    from exam_tui.tui.editor.terminal_use import stop_for_the_shell

    if problem := stop_for_the_shell(editor, editor.safety.autosave):
        editor.show_message(problem, "warning")


def quit(editor: EditorScreen) -> "Worker[None]":  # noqa: A001 - the action's name
    """Quit; ask where something is not saved or not handed in, once a save that is under way has ended.

    Whoever asks once more while git is still being looked at wants to quit, and is offered nothing.
    """
    is_asked = any(worker.group == _QUIT and not worker.is_finished for worker in editor.app.workers)
    return _quit(editor, is_insisting=is_asked)


@work(group=_QUIT, exclusive=True)
async def _quit(editor: EditorScreen, *, is_insisting: bool) -> None:
    saving = editor.safety.flows.saving
    await saving.ended()
    editor.follow()
    pending = "" if is_insisting else await undelivered(editor)
    if not await (_is_left_dirty(editor, pending) if editor.is_dirty else _is_left_saved(editor, pending)):
        return
    if saving.is_making_page and not editor.is_leaving:
        editor.is_leaving = True  # who asks once more does not wait
        editor.show_message(f"The page is still being written. {main_key('quit')} quits without it.")
        await saving.page_written()
    editor.safety.flows.ownership.release()
    where = {
        "question": editor.question.number,
        "cursor": list(place_in_answer(editor.answer.document, editor.answer.cursor_location)),
    }
    await asyncio.to_thread(ui_state.save_state, editor.session.path, where)
    editor.app.exit(0)


async def _is_left_dirty(editor: EditorScreen, pending: str) -> bool:
    """Ask what to do with unsaved changes; return whether to leave. `pending`: whether one may hand in."""
    answer = await ask(
        editor,
        f"You have unsaved changes.{_all_done(editor) if pending else ''}",
        (
            ("save", "Save and quit"),
            *((("hand_in", "Hand in"),) if pending else ()),
            ("drop", "Quit without saving"),
            ("stay", "Stay"),
        ),
    )
    match answer:
        case "save":
            return await editor.safety.save()
        case "drop":
            await editor.safety.autosave.discard()
            return True
        case "hand_in":
            await deliver(editor)
    return False


async def _is_left_saved(editor: EditorScreen, pending: str) -> bool:
    """Offer to hand in where all is done and others do not have it; return whether to leave."""
    await editor.safety.autosave.write()
    if not pending:
        return True
    question = f"{pending}{_all_done(editor)}"
    choices = (("quit", "Quit"), ("hand_in", "Hand in"), ("stay", "Stay"))
    answer = await ask(editor, question, choices, insisting="quit")
    if answer == "hand_in":
        await deliver(editor)
    return answer == "quit"


def _all_done(editor: EditorScreen) -> str:
    count = len(editor.session.report.questions)
    return f"\n\nAll {count} questions are done: “Hand in” shows what would be committed and pushed."
