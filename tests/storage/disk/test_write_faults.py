"""Every call that replacing a file needs fails in every way: no byte and no file is lost or left behind."""

import errno
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exam_tui.errors import WriteError
from exam_tui.storage.disk import syscalls
from exam_tui.storage.disk.read import fingerprint
from exam_tui.storage.disk.write import WriteResult, write_file
from exam_tui.storage.disk.write_in_place import secured_copies
from tests.behaviour.kills.one_edit import write_unlike_a_new_file

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows sets neither owner nor mode, nor syncs folders")

OLD, NEW = b"old text\n" * 50, b"new text, longer\n" * 70
CALLS = [
    "open",
    "write",
    "short write",
    "chmod",
    "chown",
    "set_attribute",
    "fsync",
    "close",
    "rename",
    "fsync_folder",
]
ERRORS = {
    "ENOSPC": "the disk is full",
    "EDQUOT": "your disk quota is used up",
    "EIO": "the disk reported an error",
    "EACCES": "you do not have permission",
    "EPERM": "the system does not allow it",
    "EROFS": "the file system is read-only",
    "EINTR": "the system interrupted it",
}
MATRIX = [(call, name) for call in CALLS for name in ERRORS]
# Where a new file cannot be made, or cannot become what the old one is, the old one is written into.
IN_PLACE = {("open", "EACCES"), ("open", "EPERM"), ("open", "EROFS")} | {
    (call, name) for call in ("chmod", "chown", "set_attribute") for name in ("EACCES", "EPERM")
}
# An interrupted call is called again; but not fsync, and an interrupted set_attribute is a plain failure.
RETRIED = {(call, "EINTR") for call in ("open", "write", "short write", "chmod", "chown", "close", "rename")}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a file unlike a new one in owner, mode and attributes, so that every call is needed."""
    path = tmp_path / "README.md"
    write_unlike_a_new_file(path, OLD)
    return path


def facts(path: Path) -> tuple[object, ...]:
    """Return what must stay whatever happens."""
    status = path.stat()
    note = b""
    if sys.platform == "linux":
        note = os.getxattr(path, "user.note")
    return stat.S_IMODE(status.st_mode), status.st_uid, status.st_gid, note


def needed(call: str) -> None:
    """Skip where this system or user never makes the call."""
    if sys.platform != "linux" and call == "set_attribute":
        pytest.skip("Python knows extended attributes on Linux only")
    if sys.platform != "win32" and os.geteuid() != 0 and call == "chown":
        pytest.skip("only root can make files of another owner to begin with")


@pytest.mark.parametrize(("call", "name"), MATRIX)
def test_a_failing_call_leaves_a_whole_file_and_a_working_program(
    path: Path, call: str, name: str, break_calls: Callable[..., Any]
) -> None:
    """The whole old one where saving failed, the whole new one where it did not."""
    needed(call)
    before = facts(path)
    number = getattr(errno, name)
    where = "" if call == "fsync_folder" else ".tmp"
    calls = break_calls(call, number, where=where, times=1 if name == "EINTR" else sys.maxsize)
    if call == "fsync_folder":
        result = write_file(path, NEW, expected=fingerprint(OLD))
        note = f"saved, but not confirmed to be on the disk: {ERRORS[name]}"
        assert result == WriteResult(durable=False, note=note)
    elif (call, name) in IN_PLACE | RETRIED:
        assert write_file(path, NEW, expected=fingerprint(OLD)) == WriteResult(durable=True)
    else:
        with pytest.raises(WriteError) as caught:
            write_file(path, NEW, expected=fingerprint(OLD))
        assert caught.value.message == f"{path} could not be saved: {ERRORS[name]}."
        assert caught.value.help
    assert calls.seen[call, "" if call == "fsync_folder" else ".tmp"] > 0
    saved = call == "fsync_folder" or (call, name) in IN_PLACE | RETRIED
    assert path.read_bytes() == (NEW if saved else OLD)
    assert facts(path) == before
    assert [entry.name for entry in path.parent.iterdir()] == ["README.md"]
    assert secured_copies(path) == []

    calls.times = 0
    again = NEW + b"again"
    assert write_file(path, again, expected=fingerprint(path.read_bytes())) == WriteResult(durable=True)
    assert path.read_bytes() == again
    assert facts(path) == before


@pytest.mark.parametrize("name", [name for name in ERRORS if name != "EINTR"])
@pytest.mark.parametrize("call", ["open", "write", "short write", "fsync", "close", "rename"])
def test_a_new_file_that_fails_is_not_there(
    tmp_path: Path, call: str, name: str, break_calls: Callable[..., Any]
) -> None:
    """There is no old one that could be written into."""
    break_calls(call, getattr(errno, name), where=".tmp")
    with pytest.raises(WriteError) as caught:
        write_file(tmp_path / "report.html", NEW, expected=None)
    assert ERRORS[name] in caught.value.message
    assert list(tmp_path.iterdir()) == []


def test_short_writes_are_carried_on(path: Path, break_calls: Callable[..., Any]) -> None:
    """As often as it takes."""
    calls = break_calls("short write", errno.EIO, times=0)
    assert write_file(path, NEW, expected=fingerprint(OLD)) == WriteResult(durable=True)
    assert calls.seen["write", ".tmp"] > 5
    assert path.read_bytes() == NEW


@pytest.mark.parametrize("name", ERRORS)
def test_a_failed_fsync_is_not_tried_again(path: Path, name: str, break_calls: Callable[..., Any]) -> None:
    """A second one would say that all is well although the pages are lost."""
    calls = break_calls("fsync", getattr(errno, name), where=".tmp", times=1)
    with pytest.raises(WriteError):
        write_file(path, NEW, expected=fingerprint(OLD))
    assert calls.seen["fsync", ".tmp"] == 1


def test_a_file_is_synced_before_it_takes_the_old_ones_place(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """File, name, folder: in this order, with nothing changed after the file was synced."""
    order: list[str] = []

    class Recording(syscalls.Syscalls):
        """The real calls, written down."""

        def write(self, fd: int, data: memoryview) -> int:
            order.append("write")
            return super().write(fd, data)

        def chmod(self, fd: int, mode: int) -> None:
            order.append("chmod")
            super().chmod(fd, mode)

        def fsync(self, fd: int) -> None:
            order.append("fsync")
            super().fsync(fd)

        def rename(self, source: str, target: str) -> None:
            order.append("rename")
            super().rename(source, target)

        def fsync_folder(self, path: str) -> None:
            order.append("fsync_folder")
            super().fsync_folder(path)

    monkeypatch.setattr(syscalls, "OS", Recording())
    write_file(path, NEW, expected=fingerprint(OLD))
    assert order == ["write", "chmod", "fsync", "rename", "fsync_folder"]


def test_an_unknown_error_is_given_in_the_systems_words(path: Path, break_calls: Callable[..., Any]) -> None:
    """Rather than not at all."""
    break_calls("write", errno.ENOTTY, where=".tmp")
    with pytest.raises(WriteError, match=os.strerror(errno.ENOTTY)):
        write_file(path, NEW, expected=fingerprint(OLD))
