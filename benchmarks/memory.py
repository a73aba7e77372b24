"""What memory the editor has after much work, beside what it has at the start."""

import subprocess
from pathlib import Path

from benchmarks.programs import SENTENCE, Program, ours
from benchmarks.recorder import Recorder
from benchmarks.rows import Row

KEYS = 10_000
SWITCHES = 2_000
SAVES = 100
_AIM = 1.3


def memory_rows(folder: Path, report: Path) -> list[Row]:
    """Measure it once: it is the same at each time."""
    return [
        _typing(ours(folder / "typing", report, SENTENCE * 4)),
        _switching(ours(folder / "switching", report, SENTENCE * 66)),
    ]


def _typing(editor: Program) -> Row:
    """Type a text of sentences, paragraph after paragraph, each key once the one before has come to the screen."""
    sentence = f"{SENTENCE.strip()}. "
    text = "".join(f"{sentence * 8}\r\r" for _ in range(KEYS // len(sentence * 8)))
    with editor.start(quiet=2.0) as terminal:
        editor.go_to_text(terminal)
        before = resident(terminal.pid)
        for key in text:  # not at once: letters that wait for each other are one edit
            terminal.type(key)
            terminal.read(1.0)
        terminal.settle()
        return _row(f"memory after {len(text):,} keys", before, _rested(terminal))


def _switching(editor: Program) -> Row:
    """Go from question to question, write a word in some of them, and save."""
    file = editor.folder / "report.md"
    with editor.start(quiet=2.0) as terminal:
        editor.go_to_text(terminal)
        before = resident(terminal.pid)
        for _ in range(SAVES):
            terminal.type("\x1b[1;3B" * (SWITCHES // SAVES) + "x ")
            terminal.settle()
            saved = file.stat().st_ino
            terminal.type("\x13")
            terminal.until(lambda saved=saved: file.stat().st_ino != saved)  # type: ignore[misc]
            terminal.settle()
        return _row(f"memory after {SWITCHES:,} switches and {SAVES} saves", before, _rested(terminal))


def _rested(terminal: Recorder) -> float:
    """Return what memory the editor has once it has done what it does in a pause of the typing too."""
    terminal.rest(2.0, seconds=5.0)
    return resident(terminal.pid)


def _row(what: str, before: float, after: float) -> Row:
    return Row(what, f"{after:,.0f} MB", f"at the start: {before:,.0f} MB", after / before, _AIM)


def resident(pid: int) -> float:
    """Return the megabytes that a process has in memory."""
    command = ["ps", "-o", "rss=", "-p", str(pid)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout) / 1024
