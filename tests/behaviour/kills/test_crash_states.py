"""Whatever a crash leaves of what was not synced: the report is whole, and nothing that was acknowledged is lost.

`pytest -rP tests/behaviour/kills/test_crash_states.py` prints how many states were looked at.
"""

import os
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from functools import cache
from pathlib import Path

import pytest

from exam_tui import Report
from exam_tui.core.merge.edits import AnswerEdit
from exam_tui.session.session import Session
from exam_tui.storage.disk import syscalls
from exam_tui.storage.disk.write import WriteResult
from exam_tui.storage.history import recovery, recovery_format, versions
from tests.behaviour.kills.crash_model import Disk, Recorded, State
from tests.core.build import question, report_of

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows syncs no folders")

OLD = report_of("* [ ] water\n\n", question(1, "\n\nroses\n\n"), question(2, "\n\npeas\n\n")).to_bytes()
MODE = 0o640
WAYS = ["replaced", "behind a link", "in place", "in pieces"]
_PIECE = 400


class TornError(AssertionError):
    """A report that is neither the old nor the new one."""


class LostError(AssertionError):
    """Words that were acknowledged and are nowhere."""


@cache
def recovered(data: bytes) -> bytes:
    """Return what a recovery file would bring back, nothing where it is damaged."""
    try:
        return recovery_format.decoded(data).ours
    except recovery_format.DISTRUST:
        return b""


class Watched(Recorded):
    """Calls behind each of which every state that a crash may leave is held against what was promised.

    Attributes:
        allowed: what the report may be.
        kept: sets of which one each is the report, or what a recovery brings back that is offered or was declined.
        earlier: what is among the versions.
        states: how many were looked at.

    """

    def __init__(self, root: Path, path: Path, lost: Collection[str]) -> None:
        super().__init__(Disk(root), lost=tuple(lost))
        self.report = path.resolve().relative_to(root).as_posix()
        self.allowed: Collection[bytes] = {OLD}
        self.kept: Sequence[Collection[bytes]] = ()
        self.earlier = b""
        self.states = 0

    def looked_at(self) -> None:
        self.states += self.disk.count()
        for state in self.disk.states():
            self._check(state)

    def _check(self, state: State) -> None:
        def in_folder(name: str) -> list[bytes]:
            return [found.data for path, found in state.items() if f"/exam-tui/{name}/" in path]

        report = state.get(self.report)
        if report is None or report.data not in self.allowed:
            secured = in_folder("secured")
            if not any(copy in self.allowed for copy in secured):
                raise TornError(report)
        elif report.mode != MODE:
            raise TornError(oct(report.mode))
        there = {report.data if report else b"", *map(recovered, in_folder("recovery"))}
        if any(there.isdisjoint(wanted) for wanted in self.kept):
            raise LostError(there)
        if self.earlier and self.earlier not in in_folder("versions"):
            raise LostError("versions")


class InPieces(Watched):
    """The same on a system that takes a few bytes at a time."""

    def write(self, fd: int, data: memoryview) -> int:
        return super().write(fd, data[:_PIECE])


Play = Callable[..., Watched]


