"""Saving in the plain line mode: what has to be asked is asked; where nobody can be, no word is lost all the same."""

from typing import Final

from exam_tui.cli.plain_console import Console
from exam_tui.cli.plain_words import problem_line
from exam_tui.errors import ExamTuiError, FileChangedError, ReadOnlyFileError
from exam_tui.page_file import (
    PAGE_NAME,
    PageQuestion,
    answer_page_question,
    export_notices,
    page_question,
    write_page,
)
from exam_tui.session import SaveJob, SaveResult, Session, save_beside
from exam_tui.storage.kept import keep

_PAGE_QUESTIONS: Final = {
    PageQuestion.KEEP_OUT_OF_GIT: f"{PAGE_NAME} goes beside the report. Keep it out of git?",
    PageQuestion.REPLACE_TRACKED: f"git already has a {PAGE_NAME}. Replace it now and at every save?",
    PageQuestion.REPLACE_FOREIGN: f"exam-tui did not make this {PAGE_NAME}. Replace it now and at every save?",
}


def save(session: Session, console: Console, *, page: bool) -> bool:
    """Save, and write the page behind it. Return whether all words are in the report's file now.

    Raises:
        ExamTuiError: the report could not be written.
        EOFError: the input ended at a question.

    """
    job = session.save_job()
    result = _save_report(session, job, console)
    if result is None:
        return False
    console.say(result.message)
    for finding in result.findings:
        console.say(f"But {problem_line(finding, 'line')}")
    if page and result.written:
        _write_page(job, console)
    return True


def save_unasked(session: Session, console: Console) -> bool:
    """Save without anybody to ask. Return whether it is in the report's file; where it cannot be, say where it is.

    Raises:
        ExamTuiError: it could be written nowhere.

    """
    if not session.is_dirty:
        return True
    try:
        console.say(f"The input has ended. {session.save(page=False).message}")
    except ExamTuiError as error:
        console.out.error(error)
    else:
        return True
    job = session.save_job()
    try:
        path = save_beside(job)
    except ExamTuiError:
        path = keep(job.data, job.path.name)
    console.out.talk(f"Your version is in {path}.")
    return False


def _save_report(session: Session, job: SaveJob, console: Console) -> SaveResult | None:
    """Save; None where the user, asked, would rather not, or has it in another file now."""
    try:
        return session.save(page=False)
    except ReadOnlyFileError as error:
        if console.choose(f"{error.message} Write it all the same?", ("Write it", "Leave it")) == 0:
            return session.save(page=False, override_read_only=True)
    except FileChangedError as error:
        if _take_in(session, console):
            return session.save(page=False)
        console.out.error(error)
        if console.choose("What you have can go to a file beside it.", ("Write it beside", "Go on writing")) == 0:
            console.say(f"Your version is in {save_beside(job)}.")
            return None
    console.say("Not saved. Your text is kept here.")
    return None


def _take_in(session: Session, console: Console) -> bool:
    """Merge what changed outside where nothing has to be decided. Return whether report and file go together now."""
    outside = session.look_outside()
    if outside is None or outside.data is None:
        return False
    merged = session.merge(outside)
    if merged.conflicts or session.reverted(outside):
        return False
    session.adopt(outside, merged.data)
    if merged.taken:
        console.say(f"Changed outside, and taken in: question {', '.join(map(str, merged.taken))}.")
    return True


def _write_page(job: SaveJob, console: Console) -> None:
    question = page_question(job.path)
    if question is not None:
        choice = console.choose(_PAGE_QUESTIONS[question], ("Yes", "No"))
        if choice is None:
            return  # asked again at the next save
        said = answer_page_question(job.path, question, yes=choice == 0)
        if said:
            console.say(said)
    notices = export_notices(write_page(job.path, job.data).notices)
    if notices:
        console.say(f"Page: {notices}")
