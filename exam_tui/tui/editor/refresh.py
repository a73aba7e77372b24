"""Showing answers that were changed otherwise than in the pane, with questions that have other places by then."""

from collections.abc import Sequence

from exam_tui.core.report.question import Question
from exam_tui.core.report.report import Report
from exam_tui.tui.editor.notes import Checked
from exam_tui.tui.editor.protocol import EditorView
from exam_tui.tui.widgets.answer.pages import reads_as


def refresh_answers(editor: EditorView, before: Report | None = None) -> str:
    """Show the session's answers after they were changed elsewhere, here in one undoable step.

    `before` is the report as it was, where its questions may have other places now: the pane stays with the one that
    is being written. Return what is to be said about that, or "".
    """
    from exam_tui.core.report.question_identity import places_after

    report = editor.session.report
    places = places_after(before, report) if before else list(range(len(report.questions)))
    note = ""
    if before and places != list(range(len(report.questions))):
        note = _move(editor, before.questions[editor.index].number, places)
    editor.navigator.update(editor.questions)
    if not reads_as(editor.answer.answer, editor.question.answer):
        editor.answer.replace_in_place(editor.question.answer)
    editor.draw_question()
    return note


def _move(editor: EditorView, number: int, places: Sequence[int | None]) -> str:
    """Go with the questions to their new places; `number` is the old one of the question that is being written."""
    questions = editor.session.report.questions
    editor.answer.pages.move(places)
    editor.checked = Checked()  # its places are those of the old questions
    editor.navigator.reset(questions)
    at = places[editor.index]
    if at is None:
        editor.show(first_unfinished(questions))
        return f"Question {number} is no longer in the file."
    editor.index = at
    return "" if editor.question.number == number else f"Question {number} is now question {editor.question.number}."


def first_conflict(report: Report) -> tuple[int, tuple[int, int]] | None:
    """Return the first question that a merge left in conflict, and where in its answer; None where none is."""
    if "<<<<<<< " not in report.source:
        return None
    for question in report.questions:
        for row, line in enumerate(question.answer.split("\n")):
            if line.startswith("<<<<<<< "):
                return question.index, (row, 0)
    return None


def first_unfinished(questions: Sequence[Question]) -> int:
    """Return the index of the first question that does not pass; 0 where all do."""
    return next((question.index for question in questions if question.state != "passing"), 0)