@pytest.fixture
def play(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Play:
    """Return a function that lets an editor do all that it does with a report on a disk that may crash at any call."""
    root = tmp_path.resolve()
    monkeypatch.setenv("XDG_STATE_HOME", str(root / "home" / "state"))
    (root / "home").mkdir()

    def run(way: str = "replaced", *, lost: Collection[str] = (), clear_first: bool = False) -> Watched:
        path = root / "folder" / "README.md"
        path.parent.mkdir()
        path.write_bytes(OLD)
        path.chmod(MODE)
        if way == "in place":
            (root / "folder" / "second.md").hardlink_to(path)
        if way == "behind a link":
            path = root / "link.md"
            path.symlink_to("folder/README.md")
        calls = (InPieces if way == "in pieces" else Watched)(root, path, lost)
        monkeypatch.setattr(syscalls, "OS", calls)
        monkeypatch.setattr(os, "mkdir", calls.mkdir)
        edit_for_a_while(path, calls, clear_first=clear_first)
        return calls

    return run


def edit_for_a_while(path: Path, calls: Watched, *, clear_first: bool) -> None:
    """Open, type, be kept for recovery, save, type on, end; say to `calls` what is promised at each moment."""
    session = Session.open(path)
    assert versions.store_first(path, session.saved_data)
    calls.earlier = OLD
    for text in ("tulips", "tulips and weeds"):
        session.set_answer(1, text)
        keep(session, calls)
    save(session, calls, clear_first=clear_first)
    recovery.clear_recovery(path)
    calls.kept = ()
    session.set_answer(1, "beans")  # saved before it was kept
    save(session, calls, clear_first=clear_first)
    session.set_answer(1, "beans and peas")
    keep(session, calls)
    # The editor is killed; the next one is used before anybody decided on what that one has left.
    recovery._ours.clear()
    recovery._newest.clear()
    others = calls.kept
    session = Session.open(path)
    session.set_answer(2, "carrots")
    keep(session, calls, others)
    recovery.decline_recovery(path)
    calls.looked_at()


def keep(session: Session, calls: Watched, others: Sequence[Collection[bytes]] = ()) -> None:
    """Keep what was typed for recovery; `others` is what stays promised beside it."""
    found = recovery.recovery_of(session.report, session.saved_data)
    assert found
    before = calls.kept
    calls.kept = others or [{*wanted, found.ours} for wanted in before]
    recovery.write_recovery(session.path, found)
    calls.kept = [*others, {found.ours}]
    calls.looked_at()


def save(session: Session, calls: Watched, *, clear_first: bool) -> None:
    job = session.save_job()
    calls.allowed = {session.saved_data, job.data}
    if clear_first:
        recovery.clear_recovery(session.path)
    result, _ = job.write()
    assert result == WriteResult(durable=True)
    session.saved(job)
    calls.allowed = {job.data}
    calls.looked_at()


@pytest.mark.parametrize("way", WAYS)
def test_after_a_crash_at_any_call_nothing_is_torn_or_lost(play: Play, way: str) -> None:
    """Neither the report, nor what was typed, nor the versions before."""
    calls = play(way)
    made = Counter(call for call, _ in calls.calls)
    assert made["rename"] >= 6
    assert made["fsync"] >= 6
    assert made["fsync_folder"] >= 6
    print(f"{way}: {len(calls.calls)} calls, {calls.states:,} states")  # noqa: T201 - pytest -rP shows it


@pytest.mark.parametrize("way", WAYS)
def test_without_the_fsync_of_a_file_it_is_torn_or_lost(play: Play, way: str) -> None:
    """Or the test above would prove nothing."""
    with pytest.raises((TornError, LostError)):
        play(way, lost=["fsync"])


def test_without_the_fsync_before_the_rename_a_save_is_torn(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that many programs leave out."""
    fsync = Watched.fsync
    monkeypatch.setattr(
        Watched,
        "fsync",
        lambda calls, fd: None if "README.md" in calls._files.get(fd, (0, ""))[1] else fsync(calls, fd),
    )
    with pytest.raises(TornError):
        play()


@pytest.mark.parametrize("way", WAYS)
def test_without_the_fsync_of_a_folder_what_was_acknowledged_is_lost(play: Play, way: str) -> None:
    """The rename may never have happened."""
    with pytest.raises((LostError, TornError)):
        play(way, lost=["fsync_folder"])


def test_without_the_fsync_of_the_reports_folder_a_save_is_undone(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """Although it was acknowledged: the report is the old one again, which is not allowed any more."""
    fsync_folder = Watched.fsync_folder
    monkeypatch.setattr(
        Watched,
        "fsync_folder",
        lambda calls, path: None if path.endswith("/folder") else fsync_folder(calls, path),
    )
    with pytest.raises(TornError, match="roses"):
        play()


def test_a_naive_writer_tears(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that opens the file and writes into it, even if it syncs."""

    def naive(path: Path, data: bytes, **_: object) -> WriteResult:
        with syscalls.opened(str(path), os.O_WRONLY | os.O_TRUNC) as fd:
            syscalls.write_all(fd, data)
            syscalls.OS.fsync(fd)
        return WriteResult(durable=True)

    monkeypatch.setattr("exam_tui.storage.disk.write.write_file", naive)
    with pytest.raises(TornError):
        play()


def test_a_recovery_that_is_cleared_before_the_save_is_lost(play: Play) -> None:
    """The order of the two is a promise too."""
    with pytest.raises(LostError):
        play(clear_first=True)


# The model itself


def contents(disk: Disk) -> set[tuple[bytes, ...]]:
    """Return the contents that files may have after a crash, those of one state together."""
    return {tuple(found.data for _, found in sorted(state.items())) for state in disk.states()}


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Disk:
    (tmp_path / "file").write_bytes(b"old")
    disk = Disk(tmp_path)
    monkeypatch.setattr(syscalls, "OS", Recorded(disk))
    return disk


def test_a_disk_where_all_is_synced_has_one_state(disk: Disk) -> None:
    assert contents(disk) == {(b"old",)}


def test_a_new_file_may_be_missing_empty_half_zeros_or_whole(disk: Disk) -> None:
    with syscalls.opened(f"{disk.root}/new", syscalls.CREATE) as fd:
        syscalls.write_all(fd, b"abcd")
        assert contents(disk) == {(b"old",), *((b"old", data) for data in (b"", b"ab", bytes(4), b"abcd"))}
        syscalls.OS.fsync(fd)
        assert contents(disk) == {(b"old",), (b"old", b"abcd")}
    syscalls.OS.fsync_folder(disk.root)
    assert contents(disk) == {(b"old", b"abcd")}


def test_pieces_of_a_file_are_lost_one_by_one(disk: Disk) -> None:
    with syscalls.opened(f"{disk.root}/file", os.O_WRONLY | os.O_TRUNC) as fd:
        syscalls.write_all(fd, b"ab")
        syscalls.write_all(fd, b"cd")
        found = contents(disk)
    assert found >= {(b"",), (b"ab",), (b"\0\0cd",), (b"abcd",), (b"old",), (b"abd",), (b"olcd",)}


def test_renames_are_whole_and_may_come_in_any_order(disk: Disk) -> None:
    for name in ("new", "newer"):
        with syscalls.opened(f"{disk.root}/{name}", syscalls.CREATE) as fd:
            syscalls.write_all(fd, name.encode())
            syscalls.OS.fsync(fd)
        syscalls.OS.rename(f"{disk.root}/{name}", f"{disk.root}/file")
    assert {state["file"].data for state in disk.states()} == {b"old", b"new", b"newer"}


def test_what_is_in_a_folder_that_was_never_synced_may_be_missing(disk: Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = syscalls.OS
    assert isinstance(calls, Recorded)
    monkeypatch.setattr(os, "mkdir", calls.mkdir)
    folder = Path(disk.root, "folder")
    folder.mkdir()
    with syscalls.opened(str(folder / "new"), syscalls.CREATE) as fd:
        syscalls.OS.fsync(fd)
    syscalls.OS.fsync_folder(str(folder))
    assert contents(disk) == {(b"old",), (b"old", b"")}
    syscalls.OS.fsync_folder(disk.root)
    assert contents(disk) == {(b"old", b"")}
    syscalls.OS.unlink(str(folder / "new"))
    assert contents(disk) == {(b"old", b""), (b"old",)}


def test_an_edit_is_found_by_the_names_of_its_recovery() -> None:
    """The watching above reads recoveries as the program does."""
    report = Report.from_bytes(OLD)
    report.set_answer(1, "tulips")
    found = recovery.recovery_of(report, OLD)
    assert found
    data = recovery_format.encoded(Path("README.md"), found)
    assert found.edits.answers == (AnswerEdit(1, 0, "tulips"),)
    assert recovered(data) == report.to_bytes()
    assert recovered(data[:-1]) == b""
