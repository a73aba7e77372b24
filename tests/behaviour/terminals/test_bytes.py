"""The bytes that terminals send, sent to the editor itself in a real terminal."""

import os
import random
import sys
import time
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("a pty is a Unix thing", allow_module_level=True)

from exam_tui import Report
from tests.conftest import GIVE_UP
from tests.terminal import Terminal

assert sys.platform != "win32"  # for mypy, which stops here on Windows

# What is sent in pieces, with a pause between them where there is a number of seconds, and what is in the answer then.
SENT: dict[str, tuple[list[bytes | float], str]] = {
    "colour, BEL": ([b"a\x1b]10;rgb:d0d0/d0d0/d0d0\x07b"], "ab"),
    "colour in two pieces": ([b"a\x1b]10;rgb:d0d0/", 0.4, b"d0d0/d0d0\x07b"], "ab"),
    "attributes": ([b"a\x1b[?64;1;22cb"], "ab"),
    "attributes in two pieces": ([b"a\x1b[?64", 0.4, b";1;22cb"], "ab"),
    "attributes, late": ([b"a", 0.5, b"\x1b[?64;1;22c", b"b"], "ab"),
    "attributes in two pieces after Esc": ([b"a\x1b", 0.4, b"[?64;1;22cb"], "ab"),
    "a key in two pieces after Esc": ([b"ab\x1b", 0.4, b"[1;3Dc"], "cab"),
    "kitty's flags": ([b"a\x1b[?29ub"], "ab"),
    "version": ([b"a\x1bP>|harbour 1.2\x1b\\b"], "ab"),
    "graphics": ([b"a\x1b_Gi=7;OK\x1b\\b"], "ab"),
    "an end that nobody knows": ([b"a\x1b[1;2zb"], "ab"),
    "a key that is let go": ([b"\x1b[98;1:3u"], ""),
    "an arrow with a kind of event": ([b"ac\x1b[1;1:1Db"], "abc"),
    "a shifted key": ([b"\x1b[98:66;2u"], "B"),
    "a code above the last character": ([b"\x1b[1200000u"], ""),
    "half a character": ([b"\x1b[56000u"], ""),
    "Shift+Enter": ([b"a\x1b[13;2ub"], "a\nb"),
    "Ctrl+Enter": ([b"a\x1b[13;5ub"], "a\nb"),
    "Shift+Backspace": ([b"ab\x1b[127;2u"], "a"),
    "Shift+Delete": ([b"ab\x1b[D\x1b[3;2~"], "a"),
    "Ctrl+Delete": ([b"one two\x1b[1;5D\x1b[3;5~"], "one "),
    "a space as a code": ([b"a\x1b[32ub"], "a b"),
    "Alt+Left": ([b"mast sail\x1b[1;3Dx"], "mast xsail"),
    "Alt+Left and Alt+Right": ([b"mast sail\x1b[1;3D\x1b[1;3D\x1b[1;3Cx"], "mastx sail"),
    "Tab on a selection": ([b"mast sail\x01\t"], "mast sail"),
    "Tab and Shift+Tab": ([b"- mast\rsail\tx\x1b[Zy\r\r"], "- mast\n- sailxy\n\n"),
}  # fmt: skip


def _saved(terminal: Terminal, report: Path, end: str) -> str:
    """Wait until the answer is saved with this at its end, and return it."""
    late = time.monotonic() + GIVE_UP
    while not (answer := Report.load(report).question(2).answer).endswith(end):
        terminal.read(0.02)
        assert time.monotonic() < late, terminal.screen
    return answer


def test_no_bytes_of_a_terminal_are_typed_or_end_the_editor_and_its_keys_are_read(small_report: Path) -> None:
    wrong: list[str] = []
    arguments = [sys.executable, "-m", "exam_tui", "--no-html", small_report.name]
    state = {"XDG_STATE_HOME": str(small_report.parent / "state")}
    with Terminal(arguments, folder=small_report.parent, columns=100, rows=30, env=state) as terminal:
        terminal.wait_for(r"words\s+\d")
        terminal.settle()
        for number, (name, (pieces, expected)) in enumerate(SENT.items()):
            terminal.type("\x01\x7f")  # all of the answer goes
            for piece in pieces:
                if isinstance(piece, float):
                    time.sleep(piece)  # the pause on the line
                else:
                    terminal.send(piece)
            end = f"z{number}."
            terminal.type(f"\x1b[1;5F{end}\x13")
            answer = _saved(terminal, small_report, end)
            if answer != f"{expected}{end}":
                wrong.append(f"{name}: {answer!r}")
        rnd = random.Random(7)
        for _ in range(40):
            terminal.send(b"\x1b[" + rnd.randbytes(rnd.randrange(12)).translate(None, b"\x11\x0f\x07\x10") + b"\x1b")
        terminal.settle()
        terminal.send(b"\x1b\\")
        terminal.settle()
        assert terminal._process.poll() is None, terminal.screen
    assert not wrong
