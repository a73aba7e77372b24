"""Every screen as it looks: its text at four sizes beside a kept copy, and readable in dark, light and no colour.

`UPDATE_SNAPSHOTS=1 pytest -m full tests/tui/screens/test_screens.py` writes the copies again; look at `git diff` then.
"""

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import pytest
from rich.segment import Segment
from textual.color import Color
from textual.events import Paste
from textual.geometry import Region
from textual.screen import Screen
from textual.theme import BUILTIN_THEMES

from exam_tui.core.merge.edits import TickEdit, edits_of, offers_of
from exam_tui.core.merge.result import Conflict
from exam_tui.core.report.limits import Limit, Limits
from exam_tui.git.commit.commit_plan import CommitPlan, Push
from exam_tui.git.commit.contents import CommitContents
from exam_tui.session.merging.other_side import OtherSide
from exam_tui.session.session import Session
from exam_tui.settings.settings import Settings
from exam_tui.storage.history.recovery import clear_recovery, decline_recovery
from exam_tui.tui.app import ExamApp
from exam_tui.tui.editor.screen import EditorScreen
from exam_tui.tui.keys.keymap import remap
from exam_tui.tui.readable import LEAST_CONTRAST, contrast
from exam_tui.tui.screens import images
from exam_tui.tui.screens.dialogs.commit import CommitScreen
from exam_tui.tui.screens.dialogs.confirm import Confirm
from exam_tui.tui.screens.dialogs.conflict import ConflictScreen
from exam_tui.tui.screens.dialogs.recovery import RecoveryScreen
from exam_tui.tui.screens.message_log import MessagesScreen
from exam_tui.tui.widgets.key_bar import KeyBar
from exam_tui.tui.widgets.message_log import Message
from tests.conftest import sampled
from tests.core.findings.build import GOOD, placeholder, report
from tests.tui.editing import Editor, opened_app
from tests.tui.fake_reader import proofread

if TYPE_CHECKING:
    from exam_tui.session.dialogue import Tone

SNAPSHOTS = Path(__file__).parent / "snapshots"
SIZES = [(80, 24), (120, 40), (50, 16), (40, 12)]
SCREENS: dict[str, tuple[str, ...]] = {
    "editor": (),
    "list": ("escape",),
    "list-narrowed": ("escape", "t"),
    "list-folded": ("escape", "minus"),
    "checklist": ("ctrl+t",),
    "help": ("f1",),
    "problems": ("ctrl+l",),
    "problems-of-one": ("ctrl+l", "t"),
    "overview": ("alt+o",),
    "mistake": ("alt+y",),
    "images": ("alt+i",),
    "image-text": ("alt+i", "enter"),
    "image-copy": (),
    "find": ("ctrl+f", *"tomatoes"),
    "results": ("ctrl+f", *"tomatoes", "alt+w"),
    "preview": ("alt+v",),
    "go-to": ("alt+g", "1"),
    "focus": ("alt+z",),
    "quit": ("x", "ctrl+q"),
    "earlier": ("x", "alt+u"),
    "hand-in": ("escape", "h"),
    "themes": ("alt+t",),
    "palette": ("ctrl+p",),
}
_VERSIONS = (
    "We grew beans.\n\nThey were watered by hand.",
    "We grew beans and peas.\n\nThey were watered by hand.",
    "We grew beans, and many of them.\n\nThey were watered by hand.",
)


def _recovery(session: Session) -> Screen[Any]:
    """Return the offer of an answer that can go back, of one that has to be asked about, and of a tick."""
    ours = session.report.copy()
    ours.set_answer(5, "We grew beans.\n\n## Later\n\nThen no **peas** at all.")
    ours.set_answer(9, "We wrote this.")
    edits = edits_of(ours, session.saved_data)
    session.set_answer(9, "They wrote that.")
    offers = offers_of(edits, session.saved_data, session.report)
    return RecoveryScreen(offers, [TickEdit("Week 1", "Write a test", 0, done=True)], "20 Nov 23:50")


def _conflict(_session: Session) -> Screen[Any]:
    limits = Limits(words=Limit(10, 20))
    return ConflictScreen(Conflict(5, 0, *_VERSIONS), OtherSide("in README.md", "Anna"), limits)


