"""Answering and ticking in the plain line mode. What is typed is kept for recovery line by line."""

import sys
from collections.abc import Sequence
from functools import partial
from typing import Final

from exam_tui.cli.plain.commands import END
from exam_tui.cli.plain.state import PlainState
from exam_tui.cli.plain.wording import limits_words, state_words, task_line
from exam_tui.core.report.report import Question
from exam_tui.desktop.editor_command import Editor
from exam_tui.desktop.external_editor import edit_text

_TERMINAL_LINE: Final = 1_024 if sys.platform == "darwin" else 4_095
"""Bytes of a line that a terminal takes; what is longer it cuts without a word."""


class WritingCommands(PlainState):
    """Answers and ticks."""

    def do_edit(self) -> None:
        """Open the answer in the user's editor."""
        question = self._question
        editor = Editor.chosen(self._editor)
        self._console.say(f"Opening {editor.name}. {editor.note}".rstrip())
        limits = f"Limits: {limits_words(question.limits)}."
        try:
            text = edit_text(
                editor,
                number=question.number,
                prompt=question.parts.ask,
                limits_line=limits,
                text=question.answer,
                saved=partial(self.keep, question),
            )
        finally:
            self.keep()  # what was kept meanwhile may not be what is taken
        if text == question.answer:
            self._console.say("Nothing was changed.")
        else:
            self._set_answer(question, text)

    def do_type(self) -> None:
        """Take the answer from the lines that follow."""
        question = self._question
        before = ""
        if question.answer:
            choice = self._console.choose("There is an answer.", ("Add to it", "Replace it", "Leave it"))
            if choice not in {0, 1}:
                return
            before = f"{question.answer}\n\n" if choice == 0 else ""
        self._console.say(f"Type the answer. A line with only {END} ends it.")
        lines: list[str] = []
        is_kept = True
        try:
            self._read_answer(question, before, lines)
        except KeyboardInterrupt:
            self._console.say("")
            is_kept = not lines or self._console.choose("Keep what you typed?", ("Keep it", "Drop it")) != 1
        finally:  # also where the input ends, in the answer or at the question
            if is_kept:
                self._set_typed(question, before, lines)
        if not is_kept:
            self.keep()
            self._console.say("The answer is as it was.")

    def do_undo(self) -> None:
        """Take back the last change of an answer, whichever question it was."""
        if not self._undo:
            self._console.say("There is nothing to take back.")
            return
        last = self._undo.pop()
        self._index = last.index
        question = self._session.set_answer(self._question, last.text)
        self.keep()
        self._console.say(f"Question {question.number} is as it was: {state_words(question)}.")

    def do_tick(self, *numbers: str) -> None:
        """Tick or untick tasks by their numbers."""
        tasks = self._session.report.tasks
        if not numbers:
            self._console.say("Which task? For example: tick 3")
        for number in numbers:
            index = int(number) - 1 if number.isdecimal() else -1
            if 0 <= index < len(tasks):
                task = self._session.set_task(index, done=not self._session.report.tasks[index].done)
                self.keep()
                self._console.say(task_line(task))
            else:
                self._console.say(
                    f"There is no task {number}. They are 1 to {len(tasks)}." if tasks else "There are no tasks."
                )

    # Inside

    def _read_answer(self, question: Question, before: str, lines: list[str]) -> None:
        """Add the lines that are typed to `lines`, up to the one that ends them; each is kept as it comes."""
        while (line := self._console.read("")) != END:
            if len(line.encode("utf-8", "replace")) >= _TERMINAL_LINE:
                self._console.say("This line may have been cut: the terminal takes no longer ones. Use edit for it.")
            lines.append(line)
            if _has_words(lines):
                self.keep(question, before + "\n".join(lines))

    def _set_typed(self, question: Question, before: str, lines: Sequence[str]) -> None:
        if _has_words(lines):
            self._set_answer(question, before + "\n".join(lines))
        else:
            self._console.say("Nothing was typed. The answer is as it was.")


def _has_words(lines: Sequence[str]) -> bool:
    return any(line.strip() for line in lines)
