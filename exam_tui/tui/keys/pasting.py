"""Where a paste goes: to what has the focus if text is typed there, else into the answer; else it is said."""

from typing import TYPE_CHECKING, Final

from textual.app import App
from textual.events import Paste
from textual.widgets import Input

from exam_tui.tui.keys import type_ahead
from exam_tui.tui.widgets.answer.writing_area import WritingArea

if TYPE_CHECKING:
    from exam_tui.tui.editor.screen import EditorScreen

NOWHERE: Final = "There is no text field here, so nothing was pasted."
ONE_LINE: Final = "Only the first line was pasted: this field holds one line."


async def route_paste(app: App[int], editor: "EditorScreen", event: Paste) -> Paste | None:
    """Return a paste for what has the focus; None where it was put elsewhere, or a message says why it cannot be."""
    from exam_tui.core.editing.paste import filtered_paste  # noqa: PLC0415 - not before the first frame

    await type_ahead.wait_until_open(app)
    focused = app.focused
    is_for_the_answer = focused is editor.answer or (app.screen is editor and not isinstance(focused, Input))
    if is_for_the_answer and editor.is_read_only:
        editor.refuse()
        return None
    if isinstance(focused, WritingArea):
        return event
    if is_for_the_answer:
        await type_ahead.wait_until_handled(
            [widget for widget in (focused, editor) if widget]
        )  # the list may lead elsewhere yet
        editor.go_to(editor.index)
        editor.answer.insert_paste(event.text)
        return None
    line = next((widget for widget in app.screen.focus_chain if isinstance(widget, Input)), None)
    if line is None:
        editor.show_message(NOWHERE, "warning")
        app.notify(NOWHERE, severity="warning", markup=False)  # what covers the editor covers its messages
        return None
    if focused is not line and not isinstance(focused, Input):
        app.screen.set_focus(line)
    lines = [text for text in filtered_paste(event.text).text.split("\n") if text.strip()]
    if len(lines) > 1:
        editor.show_message(ONE_LINE)
    return Paste(lines[0]) if lines else None
