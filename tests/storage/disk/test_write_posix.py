"""What stays of a file that is replaced: links, mode, owner, attributes. Real ones, on Linux and macOS."""

import contextlib
import errno
import os
import stat
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exam_tui.errors import WriteError
from exam_tui.storage.disk import syscalls
from exam_tui.storage.disk.read import fingerprint
from exam_tui.storage.disk.write import WriteResult, write_file

if os.name == "nt":
    pytest.skip("Windows has neither modes nor links for everybody", allow_module_level=True)
assert sys.platform != "win32"  # for mypy, which stops here on Windows

linux = pytest.mark.skipif(sys.platform != "linux", reason="Python knows extended attributes on Linux only")

OLD, NEW = b"old text\n" * 9, b"new text, longer\n" * 9
SAVED = WriteResult(durable=True)
ACCESS, DEFAULT = "system.posix_acl_access", "system.posix_acl_default"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a file with the old text, alone in its folder."""
    path = tmp_path / "folder" / "README.md"
    path.parent.mkdir()
    path.write_bytes(OLD)
    return path


def attributes(path: Path) -> dict[str, bytes]:
    """Return the file's extended attributes."""
    found: dict[str, bytes] = {}
    if sys.platform == "linux":
        found = {name: os.getxattr(path, name) for name in os.listxattr(path)}
    return found


def attach(path: Path, name: str, value: bytes) -> None:
    """Give the file an extended attribute, or skip where the disk has none."""
    if sys.platform == "linux":
        try:
            os.setxattr(path, name, value)
        except OSError as error:
            if error.errno != errno.ENOTSUP:
                raise
            pytest.skip("this disk keeps no such attributes")


def test_links_stay_links(path: Path) -> None:
    """The file at the end of a chain of links is written, in its own folder."""
    first, second = path.parent.parent / "first.md", path.parent.parent / "second.md"
    second.symlink_to("folder/README.md")
    first.symlink_to("second.md")
    assert write_file(first, NEW, expected=fingerprint(OLD)) == SAVED
    assert first.is_symlink()
    assert second.is_symlink()
    assert path.read_bytes() == NEW
    assert not path.is_symlink()
    assert [entry.name for entry in path.parent.iterdir()] == ["README.md"]


def test_a_link_to_a_folder_on_the_way_stays(path: Path) -> None:
    """It is a part of the path only."""
    link = path.parent.parent / "link"
    link.symlink_to("folder")
    assert write_file(link / "README.md", NEW, expected=fingerprint(OLD)) == SAVED
    assert link.is_symlink()
    assert path.read_bytes() == NEW


def test_a_link_to_a_file_that_is_not_there_yet_is_followed(path: Path) -> None:
    """The file is created where the link points to."""
    link = path.parent.parent / "link.md"
    link.symlink_to("folder/new.md")
    assert write_file(link, NEW, expected=None) == SAVED
    assert link.is_symlink()
    assert (path.parent / "new.md").read_bytes() == NEW


def test_links_to_nowhere_are_explained(path: Path) -> None:
    """One into a missing folder, and one in a circle."""
    for name, target, words in [
        ("lost", "none/new.md", "folder does not exist"),
        ("loop", "loop", "leads back"),
    ]:
        link = path.parent / name
        link.symlink_to(target)
        with pytest.raises(WriteError, match=words):
            write_file(link, NEW, expected=None)
        assert link.is_symlink()


@pytest.mark.parametrize("mode", [0o644, 0o600, 0o755, 0o664, 0o666, 0o200, 0o4755, 0o2644, 0o1644])
def test_the_mode_stays(path: Path, mode: int) -> None:
    """Every bit of it."""
    path.chmod(mode)
    expected = None if mode == 0o200 and os.getuid() != 0 else fingerprint(OLD)
    before = stat.S_IMODE(path.stat().st_mode)
    assert write_file(path, NEW, expected=expected) == SAVED
    assert stat.S_IMODE(path.stat().st_mode) == before


