"""Files that cannot be replaced: their old bytes are safe somewhere at every moment."""

import errno
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exam_tui.errors import FileChangedError, ReadOnlyFileError, WriteError
from exam_tui.storage.disk import syscalls
from exam_tui.storage.disk.read import fingerprint
from exam_tui.storage.disk.write import WriteResult, write_file
from exam_tui.storage.disk.write_in_place import secured_copies

OLD, NEW = b"old text\n" * 70, b"new text, longer\n" * 90
SAVED = WriteResult(durable=True)
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no modes and no sticky errors of close")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a file with a second name."""
    path = tmp_path / "README.md"
    path.write_bytes(OLD)
    (tmp_path / "second.md").hardlink_to(path)
    return path


@pytest.mark.parametrize("new", [NEW, b"short", b"", OLD + b"more"])
def test_both_names_get_the_new_text(path: Path, new: bytes) -> None:
    """It is still one file, and no copy is left."""
    assert write_file(path, new, expected=fingerprint(OLD)) == SAVED
    assert path.read_bytes() == new
    assert path.samefile(path.parent / "second.md")
    assert secured_copies(path) == []


def test_a_changed_file_is_not_written_into(path: Path) -> None:
    """Nor its old bytes secured."""
    with pytest.raises(FileChangedError):
        write_file(path, NEW, expected=fingerprint(b"other"))
    assert path.read_bytes() == OLD
    assert secured_copies(path) == []


