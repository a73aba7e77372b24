"""Does what has to be done in time on a thread of its own, where the event loop is blocked."""

import threading
import time
from collections.abc import Callable

Job = Callable[[], None]


class HeldUp:
    """Runs a job so many seconds after it was noted, unless it is done by then.

    A drawn frame, a timer or a free event loop is not needed for it. The job must be fit for another thread, and raise
    nothing.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._noted: tuple[float, Job] | None = None
        self._came = threading.Event()
        self._ends = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether a job is noted: others need not be made then."""
        return self._noted is not None

    def note(self, job: Job) -> None:
        """Have a job done in time; one that is already noted stays, with its time."""
        if self._ends.is_set():
            return
        if self._noted is None:
            self._noted = time.monotonic(), job
            self._came.set()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="held-up", daemon=True)
            self._thread.start()

    def done(self) -> None:
        """Forget the job: it was done elsewhere."""
        self._noted = None

    def stop(self) -> None:
        """Run nothing from now on."""
        self._ends.set()
        self.done()
        self._came.set()

    def _run(self) -> None:
        while not self._ends.is_set():
            self._came.wait()
            self._came.clear()
            while noted := self._noted:
                rest = noted[0] + self._seconds - time.monotonic()
                if rest > 0:
                    self._ends.wait(rest)
                elif self._noted is noted:
                    self._noted = None
                    noted[1]()
