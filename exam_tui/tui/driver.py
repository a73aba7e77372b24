"""How keys are read: Textual's driver, mended where a key would become text or end the program."""

import os
import sys
from codecs import getincrementaldecoder
from functools import partial
from string import ascii_lowercase, digits
from typing import Any, NamedTuple

from textual import _ansi_sequences
from textual.driver import Driver


class _Key(NamedTuple):
    """A key as Textual's table of sequences names it."""

    value: str


def mended(driver: type[Driver]) -> type[Driver]:
    """Return Textual's driver with its module's reading of keys mended.

    A byte that is no UTF-8 must not end it: a terminal sends such bytes that is set to another encoding, or reports its
    mouse in the oldest way. And Alt with a letter is known to Textual only where nothing follows for a tenth of a
    second: what comes sooner would be typed, behind a `^`. Alt with b or f it takes for the arrows with Ctrl, as which
    terminals of macOS send the arrows with Option.
    """
    module: Any = sys.modules[driver.__module__]
    if hasattr(module, "getincrementaldecoder"):  # not on Windows
        module.getincrementaldecoder = lambda name: partial(getincrementaldecoder(name), "replace")
    sequences: Any = _ansi_sequences.ANSI_SEQUENCES_KEYS
    for character in ascii_lowercase + digits:  # no sequence of a terminal begins with one of them
        sequences.setdefault(f"\x1b{character}", (_Key(f"alt+{character}"),))
    if sys.platform != "darwin" and os.environ.get("LC_TERMINAL") != "iTerm2":  # what iTerm2 sets over ssh as well
        for character in "bf":
            sequences[f"\x1b{character}"] = (_Key(f"alt+{character}"),)
    return driver
