"""Answering and ticking in the plain line mode. What is typed is kept for recovery line by line."""

import sys
from collections.abc import Sequence
from functools import partial
from typing import Final

from exam_tui.cli.plain.commands import END
from exam_tui.cli.plain.state import PlainState
from exam_tui.cli.plain.wording import limits_words, state_words, task_line
from exam_tui.core.report.question import Question
from exam_tui.desktop.editor_command import EditorCommand
from exam_tui.desktop.external_editor import edit_text

_TERMINAL_LINE: Final = 1_024 if sys.platform == "darwin" else 4_095
"""Bytes of a line that a terminal takes; what is longer it cuts without a word."""


def do_edit(state: PlainState) -> None:
    """Open the answer in the user's editor."""
    question = state.question
    editor = EditorCommand.chosen(state.editor)
    state.console.say(f"Opening {editor.name}. {editor.note}".rstrip())
    limits = f"Limits: {limits_words(question.limits)}."
    try:
        text = edit_text(
            editor,
            number=question.number,
            prompt=question.parts.ask,
            limits_line=limits,
            text=question.answer,
            saved=partial(state.keep, question),
        )
    finally:
        state.keep()  # what was kept meanwhile may not be what is taken
    if text == question.answer:
        state.console.say("Nothing was changed.")
    else:
        state.set_answer(question, text)


def do_type(state: PlainState) -> None:
    """Take the answer from the lines that follow."""
    question = state.question
    before = ""
    if question.answer:
        choice = state.console.choose("There is an answer.", ("Add to it", "Replace it", "Cancel"))
        if choice not in {0, 1}:
            return
        before = f"{question.answer}\n\n" if choice == 0 else ""
    state.console.say(f"Type the answer. A line with only {END} ends it.")
    lines: list[str] = []
    is_kept = True
    try:
        _read_answer(state, question, before, lines)
    except KeyboardInterrupt:
        state.console.say("")
        is_kept = not lines or state.console.choose("Keep what you typed?", ("Keep it", "Discard it")) != 1
    finally:  # also where the input ends, in the answer or at the question
        if is_kept:
            _set_typed(state, question, before, lines)
    if not is_kept:
        state.keep()
        state.console.say("The answer is unchanged.")


def do_undo(state: PlainState) -> None:
    """Take back the last change of an answer, whichever question it was."""
    if not state.undo:
        state.console.say("Nothing to undo.")
        return
    last = state.undo.pop()
    state.index = last.index
    state.session.set_answer(state.question, last.text)
    state.keep()
    question = state.questions[state.index]
    state.console.say(f"Question {question.number} is back to: {state_words(question)}.")


def do_tick(state: PlainState, *numbers: str) -> None:
    """Tick or untick tasks by their numbers."""
    tasks = state.session.report.tasks
    if not numbers:
        state.console.say("Which task? For example: tick 3")
    for number in numbers:
        index = int(number) - 1 if number.isdecimal() else -1
        if 0 <= index < len(tasks):
            task = state.session.set_task(index, done=not state.session.report.tasks[index].done)
            state.keep()
            state.console.say(task_line(task))
        else:
            state.console.say(f"No task {number}: tasks go from 1 to {len(tasks)}." if tasks else "There are no tasks.")


# Inside


def _read_answer(state: PlainState, question: Question, before: str, lines: list[str]) -> None:
    """Add the lines that are typed to `lines`, up to the one that ends them; each is kept as it comes."""
    while (line := state.console.read("")) != END:
        if len(line.encode("utf-8", "replace")) >= _TERMINAL_LINE:
            state.console.say("This line may have been cut at the terminal's limit. Use edit instead.")
        lines.append(line)
        if _has_words(lines):
            state.keep(question, before + "\n".join(lines))


def _set_typed(state: PlainState, question: Question, before: str, lines: Sequence[str]) -> None:
    if _has_words(lines):
        state.set_answer(question, before + "\n".join(lines))
    else:
        state.console.say("Nothing was typed. The answer is unchanged.")


def _has_words(lines: Sequence[str]) -> bool:
    return any(line.strip() for line in lines)
