"""Which actions have keys in the same place, so that a key means one thing there."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, get_args

from exam_tui.tui.keys.actions import ACTIONS, Action, Where

Keys = Mapping[str, Sequence[str]]
"""Keys from the settings, by the name of the action."""

PLACES: Final[tuple[Where, ...]] = tuple(where for where in get_args(Where) if where not in {"everywhere", "dialogs"})
"""Where one can be: in the answer, in the list of questions, in the lines to find, in each kind of dialog."""

_DESK: Final = {"answer", "lists", "find"}
_OPENERS: Final[dict[str, set[str]]] = {
    "images": {"insert_image"},
    "checklist": {"checklist"},
    "problems": {"problems"},
    "mistake": {"next_mistake"},
    "results": {"find"},
    "reading": {"help", "messages"},
    "hand_in": {"hand_in"},
}
"""The actions whose keys close a dialog again, or go on in it; in those for reading, their letters do too."""
_READ: Final = {"reading", "hand_in"}
"""Where nothing is typed."""
_BACK: Final = {"close", "to_list"}
"""One key, Esc, goes back from wherever one is."""
_TYPED: Final = {"space", "enter", "backspace", "delete"}


def is_typed(key: str) -> bool:
    """Return whether a key writes or deletes something in a text."""
    if key == "shift+enter":  # which begins a line in the answer alone, where it is the key of an action
        return False
    return len(key) == 1 or key in _TYPED or (key.startswith("shift+") and is_typed(key.removeprefix("shift+")))


def typed_where(which: Action) -> str:
    """Return what a text is typed into where the keys of an action work, "" where none is."""
    if which.where in {"answer", "conflict"} or (which.where == "everywhere" and which.keys):
        return "the answer"
    return "the text to find" if which.where in {"find", "images", "dialogs"} else ""


def keys_while_typing(which: Action, chosen: Keys) -> Sequence[str]:
    """Return the keys of an action that work also where a text is typed."""
    if which.keys:
        return chosen.get(which.name, which.keys)
    return [key for key in chosen.get(which.name, ()) if not is_typed(key)]


def all_keys(which: Action, chosen: Keys) -> Sequence[str]:
    """Return all keys of an action, the one to show first."""
    if which.keys:
        return [*chosen.get(which.name, which.keys), *which.list_keys]
    return chosen.get(which.name, which.list_keys)


def active_at(place: Where, chosen: Keys) -> Iterator[tuple[Action, Sequence[str]]]:
    """Yield the actions that have keys at a place, with these keys."""
    for which in ACTIONS:
        if (
            which.where == place
            or (which.where == "everywhere" and place == "lists")
            or (which.where == "reading" and place == "hand_in")
        ):
            yield which, all_keys(which, chosen)
        elif which.where == "everywhere" and which.name in _OPENERS.get(place, ()):
            yield which, all_keys(which, chosen) if place in _READ else keys_while_typing(which, chosen)
        elif (
            (which.where == "everywhere" and place in _DESK)
            or (which.where == "answer" and place == "conflict")
            or (which.where == "dialogs" and place not in {"answer", "lists"})
        ):
            yield which, keys_while_typing(which, chosen)


def clash(which: Action, key: str, chosen: Keys) -> Action | None:
    """Return the action that already has a key where another one would get it too; None where there is none."""
    for place in PLACES:
        active = list(active_at(place, chosen))
        if not any(found is which and key in keys for found, keys in active):
            continue
        for other, keys in active:
            if other is not which and key in keys and {which.name, other.name} != _BACK:
                return other
    return None
