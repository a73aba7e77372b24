"""Writing with help from outside: another editor, images, earlier versions of an answer."""

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work

from exam_tui.core.editing.image_link import around_image, image_link
from exam_tui.errors import ExamTuiError, TerminalNotLentError
from exam_tui.tui.editor.asking import ask, ask_line
from exam_tui.tui.editor.screen import EditorScreen
from exam_tui.tui.editor.terminal_use import lend_terminal
from exam_tui.tui.keys.keymap import main_key
from exam_tui.tui.widgets.answer.answer import AnswerArea
from exam_tui.tui.widgets.answer.textarea_text import from_view, to_view

if TYPE_CHECKING:
    from exam_tui.storage.history.answer_versions import Earlier


async def paste(editor: EditorScreen) -> None:
    """Paste into the answer where the list has the keys."""
    await editor.run_action("app.paste")


def edit_outside(editor: EditorScreen) -> None:
    """Open the answer in the user's own editor, and take back what was written there."""
    from exam_tui.desktop.editor_command import EditorCommand
    from exam_tui.desktop.external_editor import edit_text

    editor.keep()
    question = editor.question
    parts = question.parts
    try:
        other = EditorCommand.chosen(editor.settings.editor)
        text = lend_terminal(
            editor,
            editor.safety.autosave,
            lambda: edit_text(
                other,
                number=question.number,
                prompt=parts.ask,
                limits_line=parts.limit_line,
                text=question.answer,
                saved=partial(editor.safety.autosave.keep_saved_elsewhere, question),
            ),
        )
    except TerminalNotLentError:
        editor.show_message("This terminal cannot open another editor.", "warning")
    except (ExamTuiError, OSError) as error:
        editor.show_message(str(error), "warning")
    else:
        if text == question.answer:
            editor.show_message(f"{other.name} made no changes.")
            return
        editor.answer.replace_answer(text)
        editor.show_message(
            f"Answer updated from {other.name} ({main_key('undo')} to undo). {other.note}".rstrip(), "success"
        )


# Images


@work(group="images", exclusive=True)
async def insert_image(editor: EditorScreen) -> None:
    """Choose an image, and insert its link at the cursor."""
    from exam_tui.desktop import clipboard_picture, screenshots
    from exam_tui.storage.images.figures import list_figures
    from exam_tui.tui.screens.images import ImagesScreen

    def insert(link: str | None) -> None:
        editor.give_keys_to(editor.answer)
        if link is not None:
            _insert_link(editor.answer, link)

    folder = editor.session.folder
    found = await asyncio.gather(
        asyncio.to_thread(list_figures, folder),
        asyncio.to_thread(screenshots.newest_screenshots),
        asyncio.to_thread(clipboard_picture.clipboard_picture),
    )
    figures, elsewhere, on_clipboard = found
    editor.call_later(editor.app.push_screen, ImagesScreen(figures, folder, elsewhere, on_clipboard), insert)


@work(group="images", exclusive=True)
async def take_pasted_image(editor: EditorScreen, pasted: AnswerArea.ImagePasted) -> None:
    """Offer to copy the image whose path was pasted, and to put its link in the place of the path."""
    from exam_tui.storage.images.copy_image import copy_into_figures, path_of
    from exam_tui.storage.images.figures import list_figures

    if not pasted.image.is_taken:
        editor.show_message("This is the path of an unsupported image: only PNG and JPEG work.")
        return
    index = editor.index
    path = await asyncio.to_thread(path_of, pasted.image.path, editor.session.folder)
    if not await asyncio.to_thread(_is_file, path):
        return
    answer = await ask(
        editor,
        f"This is the path of an image:\n{path}\n\nCopy it into the figures folder and insert its link?",
        (("yes", "Copy and insert"), ("no", "Keep as text")),
    )
    if answer != "yes":
        return
    try:
        there = {figure.path for figure in await asyncio.to_thread(list_figures, editor.session.folder)}
        copied = await asyncio.to_thread(copy_into_figures, path, editor.session.folder)
    except ExamTuiError as error:
        editor.show_message(str(error), "warning")
        return
    target = copied.relative_to(editor.session.folder).as_posix()
    said = f"{target} already exists." if copied in there else f"Copied to {target}."

    def insert(words: str, taken: bool) -> None:  # noqa: FBT001 - what the line calls back with
        editor.give_keys_to(editor.answer)
        if taken and editor.index == index:
            _insert_link(editor.answer, image_link(words, target), pasted.text)
            editor.show_message(said, "success")
        else:
            editor.show_message(f"{said} Its path was pasted as text.")

    await ask_line(editor, "What does it show? ", done=insert)


def _insert_link(area: AnswerArea, link: str, instead_of: str = "") -> None:
    """Insert an image's link in the place of the selection, apart from other images, and put the cursor after it.

    A text right before the cursor is replaced by it if it is still there.
    """
    start, end = sorted(area.selection)
    row, column = start
    path = (row, max(column - len(to_view(instead_of)), 0))
    if start == end and from_view(area.get_text_range(path, start)) == instead_of:
        start = path
    before, after = (from_view(area.get_text_range(*part)) for part in (((0, 0), start), (end, area.document.end)))
    above, below = around_image(before, after)
    area.replace_range(start, end, f"{above}{link}{below}")
    row, column = area.cursor_location
    if below and not area.read_only:
        area.move_cursor((row - len(below), len(area.document.get_line(row - len(below)))))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that no file can have
        return False


# Earlier versions


@work(group="restore", exclusive=True)
async def restore(editor: EditorScreen) -> None:
    """Offer the earlier versions of this answer, and bring one of them back."""
    from exam_tui.storage.history.answer_versions import earlier_answers
    from exam_tui.tui.screens.answer_history import EarlierScreen

    def bring_back(version: "Earlier | None") -> None:
        if version is not None:
            editor.answer.replace_answer(version.text)
            editor.show_message(f"Brought back ({main_key('undo')} to undo).", "success")

    editor.keep()
    session, index = editor.session, editor.index
    report = session.report.copy()
    versions = await asyncio.to_thread(earlier_answers, session.path, report, index, session.saved_data)
    if not versions:
        editor.show_message("No earlier version: this answer has not changed since the report was first opened.")
    elif index == editor.index:
        screen = EarlierScreen(editor.question.number, versions, report.questions[index].answer)
        editor.call_later(editor.app.push_screen, screen, bring_back)
