"""One open report: its edits, its state on disk, and saving. Used by the editor and the command line alike.

Saving is guard, write, page, in that order. The page never decides whether the report is saved.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from exam_tui.core.report.question import Question, Task
from exam_tui.core.report.report import Report
from exam_tui.errors import NotAReportError, ReportNotFoundError
from exam_tui.storage.disk.read import MISSING, Snapshot, fingerprint, read_file, read_report

if TYPE_CHECKING:
    from exam_tui.core.findings.finding import Finding
    from exam_tui.core.merge.reports import Merged
    from exam_tui.session.page import PageResult
    from exam_tui.session.report_writer import SaveJob

# Opening a report is all that has to be fast: what saving and merging need is imported there.
# ruff: noqa: PLC0415


class SaveResult(NamedTuple):
    """What a save did.

    Attributes:
        written: False where nothing had to be written.
        message: what happened, one line in plain words.
        findings: what the edits change in addition to the answers.
        page: the page, where one was asked for.

    """

    written: bool
    message: str
    findings: "tuple[Finding, ...]" = ()
    page: "PageResult | None" = None


_UNDECIDED: Final = "undecided"
"""In place of a file's fingerprint: whatever is there now, somebody has to decide on it."""


class FileOnDisk(NamedTuple):
    """What a report's file holds if that differs from what was last read or saved; `data` is None without a file."""

    data: bytes | None


