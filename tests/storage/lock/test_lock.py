"""One writer at a time: whichever of them races, dies, restarts or runs on another machine."""

import errno
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from exam_tui.errors import WriteError
from exam_tui.storage.disk.state_dir import file_mark
from exam_tui.storage.lock import lock as lock_module
from exam_tui.storage.lock.lock import STALE_AFTER, Lock, LockHolder, acquire, holder_of
from exam_tui.storage.lock.lock_file import link, new_file
from tests.behaviour.kills.killed_programs import run, start
from tests.systems import SIGSTOP, fork, make_pipe, wait_for_zombie

if TYPE_CHECKING:
    import subprocess

posix = pytest.mark.skipif(os.name == "nt", reason="Windows cannot be asked after a process")
linux = pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")

_TAKE = """
from exam_tui.storage.lock.lock import Lock, acquire
taken = acquire(path)
print("taken" if isinstance(taken, Lock) else f"held {taken.pid}", flush=True)
"""
_TOKEN = "0" * 32
_HOLD = _TAKE + "sys.stdin.read()\n"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for what will not happen."""
    monkeypatch.setattr(lock_module, "_TRIES", 3)


@pytest.fixture
def file(path: Path, state: Path) -> Path:
    """Return where the lock of `path` is."""
    return state / "locks" / f"{file_mark(path)}.lock"


@pytest.fixture
def begun() -> float:
    """Return the time before anything else in the test happens."""
    return time.time()


@pytest.fixture
def holder(path: Path, state: Path) -> Iterator["subprocess.Popen[str]"]:
    """Yield another process that holds the lock until its stdin ends."""
    other = start(_HOLD, path, state)
    assert other.stdout
    assert other.stdout.readline() == "taken\n"
    yield other
    other.kill()
    other.communicate()


def taken(path: Path, **settings: Any) -> Lock:
    """Take a lock that must be free."""
    lock = acquire(path, **settings)
    assert isinstance(lock, Lock)
    return lock


def refused(path: Path) -> LockHolder:
    """Return who holds a lock that must be held."""
    held = acquire(path)
    assert isinstance(held, LockHolder)
    return held


def change(file: Path, **facts: object) -> None:
    """Change the process in the file of a lock into another one."""
    known = json.loads(file.read_bytes())
    known["process"] |= facts
    file.write_text(json.dumps(known), encoding="ascii")


def leave(path: Path, file: Path) -> None:
    """Leave a lock whose process has gone."""
    taken(path)
    change(file, pid=2**31 - 5)


# Held and free


def test_the_second_is_told_who_holds_it(begun: float, path: Path, holder: "subprocess.Popen[str]") -> None:
    """Process, machine, user, since when."""
    held = refused(path)
    assert (held.pid, held.is_here, bool(held.host)) == (holder.pid, True, True)
    assert begun <= held.since <= time.time()
    assert holder_of(path) == held


def test_it_is_free_once_released(path: Path, file: Path) -> None:
    """And not before; no file remains."""
    assert holder_of(path) is None
    first = taken(path)
    assert refused(path).pid == os.getpid()
    assert holder_of(path) == refused(path)
    first.release()
    first.release()
    assert holder_of(path) is None
    second = taken(path)
    first.release()
    assert refused(path).token == second.token
    second.release()
    assert list(file.parent.iterdir()) == []


def test_it_is_free_once_the_holder_ends(path: Path, holder: "subprocess.Popen[str]") -> None:
    """However it ends: it could not release anything."""
    holder.kill()
    holder.wait()
    taken(path).release()


@linux
def test_a_zombie_holds_nothing(path: Path, holder: "subprocess.Popen[str]") -> None:
    """It has died, but its number is still taken."""
    holder.kill()
    wait_for_zombie(holder.pid)
    taken(path).release()


@posix
def test_a_stopped_holder_still_holds_it(path: Path, holder: "subprocess.Popen[str]") -> None:
    """By Ctrl+Z, with unsaved text."""
    holder.send_signal(SIGSTOP)
    assert refused(path).pid == holder.pid


def test_reports_do_not_lock_each_other(path: Path, tmp_path: Path) -> None:
    """But all paths to one report are one lock."""
    path.write_bytes(b"")
    lock = taken(path)
    taken(tmp_path / "other.md").release()
    if os.name != "nt":
        (tmp_path / "link.md").symlink_to(path)
        refused(tmp_path / "link.md")
    lock.release()


@posix
def test_a_forked_child_has_no_lock(path: Path) -> None:
    """Neither its end nor its release takes the lock from the parent."""
    lock = taken(path)
    child = fork()
    if child == 0:
        is_right = not lock.heartbeat() and isinstance(acquire(path), LockHolder)
        lock.release()
        os._exit(0 if is_right else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert lock.heartbeat()
    lock.release()


@posix
def test_a_program_that_becomes_another_one_leaves_a_stale_lock(path: Path, state: Path) -> None:
    """It is the same process with the same start, but the new program does not know of the lock."""
    again = "import sys, pathlib; path = pathlib.Path(sys.argv[2])" + _TAKE
    code = f"""{_TAKE}
