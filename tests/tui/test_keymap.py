"""Other keys from the settings, and what is refused."""

from pathlib import Path

import pytest

from exam_tui.session import Session
from exam_tui.storage.settings import Settings
from exam_tui.tui.actions import ACTIONS
from exam_tui.tui.app import ExamApp
from exam_tui.tui.keymap import help_sections, keys_of, main_key, remap
from exam_tui.tui.screens.checklist import ChecklistScreen
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
    for action in ACTIONS:
        if kept & set(action.keys):
            assert set(action.keys) - kept, action.name


async def test_another_key_does_it_and_is_shown_everywhere(small_report: Path) -> None:
    settings = Settings(keys={"checklist": ("f2",), "next_unfinished": ("alt+m", "ctrl+b")})
    async with opened_app(ExamApp(Session.open(small_report), settings)) as editor:
        assert main_key("checklist") == "F2"
        editor.app.screen.query_one(KeyBar).clear()
        assert "F2 checklist" in editor.line(KeyBar)
        rows = {name: keys for _, rows in help_sections() for keys, _, name in rows}
        assert rows["next_unfinished"] == "Alt+M ^b n"
        await _press_and_see(editor)


async def _press_and_see(editor: Editor) -> None:
    await editor.press("ctrl+t")
    assert not isinstance(editor.app.screen, ChecklistScreen), "the usual key is free now"
    await editor.press("f2")
    assert isinstance(editor.app.screen, ChecklistScreen)
    await editor.press("escape", "ctrl+b")
    assert editor.number == 4


async def test_a_key_of_the_text_area_can_be_given_to_an_action(small_report: Path) -> None:
    """Textual's ctrl+k deletes to the end of the line."""
    settings = Settings(keys={"checklist": ("ctrl+k",)})
    async with opened_app(ExamApp(Session.open(small_report), settings)) as editor:
        await editor.write("kept")
        await editor.press("home", "ctrl+k")
        assert isinstance(editor.app.screen, ChecklistScreen)
        assert editor.area.answer == "kept"


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"checklist": ("ctrl+s",)}, "ctrl+s is the key of “Save the report” already; checklist keeps ^t"),
        ({"checklist": ("x",)}, "x is typed into the answer"),
        ({"checklist": ("ctrl+banana",)}, "ctrl+banana is no key"),
        ({"cheklist": ("f2",)}, "There is no action cheklist"),
        ({"undo": ("ctrl+n",)}, "ctrl+n is the key of “Next unfinished question” already"),
    ],
)
def test_what_cannot_be_a_key_is_refused_with_the_reason(keys: dict[str, tuple[str, ...]], said: str) -> None:
    taken, refused = remap(keys)
    assert not taken
    assert len(refused) == 1
    assert said in refused[0].message


def test_two_actions_may_change_places() -> None:
    taken, refused = remap({"save": ("ctrl+t",), "checklist": ("ctrl+s",)})
    assert not refused
    assert taken == {"save": "ctrl+t", "checklist": "ctrl+s"}


async def test_a_refused_key_is_said_when_the_editor_opens(small_report: Path) -> None:
    settings = Settings(keys={"checklist": ("ctrl+s",)})
    async with opened_app(ExamApp(Session.open(small_report), settings)) as editor:
        await editor.pilot.pause(0.3)
        assert "ctrl+s is the key of" in editor.line(KeyBar)