class Session:
    """A report that is open for work.

    Its structure is the structure of the file as it was opened; a save changes what counts as saved, nothing else.
    """

    def __init__(self, path: Path, snapshot: Snapshot, report: Report) -> None:
        self.path = path
        self.report = report
        self._saved = snapshot.data
        self._on_disk = snapshot.fingerprint
        self._saved_answers = _answers(report)
        self._replaced: dict[int, set[str]] = {}
        """By question the fingerprints of answers that a save replaced: the texts are in the versions, on disk."""
        self._must_write = False

    @classmethod
    def open(cls, path: str | Path) -> "Session":
        """Open a report.

        Raises:
            ReportNotFoundError: there is no such file.
            UnreadableFileError: it cannot be read as text.
            TooLargeError: it is above 1 MB, or has too many lines.
            NotAReportError: it holds no question.

        """
        path = Path(path)
        return cls(path, *read_report(path))

    @property
    def folder(self) -> Path:
        """The folder that the report's image links are relative to."""
        return self.path.parent

    @property
    def saved_data(self) -> bytes:
        """The bytes that were last read or saved."""
        return self._saved

    @property
    def is_dirty(self) -> bool:
        """Whether the report differs from what was last read or saved."""
        return self.report.to_bytes() != self._saved

    def set_answer(self, question: int | Question, text: str) -> Question:
        """Set an answer; see `Report.set_answer`."""
        return self.report.set_answer(question, text)

    def clean_answer(self, question: int | Question, text: str | None = None) -> None:
        """Write an answer in the clean form, also where its text is the file's; see `Report.clean_answer`."""
        self.report.clean_answer(question, text)

    def restore_marker(self, question: int | Question) -> None:
        """Put the `Answer:` back that a question lacks; see `Report.restore_marker`."""
        self.report.restore_marker(question)

    def set_task(self, index: int, *, done: bool) -> Task:
        """Tick or untick a task; see `Report.set_task`."""
        return self.report.set_task(index, done)

    def rewrite(self, data: bytes) -> None:
        """Let the report say what `data` does, outside of the answers too; what is saved stays as it is.

        For who has proven that no words are lost by that.
        """
        self.report = Report.from_bytes(data)

    # The file outside

    def poll(self) -> "FileOnDisk | None":
        """Read the file and return what became of it outside; None where it is as last read or saved.

        Raises:
            UnreadableFileError: it cannot be read now.
            TooLargeError: it is above 1 MB now.

        """
        try:
            data = read_file(self.path).data
        except ReportNotFoundError:
            outside = None if self._on_disk == MISSING else FileOnDisk(None)
        else:
            outside = None if self._on_disk == fingerprint(data) else FileOnDisk(data)
        if outside is not None:  # what was saved last may be nowhere else
            from exam_tui.storage.history import versions

            versions.add_version(self.path, self._saved, "merged")
        return outside

    def is_blank(self, outside: "FileOnDisk") -> bool:
        """Return whether a blank template is in the place of the report, so that the answers have to move over."""
        return self._theirs(outside) != (outside.data or b"")

    def _theirs(self, outside: "FileOnDisk") -> bytes:
        """Return what others want the report to be: in a blank template the answers that were there before."""
        from exam_tui.core.merge.blank_template import moved_over

        data = outside.data or b""
        return moved_over(self._saved, data) or data

    def merge(self, outside: "FileOnDisk") -> "Merged":
        """Merge what the file holds outside with the report as it is now, over what was last read or saved."""
        from exam_tui.core.merge.reports import merge_reports

        return merge_reports(self._saved, self.report.to_bytes(), self._theirs(outside))

    def merge_keeping(self, outside: "FileOnDisk", numbers: Sequence[int]) -> "Merged":
        """Merge as `merge` does, but with the answers of some questions taken as unchanged outside."""
        from exam_tui.core.merge.reports import merge_reports

        theirs = Report.from_bytes(self._theirs(outside))
        for number in numbers:
            theirs.set_answer(number, self._saved_answers[number])
        return merge_reports(self._saved, self.report.to_bytes(), theirs.to_bytes())

    def adopt_rest(self, outside: "FileOnDisk", undecided: Mapping[int, str]) -> "Merged | None":
        """Adopt what the file holds, except for the answers of questions that are `undecided`.

        These stay what they are here, over what they were before, which `undecided` has by number. The file still
        counts as changed outside, and no save replaces it. Return what was merged; None where nothing else came.

        Raises:
            NotAReportError: not all of what is here has a place in the file.

        """
        from exam_tui.core.merge.reports import merge_reports

        rest = Report.from_bytes(outside.data or b"")
        for number, before in undecided.items():
            rest.set_answer(number, before)
        data = rest.to_bytes()
        if data == self._saved:
            return None
        merged = merge_reports(self._saved, self.report.to_bytes(), data)
        if merged.conflicts:
            return None
        self.adopt(FileOnDisk(data), merged.data)
        self._on_disk = _UNDECIDED
        return merged

    def reverted(self, outside: "FileOnDisk") -> Sequence[int]:
        """Return the questions whose answer went back outside to a text that a save of this session replaced.

        A hook that stashes and restores does so for a moment, and a failed restore for good: that is no wish.
        """
        theirs = _answers(Report.from_bytes(self._theirs(outside)))
        return tuple(
            number
            for number, answer in theirs.items()
            if answer != self._saved_answers.get(number)
            and number in self._replaced
            and _fingerprint_of(answer) in self._replaced[number]
        )

    def adopt(self, outside: "FileOnDisk", merged: bytes) -> None:
        """Take the file as it is outside for what is saved, and `merged` for what the report says now.

        Raises:
            NotAReportError: the file outside holds no question, or not all of `merged` has a place in it.

        """
        from exam_tui.core.merge.edits import apply_edits, edits_of
        from exam_tui.core.report.question_identity import places_after

        data = outside.data or b""
        report = Report.from_bytes(data)
        left = apply_edits(edits_of(Report.from_bytes(merged), data), data, report)
        if not report.questions or left.left or left.left_ticks:
            raise NotAReportError(f"{self.path} can no longer hold all of your answers.")
        numbers = {
            self.report.questions[old].number: report.questions[new].number
            for old, new in enumerate(places_after(self.report, report))
            if new is not None
        }
        self._replaced = {numbers[old]: prints for old, prints in self._replaced.items() if old in numbers}
        self.report, self._saved, self._on_disk = report, data, fingerprint(data)
        self._saved_answers = _answers(Report.from_bytes(data))
        self._must_write = False

    def adopt_unended(self, outside: "FileOnDisk", merged: bytes) -> None:
        """Take a file in the middle of a merge for what is saved, and `merged` for what the report says now.

        Outside of the answers too: the markers may stand anywhere.
        """
        self._saved = outside.data or b""
        self._on_disk = fingerprint(self._saved)
        self._saved_answers = _answers(Report.from_bytes(self._saved))
        self.rewrite(merged)
        self._must_write = False

    def write_over(self, outside: "FileOnDisk") -> None:
        """Let the next save write the file although it is gone, or in the place of what it holds outside.

        A file that is another one by then stays as it is.
        """
        self._on_disk = MISSING if outside.data is None else fingerprint(outside.data)
        self._must_write = True

    # Saving

    def save_job(self) -> "SaveJob":
        """Take everything that a save needs, as it is now."""
        from exam_tui.session.report_writer import SaveJob

        data = self.report.to_bytes()
        before = self.report.copy()
        is_edited = data != self._saved or self._must_write
        return SaveJob(self.path, before, data, self._on_disk, is_edited, self._saved)

    def saved(self, job: "SaveJob") -> None:
        """Note that a job's bytes are the file's now."""
        self._saved = job.data
        self._must_write = False
        now = _answers(job.before)
        for number, answer in self._saved_answers.items():
            if now.get(number, answer) != answer:
                self._replaced.setdefault(number, set()).add(_fingerprint_of(answer))
        self._saved_answers = now
        self._on_disk = fingerprint(job.data)

    def save(self, *, page: bool = True, override_read_only: bool = False) -> SaveResult:
        """Write the report, and its page beside it; return once the report is durable on disk.

        Without an edit nothing is written. A page that could not be made is a notice, never an error.

        Raises:
            GuardError: bytes outside the edits would change.
            FileChangedError: the file on disk is no longer the one that was read or saved.
            WriteError: it could not be written.

        """
        from exam_tui.session.page import begin_page, write_page
        from exam_tui.session.report_writer import saved_message

        job = self.save_job()
        if page and job.is_edited:
            begin_page(job.path, job.data)
        written, findings = job.write(override_read_only=override_read_only)
        if written is None:
            return SaveResult(written=False, message="Nothing to save.")
        self.saved(job)
        result = write_page(job.path, job.data) if page else None
        return SaveResult(written=True, message=saved_message(job.path, written), findings=findings, page=result)


def _fingerprint_of(answer: str) -> str:
    return fingerprint(answer.encode("utf-8", "surrogatepass"))


def _answers(report: Report) -> dict[int, str]:
    """Return the answers by number, the first one where a number occurs twice."""
    return {question.number: question.answer for question in reversed(report.questions)}
