"""Going from question to question, and around in the list of them."""

from collections.abc import Callable
from typing import Final, NamedTuple

from exam_tui.core.naming.find_question import find_question
from exam_tui.tui.editor.asking import ask_line
from exam_tui.tui.editor.screen import EditorScreen
from exam_tui.tui.widgets.navigator import ListFilter


class _Kind(NamedTuple):
    """A kind of question to go to: how it is known, what one is called, and what is said where there is none."""

    test: Callable[[EditorScreen, int], bool]
    name: str
    none: str


_UNFINISHED: Final = _Kind(
    lambda editor, index: editor.questions[index].state != "passing",
    "unfinished question",
    "All questions are done.",
)
_FAILING: Final = _Kind(
    lambda editor, index: editor.questions[index].counted_state == "failing",
    "answer outside its limits",
    "No answer is outside its limits.",
)
_WITH_PROBLEMS: Final = _Kind(
    lambda editor, index: index in editor.checked.questions, "question with problems", "No question has problems."
)


def next_unfinished(editor: EditorScreen) -> None:
    """Go to the next question that does not pass, from here on and round."""
    _go_to_nearest(editor, _UNFINISHED, 1)


def previous_unfinished(editor: EditorScreen) -> None:
    """Go back to the question before this one that does not pass."""
    _go_to_nearest(editor, _UNFINISHED, -1)


def next_failing(editor: EditorScreen) -> None:
    """Go to the next answer that is outside a limit."""
    _go_to_nearest(editor, _FAILING, 1)


def previous_failing(editor: EditorScreen) -> None:
    """Go back to the answer before this one that is outside a limit."""
    _go_to_nearest(editor, _FAILING, -1)


def next_problem(editor: EditorScreen) -> None:
    """Go to the next question with problems."""
    _go_to_nearest(editor, _WITH_PROBLEMS, 1)


def previous_problem(editor: EditorScreen) -> None:
    """Go back to the question before this one with problems."""
    _go_to_nearest(editor, _WITH_PROBLEMS, -1)


def _go_to_nearest(editor: EditorScreen, kind: _Kind, step: int) -> None:
    """Go to the nearest question of a kind in one direction, round the ends; stay in the list if one is there."""
    editor.follow()
    count = len(editor.session.report.questions)
    write = not editor.navigator.has_focus
    for index in ((editor.index + step * distance) % count for distance in range(1, count + 1)):
        if kind.test(editor, index):
            if index == editor.index:
                editor.show_message(f"This is the only {kind.name}.")
            editor.go_to(index, write=write)
            return
    editor.show_message(kind.none, "success")


def previous_question(editor: EditorScreen) -> None:
    """Go to the question above."""
    editor.go_to(max(editor.index - 1, 0))


def next_question(editor: EditorScreen) -> None:
    """Go to the question below."""
    editor.go_to(min(editor.index + 1, len(editor.session.report.questions) - 1))


async def go_to_number(editor: EditorScreen) -> None:
    """Ask for the number of a question, or for words of its name, and go there."""
    was_listing = editor.navigator.has_focus

    def go(text: str, taken: bool) -> None:  # noqa: FBT001 - what the line calls back with
        editor.give_keys_to(editor.navigator if was_listing else editor.answer)
        wanted = text.strip()
        if not taken or not wanted:
            return
        questions = editor.session.report.questions
        found = find_question(questions, wanted)
        if found is not None:
            editor.go_to(found)
            return
        numbers = [question.number for question in questions]
        editor.show_message(f"No question {wanted}: they go from {min(numbers)} to {max(numbers)}.", "warning")

    await ask_line(editor, "Go to question ", done=go)


# The list of questions


def to_list(editor: EditorScreen) -> None:
    """Go to the list of questions, and stay there."""
    editor.remove_class("-focus")
    editor.add_class("-listing")  # a narrow terminal shows the list or the question
    editor.give_keys_to(editor.navigator)


def narrow(editor: EditorScreen) -> None:
    """Show the next kind of questions in the list: all, unfinished, outside a limit, with problems."""
    kinds = list(ListFilter)
    editor.navigator.narrow(show=kinds[(kinds.index(editor.navigator.show_kind) + 1) % len(kinds)])


def fold(editor: EditorScreen) -> None:
    """Fold the section of this question in the list, or unfold it."""
    editor.navigator.fold()


def fold_all(editor: EditorScreen) -> None:
    """Fold all sections of the list, or unfold them."""
    editor.navigator.fold_all()


async def filter_questions(editor: EditorScreen) -> None:
    """Type words; the list shows the questions that have all of them."""
    navigator = editor.navigator

    def show(words: str) -> None:
        navigator.narrow(words=words)

    def end(words: str, taken: bool) -> None:  # noqa: FBT001 - what the line calls back with
        show(words if taken else "")
        editor.give_keys_to(navigator)

    editor.add_class("-listing")
    await ask_line(editor, "Filter questions: ", navigator.words, changed=show, done=end)
