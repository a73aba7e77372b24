"""The other side of `worker_process`: answers one request after the other, in a process that does nothing else.

A request is a line of JSON and some bytes, and so is an answer; `size` says how many. The process ends when its input
does: then whoever asked is gone.
"""

import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, BinaryIO, NoReturn

from exam_tui.errors import ExamTuiError

_Head = dict[str, Any]
Answer = Callable[[_Head, bytes], tuple[_Head, bytes]]
"""Makes an answer of a request. An ExamTuiError is told to whoever asked, other exceptions as mistakes of ours."""


def serve(answer: Answer, warm_up: Callable[[], object], source: BinaryIO, target: BinaryIO) -> NoReturn:
    """Answer the requests that come; does not return. Without one, `warm_up` first loads what the first one needs."""
    requests: SimpleQueue[tuple[_Head, bytes]] = SimpleQueue()
    threading.Thread(target=_read, args=(source, requests), daemon=True).start()
    if requests.empty():
        with suppress(Exception):  # the first request says what is the matter
            warm_up()
    while True:
        head, data = requests.get()
        _end_after(head["seconds"])
        facts, made = _answered(answer, head, data)
        _end_after(0)
        target.write(json.dumps({**facts, "size": len(made)}).encode("ascii") + b"\n" + made)
        target.flush()


def serve_standard_input(answer: Answer, warm_up: Callable[[], object]) -> NoReturn:
    """Serve standard input, at the lowest priority that the system gives us."""
    if sys.platform != "win32":
        os.nice(5)
    serve(answer, warm_up, sys.stdin.buffer, sys.stdout.buffer)


def _read(source: BinaryIO, requests: "SimpleQueue[tuple[_Head, bytes]]") -> None:
    """Take requests from the input; end the process with it, also in the midst of an answer."""
    while line := source.readline():
        head = json.loads(line)
        requests.put((head, source.read(head["size"])))
    os._exit(0)


def _end_after(seconds: float) -> None:
    """Let the system end this process after so many seconds, 0 for never.

    A search that does not end holds up every thread, so that nobody would see that the input has ended.
    """
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _answered(answer: Answer, head: _Head, data: bytes) -> tuple[_Head, bytes]:
    """Return the answer to a request."""
    try:
        return answer(head, data)
    except ExamTuiError as error:
        facts = {"message": error.message, "help": error.help, "line": error.line, "column": error.column}
        return {"error": facts}, b""
    except Exception as error:  # noqa: BLE001 - said by whoever asked; the next request may be another matter
        return {"fault": f"{type(error).__name__}: {error}"}, b""
