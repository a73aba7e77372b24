"""Work done in a process of its own, with a limit: no text of a report can hold up the editor, or end it.

The process is kept for the next request. It ends with this one, however that ends: see `answering.py`.
"""

import atexit
import json
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from exam_tui.errors import REPORT_IT, ExamTuiError

if TYPE_CHECKING:
    import subprocess

_START: Final = "import sys; sys.path.append(sys.argv[1]); from {module} import serve_requests; serve_requests()"


class WorkerProcess:
    """Answers requests, one at a time, in a process that starts with the first one or when it is told to.

    Those on several threads take turns.

    Attributes:
        limit: seconds that one request may take.

    """

    _module: str
    """The module whose `serve_requests` the process runs."""
    _made: tuple[str, str]
    """What is made of a request, and how that is said: `The page`, `written`."""
    _error: type[ExamTuiError]
    """What is raised then."""

    def __init__(self, limit: float) -> None:
        self.limit = limit
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def start(self) -> None:
        """Start the process, so that the first request need not wait for it. Raises nothing."""
        with self._lock, suppress(ExamTuiError):
            self._running()

    def stop(self) -> None:
        """End the process; a request that it works at is given up. Raises nothing."""
        atexit.unregister(self.stop)
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            with self._lock:  # whoever waits for an answer gets an error first
                _close(process)

    def _asked(self, facts: Mapping[str, Any], data: bytes) -> tuple[Mapping[str, Any], bytes]:
        """Send a request and return the answer: what JSON holds of it, and its bytes.

        Raises:
            ExamTuiError: of the worker's kind: it took too long, ended, or says what is wrong.

        """
        head = json.dumps({**facts, "size": len(data), "seconds": self.limit + 1}).encode("ascii")
        with self._lock:
            process = self._running()
            is_late = threading.Event()

            def give_up() -> None:
                is_late.set()
                process.kill()

            clock = threading.Timer(self.limit, give_up)
            clock.daemon = True
            clock.start()
            try:
                answer, made = _exchanged(process, head + b"\n" + data)
            except BaseException as error:  # ctrl+c too: what it would answer next is not for the next request
                self._process = None
                _close(process)
                if not isinstance(error, OSError | ValueError):
                    raise
                raise self._error(self._why(is_late=is_late.is_set())) from error
            finally:
                clock.cancel()
        if "error" in answer:
            raise self._error(**answer["error"])
        if "fault" in answer:
            raise self._error(self.fault(answer["fault"]))
        return answer, made

    @classmethod
    def fault(cls, what: str) -> str:
        """Say that a request failed because of a mistake of ours."""
        thing, done = cls._made
        return f"{thing} could not be {done} ({what}). This is a bug in exam-tui or its installation, {REPORT_IT}."

    def _why(self, *, is_late: bool) -> str:
        if is_late:
            return self._failure(f"it took longer than {self.limit:g} seconds.")
        why = "memory ran out, or the installation of exam-tui is incomplete"
        return self._failure(f"its process ended. Perhaps {why}.")

    def _failure(self, why: str) -> str:
        return f"{self._made[0]} was not {self._made[1]}: {why}"

    def _running(self) -> "subprocess.Popen[bytes]":
        import subprocess  # noqa: PLC0415 - not before the first frame

        if self._process is not None and self._process.poll() is None:
            return self._process
        if self._process is not None:
            _close(self._process)
        # Nothing may be imported from the current folder, and no key of the terminal may reach it.
        root = str(Path(__file__).parents[3])
        try:
            self._process = subprocess.Popen(  # noqa: S603 - this same program
                [sys.executable, "-P", "-c", _START.format(module=self._module), root],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            why = f"its process could not be started ({error.strerror})."
            raise self._error(self._failure(why)) from error
        atexit.register(self.stop)
        return self._process


def _exchanged(process: "subprocess.Popen[bytes]", request: bytes) -> tuple[dict[str, Any], bytes]:
    """Send a request and return the answer. Raises OSError or ValueError where the process has ended."""
    assert process.stdin is not None  # noqa: S101 - it was made with pipes
    assert process.stdout is not None  # noqa: S101 - the same
    process.stdin.write(request)
    process.stdin.flush()
    answer = json.loads(process.stdout.readline())
    made = process.stdout.read(answer["size"])
    if len(made) != answer["size"]:
        raise ValueError
    return answer, made


def _close(process: "subprocess.Popen[bytes]") -> None:
    """Wait for a process that is ending, and close its pipes."""
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):  # nobody took what was still to be written
                pipe.close()
    process.wait()
