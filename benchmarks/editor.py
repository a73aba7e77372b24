"""The editor's speed beside a bare Textual app, a plain Textual editor with a counter, and micro, all in turn."""

import statistics
from collections.abc import Callable
from pathlib import Path

from benchmarks.programs import BARE, LAST, PLAIN, SENTENCE, Keys, Program, micro, ours, textual
from benchmarks.rows import Row, compared

STARTS = 9
BURST = 2_000
PASTE = 10_000
LONG = 100_000
SMALL = "Two words."
PARAGRAPH = SENTENCE * 20
WRONG = "We succesfully did it. "


def editor_rows(folder: Path, report: Path, rounds: int) -> list[Row]:
    """Measure all of it so many times in turn."""
    words = SENTENCE * 66
    editor, long = ours(folder / "usual", report, words), ours(folder / "long", report, _paragraphs(LONG))
    plain = textual(folder / "usual", PLAIN, words)
    bare = textual(folder / "usual", BARE, words, ready="Some words")
    other = micro(folder / "usual")
    return [
        *_first_frames(editor, bare, other),
        *_keys(editor, plain, other, long, rounds),
        *_proofread(folder, report, rounds),
        *_least(textual(folder / "small", BARE, SMALL, ready=SMALL), other, rounds),
        *_at_once(editor, other, rounds),
        *_switches(editor, plain, rounds),
    ]


def _first_frames(editor: Program, bare: Program, other: Program | None) -> list[Row]:
    times = _in_turn([editor.first_frame, bare.first_frame, *([other.first_frame] if other else [])], STARTS)
    what = "first frame"
    rows = [compared(what, times[0], times[1], "a bare Textual app", 1.15)]
    return [*rows, compared(what, times[0], times[2] if other else [], "micro", 0)]


def _keys(editor: Program, plain: Program, other: Program | None, long: Program, rounds: int) -> list[Row]:
    mine, yardstick, theirs, longer = Keys(), Keys(), Keys(), Keys()
    for _ in range(rounds):
        editor.keys(mine)
        plain.keys(yardstick)
        if other:
            other.keys(theirs)
        long.keys(longer)
    what = "key → counter"
    return [
        compared(what, mine.counts, theirs.letters, "key → letter of micro", 2.5),
        compared(what, mine.counts, yardstick.counts, "a plain Textual editor", 0.25),
        compared(what, mine.counts, mine.letters, "its own letter", 1.1),
        compared(f"{what}, p99", [_p99(mine.counts)], mine.counts, "its median", 2),
        compared(f"{what}, p99", [_p99(mine.counts)], [_p99(yardstick.counts)], "a plain Textual editor's p99", 0.25),
        compared(f"{what} in {LONG:,} words", longer.counts, mine.counts, "in 400 words", 1.5),
        Row(
            "bytes to the terminal for a key",
            f"{statistics.median(mine.sizes):,.0f} B",
            f"a plain Textual editor: {statistics.median(yardstick.sizes):,.0f} B",
            statistics.median(mine.sizes) / 2048,
            1,
        ),
    ]


def _proofread(folder: Path, report: Path, rounds: int) -> list[Row]:
    """Type after text with mistakes that are marked, and after the same where none are looked for."""
    words = (SENTENCE * 5 + WRONG) * 12
    reading = ours(folder / "proofread", report, words, proofread=True)
    plain = ours(folder / "plain", report, words)
    on, off = Keys(), Keys()
    for _ in range(rounds):
        reading.keys(on)
        plain.keys(off)
    what = "key → counter, mistakes marked"
    return [
        compared(what, on.counts, off.counts, "without proofreading", 1.1),
        compared(f"{what}, p99", [_p99(on.counts)], [_p99(off.counts)], "without proofreading", 0),
    ]


def _least(bare: Program, other: Program | None, rounds: int) -> list[Row]:
    """Measure what a key takes at least in this toolkit: in a text of two words, with nothing around it."""
    mine, theirs = Keys(), Keys()
    for _ in range(rounds):
        bare.keys(mine)
        if other:
            other.keys(theirs)
    what = "key → letter of a bare Textual app, two words"
    return [compared(what, mine.letters, theirs.letters, "key → letter of micro", 0)]


def _at_once(editor: Program, other: Program | None, rounds: int) -> list[Row]:
    typed = "word " * (BURST // 5) + LAST
    pasted = _paragraphs(PASTE)
    brackets = f"\x1b[200~{pasted}\n{LAST}\x1b[201~"
    rows = []
    for what, data, words, aim in (
        (f"{BURST:,} keys at once", typed, BURST // 5 + 1, 1.0),
        (f"a paste of {PASTE:,} words", brackets, len(f"{pasted} {LAST}".split()), 6.0),
    ):
        programs = [editor, other] if other else [editor]
        times = _in_turn([lambda p=program: p.at_once(data, words) for program in programs], rounds)  # type: ignore[misc]  # noqa: B023 - called at once
        rows.append(compared(what, times[0], times[1] if other else [], "micro", aim))
    return rows


def _switches(editor: Program, plain: Program, rounds: int) -> list[Row]:
    times = _in_turn([editor.switch, plain.switch], rounds)
    return [compared("another question", times[0], times[1], "another text in one TextArea", 1.2)]


def _in_turn(tasks: list[Callable[[], float]], rounds: int) -> list[list[float]]:
    """Return what each of the tasks measured, all of them in turn in each round."""
    measured = [[task() for task in tasks] for _ in range(rounds)]
    return [list(column) for column in zip(*measured, strict=True)]


def _paragraphs(words: int) -> str:
    return "\n\n".join([PARAGRAPH.strip()] * (words // len(PARAGRAPH.split())))


def _p99(times: list[float]) -> float:
    return statistics.quantiles(times, n=100, method="inclusive")[98]
