"""Calls that differ on a system that this one is not."""

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from exam_tui.storage.disk.syscalls import Syscalls

fcntl = pytest.importorskip("fcntl", reason="Windows has no such call")


class Asked:
    """A Mac's way to the disk: notes what is brought there and by which call, and may refuse."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.said: list[tuple[str, str]] = []
        self.refusal = 0
        monkeypatch.setattr(sys, "platform", "darwin")
        monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
        monkeypatch.setattr(fcntl, "fcntl", self._fcntl)
        monkeypatch.setattr(os, "fsync", lambda fd: self._note("fsync", fd))

    def _fcntl(self, fd: int, command: int) -> None:
        assert command == 51
        if self.refusal:
            raise OSError(self.refusal, os.strerror(self.refusal))
        self._note("full", fd)

    def _note(self, call: str, fd: int) -> None:
        self.said.append((call, "folder" if stat.S_ISDIR(os.fstat(fd).st_mode) else "file"))


def bring(folder: Path) -> None:
    """Bring a file and its folder to the disk."""
    with (folder / "a.md").open("wb") as file:
        Syscalls().fsync(file.fileno())
    Syscalls().fsync_folder(str(folder))


def test_on_a_mac_files_and_folders_go_through_the_cache_of_the_drive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its fsync alone would leave them there."""
    asked = Asked(monkeypatch)
    bring(tmp_path)
    assert asked.said == [("full", "file"), ("full", "folder")]


def test_on_a_macs_network_volume_fsync_is_all_there_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It knows no other way; that the disk failed is said, and not tried again."""
    asked = Asked(monkeypatch)
    asked.refusal = errno.ENOTSUP
    bring(tmp_path)
    assert asked.said == [("fsync", "file"), ("fsync", "folder")]
    asked.refusal = errno.EIO
    with pytest.raises(OSError, match="Input/output error"):
        bring(tmp_path)
    assert len(asked.said) == 2
