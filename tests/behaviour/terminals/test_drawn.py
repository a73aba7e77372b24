"""What is on a real terminal's screen: each frame brings only what has changed, and none forgets anything."""

import os
import random
import sys
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("a pty is a Unix thing", allow_module_level=True)

from tests.terminal import KEYS, Terminal

assert sys.platform != "win32"  # for mypy, which stops here on Windows

REDRAW = "\x1b[15~"
GOING_AROUND = [
    KEYS["alt+down"], KEYS["alt+up"], KEYS["alt+down"], "\x1bg4\r", "\x1bg1\r",
    "\x1bg2\r\x12", f"\x1b[1;5D{KEYS['up']}{KEYS['left']}", KEYS["escape"], KEYS["down"], KEYS["left"],
]  # fmt: skip
"""Other questions, the sample answer, the list of questions and its sections."""


def _above_keys(terminal: Terminal) -> str:
    """Return what is on the screen without the last line: a message there makes way for the next command."""
    return terminal.screen.rpartition("\n")[0]


@pytest.mark.parametrize(
    ("columns", "rows", "steps"),
    [(100, 30, 30), *(pytest.param(*size, 150, marks=pytest.mark.full) for size in ((100, 30), (130, 16), (80, 24)))],
)
def test_what_is_on_the_screen_after_going_around_is_what_is_drawn_anew(
    small_report: Path, columns: int, rows: int, steps: int
) -> None:
    chosen = random.Random(17)
    arguments = [sys.executable, "-m", "exam_tui", "--no-html", small_report.name]
    with Terminal(arguments, folder=small_report.parent, columns=columns, rows=rows) as terminal:
        terminal.wait_for(r"words\s+\d")
        terminal.settle()
        for step in range(steps):
            terminal.type(chosen.choice(GOING_AROUND))
            terminal.nothing_comes()
            shown = _above_keys(terminal)
            terminal.type(REDRAW)
            terminal.settle()
            assert _above_keys(terminal) == shown, step
