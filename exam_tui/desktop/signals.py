"""The signals that ask a program to end, and what is done in their place."""

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from types import FrameType

ENDINGS: Final = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
"""A request to end, and a lost terminal, which Windows does not know."""


@contextmanager
def handled(handler: "Callable[[int, FrameType | None], None]", numbers: Sequence[int] = ENDINGS) -> Iterator[None]:
    """Have signals call `handler` meanwhile. Does nothing on any but the main thread, which alone may set it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, handler) for number in numbers}
    try:
        yield
    finally:
        for number, former in before.items():
            # None: it was not set from Python.
            signal.signal(number, former if former is not None else signal.SIG_DFL)
