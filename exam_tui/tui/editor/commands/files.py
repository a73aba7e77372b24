"""Saving, the page, the hand-in check, and leaving."""

import asyncio

from textual import work

from exam_tui.core.report.report import Report
from exam_tui.errors import ExamTuiError
from exam_tui.storage.disk import ui_state
from exam_tui.storage.disk.read import read_file
from exam_tui.tui.editor.asking import ask
from exam_tui.tui.editor.screen import EditorScreen
from exam_tui.tui.keys.keymap import main_key


@work(group="save")
async def save(editor: EditorScreen) -> None:
    """Save the report, then its page."""
    if await editor.safety.save():
        editor.look_up_history()
        await editor.safety.flows.saving.page_written()


@work(group="take-over")
async def take_over(editor: EditorScreen) -> None:
    """Become the one who writes, after asking."""
    await editor.safety.flows.ownership.take_over()


@work(group="page")
async def replace_page(editor: EditorScreen) -> None:
    """Write the page of what is saved, whatever page is there, now and at every save to come."""
    await editor.safety.flows.saving.replace_page()


@work(group="page")
async def page_in_git(editor: EditorScreen) -> None:
    """Let git see the page, or keep it out of git again."""
    from exam_tui.session.page import toggle_in_git

    try:
        editor.show_message(await asyncio.to_thread(toggle_in_git, editor.session.path))
    except ExamTuiError as error:
        editor.show_message(str(error), "warning")


@work(group="hand-in", exclusive=True)
async def hand_in(editor: EditorScreen) -> None:
    """Show whether what others get from git is the report as it is on disk."""
    from exam_tui.git.hand_in import points
    from exam_tui.tui.screens.hand_in import HandInScreen

    editor.follow()
    path = editor.session.path
    try:
        report = Report.from_bytes((await asyncio.to_thread(read_file, path)).data)
    except ExamTuiError as error:
        editor.show_message(str(error), "warning")
        return
    lines = await asyncio.to_thread(lambda: points.hand_in_points(path, editor.checker.context(report)))
    editor.call_later(editor.app.push_screen, HandInScreen(lines, is_unsaved=editor.is_dirty))


@work(group="quit", exclusive=True)
async def quit(editor: EditorScreen) -> None:  # noqa: A001 - the action's name
    """Quit; ask where something is not saved, once a save that is under way has ended."""
    saving = editor.safety.flows.saving
    await saving.ended()
    editor.follow()
    if editor.is_dirty:
        answer = await ask(
            editor,
            "Some of your work is not saved.",
            (("save", "Save and quit"), ("drop", "Quit without"), ("stay", "Stay")),
        )
        if answer not in {"save", "drop"} or (answer == "save" and not await editor.safety.save()):
            return
        if answer == "drop":
            await editor.safety.autosave.discard()
    else:
        await editor.safety.autosave.write()
    if saving.is_making_page and not editor.is_leaving:
        editor.is_leaving = True  # who asks once more does not wait
        editor.show_message(f"The page is still being made. {main_key('quit')} quits without it.")
        await saving.page_written()
    editor.safety.flows.ownership.release()
    where = {"question": editor.question.number, "cursor": list(editor.answer.cursor_location)}
    await asyncio.to_thread(ui_state.save_state, editor.session.path, where)
    editor.app.exit(0)
