"""Other keys from the settings, and what is refused."""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.binding import Binding
from textual.dom import DOMNode

import exam_tui.tui
from exam_tui.session.session import Session
from exam_tui.settings.settings import Settings
from exam_tui.tui.app import ExamApp
from exam_tui.tui.keys import conflicts
from exam_tui.tui.keys.actions import ACTIONS, Where, action
from exam_tui.tui.keys.bindings import BUTTONS, LIST_MOVES, NUMBERS, PAGES
from exam_tui.tui.keys.keymap import help_sections, key_name, keys_of, main_key, remap
from exam_tui.tui.screens.checklist import ChecklistScreen
from exam_tui.tui.screens.hand_in import HandInScreen
from exam_tui.tui.screens.help import HelpScreen
from exam_tui.tui.widgets.key_bar import KeyBar
from tests.tui.editing import Editor, opened_app


@pytest.fixture(autouse=True)
def _usual_keys() -> None:
    remap({})


def test_no_two_actions_of_the_table_have_the_same_key_in_one_place() -> None:
    for at, one in enumerate(ACTIONS):
        for other in ACTIONS[at + 1 :]:
            if one.where == other.where or {one.where, other.where} == {"everywhere", "lists"}:
                assert not set(keys_of(one)) & set(keys_of(other)), (one.name, other.name)
            if {one.where, other.where} == {"everywhere", "answer"}:
                plain = one if one.where == "everywhere" else other
                answer = other if plain is one else one
                assert not set(plain.keys) & set(answer.keys), (one.name, other.name)


def test_every_name_occurs_once() -> None:
    names = [action.name for action in ACTIONS]
    assert len(names) == len(set(names))


def test_what_terminals_keep_is_never_the_only_key_of_an_action() -> None:
    kept = {"ctrl+j", "ctrl+k", "ctrl+e", "ctrl+q", "ctrl+p", "ctrl+s", "ctrl+f"}
    for which in ACTIONS:
        if kept & set(which.keys):
            assert set(which.keys) - kept, which.name


async def test_another_key_does_it_and_is_shown_everywhere(small_report: Path) -> None:
    chosen = Settings(keys={"checklist": ("f2",), "next_unfinished": ("alt+j", "ctrl+u")})
    async with opened_app(ExamApp(Session.open(small_report), chosen)) as editor:
        assert main_key("checklist") == "F2"
        editor.app.screen.query_one(KeyBar).clear()
        assert "F2 checklist" in editor.line(KeyBar)
        rows = {name: keys for _, rows in help_sections() for keys, _, name in rows}
        assert rows["next_unfinished"] == "Alt+J ^u n"
        await _press_and_see(editor)


async def _press_and_see(editor: Editor) -> None:
    await editor.press("ctrl+t")
    assert not isinstance(editor.app.screen, ChecklistScreen), "the usual key is free now"
    await editor.press("f2")
    assert isinstance(editor.app.screen, ChecklistScreen)
    await editor.press("escape", "ctrl+u")
    assert editor.number == 4


