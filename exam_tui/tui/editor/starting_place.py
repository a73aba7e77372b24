"""Where the editor starts in a report: where it was left, or where there is something to do."""

from exam_tui.session.session import Session
from exam_tui.storage.disk import ui_state
from exam_tui.tui.editor.refresh import first_conflict, first_unfinished


def remembered_place(session: Session) -> tuple[int, tuple[int, int] | None]:
    """Return where to start: the question that was left last and the cursor in it, as line and column from 0.

    Where it passes by now, or nothing is remembered, it is the first unfinished question and the end of its answer. In
    a report that a merge left in conflict it is the first conflict.
    """
    questions = session.report.questions
    if (conflict := first_conflict(session.report)) is not None:
        return conflict
    kept = ui_state.load_state(session.path)
    number, cursor = kept.get("question"), kept.get("cursor")
    for question in questions:
        if question.number == number and question.state == "failing":
            match cursor:
                case [int(row), int(column)] if 0 <= row <= question.answer.count("\n") and column >= 0:
                    return question.index, (row, column)
            return question.index, None
    return first_unfinished(questions), None
