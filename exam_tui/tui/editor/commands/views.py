"""Looking at the report in other ways, and what opens over it: preview, browser, overview, checklist, help, colours."""

import asyncio
from typing import TYPE_CHECKING

from textual import work

from exam_tui.errors import ExamTuiError
from exam_tui.storage.disk import ui_state
from exam_tui.tui.editor.screen import EditorScreen

if TYPE_CHECKING:
    from exam_tui.tui.keys.actions import Action
    from exam_tui.tui.screens.overview import OverviewScreen


def preview(editor: EditorScreen) -> None:
    """Preview the answer: beside the answer, in a narrow window in its place."""
    from exam_tui.tui.widgets.preview import Preview

    if editor.preview:
        editor.preview.remove()
        editor.preview = None
        editor.give_keys_to(editor.answer)
    else:
        editor.preview = Preview(editor.answer.answer)
        editor.query_one("#panes").mount(editor.preview)
    editor.set_class(editor.preview is not None, "-preview")


@work(group="browser", exclusive=True)
async def browser(editor: EditorScreen) -> None:
    """Open the report in the browser, as it is now, saved or not."""
    from exam_tui.desktop.browser import show_in_browser
    from exam_tui.session.page import preview_page

    editor.keep()
    try:
        page = await asyncio.to_thread(preview_page, editor.session.report.to_bytes(), editor.session.path)
    except ExamTuiError as error:
        editor.show_message(str(error), "warning")
        return
    editor.show_message(await asyncio.to_thread(show_in_browser, page))


def overview(editor: EditorScreen) -> None:
    """Show the whole report on one screen, its problems too as soon as they are known."""
    from exam_tui.tui.screens.overview import OverviewScreen
    from exam_tui.tui.screens.overview_rows import CHECKLIST, PROBLEMS

    def go(target: int | None) -> None:
        if target in {CHECKLIST, PROBLEMS}:
            editor.call_later(editor.run_action, "checklist" if target == CHECKLIST else "problems")
        elif target is not None:
            editor.go_to(target)

    editor.follow()
    screen = OverviewScreen(editor.session.report, editor.verdict, editor.checked)
    editor.app.push_screen(screen, go)
    _check_for(editor, screen)


@work(group="overview", exclusive=True)
async def _check_for(editor: EditorScreen, screen: "OverviewScreen") -> None:
    checked = await editor.check_now()
    if screen.is_current:
        screen.take(checked)


def toggle_example(editor: EditorScreen) -> None:
    """Show the sample answer, in a small window and in the focus mode too, or hide it."""
    if not editor.prompt.has_example:
        editor.show_message("This question has no sample answer.")
        return
    editor.prompt.toggle_example()
    editor.set_class(editor.prompt.is_unfolded, "-example")


def scroll_prompt_up(editor: EditorScreen) -> None:
    """Scroll the prompt up by a page."""
    editor.prompt.scroll_by(-1)


def scroll_prompt_down(editor: EditorScreen) -> None:
    """Scroll the prompt down by a page."""
    editor.prompt.scroll_by(1)


def focus_mode(editor: EditorScreen) -> None:
    """Show the answer and its meters alone, or everything again."""
    editor.remove_class("-listing", "-example")
    editor.toggle_class("-focus")
    editor.give_keys_to(editor.answer)


def checklist(editor: EditorScreen) -> None:
    """Open the checklist."""
    from exam_tui.tui.screens.checklist import ChecklistScreen

    def tick(index: int, done: bool) -> None:  # noqa: FBT001 - what the checklist calls back with
        if editor.is_read_only:  # since the checklist was opened
            editor.refuse()
            return
        editor.session.set_task(index, done=done)
        editor.safety.autosave.touched()
        editor.follow()

    tasks = editor.session.report.tasks
    if tasks:
        editor.app.push_screen(ChecklistScreen(tasks, None if editor.is_read_only else tick))
    else:
        editor.show_message("This report has no checklist.")


def messages(editor: EditorScreen) -> None:
    """Show what was said, all of it."""
    from exam_tui.tui.screens.message_log import MessagesScreen

    editor.app.push_screen(MessagesScreen(editor.key_bar.messages.said))


def palette(editor: EditorScreen) -> None:
    """Choose a command by its title or by other words for it, and do it."""
    from exam_tui.tui.screens.palette import PaletteScreen

    def do(action: "Action | None") -> None:
        if action is not None:
            place = editor.answer if action.where == "answer" else editor
            editor.call_later(editor.app.run_action, action.name, place)

    editor.app.push_screen(PaletteScreen(), do)


def help(editor: EditorScreen) -> None:
    """Show every key."""
    from exam_tui.tui.screens.help import HelpScreen

    editor.app.push_screen(HelpScreen())


async def redraw(editor: EditorScreen) -> None:
    """Redraw everything, after something else has written on the terminal."""
    await editor.run_action("app.redraw")


def theme(editor: EditorScreen) -> None:
    """Choose a colour theme from a list, shown as one moves; they are remembered."""
    from exam_tui.tui.screens.dialogs.themes import ThemesScreen

    def remember(name: str | None) -> None:
        if name is not None:
            editor.run_worker(lambda: ui_state.save_state(None, {"theme": name}), thread=True)

    app = editor.app
    app.push_screen(ThemesScreen(list(app.available_themes.values()), app.theme), remember)
