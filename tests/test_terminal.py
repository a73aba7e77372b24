"""The terminal that tests use waits for the program, however slow that is."""

import os
import sys
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("a pty is a Unix thing", allow_module_level=True)

import pyte
from hypothesis import given
from hypothesis import strategies as st

from tests.quick_screen import QuickScreen
from tests.terminal import _TELLS, Terminal

_PIECES = [
    "plain words", "a line as long as the whole", "é", "漢字", "e\u0301", "│──┐", "\u200d", "\0", "\x07", "\r\n", "\n",
    "\x1b[2;3H", "\x1b[4h", "\x1b[4l", "\x1b[2K", "\x1b[1;31m", "\x1b[m", "\x1b(0", "\x1b(B",
    "\x0e", "\x0f", "\x1b[?7l", "\t",
]  # fmt: skip

SLOW = """
import subprocess, sys, time
print("ready", flush=True)
for line in sys.stdin:
    if line.strip() == "work":
        end = time.process_time() + 0.2
        while time.process_time() < end:
            pass
    else:
        subprocess.run([sys.executable, "-S", "-c", "sum(range(5_000_000))"])
    print(f"done with {line}", flush=True)
"""


@pytest.mark.skipif(not _TELLS, reason="the system does not tell what a program does")
def test_it_settles_once_the_program_and_what_it_started_have_done_their_work(tmp_path: Path) -> None:
    """Neither says anything while it works."""
    with Terminal([sys.executable, "-c", SLOW], folder=tmp_path) as terminal:
        terminal.wait_for("ready")
        for word in ("work", "start"):
            terminal.type(f"{word}\r")
            terminal.settle()
            assert f"done with {word}" in terminal.screen


@given(st.lists(st.sampled_from(_PIECES)))
def test_its_screen_is_as_pyte_draws_it(pieces: list[str]) -> None:
    screens = QuickScreen(12, 4), pyte.Screen(12, 4)
    for screen in screens:
        pyte.Stream(screen).feed("".join(pieces))
    quick, slow = screens
    assert [dict(quick.buffer[row]) for row in range(4)] == [dict(slow.buffer[row]) for row in range(4)]
    assert (quick.cursor.x, quick.cursor.y, quick.cursor.attrs) == (slow.cursor.x, slow.cursor.y, slow.cursor.attrs)
    assert quick.dirty == slow.dirty