def _messages(_session: Session) -> Screen[Any]:
    said: tuple[tuple[str, Tone], ...] = (
        ("Saved.", "success"),
        ("Not saved: the disk is full. Your text is kept in the editor.", "error"),
    )
    return MessagesScreen([Message(text, tone, 1_700_000_000 + at) for at, (text, tone) in enumerate(said)])


def _commit(_session: Session) -> Screen[Any]:
    """Return a plan with something of everything."""
    contents = CommitContents(
        files=("reports/README.md", "reports/figures/beans.png"),
        new=("reports/figures/beans.png",),
        others=(),
        left_out=("figures/data.png: ignored by git (.gitignore)", "train.py: remains staged"),
    )
    return CommitScreen(
        CommitPlan(
            root=PurePosixPath("/home/me/mlops"),  # type: ignore[arg-type] # shown alike on every system
            branch="main",
            contents=contents,
            is_merging=False,
            message="Answer questions 3, 4 and 9",
            push=Push(("push",), "origin/main", 1),
            commit_hooks=("pre-commit",),
            push_hooks=("pre-push",),
            notes=(),
        )
    )


def _gone(_session: Session) -> Screen[Any]:
    text = "README.md is gone: deleted, moved or on another branch.\n\nWrite it again from the editor?"
    return Confirm(text, (("stay", "Keep editing"), ("anew", "Write it again")))


# What opens by itself, and the keys pressed there.
OPENED: dict[str, tuple[Callable[[Session], Screen[Any]], tuple[str, ...]]] = {
    "messages": (_messages, ()),
    "gone": (_gone, ()),
    "commit": (_commit, ()),
    "recovery": (_recovery, ("down", "space")),
    "conflict": (_conflict, ()),
    "conflict-writing": (_conflict, ("right", "right", "right", "right", "enter")),
}
IN_THE_EDITOR = {"editor", "list", "list-narrowed", "list-folded", "find", "preview", "go-to", "focus"}
"""What is seen without another screen on top."""
NAMES = sorted(SCREENS.keys() | OPENED.keys())

SCROLLED = {"commit", "find", "problems", "results", "themes"}
"""What is scrolled otherwise, or cut elsewhere, once its window was smaller or larger."""
TOO_SMALL = "Make the window larger: at least 40 columns and 12 lines. Nothing is lost."


@pytest.fixture(autouse=True)
def _greenwich() -> Iterator[None]:
    """Let times be shown in UTC, and in the zone of whoever runs the tests again in those of other files."""
    set_zone = getattr(time, "tzset", lambda: None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "UTC")
        set_zone()
        yield
    set_zone()


@pytest.fixture
def utc() -> Iterator[None]:
    """Be in the time zone of the kept copies for one test."""
    with pytest.MonkeyPatch.context() as changed:
        changed.setenv("TZ", "UTC")
        if hasattr(time, "tzset"):
            time.tzset()
        yield
    if hasattr(time, "tzset"):
        time.tzset()


