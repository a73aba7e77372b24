"""How keys are read: Textual's driver, repaired where a key would become text or end the program."""

import sys
from codecs import getincrementaldecoder
from functools import partial
from typing import Any, NamedTuple

from textual import _ansi_sequences
from textual.driver import Driver

from exam_tui.tui.keys.terminal_output import OutputThread
from exam_tui.tui.keys.terminal_reader import TerminalReader

_WINDOWS_INPUT = "textual.drivers.win32"
"""Where Textual reads the keys on Windows; elsewhere the driver's own module does."""

_PAUSE_AFTER_FAULT = 0.05


class _Key(NamedTuple):
    """A key as Textual's table of sequences names it."""

    value: str


def mended(driver: type[Driver]) -> type[Driver]:
    """Return Textual's driver with the key reading of its module repaired.

    What a terminal sends is read by `TerminalReader`. A byte that is not UTF-8 must not end it: a terminal set to
    another encoding sends such bytes, and so does one that reports its mouse in the oldest way. Textual takes Alt with
    b or f for the arrows with Ctrl, because terminals of macOS send the arrows with Option like that; here they are
    keys of their own, which move by words too unless the settings say otherwise. Writing to a terminal that is gone
    blocks nobody.
    """
    module: Any = sys.modules[driver.__module__]
    reading: Any = sys.modules.get(_WINDOWS_INPUT, module)
    reading.XTermParser = TerminalReader
    module.WriterThread = OutputThread
    if hasattr(module, "getincrementaldecoder"):  # not on Windows
        module.getincrementaldecoder = lambda name: partial(getincrementaldecoder(name), "replace")
    if hasattr(module, "win32"):
        mend_windows_input(reading)
    sequences: Any = _ansi_sequences.ANSI_SEQUENCES_KEYS
    for character in "bf":
        sequences[f"\x1b{character}"] = (_Key(f"alt+{character}"),)
    return driver


def mend_windows_input(reading: Any) -> None:
    """Start the thread that reads the keys on Windows again after a fault, until it is told to end.

    Textual's thread ends at half a character: one outside the first plane comes as two events, which may come apart.
    """

    class Monitor(reading.EventMonitor):  # type: ignore[misc] # Windows alone has it
        def run(self) -> None:
            """Read keys until it is told to end."""
            while not self.exit_event.is_set():
                super().run()
                self.exit_event.wait(_PAUSE_AFTER_FAULT)

    if reading.EventMonitor.__name__ != Monitor.__name__:
        reading.EventMonitor = Monitor
