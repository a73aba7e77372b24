"""Editors in a terminal, one like the other: ours, a bare Textual app, a plain Textual editor with a counter, micro."""

import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from benchmarks.recorder import Recorder
from exam_tui.core.report.report import Report

BARE = """
import sys
from textual.app import App
from textual.widgets import TextArea

class Bare(App):
    def compose(self):
        yield TextArea(open(sys.argv[1], encoding="utf-8").read())

    def on_mount(self):
        self.query_one(TextArea).move_cursor(self.query_one(TextArea).document.end)

Bare().run()
"""
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
SENTENCE = "Some words to begin with here. "
LAST = "Ж"
"""Ends what is sent at once: where it stands on the screen, all before it has been taken in."""
LETTERS = [chr(0x430 + number) for number in range(60)]
"""Each is typed once: where it stands on the screen, its key has arrived."""


_PATIENCE = 40
"""Halves of a second in which a program has settled."""


class Keys:
    """What was measured of keys: milliseconds from each to its letter and to its count, and bytes for each."""

    def __init__(self) -> None:
        self.letters: list[float] = []
        self.counts: list[float] = []
        self.sizes: list[float] = []


class Program:
    """An editor on a text: how it is started, what is on the screen once it is there, and the keys into the text.

    `settled` is a pattern of what is on the screen when typing may begin, and `env` what else its environment has.
    """

    def __init__(
        self,
        folder: Path,
        arguments: Sequence[str],
        *,
        ready: str = COUNTER,
        setup: str = "",
        settled: str = "",
        env: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.folder, self.arguments, self.ready, self.setup = folder, arguments, ready, setup
        self.settled, self.env = settled, env

    @property
    def counts(self) -> bool:
        """Whether it shows how many words there are."""
        return self.ready == COUNTER

    def start(self, quiet: float = 1.0) -> Recorder:
        """Start it, and let it come to rest."""
        state = Path(tempfile.mkdtemp(dir=self.folder))  # what was not saved the last time is not to come back
        (state / "exam-tui" / "reports").mkdir(parents=True, mode=0o700)  # as after the first start
        env = {"XDG_STATE_HOME": str(state), "MICRO_CONFIG_HOME": str(state), **self.env}
        recorder = Recorder(self.arguments, folder=self.folder, env=env)
        recorder.rest(quiet, seconds=3.0)
        return recorder

    def first_frame(self) -> float:
        """Return milliseconds until the text is on the screen."""
        with self.start() as terminal:
            return (terminal.first(self.ready) - terminal.started) * 1e3

    def go_to_text(self, terminal: Recorder) -> int:
        """Go to the end of the text, type a space, so that the next letter begins a word, and return the count."""
        for keys in (self.setup, " "):
            terminal.type(keys)
            terminal.rest(0.5, seconds=5.0)
        for _ in range(_PATIENCE):
            for _ in terminal.moments():
                pass
            if re.search(self.settled, terminal.screen):
                return count_on(terminal.screen)
            terminal.rest(0.5, seconds=1.0)
        raise RuntimeError(f"{self.settled} never came to the screen.")

    def keys(self, into: Keys) -> None:
        """Type letters, each the begin of a word, and note what became of them."""
        with self.start() as terminal:
            number = self.go_to_text(terminal)
            before = len(terminal.chunks)
            pressed: list[float] = []
            for letter in LETTERS:
                pressed.append(time.perf_counter())
                for key in (letter, " "):
                    terminal.type(key)
                    terminal.answer(0.06)
            terminal.rest(1.0, seconds=2.0)  # what came may have been the cursor, which blinks
            letters: dict[int, float] = {}
            counts: dict[int, float] = {}
            for moment, screen in terminal.moments():
                count = count_on(screen)
                for at, (letter, since) in enumerate(zip(LETTERS, pressed, strict=True)):
                    if moment > since:
                        if letter in screen:
                            letters.setdefault(at, (moment - since) * 1e3)
                        if count > number + at:
                            counts.setdefault(at, (moment - since) * 1e3)
        if len(letters) != len(LETTERS) or (self.counts and len(counts) != len(LETTERS)):
            raise RuntimeError("A key never came to the screen.")
        into.letters += letters.values()
        into.counts += counts.values()
        into.sizes.append(sum(len(data) for _, data in terminal.chunks[before:]) / (2 * len(LETTERS)))

    def at_once(self, data: str, words: int) -> float:
        """Return milliseconds until all of a text that comes at once, `LAST` at its end, is on the screen."""
        with self.start() as terminal:
            goal = rf"words\s+{self.go_to_text(terminal) + words}\b" if self.counts else LAST
            start = time.perf_counter()
            for at in range(0, len(data), 1024):
                terminal.type(data[at : at + 1024])
                terminal.read(0)
            terminal.rest(2.0, seconds=20.0)  # it says nothing while it takes in the keys; then its cursor blinks
            return (terminal.first(goal) - start) * 1e3

    def switch(self) -> float:
        """Return the median of milliseconds until another text is in the pane."""
        with self.start() as terminal:
            self.go_to_text(terminal)
            times = []
            for _ in range(10):
                start = time.perf_counter()
                terminal.press("alt+down")
                terminal.rest(0.2, seconds=1.0)
                times.append((next(moment for moment, _ in terminal.moments() if moment > start) - start) * 1e3)
            return statistics.median(times)


def count_on(screen: str) -> int:
    """Return the count of words that a screen shows, -1 where it shows none."""
    found = re.search(COUNTER, screen)
    return int(found[1]) if found else -1


def ours(folder: Path, report: Path, words: str, *, proofread: bool = False) -> Program:
    """Return this editor on a report in a folder, in the answer that has these words and a limit of words.

    With `proofread` the words are typed once the mistakes in them are marked; else none is looked for.
    """
    folder.mkdir(parents=True, exist_ok=True)
    filled = Report.load(report)
    number = next(question.number for question in filled.questions if question.limits.words)
    filled.set_answer(number, words)
    (folder / "report.md").write_bytes(filled.to_bytes())
    script = Path(sys.executable).with_name("exam-tui")
    return Program(
        folder,
        [str(script), "report.md"],
        setup=f"\x1bg{number}\r",
        settled="spelling|marked" if proofread else "",
        env={"EXAM_TUI_PROOFREAD": str(int(proofread))},
    )


def textual(folder: Path, source: str, words: str, *, ready: str = COUNTER) -> Program:
    """Return an app of Textual's own widgets on a text."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plain.md").write_text(words, encoding="utf-8")
    script = folder / f"app{len(source)}.py"
    script.write_text(source, encoding="utf-8")
    return Program(folder, [sys.executable, str(script), "plain.md"], ready=ready)


def micro(folder: Path) -> Program | None:
    """Return micro on the same text, None where it is not installed."""
    name = shutil.which("micro")
    return Program(folder, [name, "plain.md"], ready="Some words", setup="\x1b[1;5F") if name else None
