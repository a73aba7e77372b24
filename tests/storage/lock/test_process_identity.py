"""Whether a process still runs, from its number, its start and its machine, on every system."""

import ctypes
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, Final

import pytest

from exam_tui.storage.lock import machine, process_identity
from exam_tui.storage.lock.process_identity import Process, this_process
from tests.systems import wait_for_zombie

posix = pytest.mark.skipif(os.name == "nt", reason="there is neither ps nor /proc on Windows")

_RUNS, _ENDED = 0x102, 0
_NO_SUCH_PROCESS, _ACCESS_DENIED = 87, 5
_STARTED: Final = 134_087_616_000_000_000
_HARDWARE: Final = bytes(range(16))


@pytest.fixture
def other() -> Iterator["subprocess.Popen[bytes]"]:
    """Yield a process that runs."""
    running = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    yield running
    running.kill()
    running.communicate()


@pytest.fixture(autouse=True)
def _asked_anew() -> Iterator[None]:
    """Forget what was found out on an invented system."""
    process_identity._process.cache_clear()
    yield
    process_identity._process.cache_clear()


class Table:
    """Windows' kernel32 with its own table of processes: the answers for each number."""

    def __init__(self, processes: dict[int, tuple[int, int]], error: int = _NO_SUCH_PROCESS) -> None:
        self.open: list[int] = []
        self.error = error
        self._processes = processes

    def OpenProcess(self, access: int, inherit: int, pid: int) -> int:  # noqa: N802 - Windows calls it so
        assert (access, inherit) == (0x101000, 0)
        if pid not in self._processes:
            return 0
        self.open.append(pid)
        return pid

    def WaitForSingleObject(self, handle: int, milliseconds: int) -> int:  # noqa: N802 - the same
        assert milliseconds == 0
        return self._processes[handle][0]

    def GetProcessTimes(self, handle: int, start: Any, *_others: Any) -> int:  # noqa: N802 - the same
        start._obj.value = self._processes[handle][1]
        return int(start._obj.value > 0)

    def CloseHandle(self, handle: int) -> int:  # noqa: N802 - the same
        self.open.remove(handle)
        return 1


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Callable[[Table], None]:
    """Return a function that makes this system Windows with a table of processes."""

    def become(table: Table) -> None:
        monkeypatch.setattr(sys, "platform", "win32")
        monkeypatch.setenv("COMPUTERNAME", "ANNAS-LAPTOP")
        monkeypatch.setattr(machine, "_kernel", lambda: table)
        monkeypatch.setattr(machine, "_last_error", lambda: table.error)
        monkeypatch.setattr(machine, "_registered", lambda: "6f1a")
        process_identity._process.cache_clear()

    return become


def library(session: bytes, *, hardware: bool = True) -> SimpleNamespace:
    """Return a Mac's C library that gives the ids of the machine and of its run."""

    def gethostuuid(number: Any, wait: Any) -> int:
        assert list(wait) == [1, 0]
        number[:] = _HARDWARE
        return 0

    def sysctlbyname(name: bytes, text: Any, size: Any, new: None, length: ctypes.c_size_t) -> int:
        assert (name, size._obj.value, new, length.value) == (b"kern.bootsessionuuid", 64, None, 0)
        text.value = session
        return 0 if session else -1

    calls = SimpleNamespace(sysctlbyname=sysctlbyname)
    if hardware:
        calls.gethostuuid = gethostuuid
    return calls


