"""Which process on which machine: to tell whether the one that left something behind still runs."""

import os
from dataclasses import dataclass
from functools import lru_cache

from exam_tui.storage.lock.machine import boot_id, host_name, is_copied, machine_id, start_of


@dataclass(frozen=True, slots=True)
class Process:
    """A process, told from every other one, on other machines and in other containers too.

    Attributes:
        pid: its number.
        host: the name of its machine when it started.
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
        """Whether its number means something to us, whatever the machine is called by now."""
        here = this_process()
        if not self.machine or self.machine != here.machine:
            return False
        return self.host == here.host or (bool(self.boot) and self.boot == here.boot) or not is_copied()

    @property
    def is_running(self) -> bool | None:
        """Whether it runs; None where that cannot be known, as on another machine."""
        if not self.is_here:
            return None
        boot = this_process().boot
        if self.boot and boot and self.boot != boot:
            return False
        if not self.start:
            return None
        start = start_of(self.pid)
        return None if start is None else start == self.start


def this_process() -> Process:
    """Return the process we are."""
    return _process(os.getpid())  # after a fork it is another one


@lru_cache(maxsize=1)
def _process(pid: int) -> Process:
    return Process(pid, host_name(), machine_id(), boot_id(), start_of(pid) or "")
