"""Saving, the page, the hand-in check, and leaving."""

import asyncio

from textual import work

from exam_tui.core.report.report import Report
from exam_tui.errors import ExamTuiError
from exam_tui.session.dialogue import SyncState
from exam_tui.storage.disk import ui_state
from exam_tui.storage.disk.read import read_file
from exam_tui.tui.editor.asking import ask
from exam_tui.tui.editor.commands import EditorScreen
from exam_tui.tui.keys.keymap import main_key


@work(group="save")
async def save(editor: EditorScreen) -> None:
    """Save the report, then its page."""
    if await save_report(editor):
        await editor.saver.page_written()


async def save_report(editor: EditorScreen) -> bool:
    """Save the report, and begin with its page. Return whether all words are in the file."""
    async with editor.saving:  # from the start: whoever quits right after a save waits for it
        before = editor.key_bar.messages.standing
        editor.follow()
        await editor.renew_lock()  # somebody may have taken over since it was looked at
        if editor.is_read_only:
            editor.show_message(
                "Not saved: the report is open in another editor. “Take over” is in ^p.",
                "critical" if editor.is_dirty else "warning",
            )
            return False
        is_saved = editor.keep() and await editor.saver.save() is SyncState.TOGETHER
        if is_saved:
            editor.key_bar.dismiss(before)
            editor.look_up_history()
        await editor.write_recovery()
    return is_saved


@work(group="page")
async def replace_page(editor: EditorScreen) -> None:
    """Write the page of what is saved, whatever page is there, now and at every save to come."""
    await editor.saver.replace_page()


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
    async with editor.saving:
        editor.follow()
    if editor.is_dirty:
        answer = await ask(
            editor,
            "Some of your work is not saved.",
            (("save", "Save and quit"), ("drop", "Quit without"), ("stay", "Stay")),
        )
        if answer not in {"save", "drop"} or (answer == "save" and not await save_report(editor)):
            return
        if answer == "drop":
            await editor.drop_unsaved()
    else:
        await editor.write_recovery()
    if editor.saver.is_making_page and not editor.is_leaving:
        editor.is_leaving = True  # who asks once more does not wait
        editor.show_message(f"The page is still being made. {main_key('quit')} quits without it.")
        await editor.saver.page_written()
    editor.release()
    where = {"question": editor.question.number, "cursor": list(editor.answer.cursor_location)}
    await asyncio.to_thread(ui_state.save_state, editor.session.path, where)
    editor.app.exit(0)
