"""Read a report from disk, decide whether it is one, and tell by its content whether it is still the same."""

import os
import stat
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from exam_tui.core.report.report import Report
from exam_tui.errors import FileChangedError, NotAReportError, ReportNotFoundError, TooLargeError, UnreadableFileError
from exam_tui.storage.disk import syscalls
from exam_tui.storage.disk.os_errors import cause, remedy

if TYPE_CHECKING:
    from typing import BinaryIO

MISSING: Final = ""
"""The fingerprint of a file that is not there."""

MAX_BYTES: Final = 1_000_000
"""Bytes that a report may have; the largest real ones have a tenth of it."""

MAX_LINES: Final = 40_000
"""Lines that a report may have; the largest real ones have about 1,500. That many are read in about a second."""

_BYTE_ORDER_MARKS: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
# UTF-16 text in Latin letters has a NUL at every other byte: a share of about 1 there and 0 between. UTF-32
# has 1 and 1/2. A file that a crash filled with NULs has the same share at both.
_NUL_SHARE_GAP: Final = 0.4


class Snapshot:
    """A file as it was at one moment: its path as it was given, links and all, and its whole content."""

    def __init__(self, path: Path, data: bytes) -> None:
        self.path = path
        self.data = data

    @cached_property
    def fingerprint(self) -> str:
        """The fingerprint of `data`; computed when it is first asked for, as `check` never does."""
        return fingerprint(self.data)


def fingerprint(data: bytes) -> str:
    """Return a hexadecimal digest that two contents share only when they are the same."""
    import hashlib  # noqa: PLC0415 - it loads OpenSSL, some milliseconds that `check` can do without

    return hashlib.blake2b(data, digest_size=32).hexdigest()


def read_file(path: Path) -> Snapshot:
    """Return the file's content; links are followed, and it never waits.

    Raises ReportNotFoundError (no such file, or a link to none), UnreadableFileError (folder, device, pipe,
    no right, UTF-16 or UTF-32) and TooLargeError (above MAX_BYTES). An empty file is fine, and so is any
    encoding that leaves ASCII as it is.
    """
    try:
        # Asked before opening: opening a pipe can wait forever, opening a device can do anything.
        refuse_special(path, path.stat())
        with syscalls.opened(str(path), syscalls.READ) as fd:
            status = os.fstat(fd)
            refuse_special(path, status)
            _refuse_large(path, status.st_size)
            data = syscalls.read_all(fd, MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise _not_found(path) from error
    except ValueError as error:  # a NUL in the name: no file can have it
        raise ReportNotFoundError("Not a file name.", help="Check the path.") from error
    except OSError as error:
        raise UnreadableFileError(f"{path} cannot be read: {cause(error)}.", help=remedy(error)) from error
    return _snapshot(path, data)


def read_stream(stream: "BinaryIO", name: str) -> Snapshot:
    """Return what a stream holds until its end, at most MAX_BYTES; `name` is the path of what it returns.

    Raises UnreadableFileError and TooLargeError as `read_file` does. The rest of what is too large is not read.
    """
    path = Path(name)
    try:
        data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # a folder, or closed since
        why = cause(error) if isinstance(error, OSError) else str(error)
        raise UnreadableFileError(f"{path} cannot be read: {why}.") from error
    return _snapshot(path, data or b"")


def _snapshot(path: Path, data: bytes) -> Snapshot:
    """Return a content, once it is known to be text of a size that a report may have."""
    _refuse_large(path, len(data))
    if _is_wide(data):
        raise UnreadableFileError(f"{path} is not UTF-8 but UTF-16 or UTF-32.", help="Save it as UTF-8.")
    return Snapshot(path, data)


def require_unchanged(path: Path, data: bytes, expected: str | None) -> None:
    """Raise FileChangedError unless `data`, now on disk, has the fingerprint `expected`; None: any."""
    if expected is not None and fingerprint(data) != expected:
        raise FileChangedError(f"{path} was changed by another program since it was opened.")


def refuse_special(
    path: Path | str, status: os.stat_result, *, kind: str = "a file", wanted: str = "the report"
) -> None:
    """Raise UnreadableFileError for a folder, a device and a pipe; `kind` and `wanted` are words for what it is not."""
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableFileError(f"{path} is a folder, not {kind}.", help=f"Name {wanted} in it.")
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableFileError(f"{path} is a device or a pipe, not {kind}.", help=f"Name {kind}.")


def _refuse_large(path: Path, size: int) -> None:
    if size > MAX_BYTES:
        raise TooLargeError(
            f"{path} is larger than 1 MB, too large for a report.",
            help="Check that it is the right file; images belong beside it, not in it.",
        )


def _not_found(path: Path) -> ReportNotFoundError:
    if path.is_symlink():
        return ReportNotFoundError(f"{path} is a link to a file that is not there.", help="Repair the link.")
    return ReportNotFoundError(f"{path} does not exist.", help="Check the path.")


def _is_wide(data: bytes) -> bool:
    """Return whether the bytes are text in units of two or four bytes."""
    if data.startswith(_BYTE_ORDER_MARKS):
        return True
    if len(data) < 4:  # noqa: PLR2004 - two letters of UTF-16; fewer say nothing
        return False
    even, odd = data[0::2], data[1::2]
    return abs(even.count(0) / len(even) - odd.count(0) / len(odd)) >= _NUL_SHARE_GAP


def read_report(path: Path) -> tuple[Snapshot, Report]:
    """Return a file's content and the report in it.

    Raises:
        ReportNotFoundError: there is no such file.
        UnreadableFileError: it cannot be read as text.
        TooLargeError: it is above 1 MB or MAX_LINES.
        NotAReportError: it holds no question.

    """
    snapshot = read_file(path)
    return snapshot, report_of(snapshot)


def report_of(snapshot: Snapshot) -> Report:
    """Return the report in a file that has been read.

    Raises:
        TooLargeError: it has more than MAX_LINES lines.
        NotAReportError: it holds no question.

    """
    lines = _count_lines(snapshot.data)
    if lines > MAX_LINES:
        raise TooLargeError(
            f"{snapshot.path} has {lines:,} lines; the limit is {MAX_LINES:,}.",
            help="Check that it is the right file.",
        )
    report = Report.from_bytes(snapshot.data)
    if not report.template.questions:  # whose answers not every command reads
        what = "holds no question" if snapshot.data.strip() else "is empty"
        raise NotAReportError(
            f"{snapshot.path} {what}.", help="A report has headings such as “### Question 1”, each with an “Answer:”."
        )
    return report


def too_large_to_open(data: bytes) -> str:
    """Return why a report with this content could not be opened again, as a sentence without a dot; "" where it can."""
    if len(data) > MAX_BYTES:
        return "it is now larger than 1 MB and could not be reopened: shorten it before you quit"
    if _count_lines(data) > MAX_LINES:
        return f"it has more than {MAX_LINES:,} lines now and could not be reopened: shorten it before you quit"
    return ""


def _count_lines(data: bytes) -> int:
    return data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n") + (not data.endswith((b"\n", b"\r")))
