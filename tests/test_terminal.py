"""The terminal that tests use waits for the program, however slow that is."""

import os
import sys
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("a pty is a Unix thing", allow_module_level=True)

from tests.terminal import _TELLS, Terminal

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
