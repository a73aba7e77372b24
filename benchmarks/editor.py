"""Time to the first frame, and from a key to its counter, beside a plain Textual editor; both in turn in one run.

    python benchmarks/editor.py REPORT.md [ROUNDS]

Needs Linux or macOS and the dev extra. Prints medians in milliseconds and their ratios; only the ratios mean
something on another machine.
"""

import re
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.terminal import Terminal

PLAIN = """
import sys
from textual.app import App
from textual.widgets import Static, TextArea

class Plain(App):
    CSS = "#counter {dock: bottom; height: 1;} TextArea {border: none;}"

    def compose(self):
        yield TextArea(open(sys.argv[1], encoding="utf-8").read())
        yield Static("words 0", id="counter")

    def on_mount(self):
        self.query_one(TextArea).move_cursor(self.query_one(TextArea).document.end)

    def on_text_area_changed(self, event):
        self.query_one("#counter").update(f"words {len(event.text_area.text.split())}")

Plain().run()
"""
KEYS = 60


def count(terminal: Terminal) -> int:
    """Return the number of words on the screen."""
    found = re.search(r"words\s+(\d+)", terminal.screen)
    return int(found[1]) if found else -1


def measure(arguments: list[str], folder: Path) -> tuple[float, float, float]:
    """Return milliseconds to the first frame, median milliseconds from key to counter, bytes per key."""
    start = time.perf_counter()
    with Terminal(arguments, folder=folder, columns=120, rows=40, env={"XDG_STATE_HOME": str(folder)}) as terminal:
        terminal.wait_for(r"words\s+\d+")
        frame = (time.perf_counter() - start) * 1e3
        terminal.settle(0.6)
        terminal.type(" ")
        terminal.settle(0.3)
        times: list[float] = []
        size = len(terminal.output)
        for _ in range(KEYS):
            before, pressed = count(terminal), time.perf_counter()
            terminal.type("a")
            while count(terminal) == before:
                terminal.read(1.0)
            times.append((time.perf_counter() - pressed) * 1e3)
            terminal.type(" ")
            terminal.settle(0.05)
        return frame, statistics.median(times), (len(terminal.output) - size) / (2 * KEYS)


def main() -> int:
    """Measure both in turn and print medians and ratios."""
    report = Path(sys.argv[1]).resolve()
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    ours: list[tuple[float, float, float]] = []
    plain: list[tuple[float, float, float]] = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "report.md").write_bytes(report.read_bytes())
            (folder / "plain.py").write_text(PLAIN, encoding="utf-8")
            (folder / "plain.md").write_text("Some words to begin with. " * 30, encoding="utf-8")
            ours.append(measure([sys.executable, "-m", "exam_tui", "report.md"], folder))
            plain.append(measure([sys.executable, "plain.py", "plain.md"], folder))
    for index, what in enumerate(("first frame, ms", "key to counter, ms", "bytes per key")):
        mine = statistics.median(row[index] for row in ours)
        other = statistics.median(row[index] for row in plain)
        print(f"{what:<20} exam-tui {mine:8.1f}   plain {other:8.1f}   ratio {mine / other:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
