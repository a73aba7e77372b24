"""Committing and pushing, for the commands that lead to it: the one of that name, and quitting."""

import asyncio
from typing import Final

from exam_tui.tui.editor.git_history import look_up_history
from exam_tui.tui.editor.screen import EditorScreen

_PATIENCE: Final = 1.0
"""Seconds that somebody who quits waits for git."""


async def deliver(editor: EditorScreen) -> None:
    """Show what would be committed and pushed, and do it where that is agreed to. Only from a worker."""
    editor.follow()
    await editor.safety.flows.commit_and_push(editor.checker.context).run(editor.safety.save)
    look_up_history(editor)


async def undelivered(editor: EditorScreen) -> str:
    """Return what others do not have yet of a report whose questions are all done, "" for nothing or unknown."""
    is_done = all(question.state == "passing" for question in editor.questions)
    if not is_done or editor.is_read_only:
        return ""
    flow = editor.safety.flows.commit_and_push(editor.checker.context)
    try:
        return await asyncio.wait_for(flow.pending(is_saved=not editor.is_dirty), _PATIENCE)
    except TimeoutError:
        return ""
