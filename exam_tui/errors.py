"""Every error that exam_tui raises on purpose: one base, leaves named after what went wrong."""

from typing import Final

HOME: Final[str] = ""
"""The address of the project, to be filled in when it has one: no place may be named that is not ours."""

REPORT_IT: Final = f"please report it at {HOME}" if HOME else "please tell whoever gave you exam-tui"
"""What to do about a fault of the program."""


class ExamTuiError(Exception):
    """Something the user can act on.

    `message` says what is wrong, `help` what to do about it (may be empty), `line` and `column` where
    (from 1, in code points; None where there is no place).
    """

    def __init__(
        self,
        message: str,
        *,
        help: str = "",
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.help = help
        self.line = line
        self.column = column

    def __str__(self) -> str:
        """One line: place, message, remedy."""
        place = "" if self.line is None else f"line {self.line}: "
        remedy = f" {self.help}" if self.help else ""
        return f"{place}{self.message}{remedy}"


class ReportNotFoundError(ExamTuiError):
    """There is no file where one was named, or no report where one was looked for."""


class UnreadableFileError(ExamTuiError):
    """The file is there but cannot be read: rights, a folder, a device, UTF-16."""


class TooLargeError(ExamTuiError):
    """The file is above the size that a report may have, in bytes or in lines."""


class NotAReportError(ExamTuiError):
    """The file holds no question."""


class UnknownQuestionError(ExamTuiError, LookupError):
    """The report has no such question or task."""


class UnencodableTextError(ExamTuiError, ValueError):
    """The text holds surrogates that no file can hold."""


class GuardError(ExamTuiError):
    """A write would have changed bytes outside the edits; nothing was written."""


class FileChangedError(ExamTuiError):
    """The file on disk is not the one that was opened."""


class RestlessFileError(ExamTuiError):
    """Another program writes the file all the time, so that nothing can be joined with what it holds."""


class WriteError(ExamTuiError):
    """The file could not be written; what was on disk before is still there."""


class TakenOverError(WriteError):
    """Another editor has taken the report over since it was opened here."""


class ReadOnlyFileError(WriteError):
    """The file is marked read-only; it is written only when the user says so."""


class LinkError(WriteError):
    """What is not the report was to be written through a link."""


class GitError(ExamTuiError):
    """git is missing, did not answer in time, or refused."""


class NotTrustedError(GitError):
    """git refuses a repository that belongs to somebody else; `command` is the remedy."""

    def __init__(self, message: str, command: str) -> None:
        super().__init__(message, help=f"If you trust it: {command}")
        self.command = command


class DownloadError(ExamTuiError):
    """Something could not be fetched from the web."""


class TerminalNotLentError(ExamTuiError):
    """The terminal cannot be given to another program: it is not an ordinary one."""


class PageError(ExamTuiError):
    """The page could not be made or may not be written; the report itself is not concerned."""


class ProofreadError(ExamTuiError):
    """English could not be read, or a file of words may not be; the report itself is not concerned."""