print(os.getpid(), flush=True)
os.execv(sys.executable, [sys.executable, "-c", {again!r} + "import os; print(os.getpid())", *sys.argv[1:]])
"""
    said = run(code, path, state).split()
    assert said == ["taken", said[1]] * 2


# Stale


@posix
@pytest.mark.parametrize(
    "facts",
    [{"start": "12345"}, {"boot": "another run of the machine"}, {"pid": 2**31 - 5}],
    ids=["another process has its number", "the machine was restarted", "no process has its number"],
)
def test_a_lock_of_a_process_that_has_gone_is_stolen(path: Path, file: Path, facts: dict[str, object]) -> None:
    """Without a word."""
    lock = taken(path)
    change(file, **facts)
    assert holder_of(path) is None
    second = taken(path)
    assert (lock.heartbeat(), second.heartbeat()) == (False, True)
    lock.release()
    assert second.heartbeat()
    second.release()
    assert list(file.parent.iterdir()) == []


ELSEWHERE: list[dict[str, object]] = [
    {"host": "another-machine", "boot": "another run"},
    {"machine": "another container"},
    {"machine": ""},
    {"start": "", "pid": 1},
]


@pytest.mark.parametrize("facts", ELSEWHERE, ids=["machine", "container", "not known", "start not known"])
def test_a_lock_whose_process_cannot_be_looked_up_is_held_as_long_as_it_has_heartbeats(
    path: Path, file: Path, facts: dict[str, object]
) -> None:
    """Machines may share a home folder."""
    taken(path)
    change(file, **facts)
    held = refused(path)
    assert held.is_here == ("start" in facts)
    os.utime(file, (time.time(), time.time() - STALE_AFTER + 60))
    refused(path)
    os.utime(file, (time.time(), time.time() - STALE_AFTER - 60))
    assert holder_of(path) is None
    taken(path).release()


def test_a_heartbeat_keeps_it(path: Path, file: Path) -> None:
    """Like a new one."""
    lock = taken(path)
    os.utime(file, (0, 0))
    assert lock.heartbeat()
    change(file, host="another-machine", boot="another run")
    refused(path)


def test_a_lock_from_the_future_is_stale_too(path: Path, file: Path) -> None:
    """The clock was put back; otherwise it could be held for years."""
    taken(path)
    change(file, host="another-machine", boot="another run")
    os.utime(file, (time.time(), time.time() + 2 * STALE_AFTER))
    taken(path).release()


def test_the_user_may_steal_the_lock_that_was_shown(path: Path, holder: "subprocess.Popen[str]") -> None:
    """That one, not another that has replaced it; the holder notices."""
    held = refused(path)
    lock = taken(path, instead_of=held)
    assert lock.heartbeat()
    again = acquire(path, instead_of=held)
    assert isinstance(again, LockHolder)
    assert again.pid == os.getpid()
    lock.release()
    assert holder.poll() is None


def test_a_holder_whose_lock_was_stolen_notices(path: Path) -> None:
    """And takes nothing from the new one."""
    first = taken(path)
    second = taken(path, instead_of=refused(path))
    assert (first.heartbeat(), second.heartbeat()) == (False, True)
    first.release()
    assert second.heartbeat()
    second.release()
    assert not second.heartbeat()


# Hostile and failing

HOSTILE = [b"", b"\0" * 100, b"{", b"[]", b"null", b"[" * 9000, b" " * 20_000, b'{"token": "x"}', b"\xff"]


@pytest.mark.parametrize("data", HOSTILE)
def test_a_damaged_lock_is_stolen(path: Path, file: Path, data: bytes) -> None:
    """Once nobody can be writing it any longer."""
    file.parent.mkdir(parents=True)
    file.write_bytes(data)
    assert refused(path) == LockHolder(0, "", "", 0.0, is_here=False, token=refused(path).token)
    os.utime(file, (0, 0))
    taken(path).release()


@pytest.mark.parametrize(
    "facts",
    [{"pid": -1}, {"pid": 0}, {"pid": True}, {"pid": "1"}, {"pid": 1.0}, {"start": 5}, {"host": None}, {"boot": []}],
)
def test_a_lock_of_an_impossible_process_is_damaged(path: Path, file: Path, facts: dict[str, object]) -> None:
    """The system is not asked about such a number."""
    taken(path)
    change(file, **facts)
    assert refused(path).pid == 0
    os.utime(file, (0, 0))
    taken(path).release()


@pytest.mark.parametrize("token", ["../../../x", "a" * 31, "g" * 32, 5, "A" * 31 + "\n"])
def test_a_token_never_names_another_file(path: Path, file: Path, token: object) -> None:
    """The files of claims are named after tokens."""
    taken(path)
    known = json.loads(file.read_bytes()) | {"token": token}
    file.write_text(json.dumps(known), encoding="utf-8")
    os.utime(file, (0, 0))
    taken(path).release()
    assert list(file.parent.iterdir()) == []


@posix
@pytest.mark.parametrize("kind", ["link", "dangling link", "pipe"])
def test_what_is_planted_in_its_place_is_replaced(path: Path, file: Path, tmp_path: Path, kind: str) -> None:
    """Nothing is read or written through a link."""
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    file.parent.mkdir(parents=True)
    if kind == "pipe":
        make_pipe(file)
    else:
        file.symlink_to(victim if kind == "link" else tmp_path / "nothing")
    os.utime(file, (0, 0), follow_symlinks=False)
    lock = taken(path)
    assert lock.heartbeat()
    assert victim.read_bytes() == b"precious"
    lock.release()
    assert list(tmp_path.iterdir()) == [victim]


def test_claims_that_claim_each_other_end(path: Path, file: Path) -> None:
    """In a circle, which exam_tui never makes."""
    leave(path, file)
    facts = json.loads(file.read_bytes())
    first, second = facts["token"], os.urandom(16).hex()
    for name, token in ((first, second), (second, first)):
        file.with_name(f"{file.stem}.{name}.claim").write_text(json.dumps(facts | {"token": token}))
    assert isinstance(acquire(path), LockHolder)


@pytest.mark.parametrize("name", ["EPERM", "ENOTSUP", "EMLINK"])
def test_without_links_it_works_too(path: Path, file: Path, name: str, break_calls: Callable[..., Any]) -> None:
    """Some disks have none."""
    break_calls("link", getattr(errno, name))
    lock = taken(path)
    refused(path)
    change(file, pid=2**31 - 5)
    second = taken(path)
    assert not lock.heartbeat()
    second.release()
    assert list(file.parent.iterdir()) == []


def test_a_link_counts_whose_reply_was_lost(tmp_path: Path) -> None:
    """NFS sends the request again, and learns that the name is taken: by itself."""
    with new_file(tmp_path / "x.lock") as (new, _):
        assert link(new, tmp_path / "x.lock")
        assert link(new, tmp_path / "x.lock")
        (tmp_path / "y.lock").write_bytes(b"")
    with new_file(tmp_path / "y.lock") as (new, _):
        assert not link(new, tmp_path / "y.lock")


@pytest.mark.parametrize("name", ["ENOSPC", "EIO", "EROFS", "EACCES", "EDQUOT"])
@pytest.mark.parametrize("call", ["open", "write", "close", "link", "rename"])
def test_a_failing_call_is_reported_and_leaves_nothing(
    path: Path, file: Path, call: str, name: str, break_calls: Callable[..., Any]
) -> None:
    """The next try works."""
    if (call, name) == ("link", "EACCES"):
        pytest.skip("a disk that knows no links may say so like this")
    leave(path, file)
    calls = break_calls(call, getattr(errno, name), where=".lock" if call == "link" else ".tmp")
    with pytest.raises(WriteError) as caught:
        acquire(path)
    assert caught.value.help
    calls.times = 0
    assert [entry.name for entry in file.parent.iterdir()] == [file.name]
    taken(path).release()


def test_a_full_disk_does_not_hide_who_holds_it(
    path: Path, holder: "subprocess.Popen[str]", break_calls: Callable[..., Any]
) -> None:
    """Reading needs no file of our own."""
    break_calls("write", errno.ENOSPC)
    assert refused(path).pid == holder.pid


def test_a_file_in_place_of_the_folder_is_nobodys_lock(path: Path, state: Path) -> None:
    """Nobody can be kept out, and the error says so."""
    if state.exists():
        state.rmdir()
    state.parent.mkdir(parents=True, exist_ok=True)
    state.write_bytes(b"")
    assert holder_of(path) is None
    with pytest.raises(WriteError):
        acquire(path)
    state.unlink()


@pytest.mark.parametrize(
    ("held", "words"),
    [
        (LockHolder(12, "laptop", "anna", 0.0, is_here=True, token=_TOKEN), "process 12"),
        (LockHolder(12, "laptop", "anna", 0.0, is_here=False, token=_TOKEN), "anna on laptop, process 12"),
        (LockHolder(0, "", "", 0.0, is_here=False, token=_TOKEN), "process not yet known"),
    ],
)
def test_a_holder_is_named(held: LockHolder, words: str) -> None:
    """By what the user can look for."""
    assert held.where == words
