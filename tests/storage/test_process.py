"""Whether a process still runs, by its number and its start."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from exam_tui.storage import process
from tests.systems import wait_for_zombie

posix = pytest.mark.skipif(os.name == "nt", reason="Windows cannot be asked after a process")


@pytest.fixture
def other() -> Iterator["subprocess.Popen[bytes]"]:
    """Yield a process that runs."""
    running = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    yield running
    running.kill()
    running.communicate()


@posix
def test_the_start_of_a_process_is_the_same_whoever_asks(other: "subprocess.Popen[bytes]") -> None:
    """By both ways to find out."""
    ways = [process._start_by_ps] + [process._start_by_proc] * (sys.platform == "linux")
    starts = [start_of(other.pid) for start_of in ways]
    assert all(starts)
    time.sleep(1.1)
    assert [start_of(other.pid) for start_of in ways] == starts
    assert {start_of(2**22 + 5) for start_of in ways} == {""}
    if sys.platform == "linux":
        other.kill()
        wait_for_zombie(other.pid)
        assert {start_of(other.pid) for start_of in ways} == {""}


def test_a_process_is_itself() -> None:
    """And runs."""
    here = process.this_process()
    assert here.pid == os.getpid()
    if os.name != "nt":
        assert (here.is_here, here.is_running) == (True, True)


def test_without_ps_nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then the age of the lock decides."""
    monkeypatch.setenv("PATH", "")
    assert process._start_by_ps(os.getpid()) is None
