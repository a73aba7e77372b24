"""Each action of the table, done by its key, and what is to be seen of it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any

import pytest
from textual.containers import VerticalScroll
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.widgets import Button, Input, OptionList

from exam_tui.core.fixes.quick_fixes import QuickFix
from exam_tui.core.merge.edits import edits_of, offers_of
from exam_tui.core.merge.result import Conflict
from exam_tui.core.report.limits import Limits
from exam_tui.desktop import browser, clipboard
from exam_tui.desktop.clipboard import Copied
from exam_tui.session.merging.other_side import OtherSide
from exam_tui.session.session import Session
from exam_tui.settings.settings import Settings
from exam_tui.tui.app import ExamApp
from exam_tui.tui.editor.screen import EditorScreen
from exam_tui.tui.keys.actions import ACTIONS
from exam_tui.tui.screens.answer_history import EarlierScreen
from exam_tui.tui.screens.checklist import ChecklistScreen
from exam_tui.tui.screens.dialogs.conflict import ConflictScreen
from exam_tui.tui.screens.dialogs.fix_preview import FixPreviewScreen
from exam_tui.tui.screens.dialogs.mistake import MistakeScreen
from exam_tui.tui.screens.dialogs.recovery import RecoveryScreen
from exam_tui.tui.screens.dialogs.themes import ThemesScreen
from exam_tui.tui.screens.hand_in import HandInScreen
from exam_tui.tui.screens.help import HelpScreen
from exam_tui.tui.screens.images import ImagesScreen
from exam_tui.tui.screens.message_log import MessagesScreen
from exam_tui.tui.screens.overview import OverviewScreen
from exam_tui.tui.screens.palette import PaletteScreen
from exam_tui.tui.screens.problems import ProblemsScreen
from exam_tui.tui.screens.search_results import ResultsScreen
from exam_tui.tui.widgets.answer.answer import AnswerArea
from exam_tui.tui.widgets.find_bar import FindBar
from exam_tui.tui.widgets.key_bar import KeyBar
from exam_tui.tui.widgets.preview import Preview
from tests.conftest import sampled
from tests.tui.editing import Editor, opened, opened_app
from tests.tui.fake_reader import proofread

Seen = Callable[[Editor], bool]


@dataclass
class Case:
    """Keys up to the action's own, the action's own, and how its effect is seen.

    `start` is the question to start at; the cursor is at the end of its answer. `answer` is in question 4 instead
    of the usual one, and `prompt` above it.
    """

    keys: tuple[str, ...]
    seen: Seen
    start: int = 4
    answer: str = ""
    prompt: str = ""


def _is(kind: type[Screen[Any]]) -> Seen:
    return lambda editor: isinstance(editor.app.screen, kind)


def _at(number: int) -> Seen:
    return lambda editor: editor.number == number


def _answer(text: str) -> Seen:
    return lambda editor: editor.area.answer == text


def _says(text: str) -> Seen:
    """Say whether a message was shown; a long path in it may have put it on several lines."""
    return lambda editor: "".join(text.split()) in "".join(editor.line(KeyBar).split())


def _shown_in_images(editor: Editor) -> str:
    return str(editor.app.screen.query_one("#image-help").render())


def _highlighted(editor: Editor) -> str:
    navigator = editor.screen.navigator
    return str(navigator.options[navigator.highlighted or 0].prompt)


def _state(editor: Editor) -> str:
    return str(editor.app.screen.query_one("#find-state").render())


def _help_at(editor: Editor) -> float:
    return editor.app.screen.query_one("#help").scroll_y


def _prompt_at(editor: Editor) -> float:
    return editor.app.screen.query_one("#prompt").scroll_y


def _text_of(selector: str) -> Callable[[Editor], str]:
    return lambda editor: str(editor.app.screen.query_one(selector).render())


def _mistake(editor: Editor) -> str:
    return str(editor.app.screen.query_one("#mistake").border_title)


FOUR = "Far too many words about two small sails"
LONG = "Describe the sails, and all about them. " * 30
WRAPPED = "--- Three small sails ---"
LISTED = ("escape",)
OWN_KEYS = {"replace_page": ("f7",), "page_in_git": ("f8",)}
"""Keys of the actions that have none."""
CASES: dict[str, Case] = {
    "save": Case(("!", "ctrl+s"), lambda editor: editor.on_disk().question(4).answer == f"{FOUR}!"),
    "next_unfinished": Case(("ctrl+n",), _at(2)),
    "hand_in": Case(("ctrl+d",), _is(HandInScreen)),
    "checklist": Case(("ctrl+t",), _is(ChecklistScreen)),
    "problems": Case(("ctrl+l",), _is(ProblemsScreen)),
    "palette": Case(("ctrl+p",), _is(PaletteScreen)),
    "help": Case(("f1",), _is(HelpScreen)),
    "quit": Case(("ctrl+q",), lambda editor: editor.app.return_code == 0 and editor.app._exit),
    "edit_outside": Case(("ctrl+g",), _says("cannot open another editor")),
    "overview": Case(("alt+o",), _is(OverviewScreen)),
    "find": Case(("ctrl+f",), lambda editor: bool(editor.app.screen.query(FindBar))),
    "preview": Case(("alt+v",), lambda editor: bool(editor.app.screen.query(Preview))),
    "browser": Case(("alt+shift+v",), _says("Shown in a browser.")),
    "insert_image": Case(("alt+i",), _is(ImagesScreen)),
    "previous_question": Case(("alt+up",), _at(3)),
    "next_question": Case(("alt+down",), _at(3), start=2),
    "go_to_number": Case(("alt+g", "1", "enter"), _at(1)),
    "previous_unfinished": Case(("alt+n",), _at(2)),
    "next_failing": Case((*LISTED, "x"), _at(4), start=1),
    "previous_failing": Case((*LISTED, "X"), _at(4), start=1),
    "next_problem": Case((*LISTED, "m"), _at(2), start=1),
    "previous_problem": Case((*LISTED, "M"), _at(4), start=1),
    "toggle_example": Case(("ctrl+r",), lambda editor: "We chose the" in _text_of("#prompt Static")(editor), start=2),
    "scroll_prompt_up": Case(("alt+pagedown", "alt+pageup"), lambda editor: _prompt_at(editor) == 0, prompt=LONG),
    "scroll_prompt_down": Case(("alt+pagedown",), lambda editor: _prompt_at(editor) > 0, prompt=LONG),
    "fix": Case(("alt+m",), _answer("Three small sails"), answer=WRAPPED),
    "next_mistake": Case(("alt+y",), _is(MistakeScreen)),
    "toggle_proofreading": Case(("alt+shift+y",), lambda editor: not editor.screen.proofreading.is_on),
    "restore": Case(("!", "alt+u"), _is(EarlierScreen)),
    "focus_mode": Case(("alt+z",), lambda editor: not editor.screen.navigator.display),
    "theme": Case(("alt+t",), _is(ThemesScreen)),
    "messages": Case(("alt+l",), _is(MessagesScreen)),
    "redraw": Case(("f5",), lambda _editor: WRITTEN == ["\x1b[2J"]),
    "suspend": Case(("alt+shift+z",), _says("This terminal cannot return to a shell.")),
    "commit_and_push": Case((*LISTED, "C"), _says("The report is not in a git repository")),
    "replace_page": Case(("f7",), _says("report.html written.")),
    "page_in_git": Case(("f8",), _says("is not in a git repository")),
    "resolve_conflicts": Case((*LISTED, "R"), _says("This report has no merge conflicts.")),
    "take_over": Case(("alt+k",), _says("No other editor has the report open")),
    "to_list": Case(LISTED, lambda editor: editor.screen.navigator.has_focus),
    "cursor_up": Case((*LISTED, "k"), _at(3)),
    "cursor_down": Case((*LISTED, "j"), _at(4), start=3),
    "select": Case((*LISTED, "enter"), lambda editor: editor.is_writing()),
    "narrow": Case((*LISTED, "t"), lambda editor: editor.screen.navigator.border_title == "Questions  2 of 4"),
    "filter_questions": Case((*LISTED, "slash", *"sail"), lambda editor: "harbour" not in editor.rows()),
    "fold": Case((*LISTED, "space"), lambda editor: "▸ Work" in editor.rows()),
    "fold_all": Case((*LISTED, "minus"), lambda editor: editor.rows().count("▸") == 2),
    "undo": Case(("!", "ctrl+z"), _answer(FOUR)),
    "redo": Case(("!", "ctrl+z", "ctrl+y"), _answer(f"{FOUR}!")),
    "indent": Case(("enter", "tab", "!"), _answer("- mast\n    - !"), answer="- mast"),
    "outdent": Case(("enter", "tab", "shift+tab", "!"), _answer("- mast\n- !"), answer="- mast"),
    "select_all": Case(("ctrl+a",), lambda editor: editor.area.selected_text == FOUR),
    "cut": Case(("ctrl+a", "ctrl+x"), lambda editor: (editor.area.answer, editor.app._clipboard) == ("", FOUR)),
    "copy": Case(("ctrl+a", "ctrl+c"), lambda editor: editor.app._clipboard == FOUR),
    "paste": Case(("ctrl+v",), _answer(f"{FOUR} pasted")),
    "bold": Case(("ctrl+b",), _answer(f"{FOUR[:-5]}**sails**")),
    "italic": Case(("alt+shift+i",), _answer(f"{FOUR[:-5]}*sails*")),
    "code": Case(("alt+shift+c",), _answer(f"{FOUR[:-5]}`sails`")),
    "link": Case(("alt+shift+k", "x"), _answer(f"{FOUR[:-5]}[sails](x)")),
    "line_break": Case(("shift+enter", "!"), _answer("- mast\n  !"), answer="- mast"),
    "select_to_start": Case(("ctrl+shift+home",), lambda editor: editor.area.selected_text == FOUR),
    "select_to_end": Case(("ctrl+home", "ctrl+shift+end"), lambda editor: editor.area.selected_text == FOUR),
    "cursor_text_start": Case(("ctrl+home", "!"), _answer(f"!{FOUR}")),
    "cursor_text_end": Case(("ctrl+home", "ctrl+end", "!"), _answer(f"{FOUR}!")),
    "cursor_word_left": Case(("alt+left", "!"), _answer(f"{FOUR[:-5]}!sails")),
    "cursor_word_right": Case(("ctrl+home", "alt+right", "!"), _answer(f"Far!{FOUR[3:]}")),
    "delete_word_left": Case(("alt+backspace",), _answer(FOUR[:-5])),
    "delete_word_right": Case(("ctrl+home", "ctrl+delete"), _answer(FOUR[3:])),
    "find_next": Case(("ctrl+f", *"ma", "down"), lambda editor: _state(editor).startswith("2 of 2")),
    "find_previous": Case(("ctrl+f", *"ma", "up"), lambda editor: _state(editor).startswith("2 of 2")),
    "replace": Case(("ctrl+f", *"many", "alt+r"), _answer(FOUR.replace("many", ""))),
    "replace_all": Case(("ctrl+f", *"ma", "alt+a"), _answer(FOUR.replace("ma", ""))),
    "find_case": Case(("ctrl+f", *"far", "alt+c"), lambda editor: _state(editor).startswith("No match in this answer")),
    "find_words": Case(("ctrl+f", *"ma", "alt+x"), lambda editor: _state(editor).startswith("No match in this answer")),
    "find_everywhere": Case(("ctrl+f", *"ma", "alt+w"), _is(ResultsScreen)),
    "complete": Case(("alt+i", *"nam", "tab"), lambda editor: "No image" in _shown_in_images(editor)),
    "toggle_task": Case(("ctrl+t", "space"), lambda editor: editor.screen.session.report.tasks[0].done),
    "filter": Case(("ctrl+t", *"half"), lambda editor: editor.app.screen.query_one(Input).value == "half"),
    "scope": Case(("ctrl+l", "t"), lambda editor: "question 4" in _text_of("#problems-bar")(editor)),
    "fix_this": Case(("ctrl+l", "down", "f"), _answer("Three small sails"), answer=WRAPPED),
    "fix_all": Case(("ctrl+l", "a"), _answer("Three small sails"), answer=WRAPPED),
    "make_fix": Case(("enter",), lambda _editor: RESULTS == [True]),
    "first_replacement": Case(("alt+y", "1"), _answer(FOUR.replace("many", "some"))),
    "add_to_my_words": Case(("alt+y", "a"), _says("many was added to")),
    "add_to_group_words": Case(("alt+y", "g"), _says("many was added to")),
    "ignore_mistake": Case(("alt+y", "i"), lambda editor: len(editor.area.remarks.spans) == 1),
    "skip_mistake": Case(("alt+y", "down"), lambda editor: _mistake(editor) == "Spelling · 2 of 2 · sails"),
    "back_to_mistake": Case(("alt+y", "down", "up"), lambda editor: _mistake(editor) == "Spelling · 1 of 2 · many"),
    "replace_everywhere": Case(("ctrl+f", *"many", "tab", "x", "alt+w", "r"), _says("Replaced 1 times in 1 answers")),
    "choose": Case(("space",), lambda editor: "[ ] question" in str(_options(editor)[0])),
    "take": Case(("enter",), lambda _editor: bool(RESULTS) and len(RESULTS[0].answers) == 1),
    "use": Case(
        ("right", "right", "right", "right", "enter", "!", "ctrl+s"), lambda _editor: RESULTS == ["ours\n\ntheirs!"]
    ),
    "scroll_up": Case(("f1", "j", "j", "k"), lambda editor: _help_at(editor) == 1),
    "scroll_down": Case(("f1", "j", "j"), lambda editor: _help_at(editor) == 2),
    "leave": Case(("f1", "q"), _is(EditorScreen)),
    "commit": Case(("ctrl+d", "c"), _says("The report is not in a git repository")),
    "close": Case(("f1", "escape"), _is(EditorScreen)),
}
SO_BEFORE = {"leave", "close", "undo", "select", "scroll_prompt_up"}
"""What brings back what was there."""
WRITTEN: list[str] = []
"""What was sent to the terminal besides what is drawn."""
RESULTS: list[Any] = []
"""What the screens of OPENED answered."""


OPENS: dict[str, type[Screen[Any]]] = {
    "alt+y": MistakeScreen,
    "alt+w": ResultsScreen,
    "ctrl+d": HandInScreen,
    "ctrl+l": ProblemsScreen,
    "ctrl+t": ChecklistScreen,
    "f1": HelpScreen,
}
"""What the keys open after which more keys are pressed."""


def _options(editor: Editor) -> list[object]:
    return [option.prompt for option in editor.app.screen.query_one("#recovery-list").options]  # type: ignore[attr-defined] # an OptionList


def _recovery(session: Session) -> Screen[Any]:
    ours = session.report.copy()
    ours.set_answer(4, "Two words")
    offers = offers_of(edits_of(ours, session.saved_data), session.saved_data, session.report)
    return RecoveryScreen(offers, [], "20 Nov 23:50")


def _conflict(_session: Session) -> Screen[Any]:
    return ConflictScreen(Conflict(4, 0, "base", "ours", "theirs"), OtherSide("in README.md"), Limits())


def _shown_fix(_session: Session) -> Screen[Any]:
    return FixPreviewScreen(QuickFix("Write headings in bold", "**One**"), 4, "## One")


OPENED: dict[str, Callable[[Session], Screen[Any]]] = {
    "choose": _recovery,
    "take": _recovery,
    "use": _conflict,
    "make_fix": _shown_fix,
}


def _is_seen(case: Case, editor: Editor) -> bool:
    try:
        return case.seen(editor)
    except NoMatches:  # it is not open, or not yet
        return False


def test_every_action_of_the_table_is_tried_here() -> None:
    assert list(CASES) == [action.name for action in ACTIONS]


def test_every_public_function_with_an_editor_is_an_action_of_its_topic() -> None:
    topics = {action.topic for action in ACTIONS} - {""}
    for topic in topics:
        module = import_module(f"exam_tui.tui.editor.commands.{topic}")
        commands = {
            name
            for name, function in vars(module).items()
            if getattr(function, "__module__", "") == module.__name__
            and not name.startswith("_")
            and list(signature(function).parameters) == ["editor"]
        }
        assert commands == {action.name for action in ACTIONS if action.topic == topic}


@pytest.mark.parametrize("name", sampled(CASES, 26))
async def test_an_action_does_what_it_says(small_report: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    RESULTS.clear()
    WRITTEN.clear()
    monkeypatch.setattr(ExamApp, "_to_terminal", lambda _app, sequence: WRITTEN.append(sequence))
    monkeypatch.setattr(clipboard, "clipboard_text", lambda: " pasted")
    monkeypatch.setattr(clipboard, "copy", lambda _text: Copied.NONE)
    monkeypatch.setattr(browser, "show_in_browser", lambda _page: "Shown in a browser.")
    case = CASES[name]
    text = small_report.read_text(encoding="utf-8").replace(FOUR, case.answer or FOUR)
    small_report.write_text(text.replace("Describe the sails", case.prompt or "Describe the sails"), encoding="utf-8")
    app = ExamApp(Session.open(small_report), Settings(html=False, keys=OWN_KEYS))
    async with opened_app(app) as editor:
        await editor.go_to(case.start)
        await editor.until(lambda: not editor.is_busy("begin", "default"))
        await editor.screen.check_now()
        if {"alt+y", "alt+shift+y"} & set(case.keys):
            await proofread(editor, {"many": ("some",), "sails": ("sales",)})
        if name in OPENED:
            await editor.app.push_screen(OPENED[name](editor.screen.session), RESULTS.append)
            await editor.until(lambda: isinstance(editor.app.focused, OptionList | Button | VerticalScroll))
        before = _is_seen(case, editor)
        for key in case.keys:
            await editor.press(key)
            if key in OPENS:
                await editor.until(partial(editor.is_open, OPENS[key]))
            elif key == "enter":
                await editor.until(lambda: isinstance(editor.app.focused, AnswerArea))
        await editor.until(lambda: _is_seen(case, editor))
        assert before is False or name in SO_BEFORE, "it was not so before"


async def test_words_are_passed_and_deleted_by_the_keys_of_shells(small_report: Path) -> None:
    """In an answer, and in a line to type into."""
    async with opened(small_report) as editor:
        await editor.go_to(4)
        editor.area.replace_answer("one two three")
        await editor.press("ctrl+end", "alt+b", "alt+b")
        assert editor.area.cursor_location == (0, 4)
        await editor.press("alt+d")
        assert editor.area.answer == "one  three"
        await editor.press("alt+f", "alt+backspace")
        assert editor.area.answer == "one  "
        await editor.press("ctrl+f", *"one two", "alt+b", "alt+d", *"six")
        line = editor.screen.query_one("#find-text", Input)
        assert line.value == "one six"
        await editor.press("alt+b", "alt+backspace")
        assert line.value == "six"
