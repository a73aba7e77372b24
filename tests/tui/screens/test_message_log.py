"""What the editor says: readable in full at every size, gone when it is over, and kept in a list."""

import os
import sys
from pathlib import Path

import pytest
from textual.widgets import Static

from exam_tui.errors import WriteError
from exam_tui.session import crash_recovery
from exam_tui.session.session import Session
from exam_tui.settings.settings import load_settings
from exam_tui.tui.app import ExamApp
from exam_tui.tui.keys.keymap import remap
from exam_tui.tui.screens.help import HelpScreen
from exam_tui.tui.screens.message_log import MessagesScreen
from exam_tui.tui.widgets import message_log
from exam_tui.tui.widgets.header import Header
from exam_tui.tui.widgets.key_bar import KeyBar
from exam_tui.tui.widgets.meter import Meter
from tests.terminal import Terminal
from tests.tui.editing import Editor, opened, opened_app

LONG = (
    "Not saved: /home/ada/courses/mlops/group-7/reports/README.md cannot be written: the disk is full. "
    "Free some room, then save again."
)
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX system")


@pytest.fixture(autouse=True)
def _usual_keys() -> None:
    remap({})


def _shown(editor: Editor) -> str:
    """Return what is on the whole screen."""
    return "\n".join(editor.lines())


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _bar(editor: Editor) -> str:
    """Return what is in the bar's lines on the screen."""
    region = editor.app.screen_stack[0].query_one(KeyBar).region
    return "\n".join(editor.lines()[region.y : region.bottom])


# Readable in full


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40)])
async def test_a_long_message_is_read_whole_and_hides_neither_meters_nor_cursor(
    small_report: Path, size: tuple[int, int]
) -> None:
    async with opened(small_report, size) as editor:
        editor.area.replace_answer("\n".join(f"line {number}" for number in range(60)))
        editor.area.action_cursor_text_end()
        await editor.pilot.pause()
        editor.screen.show_message(LONG, "error")
        await editor.until(lambda: _squeezed(_bar(editor)).startswith(f"{_squeezed(LONG)}^ssave"))
        meters_and_cursor = ("words    120", "line 59")
        await editor.until(lambda: all(text in _shown(editor) for text in meters_and_cursor))
        editor.screen.key_bar.retract(LONG)
        await editor.until(lambda: "^s save" in _bar(editor))
        await editor.until(lambda: editor.app.screen.query_one(KeyBar).size.height == 1)


async def test_what_a_small_window_cannot_hold_is_in_the_list_of_messages(small_report: Path) -> None:
    async with opened(small_report, (40, 12)) as editor:
        editor.screen.show_message("First.")
        editor.screen.show_message(f"{LONG} {LONG} The end.", "warning")
        bar = editor.app.screen.query_one(KeyBar)
        await editor.until(lambda: bar.size.height == 5)
        await editor.until(lambda: "… Alt+L shows all" in _bar(editor))
        assert isinstance(editor.app.screen_stack[0].query_one(Meter), Meter)
        await editor.until(lambda: "words      0" in _shown(editor))
        await editor.press("alt+l")
        await editor.until(lambda: editor.is_open(MessagesScreen))
        screen = editor.app.screen
        listed = [str(static.render()) for static in screen.query(Static)]
        assert f"{LONG} {LONG} The end." in listed[0]
        assert "First." in listed[1]
        assert listed[1][2] == listed[1][5] == ":", "the time of the day"
        await editor.press("alt+l")
        assert editor.is_writing()


async def test_a_message_said_many_times_in_a_row_is_listed_once(small_report: Path) -> None:
    async with opened(small_report) as editor:
        for _ in range(5):
            editor.screen.show_message(LONG, "error")
        assert [message.text for message in editor.screen.key_bar.messages.said].count(LONG) == 1


async def test_what_goes_wrong_is_said_in_focus_mode_too(small_report: Path) -> None:
    async with opened(small_report) as editor:
        await editor.press("alt+z")
        editor.screen.show_message(LONG, "error")
        await editor.until(lambda: _squeezed(LONG) in _squeezed(_shown(editor)))


async def test_text_of_a_message_never_reaches_the_terminal_raw(small_report: Path) -> None:
    async with opened(small_report) as editor:
        editor.screen.show_message("a\x1b]52;c;eA==\x07 [bold]b[/]\n\u202ec", "error")
        await editor.until(lambda: "a␛]52;c;eA==␇ [bold]b[/]" in _bar(editor))
        await editor.press("alt+l")
        await editor.until(lambda: editor.is_open(MessagesScreen))
        await editor.until(lambda: "a␛]52;c;eA==␇ [bold]b[/]" in _shown(editor))
        assert not {"\x1b", "\u202e"} & set(_shown(editor))


# Gone when it is over


async def _wrong_number(editor: Editor) -> None:
    await editor.press("alt+g", "9", "9", "enter")
    await editor.until(lambda: "No question 99" in editor.line(KeyBar))


