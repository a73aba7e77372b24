"""Writing a file: what changes, what stays, what is refused. On every system."""

import errno
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_tui.errors import FileChangedError, ReadOnlyFileError, UnreadableFileError, WriteError
from exam_tui.storage.disk import syscalls, write
from exam_tui.storage.disk.read import MISSING, fingerprint, read_file
from exam_tui.storage.disk.syscalls import Syscalls
from exam_tui.storage.disk.write import WriteResult, write_file

OLD, NEW = b"old text\r\n" * 9, b"new text, longer than the old one\n" * 9
SAVED = WriteResult(durable=True)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a file with the old text, alone in its folder."""
    path = tmp_path / "README.md"
    path.write_bytes(OLD)
    return path


def listing(folder: Path) -> list[str]:
    """Return the names in the folder."""
    return sorted(entry.name for entry in folder.iterdir())


class _During(Syscalls):
    """The real calls, with something else happening right before the file is brought to the disk."""

    def __init__(self, event: Callable[[], object]) -> None:
        self.event = event

    def fsync(self, fd: int) -> None:
        self.event()
        super().fsync(fd)


def test_the_new_text_takes_the_place_of_the_expected_old_one(path: Path) -> None:
    """Nothing is left beside it."""
    assert write_file(path, NEW, expected=fingerprint(OLD)) == SAVED
    assert path.read_bytes() == NEW
    assert listing(path.parent) == ["README.md"]


def test_a_new_file_is_created(tmp_path: Path) -> None:
    """With the mode that every program of the user gives new files."""
    assert write_file(tmp_path / "report.html", NEW, expected=None) == SAVED
    (tmp_path / "other").touch()
    assert (tmp_path / "report.html").stat().st_mode == (tmp_path / "other").stat().st_mode
    assert listing(tmp_path) == ["other", "report.html"]


def test_a_file_is_created_only_where_none_is(path: Path) -> None:
    """Whoever wants to create one has not read the one that came back."""
    with pytest.raises(FileChangedError, match="was created by another program"):
        write_file(path, NEW, expected=MISSING)
    assert path.read_bytes() == OLD
    path.unlink()
    assert write_file(path, NEW, expected=MISSING) == SAVED
    assert path.read_bytes() == NEW


def test_any_text_is_replaced_when_none_is_expected(path: Path) -> None:
    """A page is made anew, whatever was there."""
    assert write_file(path, NEW, expected=None) == SAVED
    assert path.read_bytes() == NEW


@given(st.binary(max_size=3000), st.binary(max_size=3000))
def test_what_was_written_is_read_back(old: bytes, new: bytes) -> None:
    """Every byte, longer or shorter than before, empty too."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "README.md"
        write_file(path, old, expected=None)
        write_file(path, new, expected=fingerprint(old))
        assert path.read_bytes() == new