@pytest.fixture
def spoilt(utc: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:  # noqa: ARG001 - its files have times
    """Write a report with something of everything, and stand beside it: the header shows the path."""
    remap({})
    monkeypatch.setattr(images, "needed_programs", lambda: "wl-paste or xclip")  # whatever the system
    monkeypatch.chdir(tmp_path)
    answers = {
        5: "We grew beans.\n\n## Later\n\nThen **peas** and `code`:\n\n- [one](https://example.org)\n- two",
        6: placeholder(6),
        7: f"--- {GOOD} ---",
        8: "Two words",
        9: GOOD * 3,
    }
    (tmp_path / "figures").mkdir()
    for age, name in enumerate(("tomatoes.png", "beans.png")):
        (tmp_path / "figures" / name).write_bytes(b"\x89PNG\r\n\x1a\n" + name.encode())
        os.utime(tmp_path / "figures" / name, (1_700_000_000 - age * 1000, 1_700_000_000 - age * 1000))
    path = Path("README.md")
    path.write_text(report(answers), encoding="utf-8")
    return path


def _is_on_top(editor: Editor) -> bool:
    """Return whether another screen is over the editor, with all that is in it."""
    return editor.app.screen.is_mounted and not isinstance(editor.app.screen, EditorScreen)


async def _open(editor: Editor, name: str) -> None:
    """Open a screen, and wait until nothing that it shows is looked up any more."""
    await editor.go_to(5)
    screen = editor.screen
    await editor.until(lambda: not editor.is_busy("begin", "default") and screen.prompt._history is not None)
    await screen.check_now()
    keys = SCREENS.get(name, ())
    if name == "mistake":
        await proofread(editor, {"beans": ("bean", "beams"), "Then": ()})
    if name in OPENED:
        make, keys = OPENED[name]
        await editor.app.push_screen(make(screen.session))
        await editor.pilot.pause()
    for key in keys:
        await editor.press(key)
        if key in {"alt+i", "alt+y", "ctrl+l"}:  # they look at files or words first
            await editor.until(lambda: _is_on_top(editor))
    if name == "image-copy":
        screen.answer.post_message(Paste("figures/beans.png"))
        await editor.until(lambda: editor.is_open(Confirm))
    if name not in IN_THE_EDITOR:
        await editor.until(lambda: _is_on_top(editor) and not editor.is_busy("check", "overview"))


async def _shown(editor: Editor, kept: str | None) -> list[list[Segment]]:
    """Return a screen's lines once they are as kept; where they never are, or none are, once they stay the same."""
    lines: list[list[Segment]] = []

    def is_as_kept() -> bool:
        lines[:] = _lines(editor)
        return _text(lines) == kept

    with suppress(AssertionError):
        await editor.until(is_as_kept, 10.0 if kept is not None else 0.0)
    before = None
    while _text(lines) not in {before, kept}:
        before = _text(lines)
        await editor.pilot.pause(0.15)
        lines = _lines(editor)
    return lines


def _kept(name: str) -> dict[tuple[int, int], str]:
    """Return the kept copies of a screen, by size."""
    text = (SNAPSHOTS / f"{name}.txt").read_text(encoding="utf-8")
    parts = re.split(r"^=+ (\d+)×(\d+)\n", text, flags=re.MULTILINE)[1:]
    sizes = zip(map(int, parts[::3]), map(int, parts[1::3]), strict=True)
    return {size: part.removesuffix("\n") for size, part in zip(sizes, parts[2::3], strict=True)}


def _lines(editor: Editor) -> list[list[Segment]]:
    screen = editor.app.screen
    for bar in editor.app.screen_stack[0].query(KeyBar):
        bar.clear()
    update = screen._compositor.render_update(full=True, screen_stack=editor.app._background_screens)
    assert update is not None
    console = editor.app.console
    segments = [segment for segment in console.render(update) if not segment.control]
    return list(Segment.split_lines(segments))


def _text(lines: list[list[Segment]]) -> str:
    return "\n".join("".join(segment.text for segment in line).rstrip() for line in lines)


def _app(path: Path, theme: str = "textual-dark") -> ExamApp:
    clear_recovery(path)  # what the screens before left unsaved
    decline_recovery(path)
    app = ExamApp(Session.open(path), Settings(theme=theme))
    app.animation_level = "none"
    return app


@pytest.mark.parametrize("size", [(39, 12), (30, 8), (80, 11)])
async def test_a_window_that_is_too_small_says_so_above_what_has_the_keys(spoilt: Path, size: tuple[int, int]) -> None:
    async with opened_app(_app(spoilt), size) as editor:
        await _open(editor, "editor")
        await editor.until(lambda: " ".join(_text(_lines(editor)).split()).startswith(TOO_SMALL))
        await editor.press("x")
        await editor.until(lambda: editor.area.answer.split("\n")[-1] in _text(_lines(editor)))


def _on_top(editor: Editor, lines: list[list[Segment]]) -> list[list[Segment]]:
    """Return what is not dimmed because something lies over it."""
    screen = editor.app.screen
    region = Region.from_union([child.region for child in screen.children if child.display and child.region])
    return [list(Segment.divide(line, [region.x, region.right]))[1] for line in lines[region.y : region.bottom]]


def _coloured(lines: list[list[Segment]]) -> Iterator[tuple[str, Color, Color]]:
    for segment in (segment for line in lines for segment in line):
        style = segment.style
        if style and style.color and style.bgcolor and any(letter.isalnum() for letter in segment.text):
            front, back = (Color.from_rich_color(colour) for colour in (style.color, style.bgcolor))
            yield segment.text, *((back, front) if style.reverse else (front, back))


def _faint(editor: Editor, lines: list[list[Segment]]) -> dict[str, float]:
    """Return what can hardly be read on the screen on top, with its contrast."""
    coloured = _coloured(_on_top(editor, lines))
    contrasts = {text.strip(): round(contrast(front, back), 2) for text, front, back in coloured}
    assert contrasts, "there is something to read"
    return {text: found for text, found in contrasts.items() if found < LEAST_CONTRAST}


@pytest.mark.parametrize("name", NAMES)
async def test_a_screen_looks_as_kept_as_its_window_changes_and_can_be_read_in_dark_and_light(
    spoilt: Path, name: str
) -> None:
    """In one run of the editor, its window becoming as small as may be; the other sizes are opened below."""
    kept = _kept(name)
    assert list(kept) == SIZES
    sizes = SIZES[:1] if name in SCROLLED else [SIZES[0], SIZES[-1]]
    shown, faint = {}, {}
    async with opened_app(_app(spoilt), sizes[0]) as editor:
        await _open(editor, name)
        for theme, size in [("textual-light", sizes[0]), *(("textual-dark", size) for size in sizes)]:
            editor.app.theme = theme
            if size != editor.app.size:
                await editor.pilot.resize_terminal(*size)
            lines = await _shown(editor, kept[size])
            shown[theme, size] = _text(lines)
            faint[theme, size] = _faint(editor, lines)
    other = [picture for picture, text in shown.items() if text != kept[picture[1]]]
    assert "\n".join(shown[picture] for picture in other) == "\n".join(kept[size] for _, size in other), (other, faint)
    assert not {picture: texts for picture, texts in faint.items() if texts}


# The terminal's own colours are not known here.
THEMES = sorted(name for name, theme in BUILTIN_THEMES.items() if not theme.ansi)


@pytest.mark.parametrize("name", sampled(["editor", "list", "problems", "overview", "commit", "recovery", "gone"], 1))
async def test_all_that_a_screen_says_can_be_read_in_every_theme(spoilt: Path, name: str) -> None:
    faint = {}
    async with opened_app(_app(spoilt), SIZES[0]) as editor:
        await _open(editor, name)
        for theme in THEMES:
            editor.app.theme = theme
            await editor.pilot.pause()
            faint[theme] = _faint(editor, _lines(editor))
    assert not {theme: texts for theme, texts in faint.items() if texts}


@pytest.mark.full
@pytest.mark.parametrize("name", NAMES)
async def test_a_screen_opened_at_each_size_looks_as_kept(spoilt: Path, name: str) -> None:
    copies = SNAPSHOTS / f"{name}.txt"
    update = bool(os.environ.get("UPDATE_SNAPSHOTS"))
    kept = {} if update else _kept(name)
    shown = ""
    for width, height in SIZES:
        async with opened_app(_app(spoilt), (width, height)) as editor:
            await _open(editor, name)
            text = _text(await _shown(editor, kept.get((width, height))))
        shown += f"{'=' * width} {width}×{height}\n{text}\n"
    if update:
        copies.write_text(shown, encoding="utf-8")
    assert shown == copies.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sampled(NAMES, 4))
