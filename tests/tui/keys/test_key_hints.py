"""Keys that texts name are those of the table: with other keys in the settings, the texts name these."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import exam_tui
from exam_tui.session.session import Session
from exam_tui.settings.settings import Settings
from exam_tui.tui.app import ExamApp
from exam_tui.tui.editor.dialogue import ScreenDialogue
from exam_tui.tui.keys.bindings import back
from exam_tui.tui.keys.keymap import help_sections, keys_page
from exam_tui.tui.screens.problems import ProblemsScreen
from tests.tui.editing import opened_app

# Enter in a list or on a button and the arrows are Textual's own: they are in no table, and nobody can change them.
_KEY = re.compile(r"\^[a-z]\b|\bEsc\b|\bF\d+\b|\b(?:Alt|Ctrl|Shift)\+|\bTab\b|\bSpace\b|(?<!\w)[A-Z] in the list\b")
# Texts that name keys of the table below the editor too, and what is no text for users.
_ROOT = Path(exam_tui.__file__).parent
_FOLDERS = ("tui", "session", "core", "git")
_ALLOWED = {
    ("tui/keys/keymap.py", "Esc"), ("tui/keys/keymap.py", "Tab"), ("tui/keys/keymap.py", "Space"),  # their names
    ("tui/keys/keymap.py", "Ctrl+S."),
    ("tui/keys/keymap.py", "`) finds each action by its title and by ordinary words. `^s` is"),  # how a key is written
    ("session/commit_and_push.py", "it was stopped with Ctrl+C."),  # the terminal's own, while git has it
}  # fmt: skip


def _texts(tree: ast.Module) -> Iterator[str]:
    """Yield the texts of a module that are no docstrings."""
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value


def test_no_text_names_a_key_by_itself() -> None:
    found = [
        (path.relative_to(_ROOT).as_posix(), text)
        for folder in _FOLDERS
        for path in sorted((_ROOT / folder).rglob("*.py"))
        for text in _texts(ast.parse(path.read_text(encoding="utf-8")))
        if _KEY.search(text)
    ]
    assert set(found) == _ALLOWED


def test_a_text_that_names_a_key_by_itself_would_be_found() -> None:
    source = (
        'def f():\n    """Esc is fine here."""\n    return f"{x}: press R in the list", "^p then", "a ^ b", "Escape"\n'
    )
    assert [text for text in _texts(ast.parse(source)) if _KEY.search(text)] == ["^p then", ": press R in the list"]


async def test_texts_name_the_keys_of_the_settings(small_report: Path) -> None:
    keys = {"close": ("f9",), "to_list": ("f8",), "palette": ("f7",), "resolve_conflicts": ("alt+j",), "scope": ("u",)}
    async with opened_app(ExamApp(Session.open(small_report), Settings(keys=keys))) as editor:
        assert back("closes") == ("F9 closes", "screen.close")
        assert "In the list of questions (F8 takes you there)" in dict(help_sections())
        assert "The palette (`F7`)" in keys_page()
        await editor.press("ctrl+l")
        await editor.until(lambda: editor.is_open(ProblemsScreen))
        await editor.until(lambda: any("u question 2 only" in line and "F9 back" in line for line in editor.lines()))
        await editor.press("f9")
        await editor.until(lambda: editor.app.screen is editor.screen)
        dialogue = ScreenDialogue(
            editor.screen, touched=lambda: None, being_written=lambda _: None, lend_terminal=lambda run: run()
        )
        assert dialogue.hints.resolve == "Alt+J in the list, or F7 resolve."