async def test_a_key_of_the_text_area_can_be_given_to_an_action(small_report: Path) -> None:
    """Textual's ctrl+k deletes to the end of the line."""
    chosen = Settings(keys={"checklist": ("ctrl+k",)})
    async with opened_app(ExamApp(Session.open(small_report), chosen)) as editor:
        await editor.write("kept")
        await editor.press("home", "ctrl+k")
        assert isinstance(editor.app.screen, ChecklistScreen)
        assert editor.area.answer == "kept"


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"checklist": ("ctrl+s",)}, "ctrl+s is already the key of “Save the report”; checklist keeps ^t"),
        ({"checklist": ("x",)}, "x types into the answer"),
        ({"checklist": ("ctrl+banana",)}, "Unknown key: ctrl+banana"),
        ({"cheklist": ("f2",)}, "Unknown action: cheklist"),
        ({"undo": ("ctrl+n",)}, "ctrl+n is already the key of “Next unfinished question”"),
        ({"fold": ("n",)}, "n is already the key of “Next unfinished question”; fold keeps ←"),
        ({"narrow": ("s",)}, "s is already the key of “Save the report”; narrow keeps t"),
        ({"cursor_down": ("o",)}, "o is already the key of “Overview of the whole report”"),
        ({"select": ("q",)}, "q is already the key of “Quit”"),
        ({"save": ("alt+r",)}, "alt+r is already the key of “Replace this match”; save keeps ^s"),
        ({"overview": ("alt+a",)}, "alt+a is already the key of “Replace all in this answer”"),
        ({"use": ("ctrl+z",)}, "ctrl+z is already the key of “Undo”"),
        ({"scope": ("ctrl+l",)}, "ctrl+l is already the key of “Problems and how to fix them”"),
        ({"scroll_up": ("h",)}, "h is already the key of “Hand-in check: committed, pushed, complete?”"),
        ({"take": ("escape",)}, "escape is already the key of “Back”"),
        (
            {"replace_page": ("ctrl+s",)},
            "ctrl+s is already the key of “Save the report”; replace_page has none.",
        ),
        ({"replace": ("x",)}, "x types into the text to find"),
        ({"filter": ("f2",)}, "filter works by typing"),
    ],
)
def test_what_cannot_be_a_key_is_refused_with_the_reason(keys: dict[str, tuple[str, ...]], said: str) -> None:
    taken, refused = remap(keys)
    assert not taken
    assert len(refused) == 1
    assert said in refused[0].message


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("ctrl+m", "ctrl+m, which is enter, types into the answer"),
        ("return", "return, which is enter, types"),
        ("ctrl+i", "ctrl+i, which is tab, is already the key of “Write this answer”"),
        ("ctrl+[", "ctrl+[, which is escape, is already the key of “Go to the list"),
        ("shift+ctrl+z", "shift+ctrl+z, which is ctrl+shift+z, is already the key of “Redo”"),
        ("ctrl+Z", "ctrl+Z, which is ctrl+shift+z, is already the key of “Redo”"),
        ("Ctrl+S", "Ctrl+S, which is ctrl+shift+s, is already the key of “Apply the safe fixes"),
        ("Ctrl+s", "Ctrl+s, which is ctrl+s, is already the key of “Save"),
    ],
)
def test_another_name_of_a_key_that_is_taken_is_refused(key: str, said: str) -> None:
    _, refused = remap({"fix": ("ctrl+shift+s",), "overview": (key,)})
    assert [problem.message[: len(said)] for problem in refused if "overview" in problem.message] == [said]


@pytest.mark.parametrize(
    "key", ["ctrl+shift+s", "ctrl+S", "super+s", "shift+ctrl+s", "meta+z", "alt+Q", "ctrl+h", "ctrl+M", "super+y"]
)
def test_a_project_gets_no_key_that_is_taken_for_one_of_the_users_own(key: str) -> None:
    taken, refused = remap({"fix": (key,)}, from_project=("keys.fix",))
    assert not taken
    assert "is easily confused with" in refused[0].message
    assert refused[0].message.endswith("fix keeps Alt+M.")
    assert remap({"fix": (key,)})[1] == [], "the user may have it"
    assert not remap({"fix": ("shift+f2", "ctrl+shift+b", "f2")}, from_project=("keys.fix",))[1]


async def test_a_key_written_in_another_order_and_case_does_it(small_report: Path) -> None:
    chosen = Settings(keys={"checklist": ("Shift+Ctrl+F2",)})
    async with opened_app(ExamApp(Session.open(small_report), chosen)) as editor:
        await editor.press("ctrl+shift+f2")
        assert isinstance(editor.app.screen, ChecklistScreen)


def test_two_actions_may_change_places() -> None:
    taken, refused = remap({"save": ("ctrl+t",), "checklist": ("ctrl+s",)})
    assert not refused
    assert taken == {"save": "ctrl+t", "checklist": "ctrl+s"}


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("ctrl+s", "^s"),
        ("ctrl+shift+home", "Ctrl+Shift+Home"),
        ("alt+pageup", "Alt+PgUp"),
        ("pagedown", "PgDn"),
        ("alt+shift+up", "Alt+Shift+↑"),
        ("f1", "F1"),
        ("alt+z", "Alt+Z"),
        ("question_mark", "?"),
        ("R", "R"),
    ],
)
def test_a_key_is_shown_as_keyboards_have_it(key: str, shown: str) -> None:
    assert key_name(key) == shown


@pytest.mark.parametrize("name", ["next_failing", "commit_and_push", "fold"])
def test_an_action_of_the_list_may_have_a_letter(name: str) -> None:
    assert remap({name: ("y",)}) == ({name: "y"}, [])
    assert main_key(name) == "y"


async def test_a_letter_given_to_an_action_of_the_list_does_it(small_report: Path) -> None:
    chosen = Settings(keys={"next_failing": ("y",)})
    async with opened_app(ExamApp(Session.open(small_report), chosen)) as editor:
        await editor.press("escape", "y")
        assert editor.number == 4


