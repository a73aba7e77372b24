"""Whether the answers that are committed are free of what keeps them from passing, and what the course's check says."""

from collections.abc import Iterator, Sequence

from exam_tui.core.checker import verdict_words
from exam_tui.core.findings.blocking import faults_of
from exam_tui.core.findings.context import CheckContext
from exam_tui.core.findings.engine import findings_in
from exam_tui.core.findings.finding import Finding
from exam_tui.core.report.report import Report
from exam_tui.git.hand_in.line import HandInLine, about, listed, wrong
from exam_tui.git.hand_in.repository_state import RepositoryState
from exam_tui.storage.images.lookup import FolderFiles

# The points on images say these, with what git knows of the file; and where a file is not what it seems, why.
_SAID_OF_IMAGES = {"image-missing", "image-case", "image-outside"}
_OFTEN_SAID = {"image-type"}


def answer_lines(repo: RepositoryState, *, images_are_fine: bool) -> Iterator[HandInLine]:
    """Yield what is wrong in the committed answers, then what the course's check says of them.

    `images_are_fine` says that the points on images found nothing wrong.
    """
    if repo.head_data is None:
        return
    is_same = repo.head_data == repo.report.original
    committed = repo.context if is_same else CheckContext(Report.from_bytes(repo.head_data))
    said = _SAID_OF_IMAGES if images_are_fine else _SAID_OF_IMAGES | _OFTEN_SAID
    found = findings_in(committed, FolderFiles(repo.root / repo.folder))
    yield from about("report", _faults(committed, [finding for finding in found if finding.code not in said]))
    yield from about("check", _verdict(committed))


def _faults(committed: CheckContext, found: Sequence[Finding]) -> Iterator[HandInLine]:
    faults = sorted(faults_of(committed, found).items())
    if faults:
        numbers = ((committed.report.questions[index].number, names) for index, names in faults)
        shown = listed([f"question {number} ({', '.join(names)})" for number, names in numbers])
        yield wrong(f"Not done in what is committed: {shown}; `exam-tui check` says where")


def _verdict(committed: CheckContext) -> Sequence[HandInLine]:
    """Say what the course's check says of what is committed."""
    if not committed.report.is_course_report:
        return ()
    verdict = committed.verdict
    ok = verdict.error is None and not verdict.failures
    more = "" if ok else ": `exam-tui check` says where and why"
    return (HandInLine(ok=ok, text=f"The course's check of what is committed {verdict_words(verdict)}{more}"),)