@pytest.fixture
def mac(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that makes this system a Mac with a name, in one of its runs."""

    def become(name: str, session: bytes = b"run-1", *, hardware: bool = True) -> None:
        monkeypatch.setattr(sys, "platform", "darwin")
        monkeypatch.setattr(machine, "host_name", lambda: name)
        monkeypatch.setattr(process_identity, "host_name", lambda: name)
        monkeypatch.setattr(machine, "_libc", lambda: library(session, hardware=hardware))
        process_identity._process.cache_clear()

    return become


@posix
def test_the_start_of_a_process_is_the_same_whoever_asks(other: "subprocess.Popen[bytes]") -> None:
    """In both ways to find out."""
    ways = [machine.start_by_ps] + [machine.start_by_proc] * (sys.platform == "linux")
    starts = [start_of(other.pid) for start_of in ways]
    assert all(starts)
    assert [start_of(other.pid) for start_of in ways] == starts
    assert {start_of(2**22 + 5) for start_of in ways} == {""}
    if sys.platform == "linux":
        other.kill()
        wait_for_zombie(other.pid)
        assert {start_of(other.pid) for start_of in ways} == {""}


@posix
@pytest.mark.full
def test_the_start_of_a_process_is_the_same_in_the_next_second(other: "subprocess.Popen[bytes]") -> None:
    """`ps` counts in whole ones."""
    start, second = machine.start_by_ps(other.pid), int(time.time())
    while int(time.time()) == second:
        time.sleep(0.01)
    assert machine.start_by_ps(other.pid) == start


def test_a_process_is_itself() -> None:
    """And runs."""
    here = this_process()
    assert here.pid == os.getpid()
    assert (here.is_here, here.is_running) == (True, True)


def test_a_process_of_this_system_runs_until_it_ends(other: "subprocess.Popen[bytes]") -> None:
    """Also if it has ended and its parent still has it open."""
    known = replace(this_process(), pid=other.pid, start=machine.start_of(other.pid) or "")
    assert known.is_running
    other.kill()
    other.wait()
    assert known.is_running is False


@posix
def test_without_ps_nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then the age of the lock decides."""
    monkeypatch.setenv("PATH", "")
    assert machine.start_by_ps(os.getpid()) is None


# Windows


def test_windows_says_when_a_process_started_and_that_it_has_ended(windows: Callable[[Table], None]) -> None:
    """One that has ended stays in the table as long as somebody has it open; we leave none open."""
    table = Table({os.getpid(): (_RUNS, _STARTED), 7: (_RUNS, _STARTED + 1), 8: (_ENDED, _STARTED), 9: (_RUNS, 0)})
    windows(table)
    assert [machine.start_of(pid) for pid in (7, 8, 9, 10)] == [str(_STARTED + 1), "", None, ""]
    assert table.open == []
    table.error = _ACCESS_DENIED
    assert machine.start_of(10) is None


def test_on_windows_a_number_that_another_process_has_now_means_that_the_first_has_ended(
    windows: Callable[[Table], None],
) -> None:
    """It has another start."""
    windows(Table({os.getpid(): (_RUNS, _STARTED), 7: (_RUNS, _STARTED + 5)}))
    here = this_process()
    assert here == Process(os.getpid(), "ANNAS-LAPTOP", "6f1a", "", str(_STARTED))
    assert here.is_running
    assert replace(here, pid=7, start=str(_STARTED + 5)).is_running
    assert replace(here, pid=7, start=str(_STARTED)).is_running is False
    assert replace(here, pid=8).is_running is False
    assert replace(here, machine="another one").is_running is None


# macOS


def test_a_mac_is_the_same_machine_under_every_name(mac: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    """The network names it; what ran before a restart has ended."""
    mac("annas-mac.local")
    before = replace(this_process(), pid=7, start="Mon Nov 2 10:00:00 2026")
    assert before.machine == _HARDWARE.hex()
    monkeypatch.setattr(process_identity, "start_of", lambda _pid: before.start)
    mac("dhcp-17.campus.example")
    assert (before.is_here, before.is_running) == (True, True)
    mac("dhcp-17.campus.example", b"run-2")
    assert (before.is_here, before.is_running) == (True, False)
    mac("dhcp-17.campus.example", b"")  # it does not say which run it is: no reason to take the holder for dead
    assert (before.is_here, before.is_running) == (True, True)


def test_a_mac_without_an_id_is_known_by_its_name(mac: Callable[..., None]) -> None:
    """Then another name is another machine."""
    mac("annas-mac.local", hardware=False)
    before = this_process()
    assert before.machine == "darwin annas-mac.local"
    mac("other.local", hardware=False)
    assert not before.is_here


# Linux


@pytest.mark.skipif(sys.platform != "linux", reason="runs of the machine are told by /proc")
def test_a_linux_is_the_same_machine_by_its_name_or_by_its_run() -> None:
    """A copy of a virtual machine has the same id, but neither its name nor its run."""
    here = this_process()
    assert replace(here, host="another name").is_running
    assert replace(here, boot="another run").is_running is False
    copy = replace(here, host="another name", boot="another run")
    assert (copy.is_here, copy.is_running) == (False, None)