def test_the_old_bytes_are_on_the_disk_before_the_first_new_byte(
    path: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Copy written, synced, its folder synced; for the user alone."""
    order: list[str] = []

    class Recording(syscalls.Syscalls):
        """The real calls, written down with what they are made on."""

        names: dict[int, str]

        def open(self, path: str, flags: int, mode: int = 0o600) -> int:
            fd = super().open(path, flags, mode)
            self.names = {**getattr(self, "names", {}), fd: "copy" if "secured" in path else "file"}
            return fd

        def write(self, fd: int, data: memoryview) -> int:
            order.append(f"write {self.names[fd]}")
            if self.names[fd] == "file":
                (copy,) = secured_copies(path)
                assert copy.read_bytes() == OLD
                if os.name != "nt":
                    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
                    assert stat.S_IMODE(state.stat().st_mode) == stat.S_IMODE(copy.parent.stat().st_mode) == 0o700
            return super().write(fd, data)

        def fsync(self, fd: int) -> None:
            order.append(f"fsync {self.names[fd]}")
            super().fsync(fd)

        def fsync_folder(self, path: str) -> None:
            if path.endswith("secured"):
                order.append("fsync folder")
            super().fsync_folder(path)

    monkeypatch.setattr(syscalls, "OS", Recording())
    write_file(path, NEW, expected=fingerprint(OLD))
    assert order == ["write copy", "fsync copy", "fsync folder", "write file", "fsync file"]


@posix
@pytest.mark.parametrize("name", ["ENOSPC", "EDQUOT", "EIO", "EACCES", "EROFS"])
@pytest.mark.parametrize("call", ["open", "write", "short write", "fsync", "close", "fsync_folder"])
def test_without_a_safe_copy_the_file_is_not_touched(
    path: Path, call: str, name: str, break_calls: Callable[..., Any]
) -> None:
    """And no half copy is left."""
    calls = break_calls(call, getattr(errno, name), where="secured")
    with pytest.raises(WriteError, match="old text could not be backed up first"):
        write_file(path, NEW, expected=fingerprint(OLD))
    calls.times = 0
    assert path.read_bytes() == OLD
    assert secured_copies(path) == []
    assert write_file(path, NEW, expected=fingerprint(OLD)) == SAVED


@posix
@pytest.mark.parametrize("name", ["ENOSPC", "EDQUOT", "EIO", "EACCES", "EROFS"])
@pytest.mark.parametrize("call", ["write", "short write", "truncate", "fsync", "close"])
def test_a_failure_midway_puts_the_old_text_back_and_names_the_copy(
    path: Path, call: str, name: str, break_calls: Callable[..., Any]
) -> None:
    """Saving works again afterwards."""
    # The first close of the file ends the comparison, before anything is done.
    skip = 1 if call == "close" else 0
    calls = break_calls(call, getattr(errno, name), where=str(path), skip=skip, times=1)
    with pytest.raises(WriteError, match="Its old text was restored") as caught:
        write_file(path, NEW, expected=fingerprint(OLD))
    calls.times = 0
    (copy,) = secured_copies(path)
    assert str(copy) in str(caught.value)
    assert copy.read_bytes() == path.read_bytes() == OLD
    assert write_file(path, NEW, expected=fingerprint(OLD)) == SAVED


@posix
@pytest.mark.parametrize("call", ["short write", "truncate", "fsync"])
def test_a_file_that_cannot_be_put_back_is_in_the_copy(path: Path, call: str, break_calls: Callable[..., Any]) -> None:
    """The disk fails for good."""
    calls = break_calls(call, errno.EIO, where=str(path))
    with pytest.raises(WriteError, match="may be damaged") as caught:
        write_file(path, NEW, expected=fingerprint(OLD))
    calls.times = 0
    (copy,) = secured_copies(path)
    assert str(copy) in str(caught.value)
    assert copy.read_bytes() == OLD
    assert path.read_bytes() in (NEW, OLD) or call != "fsync"


def test_an_interruption_midway_puts_the_old_text_back(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It goes on its way, with the place of the copy noted."""

    class Interrupted(syscalls.Syscalls):
        """The real calls; a key is pressed when the new text has been written."""

        pressed = False

        def truncate(self, fd: int, length: int) -> None:
            if not self.pressed:
                self.pressed = True
                raise KeyboardInterrupt
            super().truncate(fd, length)

    monkeypatch.setattr(syscalls, "OS", Interrupted())
    with pytest.raises(KeyboardInterrupt) as caught:
        write_file(path, NEW, expected=fingerprint(OLD))
    (copy,) = secured_copies(path)
    assert str(copy) in caught.value.__notes__[0]
    assert copy.read_bytes() == path.read_bytes() == OLD


def test_an_interruption_while_securing_leaves_no_copy(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file was not touched yet."""

    class Interrupted(syscalls.Syscalls):
        """The real calls; a key is pressed at once."""

        def fsync(self, _fd: int) -> None:
            raise KeyboardInterrupt

    monkeypatch.setattr(syscalls, "OS", Interrupted())
    with pytest.raises(KeyboardInterrupt):
        write_file(path, NEW, expected=fingerprint(OLD))
    assert path.read_bytes() == OLD
    assert secured_copies(path) == []


def test_asking_for_copies_creates_nothing(path: Path, state: Path) -> None:
    """Opening a report asks every time."""
    assert secured_copies(path) == []
    assert not state.parent.exists()


@posix
def test_a_state_folder_open_to_others_is_closed(path: Path, state: Path) -> None:
    """Whoever made it."""
    (state / "secured").mkdir(parents=True)
    state.chmod(0o755)
    write_file(path, NEW, expected=fingerprint(OLD))
    assert stat.S_IMODE(state.stat().st_mode) == 0o700


def test_copies_are_those_of_one_file(path: Path, break_calls: Callable[..., Any]) -> None:
    """Another file of the same name has none."""
    break_calls("truncate", errno.EIO, times=1)
    with pytest.raises(WriteError):
        write_file(path, NEW, expected=fingerprint(OLD))
    assert len(secured_copies(path)) == 1
    assert secured_copies(path.parent / "folder" / "README.md") == []


@posix
def test_a_read_only_file_with_two_names_keeps_its_mark(open_folder: Path, as_user: Callable[[str], str]) -> None:
    """As an ordinary user, who cannot open it for writing otherwise."""
    (open_folder / "home" / "README.md").write_bytes(OLD)
    assert ReadOnlyFileError.__name__ in as_user(f"""
os.chdir("home")
file = Path("mine.md")
file.write_bytes({OLD!r})
Path("second.md").hardlink_to(file)
file.chmod(0o444)
try:
    write_file(file, {NEW!r}, expected=fingerprint({OLD!r}))
except ReadOnlyFileError as error:
    print(type(error).__name__)
write_file(file, {NEW!r}, expected=fingerprint({OLD!r}), override_read_only=True)
assert file.read_bytes() == {NEW!r} == Path("second.md").read_bytes()
assert file.stat().st_mode & 0o777 == 0o444
assert secured_copies(file) == []
""")


@posix
def test_in_a_read_only_folder_the_file_is_written_in_place(open_folder: Path, as_user: Callable[[str], str]) -> None:
    """The folder takes no new file, but the file is the user's to write."""
    folder = open_folder / "locked"
    folder.mkdir()
    (folder / "README.md").write_bytes(OLD)
    (folder / "README.md").chmod(0o666)
    number = (folder / "README.md").stat().st_ino
    folder.chmod(0o555)
    as_user(f"""
result = write_file(Path("locked/README.md"), {NEW!r}, expected=fingerprint({OLD!r}))
assert result == WriteResult(durable=True), result
assert secured_copies(Path("locked/README.md")) == []
""")
    folder.chmod(0o755)
    assert (folder / "README.md").read_bytes() == NEW
    assert (folder / "README.md").stat().st_ino == number
    assert len(list(folder.iterdir())) == 1


@posix
def test_the_owner_of_a_file_stays_when_a_member_of_the_group_writes_it(
    open_folder: Path, as_user: Callable[[str], str]
) -> None:
    """Replacing it would silently make it theirs."""
    folder = open_folder / "shared"
    folder.mkdir()
    folder.chmod(0o777)
    path = folder / "README.md"
    path.write_bytes(OLD)
    if sys.platform != "win32":
        if os.geteuid() != 0:
            pytest.skip("only root can make files of another owner to begin with")
        os.chown(path, 12345, 65534)
    path.chmod(0o664)
    as_user(f"""
assert write_file(Path("shared/README.md"), {NEW!r}, expected=fingerprint({OLD!r})).durable
""")
    assert path.read_bytes() == NEW
    assert (path.stat().st_uid, path.stat().st_gid) == (12345, 65534)
    assert len(list(folder.iterdir())) == 1


@posix
def test_without_a_state_folder_nothing_is_touched(open_folder: Path, as_user: Callable[[str], str]) -> None:
    """There is no place for the old bytes."""
    folder = open_folder / "locked"
    folder.mkdir()
    (folder / "README.md").write_bytes(OLD)
    (folder / "README.md").chmod(0o666)
    folder.chmod(0o555)
    printed = as_user(f"""
os.environ["XDG_STATE_HOME"] = "/proc/nowhere"
try:
    write_file(Path("locked/README.md"), {NEW!r}, expected=fingerprint({OLD!r}))
except WriteError as error:
    print(error)
""")
    folder.chmod(0o755)
    assert "its old text could not be backed up first" in printed
    assert (folder / "README.md").read_bytes() == OLD
