"""Writing with help from outside: another editor, images, earlier versions of an answer."""

import asyncio
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import SuspendNotSupported

from exam_tui.errors import ExamTuiError
from exam_tui.tui.editor.screen import Desk
from exam_tui.tui.keys.keymap import main_key
from exam_tui.tui.widgets.answer.answer import AnswerArea

if TYPE_CHECKING:
    from exam_tui.desktop.external_editor import EndedBySignal
    from exam_tui.storage.history.answer_versions import Earlier


class WritingCommands(Desk):
    """What brings text into an answer, other than typing."""

    def action_edit_outside(self) -> None:
        """Open the answer in the user's own editor, and take back what was written there."""
        from exam_tui.desktop.editor_command import Editor
        from exam_tui.desktop.external_editor import EndedBySignal, edit_text, signals_end_the_wait

        self.keep_now()  # the loop stands still until the editor is closed
        question = self.question
        parts = question.parts
        text, failure = question.answer, ""
        try:
            editor = Editor.chosen(self.settings.editor)
            with self.app.suspend():  # what is raised in here would leave the terminal to nobody
                try:
                    with signals_end_the_wait():
                        text = edit_text(
                            editor,
                            number=question.number,
                            prompt=parts.ask,
                            limits_line=parts.limit_line,
                            text=question.answer,
                            saved=partial(self.keep_saved_elsewhere, question),
                        )
                except EndedBySignal as end:
                    self._end_there(end)
                except (ExamTuiError, OSError) as error:
                    failure = str(error)
        except SuspendNotSupported:
            failure = "Another editor cannot be opened from this terminal."
        except ExamTuiError as error:
            failure = str(error)
        self.touched()  # what was kept meanwhile may not be what is taken
        if failure:
            self.say(failure, "wrong")
            return
        if text == question.answer:
            self.say(f"Nothing was changed in {editor.name}.")
        else:
            self.answer.replace_answer(text)
            self.say(f"Taken from {editor.name}. {main_key('undo')} undoes it. {editor.note}".rstrip(), "good")

    def _end_there(self, end: "EndedBySignal") -> None:
        """End with what the other editor left in the recovery file; the terminal is as that editor left it."""
        if end.text is not None:
            self.session.set_answer(self.question, end.text)
            self.answer.replace_answer(end.text)
        if failure := self.keep_at_once():
            sys.stderr.write(f"exam-tui: {failure}\n")
        os._exit(128 + end.number)

    # Images

    @work(group="images", exclusive=True)
    async def action_insert_image(self) -> None:
        """Choose an image, and insert its link at the cursor."""
        from exam_tui.storage.images.figures import list_figures
        from exam_tui.tui.screens.images import ImagesScreen

        figures = await asyncio.to_thread(list_figures, self.session.folder)
        screen = ImagesScreen(figures, self.session.folder)
        self.call_later(self.app.push_screen, screen, self._insert_link)

    def _insert_link(self, link: str | None) -> None:
        self.give_keys_to(self.answer)
        if link is not None:
            self.answer.insert_image(link)

    @on(AnswerArea.ImagePasted)
    def _offer_image(self, event: AnswerArea.ImagePasted) -> None:
        event.stop()
        self._take_pasted_image(event)

    @work(group="images", exclusive=True)
    async def _take_pasted_image(self, event: AnswerArea.ImagePasted) -> None:
        """Offer to copy the image whose path was pasted, and to put its link in the place of the path."""
        from exam_tui.core.editing.image_link import image_link
        from exam_tui.storage.images.copy import copy_into_figures, path_of
        from exam_tui.storage.images.figures import list_figures

        if not event.image.is_taken:
            self.say("That is the path of an image of another type: only PNG and JPEG are taken.")
            return
        index = self.index
        path = await asyncio.to_thread(path_of, event.image.path, self.session.folder)
        if not await asyncio.to_thread(_is_file, path):
            return
        answer = await self.ask(
            f"That is the path of an image:\n{path}\n\nCopy it into the figures folder and insert its link?",
            (("yes", "Copy and insert"), ("no", "Keep the text")),
        )
        if answer != "yes":
            return
        try:
            there = {figure.path for figure in await asyncio.to_thread(list_figures, self.session.folder)}
            copied = await asyncio.to_thread(copy_into_figures, path, self.session.folder)
        except ExamTuiError as error:
            self.say(str(error), "wrong")
            return
        target = copied.relative_to(self.session.folder).as_posix()
        said = f"{target} is there already." if copied in there else f"Copied to {target}."

        def insert(words: str, taken: bool) -> None:  # noqa: FBT001 - what the line calls back with
            self.give_keys_to(self.answer)
            if taken and self.index == index:
                self.answer.insert_image(image_link(words, target), event.text)
                self.say(said, "good")
            else:
                self.say(f"{said} Its path stays text.")

        await self.ask_line("What does it show? ", done=insert)

    @on(AnswerArea.Notice)
    def _notice(self, event: AnswerArea.Notice) -> None:
        event.stop()
        self.say(event.text)

    # Earlier versions

    @work(group="restore", exclusive=True)
    async def action_restore(self) -> None:
        """Offer the earlier versions of this answer, and bring one of them back."""
        from exam_tui.storage.history.answer_versions import earlier_answers
        from exam_tui.tui.screens.answer_history import EarlierScreen

        self.keep()
        report, index = self.session.report.copy(), self.index
        versions = await asyncio.to_thread(earlier_answers, self.session.path, report, index, self.session.saved_data)
        if not versions:
            self.say("There is no earlier version of this answer: it is as it was when the report was first opened.")
        elif index == self.index:
            screen = EarlierScreen(self.question.number, versions, report.questions[index].answer)
            self.call_later(self.app.push_screen, screen, self._put_earlier)

    def _put_earlier(self, version: "Earlier | None") -> None:
        if version is not None:
            self.answer.replace_answer(version.text)
            self.say(f"Brought back. {main_key('undo')} undoes it.", "good")


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that no file can have
        return False
