"""Textual's bindings, made from the table of actions, and the lines at the edge of a screen that name the keys."""

from collections.abc import Iterator
from typing import Final

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.style import Style

from exam_tui.tui.keys.actions import ACTIONS, Action, Where, action
from exam_tui.tui.keys.keymap import main_key

_LISTED: Final = ".lists"
"""What follows an action's name in the identifier of its keys for lists, where it has others too."""

SEPARATOR = " · "

BUTTONS: Final[list[BindingType]] = [
    Binding("left,up", "app.focus_previous", "Previous", show=False),
    Binding("right,down", "app.focus_next", "Next", show=False),
]
"""The arrows among a dialog's buttons. They only move the focus, as Tab does, and are in no table."""

PAGES: Final[list[BindingType]] = [
    Binding("pageup", "scroll_text(-1)", "Up", show=False),
    Binding("pagedown", "scroll_text(1)", "Down", show=False),
]
"""The keys that scroll a dialog's text while a button or a line has the focus. They only move, and are in no table."""

LIST_MOVES: Final[list[BindingType]] = [
    Binding("up", "move('cursor_up')", "Up", show=False),
    Binding("down", "move('cursor_down')", "Down", show=False),
    Binding("pageup", "move('page_up')", "Page up", show=False),
    Binding("pagedown", "move('page_down')", "Page down", show=False),
]
"""The keys that move in a dialog's list while its line has the focus. They are in no table either."""

NUMBERS: Final[list[BindingType]] = [
    Binding(str(number), f"replace({number - 1})", "Replacement", show=False) for number in range(2, 10)
]
"""The keys of a mistake's replacements after the first, whose key is in the table and stands for all of them."""

_BY_WORDS: Final = ("cursor_word_left", "cursor_word_right", "delete_word_left", "delete_word_right")


def bindings_of(*names: str) -> list[BindingType]:
    """Return the bindings of actions by their names, for a widget where their keys mean the same as at home."""
    return [binding for name in names for binding in _bindings(action(name), action(name).keys)]


def line_bindings() -> list[BindingType]:
    """Return the bindings that move through a line of text word by word, as in an answer."""
    return bindings_of(*_BY_WORDS)


def bindings(where: Where, *, priority: bool = False) -> list[BindingType]:
    """Return the bindings of all actions whose keys work in a place, whether or not text is typed there.

    With `priority` they come before those of what is inside.
    """
    found = [
        binding
        for which in ACTIONS
        if which.where == where
        for binding in _bindings(which, which.keys, priority=priority)
    ]
    return [*found]


def list_bindings(where: Where) -> list[BindingType]:
    """Return the bindings that work only where no text is typed: plain letters, Enter."""
    found: list[BindingType] = []
    for which in ACTIONS:
        # What the palette offers is done by the screen, whatever has the focus; moving in a list is the list's own.
        target = "screen." if which.in_palette or which.where == "everywhere" else ""
        if which.where == where:
            found += _bindings(which, which.list_keys, target)
        elif where == "lists" and which.where == "everywhere":
            found += _bindings(which, which.list_keys, target, _LISTED if which.keys else "")
    return found


def closing(opener: str = "", *, letters: bool = False, priority: bool = False) -> list[BindingType]:
    """Return the bindings of what opens over the questions: to go back, also by the key that opened it.

    With `letters` also by the letter that opened it, where letters are not typed and do not mean something else.
    `priority` is as in `bindings`.
    """
    back = action("close")
    found: list[BindingType] = [*_bindings(back, back.keys, priority=priority)]
    if opener:
        which = action(opener)
        # By the opener's own identifier: with other keys in the settings, these close it.
        found += [Binding(key, "close", back.title, show=False, id=opener) for key in which.keys]
        if letters:
            kind = f"{opener}{_LISTED}" if which.keys else opener
            found += [Binding(key, "close", back.title, show=False, id=kind) for key in which.list_keys]
    return found


def _bindings(
    which: Action, keys: tuple[str, ...], target: str = "", kind: str = "", *, priority: bool = False
) -> Iterator[Binding]:
    """Yield a binding for each of the keys; `target` is whose action it is, the widget's own without one.

    All have the action's name, and `kind`, as their identifier, by which settings give them other keys.
    """
    for key in keys:
        # Never with priority in the editor: such keys overtake letters that were typed before them.
        name = f"{target}{which.name}"
        yield Binding(key, name, which.title, show=False, priority=priority, id=f"{which.name}{kind}")


def back(words: str = "back", action_name: str = "screen.close") -> tuple[str, str]:
    """Return the part of a line that says how to go back from what is open, to be clicked too."""
    return f"{main_key('close')} {words}", action_name


def hints(*parts: str | tuple[str, str], width: int = 0) -> Content:
    """Return parts of a line with · between them; a click on a part with an action's name runs the action.

    An action of the widget's own has its plain name, one of the screen `screen.` before it. Where they take more cells
    than `width`, the first ones are left out: the last says how to go back. With 0 all of them stay.
    """
    texts = [part if isinstance(part, str) else part[0] for part in parts]
    if width and len(parts) > 1 and cell_len(SEPARATOR.join(texts)) > width:
        return hints(*parts[1:], width=width)
    shown = [
        Content(part) if isinstance(part, str) else Content(part[0]).stylize(Style.from_meta({"@click": part[1]}))
        for part in parts
    ]
    return Content(SEPARATOR).join(shown)