@pytest.mark.parametrize("umask", [0o022, 0o077, 0o002])
def test_a_new_file_obeys_the_umask(path: Path, umask: int) -> None:
    """As every other program's new files do."""
    before = os.umask(umask)
    try:
        write_file(path.parent / "new.md", NEW, expected=None)
    finally:
        os.umask(before)
    assert stat.S_IMODE((path.parent / "new.md").stat().st_mode) == 0o666 & ~umask


def test_root_does_not_take_a_file_from_its_owner(path: Path) -> None:
    """A container that runs as root must not lock its user out."""
    if os.geteuid() != 0:
        pytest.skip("only root can make files of another owner")
    os.chown(path, 1234, 5678)
    path.chmod(0o4750)
    assert write_file(path, NEW, expected=fingerprint(OLD)) == SAVED
    status = path.stat()
    assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (1234, 5678, 0o4750)


@linux
def test_extended_attributes_stay(path: Path) -> None:
    """Also in a file that is marked read-only."""
    attach(path, "user.note", b"mine\0")
    attach(path, "user.empty", b"")
    path.chmod(0o444)
    before = attributes(path)
    assert len(before) >= 2
    assert write_file(path, NEW, expected=fingerprint(OLD), override_read_only=True) == SAVED
    assert attributes(path) == before


@linux
def test_an_access_list_stays_and_none_is_added(path: Path) -> None:
    """A folder gives new files its default list; saving must not open a file without one to others."""
    # Version 2, then tag, rights and id of owner, one user, group, mask, others: linux/posix_acl_xattr.h.
    entries = [(1, 6, -1), (2, 6, 65534), (4, 4, -1), (16, 6, -1), (32, 0, -1)]
    access_list = struct.pack("<I", 2)
    access_list += b"".join(struct.pack("<HHi", *entry) for entry in entries)
    listed = path.parent / "listed.md"
    listed.write_bytes(OLD)
    attach(listed, ACCESS, access_list)
    attach(path.parent, DEFAULT, access_list)
    for file in (path, listed):
        before = attributes(file), file.stat().st_mode
        assert write_file(file, NEW, expected=fingerprint(OLD)) == SAVED
        assert (attributes(file), file.stat().st_mode) == before
    assert ACCESS in attributes(listed)
    assert ACCESS not in attributes(path)


@linux
@pytest.mark.parametrize("number", [errno.ENOTSUP, errno.ENOSYS])
def test_attributes_that_the_disk_cannot_keep_are_no_failure(
    path: Path, number: int, break_calls: Callable[..., Any]
) -> None:
    """The text is what counts."""
    attach(path, "user.note", b"mine")
    break_calls("set_attribute", number)
    assert write_file(path, NEW, expected=fingerprint(OLD)) == SAVED
    assert path.read_bytes() == NEW


def test_the_new_text_is_closed_to_others_until_it_has_the_files_mode(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The temporary file begins with mode 0600."""
    path.chmod(0o640)
    modes: list[int] = []

    class Watching(syscalls.Syscalls):
        """The real calls; the mode before it is set is noted."""

        def chmod(self, fd: int, mode: int) -> None:
            modes.append(stat.S_IMODE(os.fstat(fd).st_mode))
            super().chmod(fd, mode)

    monkeypatch.setattr(syscalls, "OS", Watching())
    write_file(path, NEW, expected=fingerprint(OLD))
    assert modes == [0o600]
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_no_descriptor_is_left_open(path: Path, break_calls: Callable[..., Any]) -> None:
    """Neither when saving works nor when it fails."""
    folder = Path("/proc/self/fd") if sys.platform == "linux" else Path("/dev/fd")
    before = len(list(folder.iterdir()))
    write_file(path, NEW, expected=None)
    for call in ("write", "chmod", "fsync", "close", "rename"):
        break_calls(call, errno.EIO, where=".tmp")
        with contextlib.suppress(WriteError):
            write_file(path, NEW, expected=None)
    assert len(list(folder.iterdir())) == before
