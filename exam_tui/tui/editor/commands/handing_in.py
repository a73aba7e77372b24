"""The hand-in check, and committing and pushing from inside."""

import asyncio

from textual import work

from exam_tui.core.report.report import Report
from exam_tui.errors import ExamTuiError
from exam_tui.storage.disk.read import read_file
from exam_tui.tui.editor.delivery import deliver
from exam_tui.tui.editor.screen import EditorScreen
from exam_tui.tui.keys.keymap import main_key


@work(group="hand-in", exclusive=True)
async def hand_in(editor: EditorScreen) -> None:
    """Show whether what others get from git is the report as it is on disk; from there one commits and pushes."""
    from exam_tui.git.hand_in import points
    from exam_tui.tui.screens.hand_in import HandInScreen

    editor.follow()
    path = editor.session.path
    try:
        report = Report.from_bytes((await asyncio.to_thread(read_file, path)).data)
    except ExamTuiError as error:
        editor.show_message(str(error), "warning")
        return
    context, listed_by = editor.checker.context(report), main_key("problems")
    lines = await asyncio.to_thread(lambda: points.hand_in_points(path, context, listed_by=listed_by))

    def go_on(answer: str | None) -> None:
        if answer == "commit":
            commit_and_push(editor)

    editor.call_later(editor.app.push_screen, HandInScreen(lines, is_unsaved=editor.is_dirty), go_on)


@work(group="hand-in", exclusive=True)
async def commit_and_push(editor: EditorScreen) -> None:
    """Show what would be committed and pushed, and do it where that is agreed to."""
    await deliver(editor)
