"""The palette is searched by ordinary words: fifty of them and more, each with the action that it means first."""

from exam_tui.tui.keys.action_search import find_actions
from exam_tui.tui.keys.actions import ACTIONS

MEANT = {
    "theme": "theme", "dark": "theme", "light": "theme", "colour": "theme", "color": "theme", "contrast": "theme",
    "restore": "restore", "history": "restore", "version": "restore", "backup": "restore", "old": "restore",
    "unsaved": "restore", "crash": "restore", "lost": "restore", "recover": "restore",
    "search": "find", "replace": "find", "find": "find",
    "zen": "focus_mode", "fullscreen": "focus_mode", "focus": "focus_mode",
    "commit": "commit_and_push", "push": "commit_and_push", "git": "commit_and_push", "publish": "commit_and_push",
    "hand in": "hand_in", "submit": "hand_in", "deadline": "hand_in", "am i done": "hand_in",
    "screenshot": "insert_image", "picture": "insert_image", "figure": "insert_image", "photo": "insert_image",
    "quit": "quit", "exit": "quit", "close": "quit", "leave": "quit",
    "save": "save", "write file": "save",
    "todo": "next_unfinished", "tasks": "checklist", "tick": "checklist", "checkbox": "checklist",
    "errors": "problems", "warnings": "problems", "lint": "problems",
    "shortcuts": "help", "keyboard": "help", "manual": "help",
    "vim": "edit_outside", "external editor": "edit_outside",
    "progress": "overview", "summary": "overview",
    "markdown": "preview", "firefox": "browser", "pdf": "browser", "print": "browser",
    "jump": "go_to_number", "example": "toggle_example", "repair": "fix",
    "notifications": "messages", "log": "messages", "unlock": "take_over", "read-only": "take_over",
    "gitignore": "page_in_git", "overwrite": "replace_page", "collapse": "fold",
    "clipboard": "insert_image", "yank": "copy", "undo": "undo",
}  # fmt: skip
"""What somebody types who does not know what an action is called here, and the action."""


def test_an_ordinary_word_finds_its_action_first() -> None:
    assert {typed: find_actions(typed)[0].action.name for typed in MEANT} == MEANT


def test_the_start_of_a_word_finds_its_action_too() -> None:
    for typed, name in MEANT.items():
        if len(typed) > 3:
            assert name in [found.action.name for found in find_actions(typed[:-1])], typed


def test_every_action_of_the_palette_is_found_by_its_title_and_has_other_words() -> None:
    for action in ACTIONS:
        if action.in_palette:
            assert find_actions(action.title)[0].action is action
            assert action.words, action.name


def test_what_is_found_by_another_word_shows_that_word() -> None:
    assert find_actions("dark")[0].words == ("dark",)
    assert find_actions("colours")[0].words == ()


def test_letters_in_the_order_of_a_title_find_it_where_no_word_does() -> None:
    assert [found.action.name for found in find_actions("chklst")] == ["checklist"]
    assert find_actions("qqqq") == []
    assert len(find_actions(" ")) == sum(action.in_palette for action in ACTIONS)
