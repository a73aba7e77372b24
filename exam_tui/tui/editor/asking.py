"""Questions to the user: as a dialog, or as a line to type into right above the keys."""

from collections.abc import Callable, Sequence

from textual.widget import Widget
from textual.widgets import Input

from exam_tui.tui.editor.screen import EditorScreen
from exam_tui.tui.widgets.key_bar import KeyBar


async def ask(
    editor: EditorScreen, question: str, choices: Sequence[tuple[str, str]], *, insisting: str = ""
) -> str | None:
    """Put a question; return the key of the choice, None for none. Only from a worker. `insisting`: see `Confirm`."""
    from exam_tui.tui.screens.dialogs.confirm import Confirm

    return await editor.app.push_screen_wait(Confirm(question, choices, insisting=insisting))


async def ask_line(
    editor: EditorScreen,
    label: str,
    value: str = "",
    *,
    done: Callable[[str, bool], None],
    changed: Callable[[str], None] | None = None,
) -> None:
    """Ask for a line of text above the keys, in place of one that is asked for already; see `LineInput`."""
    from exam_tui.tui.widgets.line_input import LineInput

    await editor.query(LineInput).remove()
    await mount_above_keys(editor, LineInput(label, value, changed=changed, done=done))


async def mount_above_keys(editor: EditorScreen, widget: Widget) -> None:
    """Show a widget right above the keys, and let what is typed from now on go into it."""
    await editor.mount(widget, before=editor.query_one(KeyBar))
    editor.give_keys_to(widget.query_one(Input))