@pytest.mark.parametrize("name", ["hand_in", "take_over"])
async def test_what_has_no_key_while_one_writes_can_get_one(small_report: Path, name: str) -> None:
    async with opened_app(ExamApp(Session.open(small_report), Settings(keys={name: ("f4",)}))) as editor:
        assert editor.is_writing()
        await editor.press("f4")
        await editor.until(
            lambda: isinstance(editor.app.screen, HandInScreen) or "No other editor" in editor.line(KeyBar)
        )


async def test_what_opens_closes_by_the_key_that_the_settings_gave_it(small_report: Path) -> None:
    chosen = Settings(keys={"help": ("f8",), "close": ("f6",)})
    async with opened_app(ExamApp(Session.open(small_report), chosen)) as editor:
        for key in ("f8", "f6", "question_mark", "q", "enter"):
            await editor.press("f8")
            assert isinstance(editor.app.screen, HelpScreen)
            await editor.press("escape", "f1")
            assert isinstance(editor.app.screen, HelpScreen), "its usual keys are free now"
            await editor.press(key)
            assert not isinstance(editor.app.screen, HelpScreen), key


_ONE_KEY = [
    (name, key) for which in ACTIONS for name in [which.name] for key in ("f7", "y", *keys_of(which)) if keys_of(which)
]


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from([which.name for which in ACTIONS]), st.sampled_from(_ONE_KEY), max_size=5))
def test_whatever_the_settings_say_a_key_means_one_thing_at_each_place(chosen: dict[str, tuple[str, str]]) -> None:
    keys = {name: (key,) for name, (_, key) in chosen.items()}
    taken, refused = remap(keys)
    assert len(taken) + len({problem.message for problem in refused}) >= len(keys), "each is taken, or said"
    chosen_keys = {name: listed.split(",") for name, listed in taken.items()}
    for place in conflicts.PLACES:
        seen: dict[str, str] = {}
        for which, listed in conflicts.active_at(place, chosen_keys):
            for key in listed:
                other = seen.setdefault(key, which.name)
                assert other == which.name or {other, which.name} == {"close", "to_list"}, (place, key)
    remap({})


@pytest.mark.parametrize("place", conflicts.PLACES)
def test_no_action_can_be_given_a_key_of_another_one_at_the_same_place(place: Where) -> None:
    """Every pair of actions at a place, every key of the one given to the other."""
    active = list(conflicts.active_at(place, {}))
    for which, _ in active:
        for other, listed in active:
            if which is other or {which.name, other.name} == {"close", "to_list"} or not keys_of(which):
                continue
            for key in listed:
                taken, refused = remap({which.name: (key,)})
                assert not taken, (which.name, key, other.name)
                assert "already" in refused[0].message or "types into" in refused[0].message
    remap({})


def _classes() -> Iterator[type[DOMNode]]:
    for module in pkgutil.walk_packages(exam_tui.tui.__path__, "exam_tui.tui."):
        for found in vars(importlib.import_module(module.name)).values():
            if isinstance(found, type) and issubclass(found, DOMNode) and found.__module__ == module.name:
                yield found


def test_every_key_that_is_bound_stands_in_the_table() -> None:
    """But for the arrows among a dialog's buttons, which move about as Tab does, what scrolls its text, and 2 to 9."""
    seen = set()
    for found in _classes():
        for binding in vars(found).get("BINDINGS", []):
            if binding in [*BUTTONS, *LIST_MOVES, *PAGES, *NUMBERS]:
                continue
            assert isinstance(binding, Binding), found
            assert binding.id, (found, binding)
            which = action(binding.id.removesuffix(".lists"))
            assert binding.key in keys_of(which), (found, binding)
            assert binding.action.removeprefix("screen.") in {which.name, "close"}, (found, binding)
            seen.add(which.name)
    assert seen == {which.name for which in ACTIONS if keys_of(which)}, "and every key of the table is bound"


def test_bindings_are_made_in_one_place() -> None:
    root = Path(exam_tui.tui.__file__).parent
    made = [path.name for path in root.rglob("*.py") if "Binding(" in path.read_text(encoding="utf-8")]
    assert made == ["bindings.py"]


async def test_a_refused_key_is_said_when_the_editor_opens(small_report: Path) -> None:
    chosen = Settings(keys={"checklist": ("ctrl+s",)})
    async with opened_app(ExamApp(Session.open(small_report), chosen)) as editor:
        await editor.until(lambda: "ctrl+s is already the key of" in editor.line(KeyBar))