def _stay_for(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Let what passes by stay for so long."""
    monkeypatch.setattr(message_log, "_SECONDS", seconds)
    monkeypatch.setattr(message_log, "_LETTERS_A_SECOND", 1_000.0)


async def test_an_answer_to_wrong_input_goes_with_the_next_command_or_question(
    small_report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _stay_for(monkeypatch, 1e3)
    async with opened(small_report) as editor:
        for keys in (("alt+down",), ("ctrl+n",), ("ctrl+z",), ("alt+g",), ("escape", "down")):
            await _wrong_number(editor)
            await editor.press("left")
            assert "No question 99" in editor.line(KeyBar), "moving about in the text is no command"
            await editor.press(*keys)
            await editor.until(lambda: "No question 99" not in editor.line(KeyBar))
            if keys == ("alt+g",):
                await editor.press("escape")


async def test_an_answer_to_wrong_input_goes_by_itself(small_report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _stay_for(monkeypatch, 1e3)
    async with opened(small_report) as editor:
        await _wrong_number(editor)
        await editor.let_time_pass()
        await editor.until(lambda: "^s save" in editor.line(KeyBar))


def test_a_long_message_stays_for_longer() -> None:
    short, long = (message_log.Message(text, "info", 0.0) for text in ("Copied.", LONG * 2))
    assert short.seconds == 8
    assert long.seconds > 16


@posix
async def test_that_work_is_not_saved_stays_until_it_is(small_report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _stay_for(monkeypatch, 1e3)
    async with opened(small_report) as editor:
        await editor.until(lambda: not editor.is_busy("begin", "default"))
        await editor.write("three more words")
        kept = small_report.with_name("kept.md")
        small_report.rename(kept)
        small_report.mkdir()  # a folder of the file's name can never be written
        await editor.press("ctrl+s")
        await editor.until(lambda: not editor.is_busy("save"))
        bad = editor.line(KeyBar)
        assert _squeezed(bad).startswith(_squeezed("Not saved: "))
        assert editor.screen.key_bar.messages.standing
        await _wrong_number(editor)
        await editor.let_time_pass()
        await editor.until(lambda: editor.line(KeyBar) == bad)  # it comes back when the note has gone
        await editor.press("alt+down", "alt+up")
        assert editor.line(KeyBar) == bad
        small_report.rmdir()
        kept.rename(small_report)
        await editor.press("ctrl+s")
        await editor.until(lambda: "✓ saved" in editor.line(Header) and not editor.is_busy("save"))
        await editor.let_time_pass()
        await editor.until(lambda: editor.line(KeyBar).strip().startswith("^s save"))


async def test_the_worst_stays_on_top_and_the_keys_below_it(small_report: Path) -> None:
    """A full disk lets neither a save nor recovery succeed, and the second one is said later."""
    failed, unkept = "Not saved: the disk is full.", "Not kept for recovery: the disk is full. Save soon."
    conflict = "README.md also changed outside the editor: question 1. You will be asked when you save."
    async with opened(small_report, (80, 24)) as editor:
        await editor.until(lambda: not editor.is_busy("begin", "default"))
        screen = editor.screen
        screen.show_message(conflict, "error")
        await editor.until(lambda: _squeezed(_bar(editor)).startswith(_squeezed(f"{conflict}^s save")))
        screen.show_message(failed, "critical")
        screen.show_message(unkept, "error")
        await editor.until(lambda: [failed, unkept, conflict] == [m.text for m in screen.key_bar.messages.shown])
        await editor.until(lambda: _squeezed(_bar(editor)).startswith(_squeezed(failed + unkept + conflict) + "^ssave"))
        screen.show_message("Copied.")
        await editor.until(lambda: _squeezed(_bar(editor)).startswith(_squeezed(f"{failed}Copied.") + "^ssave"))
        screen.show_message("Not saved: the disk is gone.", "critical")
        await editor.until(
            lambda: _squeezed(_bar(editor)).startswith(_squeezed("Not saved: the disk is gone." + unkept))
        )
        screen.key_bar.retract(unkept)
        screen.key_bar.dismiss(screen.key_bar.messages.standing)
        await editor.until(lambda: _bar(editor).strip().startswith("^s save"))


@posix
async def test_that_typing_is_not_kept_for_recovery_is_said_until_it_is(
    small_report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise WriteError("the disk is full.")

    async with opened(small_report) as editor:
        await editor.until(lambda: not editor.is_busy("begin", "default"))
        with monkeypatch.context() as broken:
            broken.setattr(crash_recovery, "write", fails)
            await editor.write("more words")
            await editor.let_time_pass()
            await editor.until(lambda: "Not kept for recovery: the disk is full. Save soon." in _bar(editor))
        await editor.write(" and more")
        await editor.let_time_pass()
        await editor.until(lambda: _bar(editor).strip().startswith("^s save"))


# Settings

SPOILT = 'theme = "nrod"\nzoom = 2\n[keys]\nhelp = "ctrl+n"\ncheklist = "f2"\npalette = 7\n'
SAID = [
    (":2:1: Unknown setting: zoom. The settings are theme, html, html_in_git, example, highlight, proofread, "
    "proofread_english, editor, keys."),
    ':6:1: The keys of palette must be text in quotes. Write palette = "ctrl+s" or ["ctrl+s", "f2"]',
    ":4:1: ctrl+n is already the key of “Next unfinished question”; help keeps F1.",
    ":5:1: Unknown action: cheklist. Did you mean checklist?",
    ":1:1: Unknown theme: nrod. Did you mean nord?",
]  # fmt: skip


@pytest.fixture
def spoilt(small_report: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(small_report.parent / "none"))
    file = small_report.with_name(".exam-tui.toml")
    file.write_text(SPOILT, encoding="utf-8")
    return file


async def test_every_bad_setting_is_said_with_file_line_and_column(small_report: Path, spoilt: Path) -> None:
    settings = load_settings(small_report, {}, {})
    async with opened_app(ExamApp(Session.open(small_report), settings), (120, 60)) as editor:
        expected = [_squeezed(f"Settings: {spoilt}{said}") for said in SAID]
        await editor.until(lambda: all(said in _squeezed(_bar(editor)) for said in expected))
        await editor.press("alt+l")
        await editor.until(lambda: editor.is_open(MessagesScreen))
        listed = "\n".join(str(static.render()) for static in editor.app.screen.query(Static))
        assert all(f"Settings: {spoilt}{said}" in listed for said in SAID)


@posix
def test_every_bad_setting_is_said_line_by_line_too(small_report: Path, spoilt: Path) -> None:
    config = {"XDG_CONFIG_HOME": str(spoilt.parent / "config"), "XDG_STATE_HOME": os.environ["XDG_STATE_HOME"]}
    command = [sys.executable, "-m", "exam_tui", "edit", "--plain", small_report.name]
    with Terminal(command, folder=small_report.parent, columns=200, rows=30, env=config) as terminal:
        screen = terminal.wait_for("> ")
        for said in SAID:
            assert _squeezed(f"{spoilt}{said}") in _squeezed(screen)
        terminal.type("quit\r")
        assert terminal.wait_exit() == 0


HOSTILE = """
theme = "nord"
[keys]
save = "f9"
quit = ["ctrl+s", "ctrl+z"]
undo = []
checklist = "ctrl+s"
next_question = "ctrl+z"
problems = "f7"
help = "f8"
"""


async def test_a_project_cannot_take_the_keys_of_save_quit_and_undo(
    small_report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They do what they always do, or what the user wishes; what else the project sets is said."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    own = tmp_path / "config" / "exam-tui" / "config.toml"
    own.parent.mkdir(parents=True)
    own.write_text('[keys]\nfind = "f7"\n', encoding="utf-8")
    file = small_report.with_name(".exam-tui.toml")
    file.write_text(HOSTILE, encoding="utf-8")
    settings = load_settings(small_report, {}, {})
    async with opened_app(ExamApp(Session.open(small_report), settings), (120, 60)) as editor:
        expected = (
            *(f"A project's file cannot set the keys for {name}." for name in ("save", "quit", "undo")),
            "ctrl+s is already the key of “Save the report”; checklist keeps ^t.",
            "ctrl+z is already the key of “Undo”; next_question keeps Alt+↓.",
            "f7 is already the key of “Find and replace, in this answer or all”; problems keeps ^l.",
            f"This project sets theme, keys.checklist, keys.next_question, keys.problems, keys.help ({file}).",
        )
        await editor.until(lambda: all(_squeezed(said) in _squeezed(_bar(editor)) for said in expected))
        await editor.press("f8")
        await editor.until(lambda: editor.is_open(HelpScreen))
        await editor.press("escape")
        await editor.write("wild roses")
        await editor.press("ctrl+s")
        await editor.until(lambda: "wild roses" in small_report.read_text("utf-8"))
        await editor.write(" and more")
        await editor.press("ctrl+z")
        await editor.until(lambda: "more" not in editor.area.text)


def test_a_key_that_the_user_and_a_project_want_goes_to_the_user() -> None:
    """Whichever comes first; without a project both would be refused."""
    for keys in ({"find": ("f7",), "problems": ("f7",)}, {"problems": ("f7",), "find": ("f7",)}):
        taken, refused = remap(keys, from_project=("keys.problems",))
        assert taken == {"find": "f7"}
        assert [problem.message for problem in refused] == [
            "f7 is already the key of “Find and replace, in this answer or all”; problems keeps ^l."
        ]
    remap({})


def test_a_key_that_a_refused_action_keeps_is_given_to_nobody_else() -> None:
    taken, refused = remap({"save": ("ctrl+t",), "checklist": ("x",)})
    assert not taken
    assert [problem.message for problem in refused] == [
        "ctrl+t is already the key of “Checklist”; save keeps ^s.",
        "x types into the answer; checklist needs a key with ctrl or alt, or f1 to f12.",
    ]
