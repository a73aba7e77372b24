"""The editor's speed beside a plain Textual editor with a counter; both in turn in one run.

    python benchmarks/editor.py [-n ROUNDS] [REPORT.md]

Without a report the example of the repository is taken. Run it with the Python of an installed wheel, as `make bench`
does: an editable install doubles the time of every import. Needs Linux or macOS and the dev extra.
Prints medians and ratios; only the ratios mean something on another machine.
"""

import argparse
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.recorder import Recorder
from exam_tui.core.report.report import Report

PLAIN = """
import sys
from textual.app import App
from textual.widgets import Static, TextArea

class Plain(App):
    CSS = "#counter {dock: bottom; height: 1;} TextArea {border: none;}"
    BINDINGS = [("alt+down", "other", "")]

    def compose(self):
        self.text = open(sys.argv[1], encoding="utf-8").read()
        yield TextArea(self.text)
        yield Static("words 0", id="counter")

    def on_mount(self):
        self.query_one(TextArea).move_cursor(self.query_one(TextArea).document.end)

    def on_text_area_changed(self, event):
        self.query_one("#counter").update(f"words {len(event.text_area.text.split())}")

    def action_other(self):
        area = self.query_one(TextArea)
        area.text = "Other words. " * 100 if area.text == self.text else self.text

Plain().run()
"""
COUNTER = r"words\s+(\d+)"
KEYS = 60
BURST = 2_000
PASTE = 10_000
LONG = 100_000
SENTENCE = "Some words to begin with here. "


LETTERS = [chr(0x430 + number) for number in range(60)]
"""Each is typed once: where it stands on the screen, its key has arrived."""


class Program:
    """One of the two editors on a text of some words."""

    def __init__(self, folder: Path, arguments: Sequence[str], *, setup: str = "") -> None:
        self.folder, self.arguments, self.setup = folder, arguments, setup

    def start(self) -> Recorder:
        """Start it for the first time, and let it come to rest."""
        state = tempfile.mkdtemp(dir=self.folder)
        recorder = Recorder(self.arguments, folder=self.folder, env={"XDG_STATE_HOME": state})
        recorder.rest(1.0, seconds=3.0)
        return recorder

    def first_frame(self) -> float:
        """Return milliseconds until the counter is on the screen."""
        with self.start() as terminal:
            return (terminal.first(COUNTER) - terminal.started) * 1e3

    def ready(self, terminal: Recorder) -> int:
        """Go into the text, type a blank, so that the next letter begins a word, and return the count."""
        for keys in (self.setup, " "):
            terminal.type(keys)
            terminal.rest(0.5)
        for _ in terminal.moments():
            pass
        return _count(terminal.screen)

    def keys(self) -> dict[str, float]:
        """Return milliseconds from a key to its letter and to its count, and bytes for each key."""
        with self.start() as terminal:
            number = self.ready(terminal)
            before = len(terminal.chunks)
            pressed: list[float] = []
            for letter in LETTERS:
                pressed.append(time.perf_counter())
                for key in (letter, " "):
                    terminal.type(key)
                    terminal.answer(0.08)
            terminal.rest(1.0, seconds=3.0)  # what came may have been the cursor, which blinks
            letters: dict[int, float] = {}
            counts: dict[int, float] = {}
            for moment, screen in terminal.moments():
                count = _count(screen)
                for at, (letter, since) in enumerate(zip(LETTERS, pressed, strict=True)):
                    if moment > since:
                        if letter in screen:
                            letters.setdefault(at, (moment - since) * 1e3)
                        if count > number + at:
                            counts.setdefault(at, (moment - since) * 1e3)
        size = sum(len(data) for _, data in terminal.chunks[before:]) / (2 * len(LETTERS))
        if not len(letters) == len(counts) == len(LETTERS):
            raise RuntimeError("A key never came to the screen.")
        return {
            "key to letter, ms": statistics.median(letters.values()),
            "key to counter, ms": statistics.median(counts.values()),
            "key to counter, worst": max(counts.values()),
            "bytes per key": size,
        }

    def at_once(self, data: str, words: int) -> float:
        """Return milliseconds until all of a text that comes at once is counted."""
        with self.start() as terminal:
            goal = self.ready(terminal) + words
            start = time.perf_counter()
            for at in range(0, len(data), 1024):
                terminal.type(data[at : at + 1024])
                terminal.read(0)
            terminal.rest(4.0, seconds=20.0)  # it says nothing while it takes in the keys; then its cursor blinks
            return (terminal.first(rf"words\s+{goal}\b") - start) * 1e3

    def switch(self) -> float:
        """Return the median of milliseconds until another text is in the pane."""
        with self.start() as terminal:
            self.ready(terminal)
            times = []
            for _ in range(10):
                start = time.perf_counter()
                terminal.press("alt+down")
                terminal.rest(0.2)
                times.append((next(moment for moment, _ in terminal.moments() if moment > start) - start) * 1e3)
            return statistics.median(times)


