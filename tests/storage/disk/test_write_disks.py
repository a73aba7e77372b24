"""Real disks that are full, read-only or mounted oddly, and a real kill. Mounting needs root."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from exam_tui.errors import ReadOnlyFileError, WriteError
from exam_tui.session.session import Session
from exam_tui.storage.disk.read import fingerprint
from exam_tui.storage.disk.write import WriteResult, write_file
from exam_tui.storage.disk.write_in_place import secured_copies
from exam_tui.storage.history.recovery import read_recovery, recovery_of, write_recovery
from tests.behaviour.kills.one_edit import OLD as REPORT
from tests.conftest import GIVE_UP

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems mount and kill in other ways")

OLD, NEW = b"old text\n" * 2000, b"new text, longer\n" * 3000
SAVED = WriteResult(durable=True)
Mount = Callable[..., None]


@pytest.fixture
def mount() -> Iterator[Mount]:
    """Yield a function that mounts something for the time of the test, or skips where that is not allowed."""
    places: list[Path] = []

    def run(place: Path, *arguments: str) -> None:
        try:
            done = subprocess.run(["mount", *arguments, str(place)], capture_output=True, check=False, timeout=GIVE_UP)
        except OSError:
            pytest.skip("there is no mount here")
        if done.returncode:
            pytest.skip("mounting is not allowed here")
        if place not in places:  # otherwise it was already mounted, in another way
            places.append(place)

    yield run
    for place in reversed(places):
        subprocess.run(["umount", "-l", str(place)], check=True, timeout=GIVE_UP)


@pytest.fixture
def disk(tmp_path: Path, mount: Mount) -> Path:
    """Return a disk of 64 KB that holds the old file."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount(disk, "-t", "tmpfs", "-o", "size=64k,nr_inodes=16", "exam-tui-test")
    (disk / "README.md").write_bytes(OLD)
    return disk


def test_on_a_full_disk_the_old_file_is_whole_and_room_makes_it_work_again(disk: Path) -> None:
    """There is room for a part of the new text only."""
    filler = disk / "filler"
    filler.write_bytes(b"x" * 16_000)
    with pytest.raises(WriteError, match="the disk is full"):
        write_file(disk / "README.md", NEW, expected=fingerprint(OLD))
    assert (disk / "README.md").read_bytes() == OLD
    assert sorted(entry.name for entry in disk.iterdir()) == ["README.md", "filler"]
    (disk / "README.md").write_bytes(b"small")
    filler.unlink()
    assert write_file(disk / "README.md", NEW[:20_000], expected=fingerprint(b"small")) == SAVED


def test_on_a_full_disk_the_text_stays_in_the_session_and_room_makes_it_work_again(disk: Path, state: Path) -> None:
    """The state folder is on that disk too: what was kept for recovery before it was full is still there."""
    state.parent.parent.mkdir(exist_ok=True)
    (disk / "state").mkdir()
    state.parent.symlink_to(disk / "state")
    path = disk / "README.md"
    path.write_bytes(REPORT)
    session = Session.open(path)
    session.set_answer(1, "tulips " * 100)
    typed = recovery_of(session.report, REPORT)
    assert typed
    write_recovery(path, typed)
    filler = disk / "filler"
    with suppress(OSError):
        filler.write_bytes(b"x" * 100_000)
    session.set_answer(1, "tulips and beans " * 1000)
    with pytest.raises(WriteError, match="the disk is full"):
        session.save(page=False)
    more = recovery_of(session.report, REPORT)
    assert more
    with pytest.raises(WriteError, match="the disk is full"):
        write_recovery(path, more)
    assert path.read_bytes() == REPORT
    assert read_recovery(path) == typed
    assert session.report.to_bytes() == more.ours

    filler.unlink()
    assert session.save(page=False).written
    assert path.read_bytes() == more.ours


def test_on_a_disk_without_a_free_entry_the_old_file_is_whole(disk: Path) -> None:
    """Not even an empty file can be created."""
    try:
        for number in range(20):
            (disk / str(number)).touch()
    except OSError:
        pass
    with pytest.raises(WriteError, match="the disk is full"):
        write_file(disk / "README.md", NEW, expected=fingerprint(OLD))
    assert (disk / "README.md").read_bytes() == OLD


def test_a_file_with_two_names_on_a_full_disk_gets_its_old_text_back(disk: Path) -> None:
    """It is written in place and runs out of room midway; the copy lies on another disk."""
    path = disk / "README.md"
    (disk / "second.md").hardlink_to(path)
    (disk / "filler").write_bytes(b"x" * 32_000)
    with pytest.raises(WriteError, match=r"the disk is full\. Its old text was restored"):
        write_file(path, NEW, expected=fingerprint(OLD))
    assert path.read_bytes() == OLD
    assert [copy.read_bytes() for copy in secured_copies(path)] == [OLD]


def test_a_read_only_disk_is_told_from_a_read_only_file(disk: Path, mount: Mount) -> None:
    """Overriding the mark would not help."""
    mount(disk, "-o", "remount,ro")
    for override in (False, True):
        with pytest.raises(WriteError, match="the file system is read-only") as caught:
            write_file(disk / "README.md", NEW, expected=fingerprint(OLD), override_read_only=override)
        assert not isinstance(caught.value, ReadOnlyFileError)
    assert (disk / "README.md").read_bytes() == OLD


def test_a_file_that_is_a_mount_of_its_own_is_written_in_place(tmp_path: Path, mount: Mount) -> None:
    """Containers mount single files, and nothing can be renamed onto those."""
    real, path = tmp_path / "real.md", tmp_path / "folder" / "README.md"
    path.parent.mkdir()
    path.touch()
    real.write_bytes(OLD)
    mount(path, "--bind", str(real))
    assert write_file(path, NEW, expected=fingerprint(OLD)) == SAVED
    assert real.read_bytes() == path.read_bytes() == NEW
    assert [entry.name for entry in path.parent.iterdir()] == ["README.md"]
    assert secured_copies(path) == []


@pytest.mark.parametrize("saves", [1, 5, 20])
def test_a_killed_program_leaves_a_whole_file(tmp_path: Path, saves: int) -> None:
    """And whoever reads while it writes sees a whole one too."""
    path = tmp_path / "README.md"
    path.write_bytes(OLD)
    code = f"""
from pathlib import Path
from exam_tui.storage.disk.write import write_file
print("ready", flush=True)
for _ in range(100000):
    write_file(Path({str(path)!r}), {NEW!r}, expected=None)
    write_file(Path({str(path)!r}), {OLD!r}, expected=None)
"""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment) as writer:
        assert writer.stdout
        writer.stdout.readline()
        for _ in range(saves):
            before = path.read_bytes()
            while (now := path.read_bytes()) == before:
                assert now in (OLD, NEW)
            assert now in (OLD, NEW)
        writer.kill()
    assert writer.returncode == -9
    assert path.read_bytes() in (OLD, NEW)
    assert write_file(path, b"again", expected=fingerprint(path.read_bytes())) == SAVED
