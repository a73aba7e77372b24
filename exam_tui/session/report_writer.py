"""Writing a report's file: the one way for every command that changes one."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from exam_tui.core.findings.consequences import consequences
from exam_tui.core.report import save_guard
from exam_tui.core.report.report import Report
from exam_tui.errors import ReadOnlyFileError, TakenOverError, WriteError
from exam_tui.storage.disk import write
from exam_tui.storage.disk.outputs import write_output
from exam_tui.storage.disk.read import MISSING, fingerprint, too_large_to_open
from exam_tui.storage.disk.real_path import real_path
from exam_tui.storage.history import versions

if TYPE_CHECKING:
    from exam_tui.core.findings.finding import Finding
    from exam_tui.storage.disk.write import WriteResult
    from exam_tui.storage.lock.lock import Lock


def write_report(
    path: Path,
    data: bytes,
    before: bytes | None,
    *,
    expected: str | None = None,
    kind: versions.Kind = "saved",
    proof: Callable[[], None] | None = None,
    must_keep: bool = False,
    owner: "Lock | None" = None,
    override_read_only: bool = False,
    done: str = "",
) -> "WriteResult":
    """Keep what the file holds as a version, prove what is written, and write it durably.

    Args:
        path: the report's file.
        data: what it is to hold.
        before: what it held when it was last read or saved; None where it was gone.
        expected: the fingerprint of what it must still hold; by default, of `before`.
        kind: why the version is kept.
        proof: raises where the bytes are not what they should be; None where the caller has proven them.
        owner: the lock that must still be ours; None where an open editor takes the write in as a change from outside,
            or where no lock can be acquired.
        must_keep: whether nothing is written where the version cannot be kept.
        override_read_only: whether a write-protected file is written all the same.
        done: what was not done to a write-protected file, such as "repaired", for the error to say.

    Raises:
        TakenOverError: the lock is another editor's by now.
        GuardError: bytes outside the edits would change.
        FileChangedError: the file holds something else by now.
        ReadOnlyFileError: it is write-protected.
        WriteError: it could not be written, or the version not kept.

    """
    if owner and not owner.is_held:
        raise TakenOverError("The report is now open in another editor.")
    is_kept = before is None or versions.add_version(path, before, kind)
    if must_keep and not is_kept:
        raise WriteError(
            f"{path} is unchanged: its current text could not be backed up first.", help="Free some space."
        )
    if proof:
        proof()
    if expected is None and before is not None:
        expected = fingerprint(before)
    try:
        return write.write_file(path, data, expected=expected, override_read_only=override_read_only)
    except ReadOnlyFileError as error:
        if not done:
            raise
        remedy = f"Nothing was {done}. Make it writable and try again."
        raise ReadOnlyFileError(error.message, help=remedy) from error


@dataclass(frozen=True, slots=True)
class SaveJob:
    """Everything a save needs, taken at one moment: it may run on another thread while typing goes on."""

    path: Path
    before: Report
    data: bytes
    expected: str
    is_edited: bool
    was: bytes

    def write(
        self, *, owner: "Lock | None" = None, override_read_only: bool = False, done: str = ""
    ) -> "tuple[WriteResult | None, tuple[Finding, ...]]":
        """Prove the edits and write them durably; None where there is nothing to write.

        Raises: as `write_report`.

        """
        if not self.is_edited:
            return None, ()
        found = tuple(consequences(self.before, Report.from_bytes(self.data)))
        result = write_report(
            self.path,
            self.data,
            self.was,
            expected=self.expected,
            proof=lambda: save_guard.prove(self.before, self.data),
            owner=owner,
            override_read_only=override_read_only,
            done=done,
        )
        if too_large := too_large_to_open(self.data):  # saved all the same: no words are lost, and nothing is hidden
            result = replace(result, note="; ".join(note for note in (result.note, too_large) if note))
        return result, found


def save_beside(job: SaveJob) -> Path:
    """Write a job's bytes to a new file beside the report, `README.mine.md`, and return its path.

    For a report that changed on disk in the meantime: neither side's words are lost.

    Raises:
        WriteError: it could not be written.

    """
    folder, path = Path(real_path(job.path.parent)), job.path
    number = 1
    # A link that leads nowhere takes its name too.
    while os.path.lexists(beside := folder / f"{path.stem}.mine{number if number > 1 else ''}{path.suffix}"):
        number += 1
    write_output(beside, job.data, expected=MISSING)
    return path.with_name(beside.name)


def saved_message(path: Path, result: "WriteResult") -> str:
    """Return where the words are now. Asks git, which takes milliseconds: not for the typing path."""
    from exam_tui.git import status as git  # noqa: PLC0415 - only who saves asks git

    if not result.durable:
        return result.note
    note = f" ({result.note})" if result.note else ""
    if git.file_state(path) in {git.FileState.MODIFIED, git.FileState.UNTRACKED}:
        return f"Saved on this computer, not yet committed{note}."
    return f"Saved{note}."