@pytest.mark.parametrize("expected", [None, fingerprint(OLD)])
def test_a_relative_path_is_written_in_the_current_folder(
    path: Path, expected: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is no folder in it to write beside."""
    monkeypatch.chdir(path.parent)
    assert write_file(Path(path.name), NEW, expected=expected) == SAVED
    assert path.read_bytes() == NEW


@pytest.mark.parametrize("name", ["æ" * 120, "x" * 250, " two  words .md", "-rf", "日" * 80])
def test_every_name_that_the_disk_takes_can_be_written(tmp_path: Path, name: str) -> None:
    """The temporary name is not longer than the disk allows."""
    path = tmp_path / name
    path.write_bytes(OLD)
    assert write_file(path, NEW, expected=fingerprint(OLD)) == SAVED
    assert path.read_bytes() == NEW
    assert len(listing(tmp_path)) == 1


def test_a_changed_file_is_not_written(path: Path) -> None:
    """The other program's text stays."""
    path.write_bytes(b"theirs")
    with pytest.raises(FileChangedError, match="changed by another program"):
        write_file(path, NEW, expected=fingerprint(OLD))
    assert path.read_bytes() == b"theirs"
    assert listing(path.parent) == ["README.md"]


def test_a_deleted_file_is_not_written(path: Path) -> None:
    """Nor created again unasked."""
    path.unlink()
    with pytest.raises(FileChangedError, match="deleted or moved"):
        write_file(path, NEW, expected=fingerprint(OLD))
    assert listing(path.parent) == []


def test_a_file_changed_while_it_is_being_written_is_not_replaced(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison is made right before the new file takes its place."""
    monkeypatch.setattr(syscalls, "OS", _During(lambda: path.write_bytes(b"theirs")))
    with pytest.raises(FileChangedError, match="changed by another program"):
        write_file(path, NEW, expected=fingerprint(OLD))
    assert path.read_bytes() == b"theirs"
    assert listing(path.parent) == ["README.md"]


def test_a_file_deleted_while_it_is_being_written_stays_deleted(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the error says so."""
    monkeypatch.setattr(syscalls, "OS", _During(path.unlink))
    with pytest.raises(FileChangedError, match="deleted or moved"):
        write_file(path, NEW, expected=fingerprint(OLD))
    assert listing(path.parent) == []


def test_a_file_that_appears_while_a_new_one_is_written_is_not_replaced(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else was faster."""
    path.unlink()
    monkeypatch.setattr(syscalls, "OS", _During(lambda: path.write_bytes(b"theirs")))
    with pytest.raises(FileChangedError, match="created by another program"):
        write_file(path, NEW, expected=None)
    assert path.read_bytes() == b"theirs"
    assert listing(path.parent) == ["README.md"]


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, SystemExit, MemoryError])
def test_an_interruption_leaves_the_old_file_and_nothing_else(
    path: Path, interruption: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever ends the program."""

    def interrupt() -> None:
        raise interruption

    monkeypatch.setattr(syscalls, "OS", _During(interrupt))
    with pytest.raises(interruption):
        write_file(path, NEW, expected=fingerprint(OLD))
    assert path.read_bytes() == OLD
    assert listing(path.parent) == ["README.md"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("none/README.md", "the folder does not exist. Create the folder first."),
        ("file/README.md", "a part of the path is not a folder"),
        ("folder", "is not a file that can be written"),
        ("x" * 300, "the name is too long"),
        ("a\0b", "ot a file name"),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="Windows calls these faults by fewer names")
def test_a_place_that_cannot_be_written_is_explained(tmp_path: Path, name: str, words: str) -> None:
    """In words, with what to do."""
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    with pytest.raises(WriteError) as caught:
        write_file(tmp_path / name, NEW, expected=None)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_read_only_file_is_written_only_when_that_is_asked_for(path: Path) -> None:
    """Root is asked too; the mark stays."""
    path.chmod(0o444)
    mode = path.stat().st_mode
    with pytest.raises(ReadOnlyFileError, match="is read-only"):
        write_file(path, NEW, expected=fingerprint(OLD))
    assert path.read_bytes() == OLD
    assert write_file(path, NEW, expected=fingerprint(OLD), override_read_only=True) == SAVED
    assert path.read_bytes() == NEW
    assert path.stat().st_mode == mode
    assert listing(path.parent) == ["README.md"]
    path.chmod(0o644)  # otherwise Windows does not remove it


def test_on_windows_a_file_held_by_another_program_is_tried_again(
    path: Path, break_calls: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Virus scanners let go within a second."""
    monkeypatch.setattr(write, "_WINDOWS", True)
    calls = break_calls("rename", errno.EACCES, times=7)
    assert write_file(path, NEW, expected=fingerprint(OLD)) == SAVED
    assert calls.seen["sleep", ""] == 7
    assert path.read_bytes() == NEW


def test_on_windows_a_file_held_for_good_is_an_error_in_the_end(
    path: Path, break_calls: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a second; nothing is left behind, and the read-only mark of the file is back."""
    path.chmod(0o444)
    mode = path.stat().st_mode
    monkeypatch.setattr(write, "_WINDOWS", True)
    break_calls("rename", errno.EACCES)
    with pytest.raises(WriteError, match=r"another program has it open, or you .* Close that program and try again\."):
        write_file(path, NEW, expected=fingerprint(OLD), override_read_only=True)
    assert read_file(path).data == OLD
    assert path.stat().st_mode == mode
    assert listing(path.parent) == ["README.md"]
    path.chmod(0o644)
    assert sum(write._RENAME_WAITS) == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize("number", [32, 33])
def test_on_windows_a_file_that_another_program_keeps_for_itself_is_said_to_be_in_use(
    path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Windows says EACCES of it, as of a right that is missing."""

    class SharingError(PermissionError):
        winerror = number

    def refuse(_path: object, *_flags: object) -> int:
        raise SharingError(errno.EACCES, "The process cannot access the file")

    monkeypatch.setattr(syscalls.OS, "open", refuse)
    with pytest.raises(UnreadableFileError, match=r"another program is using it\. Close that program and try again\."):
        read_file(path)


def test_a_temporary_name_that_is_taken_is_left_alone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even if it could be guessed, what is there is not ours: not written to, not removed."""
    monkeypatch.setattr(write, "unguessable", lambda name: f"{name}.taken")
    taken = path.parent / ".README.md.taken.tmp"
    taken.write_bytes(b"theirs")
    with pytest.raises(WriteError, match="that name is already taken"):
        write_file(path, NEW, expected=fingerprint(OLD))
    assert (taken.read_bytes(), path.read_bytes()) == (b"theirs", OLD)
