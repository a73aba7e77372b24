"""What is done in a pause of the typing. A key costs no timer: each would be a task of the event loop."""

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Final

from textual.message_pump import MessagePump

if TYPE_CHECKING:
    from textual.timer import Timer


_SHARE: Final = 5
"""What takes a second waits for a pause of so many seconds more: in an enormous answer it would hold up keys."""


class Pause:
    """Calls something once so many seconds have gone by since it was asked for last.

    Attributes:
        took: seconds that it took the last time; somebody else sets it where it only begins with something.

    """

    def __init__(self, pump: MessagePump, callback: Callable[[], object]) -> None:
        self._pump = pump
        self._callback = callback
        self.took = 0.0
        self._due = 0.0
        self._timer: Timer | None = None

    def wait(self, seconds: float) -> None:
        """Call it after so many seconds, unless it is asked for again by then."""
        seconds += _SHARE * self.took
        self._due = monotonic() + seconds
        if self._timer is None:
            self._timer = self._pump.set_timer(seconds, self._look)

    def _look(self) -> None:
        """Call it where it is time, else wait for what is left."""
        left = self._due - monotonic()
        self._timer = self._pump.set_timer(left, self._look) if left > 0 else None
        if self._timer is None:
            start = monotonic()
            self._callback()
            self.took = monotonic() - start
