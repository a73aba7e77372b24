"""How keys are read: Textual's driver, mended where a key would become text or end the program."""

import os
import sys
from codecs import getincrementaldecoder
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from string import ascii_lowercase, digits
from typing import Any, NamedTuple

from textual import _ansi_sequences
from textual._xterm_parser import XTermParser
from textual.driver import Driver
from textual.drivers._writer_thread import WriterThread
from textual.events import Paste
from textual.message import Message

_PASTE_START, _PASTE_END = "\x1b[200~", "\x1b[201~"


class _Key(NamedTuple):
    """A key as Textual's table of sequences names it."""

    value: str


def mended(driver: type[Driver]) -> type[Driver]:
    """Return Textual's driver with its module's reading of keys mended.

    A byte that is no UTF-8 must not end it: a terminal sends such bytes that is set to another encoding, or reports its
    mouse in the oldest way. And Alt with a letter is known to Textual only where nothing follows for a tenth of a
    second: what comes sooner would be typed, behind a `^`. Alt with b or f it takes for the arrows with Ctrl, as which
    terminals of macOS send the arrows with Option. And a paste is text from its first to its last character.
    What is written to a terminal that is gone holds up nobody.
    """
    module: Any = sys.modules[driver.__module__]
    if hasattr(module, "XTermParser"):  # not on Windows
        module.XTermParser = PasteReader
    module.WriterThread = OutputThread
    if hasattr(module, "getincrementaldecoder"):  # not on Windows
        module.getincrementaldecoder = lambda name: partial(getincrementaldecoder(name), "replace")
    sequences: Any = _ansi_sequences.ANSI_SEQUENCES_KEYS
    for character in ascii_lowercase + digits:  # no sequence of a terminal begins with one of them
        sequences.setdefault(f"\x1b{character}", (_Key(f"alt+{character}"),))
    if sys.platform != "darwin" and os.environ.get("LC_TERMINAL") != "iTerm2":  # what iTerm2 sets over ssh as well
        for character in "bf":
            sequences[f"\x1b{character}"] = (_Key(f"alt+{character}"),)
    return driver


class OutputThread(WriterThread):
    """Writes to the terminal; once that is gone it takes what comes and drops it.

    Textual's own would end then, and whoever has something to write would wait for it for ever.
    """

    def run(self) -> None:
        """Write until it is stopped."""
        is_there = True
        while (text := self._queue.get()) is not None:
            try:
                if is_there:
                    self._file.write(text)
                    if self._queue.empty():
                        self._file.flush()
            except (OSError, ValueError):
                is_there = False
        with suppress(OSError, ValueError):
            self._file.flush()


class PasteReader(XTermParser):
    """Reads what a terminal sends; what it marks as pasted is text, whatever stands in it.

    Textual's own reading takes an escape sequence inside of a paste for keys, and what follows it too.
    """

    def __init__(self, debug: bool = False) -> None:  # noqa: FBT001, FBT002 - as Textual calls it
        super().__init__(debug)
        self._tail = ""
        self._pasted: list[str] | None = None

    def feed(self, data: str) -> Iterable[Message]:
        """Yield what `data`, any piece of what the terminal sends, means; "" is its end."""
        if not data:
            yield from super().feed(data)
        if self._timeout_time is None and self._pasted is None:
            self._tail = ""  # no sequence has begun: a mark of a paste comes without a pause
        while data:
            mark = _PASTE_START if self._pasted is None else _PASTE_END
            at = (self._tail + data).find(mark)
            end = len(data) if at < 0 else at + len(mark) - len(self._tail)
            piece, rest = data[:end], data[end:]
            self._tail = (self._tail + piece)[1 - len(mark) :] if at < 0 else ""
            if self._pasted is None:
                yield from super().feed(piece)
                self._pasted = [] if at >= 0 else None
            else:
                self._pasted.append(piece)
                if at >= 0:
                    text = "".join(self._pasted).removesuffix(mark)
                    self._pasted = None
                    # Textual, too, has to know that the paste is over; of what was in it, it has seen nothing.
                    yield from (event for event in super().feed(mark) if not isinstance(event, Paste))
                    yield Paste(text)
            data = rest