def _count(screen: str) -> int:
    found = re.search(COUNTER, screen)
    return int(found[1]) if found else -1


def _both(folder: Path, report: Path, words: str) -> tuple[Program, Program]:
    """Return the two editors, each on a text of these words: here the answer of a question with a limit of words."""
    folder.mkdir(parents=True)
    filled = Report.load(report)
    number = next(question.number for question in filled.questions if question.limits.words)
    filled.set_answer(number, words)
    (folder / "report.md").write_bytes(filled.to_bytes())
    (folder / "plain.py").write_text(PLAIN, encoding="utf-8")
    (folder / "plain.md").write_text(words, encoding="utf-8")
    return (
        Program(folder, [sys.executable, "-m", "exam_tui", "report.md"], setup=f"\x1bg{number}\r"),
        Program(folder, [sys.executable, "plain.py", "plain.md"]),
    )


def _rows(ours: Program, plain: Program) -> dict[str, tuple[float, float]]:
    """Measure all of it once, in turn."""
    rows = {"first frame, ms": (ours.first_frame(), plain.first_frame())}
    mine, other = ours.keys(), plain.keys()
    rows |= {name: (mine[name], other[name]) for name in mine}
    typed = "word " * (BURST // 5)
    rows[f"{BURST:,} keys at once, ms"] = (ours.at_once(typed, BURST // 5), plain.at_once(typed, BURST // 5))
    pasted = f"\x1b[200~{SENTENCE * (PASTE // len(SENTENCE.split()))}\x1b[201~"
    words = len(pasted.split()) - 1
    rows[f"paste of {words:,} words, ms"] = (ours.at_once(pasted, words), plain.at_once(pasted, words))
    rows["another question, ms"] = (ours.switch(), plain.switch())
    return rows


def main() -> int:
    """Measure both in turn and print medians and ratios."""
    parser = argparse.ArgumentParser(description="The editor's speed beside a plain Textual editor's.")
    parser.add_argument("-n", type=int, default=5, metavar="ROUNDS")
    parser.add_argument("report", nargs="?", type=Path, default=Path(__file__).parents[1] / "examples/report.md")
    options = parser.parse_args()
    found: dict[str, list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory() as name:
        ours, plain = _both(Path(name) / "usual", options.report, SENTENCE * 66)
        paragraph = SENTENCE * 20
        long, _ = _both(
            Path(name) / "long", options.report, "\n\n".join([paragraph] * (LONG // len(paragraph.split())))
        )
        for _ in range(options.n):
            rows = _rows(ours, plain)
            rows[f"key to counter in {LONG:,} words, beside 400"] = (
                long.keys()["key to counter, ms"], rows["key to counter, ms"][0],
            )  # fmt: skip
            for row, times in rows.items():
                found.setdefault(row, []).append(times)
    print(f"{'':<44}{'exam-tui':>10}{'plain':>10}{'ratio':>8}")
    for row, pairs in found.items():
        mine, other = (statistics.median(pair[side] for pair in pairs) for side in (0, 1))
        print(f"{row:<44}{mine:10.1f}{other:10.1f}{mine / other:8.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
