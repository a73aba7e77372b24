"""Where the editor starts in a report: where it was left, or where there is something to do."""

from exam_tui.core.report.question import Question
from exam_tui.session.session import Session
from exam_tui.storage.disk import ui_state
from exam_tui.tui.editor.refresh import first_conflict


def starting_place(session: Session) -> tuple[int, tuple[int, int] | None]:
    """Return the question to start at and the cursor in its answer, as line and column from 0; None for its end.

    In a report that a merge left in conflict that is the first conflict. Else it is the question that was left last, or
    the first that needs work where that one is done by now or nothing is remembered; where all is done, the first.
    """
    if (conflict := first_conflict(session.report)) is not None:
        return conflict
    questions = session.report.questions
    kept = ui_state.load_state(session.path)
    number, cursor = kept.get("question"), kept.get("cursor")
    for question in questions:
        if question.number == number and _needs_work(session, question):
            match cursor:
                case [int(row), int(column)] if 0 <= row <= question.answer.count("\n") and column >= 0:
                    return question.index, (row, column)
            return question.index, None
    return next((question.index for question in questions if _needs_work(session, question)), 0), None


def _needs_work(session: Session, question: Question) -> bool:
    """Return whether a question does not pass, as far as that is known before the first frame.

    Its words and images are; of the findings that keep it from passing those about the files of its images are looked
    for, which is soon done: it is what is left in a report that looks finished.
    """
    if question.state != "passing" or not question.counts.images:
        return question.state != "passing"
    from exam_tui.core.markdown.visible_text import Scan
    from exam_tui.core.report.image_links import counted_images, is_fine
    from exam_tui.storage.images.lookup import FolderFiles

    files = FolderFiles(session.folder)
    lines = question.answer.split("\n")
    shown = [link.target for _, link, is_shown in counted_images(lines, Scan(lines)) if is_shown]
    return not all(is_fine(target, files.lookup(target)) for target in shown)