async def test_without_colour_a_screen_says_the_same(spoilt: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = _kept(name)[SIZES[0]]
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened_app(_app(spoilt), SIZES[0]) as editor:
        await _open(editor, name)
        lines = await _shown(editor, kept)
    assert _text(lines) == kept
    styles = [segment.style for line in lines for segment in line]
    colours = {Color.from_rich_color(style.color) for style in styles if style and style.color}
    assert all(len(set(colour.rgb)) == 1 for colour in colours), "greys alone"


_NARROWING = [*((width, 24) for width in range(16, 0, -1)), (4, 10), (1, 1), (80, 24)]
_NARROWED_FIRST = {"images", "palette"}
"""What `make test` narrows; the others are wrapped by the same widgets."""


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=() if name in _NARROWED_FIRST else pytest.mark.full)
        for name in sorted(SCREENS.keys() | OPENED.keys())
    ],
)
async def test_no_window_is_too_narrow_for_a_screen_that_is_open(spoilt: Path, name: str) -> None:
    """It becomes narrower by one column after the other, as where somebody drags its edge."""
    async with opened_app(_app(spoilt)) as editor:
        await _open(editor, name)
        for size in _NARROWING:
            await editor.pilot.resize_terminal(*size)
            await editor.pilot.pause()
            assert editor.app.return_code is None, size
        assert _text(_lines(editor)).strip()
