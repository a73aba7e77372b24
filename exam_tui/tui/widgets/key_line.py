"""The keys that the line at the bottom names: those that work where the focus is, as many as there is room for."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Final, Literal, NamedTuple, Protocol, runtime_checkable

from rich.cells import cell_len
from textual.content import Content
from textual.style import Style

from exam_tui.tui.keys.actions import action
from exam_tui.tui.keys.keymap import key_name, keys_of

if TYPE_CHECKING:
    from textual.widget import Widget

Place = Literal["answer", "lists", "find", "line"]
"""What has the focus: the answer, the list of questions, the lines to find and replace, another line to type into."""

_SHOWN: Final[dict[Place, tuple[str, ...]]] = {
    "answer": (
        "take_over", "save", "next_unfinished", "hand_in", "to_list", "quit", "checklist", "palette", "help",
        "problems", "edit_outside", "overview", "find",
    ),
    "lists": (
        "take_over", "select", "save", "next_unfinished", "hand_in", "filter_questions", "quit", "checklist", "help",
        "problems", "palette", "narrow", "overview", "find",
    ),
    "find": ("find_next", "find_previous", "close", "save", "quit"),
    "line": ("close", "save", "quit"),
}  # fmt: skip
"""What is named in each place, in this order."""
_FIRST: Final = ("take_over", "to_list", "select", "close", "find_next", "quit", "save")
"""What is left out last: the way on, the way back, the way out."""
_GAP: Final = "  "


@runtime_checkable
class HasPlace(Protocol):
    """A widget that says which place it is."""

    PLACE: ClassVar[Place]


class BarState(NamedTuple):
    """What decides which keys are named.

    Attributes:
        place: what has the focus.
        is_done: whether all questions are done: the way to hand in takes the place of the way to the next unfinished.
        is_read_only: whether another editor writes: the way to take over takes the place of saving.

    """

    place: Place = "answer"
    is_done: bool = False
    is_read_only: bool = False


def place_of(focused: "Widget | None") -> Place:
    """Return what has the focus, by the `PLACE` of the widget or of the one around it."""
    around = focused.ancestors_with_self if focused else ()
    return next((node.PLACE for node in around if isinstance(node, HasPlace)), "answer")


def key_line(state: BarState, width: int, *, is_list_hidden: bool = False) -> Content:
    """Return the keys that work in that state, in at most `width` cells; a click on one presses it.

    `is_list_hidden`: the list of questions is seen only once it has the focus.
    """
    hints = {name: _hint(name, state, is_list_hidden=is_list_hidden) for name in _names(state)}
    room, fitting = width + len(_GAP), set()
    for name in sorted(hints, key=lambda name: _FIRST.index(name) if name in _FIRST else len(_FIRST)):
        taken = cell_len(" ".join(hints[name][1:])) + len(_GAP)
        if taken <= room:
            room -= taken
            fitting.add(name)
    return Content(_GAP).join(_drawn(*hints[name]) for name in hints if name in fitting)


def _names(state: BarState) -> Iterator[str]:
    left_out = {
        "next_unfinished" if state.is_done else "hand_in",
        "save" if state.is_read_only else "take_over",
    }
    return (name for name in _SHOWN[state.place] if name not in left_out)


def _hint(name: str, state: BarState, *, is_list_hidden: bool) -> tuple[str, str, str]:
    """Return an action's key, the key as it is written, and the action's word."""
    which = action(name)
    # In the list a plain letter does it.
    in_list = which.list_keys if state.place == "lists" and which.keys else ()
    key = next(iter((*in_list, *keys_of(which))))
    opens = name == "to_list" and is_list_hidden
    return key, key_name(key), f"opens the {which.label}" if opens else which.label


def _drawn(key: str, shown: str, label: str) -> Content:
    click = Style.from_meta({"@click": f"app.simulate_key({key!r})"})
    return Content.assemble(Content(shown).stylize("bold $text-accent"), f" {label}").stylize(click)
