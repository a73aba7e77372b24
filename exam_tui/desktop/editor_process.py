"""Running another editor in our terminal: waiting until it ends, and the signals that come meanwhile."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from exam_tui.desktop.signals import handled

if TYPE_CHECKING:
    import subprocess
    from types import FrameType

_POLL_EVERY: Final = 0.25
"""Seconds between two polls: whether a signal has come, whether the file was saved."""
_GRACE: Final = 2.0
"""Seconds that an editor has to end when it is told to."""


class EndedBySignal(BaseException):
    """We were told to end while the editor was open, and so was the editor. Not an error: nothing may catch it.

    Attributes:
        number: the signal.
        text: the answer as the editor left it, None if that cannot be known.

    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number
        self.text: str | None = None


@contextmanager
def signals_end_the_wait() -> Iterator[None]:
    """Raise EndedBySignal on SIGTERM and SIGHUP: an event loop would not hear of them before it runs again."""

    def end(number: int, _frame: "FrameType | None") -> None:
        raise EndedBySignal(number)

    with handled(end):
        yield


def wait_for_editor(
    command: Sequence[str], folder: Path, poll: Callable[[], None] | None = None
) -> "subprocess.CompletedProcess[bytes]":
    """Run a command in a folder and wait for it; if the wait is broken off, it is told to end, and then made to.

    `poll` is called now and then meanwhile.
    """
    import subprocess  # noqa: PLC0415 - not before somebody opens an editor

    with subprocess.Popen(command, cwd=folder) as process:  # noqa: S603 - the user chose it
        try:
            # A signal may wake another thread: this one has to wake by itself now and then.
            while process.poll() is None:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(_POLL_EVERY)
                if poll is not None:
                    poll()
            return subprocess.CompletedProcess(command, process.returncode)
        except BaseException:
            process.terminate()
            try:
                process.wait(_GRACE)
            except subprocess.TimeoutExpired:
                process.kill()
            raise
