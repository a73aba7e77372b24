"""What is written to the terminal: Textual's writing, repaired where emoji or a lost terminal would spoil it.

Terminals do not agree on how wide an emoji of several characters is: one draws a family in two cells, another its four
members beside each other, and a heart with a variation selector takes one cell here and two there. What Rich counts
is the width that Textual lays a line out with. So the cursor is put after each such emoji, and the cells of it are
emptied first. Where a terminal draws more, what follows in the line is written over it, and its first sign is seen;
where too little follows to do that, only the first sign is written. The frame is straight in all of them.

tmux and screen take part in this by guessing what the terminal around them does, and go on from where they believe its
cursor is. They guess well for joined emoji. A narrow sign with a selector they count as one cell, where the terminal
may use two: it is written without what makes it wide there.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.drivers._writer_thread import WriterThread

from exam_tui.core.text.emoji import CLUSTERS, EMOJI, JOINER, SEVERAL, TONES
from exam_tui.core.text.patterns import lazy_pattern

if TYPE_CHECKING:
    import re

_SAVE, _RESTORE = "\x1b7", "\x1b8"
_PLACED = lazy_pattern(f"(?P<emoji>{CLUSTERS})|{JOINER}+(?:[{EMOJI}][\ufe0f{TONES}]*)?")
"""An emoji, or a joiner that was cut off from one: with what it joins it has no cell of its own."""
_REST = lazy_pattern("(?:\x1b\\[[0-9;]*m|[^\x00-\x1f\x7f])*")
"""What is written without a move of the cursor."""
_COLOUR = lazy_pattern("\x1b\\[[0-9;]*m")
_SIGN = lazy_pattern(f"[^{JOINER}\ufe0e\ufe0f\u20e3]")
_LONGEST_REST = 400
_WIDE = 2
_LETTERS = {chr(code) for code in range(0x1F1E6, 0x1F200)}
"""What flags are written with, two cells for two."""


def is_multiplexed(environment: Mapping[str, str]) -> bool:
    """Return whether a terminal is drawn by tmux or screen, perhaps those of the machine that somebody came from."""
    return bool({"TMUX", "STY"} & environment.keys()) or environment.get("TERM", "").startswith(("tmux", "screen"))


def in_place(text: str, *, in_multiplexer: bool = False) -> str:
    """Return what is written to a terminal with the cursor put after each emoji of several characters."""
    return _PLACED.sub(partial(_placed, in_multiplexer), text) if SEVERAL.search(text) else text


def _placed(in_multiplexer: bool, match: "re.Match[str]") -> str:  # noqa: FBT001 - bound by position for a pattern
    emoji = match["emoji"]
    if emoji is None:
        return ""
    width = cell_len(emoji)
    is_widened = cell_len(emoji[0]) == 1 and emoji[0] not in _LETTERS
    drawn_apart = _WIDE * len(_SIGN.findall(emoji))
    if drawn_apart - width > _cells_after(match) or (in_multiplexer and is_widened):
        emoji = emoji[0]
    return f"{_SAVE}{' ' * width}{_RESTORE}{_SAVE}{emoji}{_RESTORE}\x1b[{width}C"


def _cells_after(match: "re.Match[str]") -> int:
    """Return how many cells are surely written right after an emoji."""
    rest = _REST.match(match.string, match.end(), match.end() + _LONGEST_REST)
    return cell_len(_COLOUR.sub("", rest[0])) if rest else 0


class OutputThread(WriterThread):
    """Writes to the terminal, emoji in their places; once the terminal is gone, it drops what it is given.

    Textual's own thread would end then, and everything that writes would wait for it for ever.
    """

    def run(self) -> None:
        """Write until it is stopped."""
        is_there, in_multiplexer = True, is_multiplexed(os.environ)
        while (text := self._queue.get()) is not None:
            try:
                if is_there:
                    self._file.write(in_place(text, in_multiplexer=in_multiplexer))
                    if self._queue.empty():
                        self._file.flush()
            except (OSError, ValueError):
                is_there = False
        with suppress(OSError, ValueError):
            self._file.flush()
