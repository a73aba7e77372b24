"""Whether the answers that are committed are free of what keeps them from passing, and what the course's check says."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from exam_tui.core.checker import verdict_words
from exam_tui.core.findings.blocking import faults_of, with_faults
from exam_tui.core.findings.context import CheckContext
from exam_tui.core.findings.engine import findings_in
from exam_tui.core.report.report import Report
from exam_tui.core.text.words import plural
from exam_tui.git.hand_in.line import HandInLine, about, listed, wrong
from exam_tui.git.hand_in.repository_state import RepositoryState
from exam_tui.storage.images.lookup import FolderFiles

# The points on images say these, with what git knows of the file; and where a file is not what it seems, why.
_SAID_OF_IMAGES = frozenset({"image-missing", "image-case", "image-outside"})
_OFTEN_SAID = {"image-type"}


def answer_lines(repo: RepositoryState, *, images_are_fine: bool, listed_by: str) -> Iterator[HandInLine]:
    """Yield what is wrong in the committed answers, then what the course's check says of them.

    `images_are_fine` says that the points on images found nothing wrong. `listed_by` is what lists the problems. Before
    the report is committed it is looked at as it is here, where the check has nothing to say yet.
    """
    said = _SAID_OF_IMAGES if images_are_fine else _SAID_OF_IMAGES | _OFTEN_SAID
    folder = repo.root / repo.folder
    if repo.head_data is None:
        yield from lines_before_commit(repo.context, folder, listed_by=listed_by, said=said)
        return
    is_same = repo.head_data == repo.report.original
    committed = repo.context if is_same else CheckContext(Report.from_bytes(repo.head_data))
    yield from about("report", _faults(committed, folder, said, listed_by))
    yield from about("check", _verdict(committed, listed_by))


def lines_before_commit(
    context: CheckContext, folder: Path, *, listed_by: str, said: Collection[str] = _SAID_OF_IMAGES
) -> Iterator[HandInLine]:
    """Yield how many questions are not done in a report as it is here. `said`: codes that are told elsewhere."""
    found = [finding for finding in findings_in(context, FolderFiles(folder)) if finding.code not in said]
    questions = with_faults(context.report.questions, faults_of(context, found))
    left = [question for question in questions if question.state != "passing"]
    if left:
        empty = sum(question.state == "unanswered" for question in left)
        unanswered = f" ({empty} unanswered)" if empty else ""
        text = f"{len(left)} of {plural(len(questions), 'question')} not done{unanswered}: {listed_by} shows where"
        yield from about("report", [wrong(text)])


def _faults(committed: CheckContext, folder: Path, said: Collection[str], listed_by: str) -> Iterator[HandInLine]:
    found = [finding for finding in findings_in(committed, FolderFiles(folder)) if finding.code not in said]
    faults = sorted(faults_of(committed, found).items())
    if faults:
        numbers = ((committed.report.questions[index].number, names) for index, names in faults)
        shown = listed([f"question {number} ({', '.join(names)})" for number, names in numbers])
        yield wrong(f"Not done in the commit: {shown}; {listed_by} shows where")


def _verdict(committed: CheckContext, listed_by: str) -> Sequence[HandInLine]:
    """Say what the course's check says of the commit."""
    if not committed.report.is_course_report:
        return ()
    verdict = committed.verdict
    ok = verdict.error is None and not verdict.failures
    more = "" if ok else f": {listed_by} shows where and why"
    return (HandInLine(ok=ok, text=f"The course's check of the commit {verdict_words(verdict)}{more}"),)
