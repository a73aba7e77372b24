"""Which process on which machine: to find out whether the one that left a file still runs."""

import os
from dataclasses import dataclass
from functools import lru_cache

from exam_tui.storage.lock.machine import boot_id, host_name, is_copied, machine_id, start_of


@dataclass(frozen=True, slots=True)
class Process:
    """A process, distinguished from every other one, also on other machines and in other containers.

    Attributes:
        pid: its number.
        host: the name of its machine when it started.
        machine: the id of the machine and the container in which the pid counts; "" if that is not known.
        boot: the id of the machine's run; "" if that is not known.
        start: when it started, in the system's own words; "" if that is not known.

    """

    pid: int
    host: str
    machine: str
    boot: str
    start: str

    @property
    def is_here(self) -> bool:
        """Whether its number means something here, whatever the machine is called now."""
        here = this_process()
        if not self.machine or self.machine != here.machine:
            return False
        return self.host == here.host or (bool(self.boot) and self.boot == here.boot) or not is_copied()

    @property
    def is_running(self) -> bool | None:
        """Whether it runs; None if that cannot be known, as on another machine."""
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
    """Return our own process."""
    return _process(os.getpid())  # after a fork it is another one


@lru_cache(maxsize=1)
def _process(pid: int) -> Process:
    return Process(pid, host_name(), machine_id(), boot_id(), start_of(pid) or "")
