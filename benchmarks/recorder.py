"""Takes down what a terminal program writes and when; what was on the screen is worked out once it has ended.

Drawing the screen costs more time than many programs take, so that none of it may fall into what is measured.
"""

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.terminal import Terminal


class Recorder(Terminal):
    """Runs a program on a pty; `screen` is for `moments`."""

    def __init__(self, arguments: Sequence[str], *, folder: Path, env: Mapping[str, str] = {}) -> None:
        self.started = time.perf_counter()
        self.chunks: list[tuple[float, bytes]] = []
        self._seen = 0
        super().__init__(arguments, folder=folder, columns=120, rows=40, env={"PYTHONWARNINGS": "ignore", **env})

    def show(self, data: bytes) -> None:
        """Take it down."""
        self.chunks.append((time.perf_counter(), data))

    def rest(self, quiet: float, seconds: float = 60.0) -> None:
        """Read until nothing has come for `quiet` seconds, at most `seconds` long."""
        end = time.perf_counter() + seconds
        last = time.perf_counter()
        while time.perf_counter() < end and time.perf_counter() - last < quiet:
            if self.read(quiet / 4):
                last = time.perf_counter()

    def answer(self, quiet: float, seconds: float = 10.0) -> None:
        """Read until something has come, at most `seconds` long, and then until nothing has for `quiet` seconds."""
        self.read(seconds)
        self.rest(quiet)

    def moments(self) -> Iterator[tuple[float, str]]:
        """Yield each moment at which something came, and the screen then; each moment once."""
        for moment, data in self.chunks[self._seen :]:
            self._seen += 1
            super().show(data)
            yield moment, self.screen

    def first(self, pattern: str, quiet: float = 4.0, seconds: float = 20.0) -> float:
        """Return the first moment, of those not looked at yet, at which the screen matches.

        Where it does not yet, what comes is read on, each time until nothing has for `quiet` seconds.
        """
        for _ in range(8):
            for moment, screen in self.moments():
                if re.search(pattern, screen):
                    return moment
            self.rest(quiet, seconds)
        raise AssertionError(f"{pattern!r} never came; the screen is:\n{self.screen}")
