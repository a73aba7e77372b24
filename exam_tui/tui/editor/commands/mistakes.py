"""Spelling and grammar: the way from one mistake to the next, what is done about it, and off and on."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from textual import work

from exam_tui.core.text.words import plural
from exam_tui.errors import ExamTuiError
from exam_tui.storage.disk import ui_state
from exam_tui.tui.editor.asking import ask
from exam_tui.tui.editor.mistake_walk import MistakeWalk
from exam_tui.tui.editor.screen import EditorScreen
from exam_tui.tui.keys.keymap import main_key

if TYPE_CHECKING:
    from exam_tui.session.proofreading import Proofreader

_OFFERED = "merge_of_words_offered"


@work(group="mistakes", exclusive=True)
async def next_mistake(editor: EditorScreen) -> None:
    """Go to the next mistake of this answer, round its end; where it has none, to the next answer with one."""
    if not await _is_ready(editor):
        return
    before = _place(editor)
    found = await editor.proofreading.read_shown()
    if _place(editor) != before or editor.app.screen is not editor:
        return  # somebody went on writing: nothing opens over that
    editor.answer.remarks.reveal()
    others = editor.proofreading.others()
    if not editor.answer.remarks.spans and others:
        editor.go_to(others[0])
    if editor.answer.remarks.spans:
        # Not opened by the worker itself: see the list of problems.
        editor.call_later(_open, editor)
    elif not editor.proofreading.is_on:
        return  # why was said
    elif found.language_note:
        editor.show_message(found.language_note)
    elif found.cut:
        editor.show_message("No mistakes found in the start of this answer, as far as it was read.")
    elif editor.proofreading.is_complete:
        editor.show_message("No mistakes in spelling or grammar found in any answer.")
    else:
        editor.show_message("No mistakes found in this answer. The others are still being read.")


@work(group="mistakes", exclusive=True)
async def toggle_proofreading(editor: EditorScreen) -> None:
    """Mark mistakes, or none until the editor is closed."""
    if editor.proofreading.is_on:
        if await _is_ready(editor):
            editor.proofreading.set_on(False)
            editor.show_message("Mistakes are not marked until the next start; proofread = false keeps it so.")
    elif await asyncio.to_thread(editor.proofreading.is_installed):
        editor.proofreading.set_on(True)
        editor.show_message("Mistakes in spelling and grammar are marked.")
    else:
        _say_how_to_get_it(editor)


async def _is_ready(editor: EditorScreen) -> bool:
    """Return whether texts can be read; else say why not."""
    if not await asyncio.to_thread(editor.proofreading.is_installed):
        _say_how_to_get_it(editor)
        return False
    if not editor.proofreading.is_on:
        editor.show_message(f"Proofreading is off: {main_key('toggle_proofreading')} turns it on.")
    return editor.proofreading.is_on


def _say_how_to_get_it(editor: EditorScreen) -> None:
    from exam_tui.session.proofreading import GET_IT

    editor.show_message(f"Proofreading needs harper-py. {GET_IT}")


def _place(editor: EditorScreen) -> object:
    return editor.index, editor.answer.answer, editor.answer.selection


def _open(editor: EditorScreen) -> None:
    """Open the dialog at the first mistake from the cursor on."""
    from exam_tui.tui.screens.dialogs.mistake import MistakeScreen

    if editor.app.screen is not editor or editor.proofreading.reader is None:
        return
    editor.go_to(editor.index)  # from the list, which may hide the answer
    walk = MistakeWalk(editor, editor.proofreading)
    editor.proofreading.hold()
    editor.app.push_screen(MistakeScreen(editor.answer, walk.first, walk.do, walk.place), lambda _: _end(editor, walk))


def _end(editor: EditorScreen, walk: MistakeWalk) -> None:
    """Go back into the answer, with nothing selected that the next letter would replace; say what is left."""
    editor.answer.move_cursor(max(editor.answer.selection))
    editor.proofreading.release()
    editor.draw_note()
    others = editor.proofreading.others()
    if walk.has_said:
        pass  # what was done last can still be read
    elif walk.is_over and others:
        number = editor.session.report.questions[others[0]].number
        there = f"next is question {number}"
        some = plural(len(others), "other answer")
        editor.show_message(f"That was the last one here. Mistakes in {some}: {there}.")
    elif walk.is_over:
        editor.show_message("That was the last mistake in this answer.")
    if walk.has_group_word and editor.proofreading.reader:
        _offer_merge(editor, editor.proofreading.reader)


@work(group="merge-of-words", exclusive=True)
async def _offer_merge(editor: EditorScreen, reader: "Proofreader") -> None:
    """Offer once to let git merge the words of the group by itself."""
    path = editor.session.path
    try:
        if (await asyncio.to_thread(ui_state.load_state, path)).get(_OFFERED):
            return
        line = await asyncio.to_thread(reader.merge_hint)
        if line is None or editor.is_read_only:
            return
        question = (
            "When two of you add words, git can keep both by itself. For that, this line goes into .gitattributes in "
            f"the repository's root:\n\n{line}"
        )
        await editor.typing.wait_for_rest()
        wanted = await ask(editor, question, (("no", "Not now"), ("yes", "Add the line")))
        await asyncio.to_thread(partial(ui_state.save_state, path, {_OFFERED: True}))
        if wanted == "yes" and not editor.is_read_only:
            editor.show_message(await asyncio.to_thread(reader.add_merge_hint), "success")
    except ExamTuiError as error:
        editor.show_message(str(error), "warning")
