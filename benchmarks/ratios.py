"""Processor time as ratios within one run: of twice an input to the input, and of a work to a fixed piece of Python.

A work is a call; a maker gets a size and returns the work on an input of that size, so that making it is not measured.
"""

import gc
import re
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

if sys.platform != "win32":
    import resource

GROWTH = 2.5
"""What takes twice the time for twice the input is linear; the rest is room for noise and for memory that grows.

Bounds beside the piece of Python have what one machine measured behind them, the nearest of all cases.
"""
_PAIRS = 5
_SHORTEST = 0.01
"""Seconds of processor time below which a work is repeated, since the clock and the caches would be measured."""
_MOST = 200
"""How often a work is repeated at most."""

Work = Callable[[], object]
Maker = Callable[[int], Work]


def piece_of_python() -> int:
    """Do what the interpreter does all day: strings, a dictionary, a regular expression, a loop."""
    counts: dict[str, int] = {}
    for number in range(100_000):
        word = f"word{number % 997}"
        counts[word] = counts.get(word, 0) + 1
    text = " ".join(counts) * 20
    return len(re.findall(r"\b\w+7\b", text)) + sum(map(len, text.split()))


def seconds_of(*works: Work) -> float:
    """Return the processor time of this process for works in turn, in seconds, without collecting garbage."""
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        for work in works:
            work()
        return time.process_time() - start
    finally:
        gc.enable()


def seconds_of_programs() -> float:
    """Return the processor time of all programs that this process started and that have ended, in seconds."""
    if sys.platform != "win32":
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime
    raise NotImplementedError


@dataclass
class Ratios:
    """Measures, remembers what it found, and fails where that is above a bound."""

    found: list[tuple[float, float]] = field(default_factory=list)
    """Each ratio and its bound."""

    def linear(self, maker: Maker, size: int) -> None:
        """Fail where a work takes more than `GROWTH` times as long on `2 * size` as on `size`: the median of pairs."""
        repeats = min(_MOST, int(_SHORTEST / max(seconds_of(maker(size)), 1e-6)) + 1)
        self._check(lambda: _pair(maker, size, repeats), GROWTH, f"times the time of {size:,} for {2 * size:,}")

    def beside_python(self, work: Work, at_most: float) -> None:
        """Fail where a work takes more than `at_most` times as long as the piece of Python: the median of pairs."""
        self._check(lambda: seconds_of(work) / seconds_of(piece_of_python), at_most, "times the piece of Python")

    def beside_python_as_measured(self, measured: Callable[[], float], at_most: float) -> None:
        """As `beside_python`, of what tells its own seconds: the processor time of another process."""
        self._check(lambda: measured() / seconds_of(piece_of_python), at_most, "times the piece of Python")

    def _check(self, ratio: Callable[[], float], bound: float, what: str) -> None:
        """Take ratios, three at least, until more than half of all pairs are on one side of the bound: the median's."""
        most = _PAIRS // 2 + 1
        ratios = [ratio() for _ in range(most)]
        while max(sum(r <= bound for r in ratios), sum(r > bound for r in ratios)) < most:
            ratios.append(ratio())
        median = statistics.median_low(ratios)
        self.found.append((median, bound))
        shown = ", ".join(f"{one:.2f}" for one in ratios)
        assert median <= bound, f"{median:.2f} {what}, where {bound} is allowed; all pairs: {shown}"


def _pair(maker: Maker, size: int, repeats: int) -> float:
    """Return the ratio of one pair; every work is made anew, since the first run of one may keep results."""
    small = seconds_of(*[maker(size) for _ in range(repeats)])
    return seconds_of(*[maker(2 * size) for _ in range(repeats)]) / small
