"""Which process on which machine: to tell whether the one that left something behind still runs."""

import os
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

_DEAD: Final = "ZX"
"""What /proc calls a process that has ended and was not yet waited for."""
_SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True)
class Process:
    """A process, told from every other one, on other machines and in other containers too.

    Attributes:
        pid: its number.
        host: the name of its machine.
        machine: which machine, and which of its containers: what a pid counts in. "" where that is not known.
        boot: which run of the machine; "" where that is not known.
        start: when it started, in the system's own words; "" where that is not known.

    """

    pid: int
    host: str
    machine: str
    boot: str
    start: str

    @property
    def is_here(self) -> bool:
        """Whether its number means something to us."""
        here = this_process()
        return bool(self.machine) and (self.host, self.machine) == (here.host, here.machine)

    @property
    def is_running(self) -> bool | None:
        """Whether it runs; None where that cannot be known, as on another machine."""
        if not self.is_here:
            return None
        if self.boot != this_process().boot:
            return False
        if not self.start:
            return None
        start = _start_of(self.pid)
        return None if start is None else start == self.start


def this_process() -> Process:
    """Return the process we are."""
    return _process(os.getpid())  # after a fork it is another one


@lru_cache(maxsize=1)
def _process(pid: int) -> Process:
    return Process(pid, _host(), _machine(), _line("/proc/sys/kernel/random/boot_id"), _start_of(pid) or "")


def _host() -> str:
    name = os.environ.get("COMPUTERNAME", "")
    if sys.platform != "win32":
        name = os.uname().nodename
    return name


def _machine() -> str:
    """Return what tells this machine from another one of the same name, and its containers from each other."""
    machine = sys.platform
    if sys.platform == "linux":
        try:
            machine = f"{_line('/etc/machine-id')} {Path('/proc/self/ns/pid').readlink()}"
        except OSError:
            machine = ""
    elif sys.platform == "win32":
        machine = ""  # Python cannot ask after a process there without ending it
    return machine


def _start_of(pid: int) -> str | None:
    """Return when a process started, "" where there is none of that number, None where that cannot be known."""
    start: str | None = None
    if sys.platform == "linux":
        start = _start_by_proc(pid)
    elif sys.platform != "win32":
        start = _start_by_ps(pid)
    return start


def _start_by_proc(pid: int) -> str | None:
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:  # noqa: PTH123 - a string is all there is
            text = file.read()
    except (FileNotFoundError, ProcessLookupError):
        return ""
    except OSError:
        return None
    # Field 2 is the program's name in brackets and may hold anything; field 3 is the state, field 22 the start.
    fields = text.rpartition(b")")[2].split()
    return "" if fields[0].decode() in _DEAD else fields[19].decode()


def _start_by_ps(pid: int) -> str | None:
    from exam_tui.storage.programs import output_of  # noqa: PLC0415 - not on Linux

    # It fails where there is no such process; our own is there, so that a ps that works can be told from one that
    # does not. The environment decides on language and time zone.
    fixed = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
    pids = sorted({pid, os.getpid()})
    printed = output_of(["ps", "-o", "pid=,stat=,lstart=", "-p", ",".join(map(str, pids))], fixed, seconds=_SECONDS)
    if printed is None:
        return None
    for line in printed.decode("utf-8", "replace").split("\n"):
        number, _, rest = line.strip().partition(" ")
        state, _, start = rest.strip().partition(" ")
        if number == str(pid) and state[:1] != "Z":
            return " ".join(start.split())
    return ""


def _line(path: str) -> str:
    try:
        return Path(path).read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""
