"""The one table of actions: keys, palette, help and key bar are all made from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from textual.binding import Binding, BindingType

Where = Literal["everywhere", "lists", "answer", "checklist"]

_WHERE: dict[Where, str] = {
    "everywhere": "Everywhere (plain letters: in the list of questions)",
    "lists": "In the list of questions (Esc brings you there)",
    "answer": "In the answer",
    "checklist": "In the checklist",
}


@dataclass(frozen=True, slots=True)
class Action:
    """Something a user can do.

    Attributes:
        name: what runs it, `action_<name>` of the screen or widget that has it.
        title: what it is called in palette and help.
        keys: the keys that do it everywhere, in Textual's names; the first is the one that is shown.
        list_keys: further keys that do it where no text is typed.
        where: where its keys work.
        label: its word in the key bar, or "" where it is not shown there.
        in_palette: whether the palette offers it.

    """

    name: str
    title: str
    keys: tuple[str, ...] = ()
    list_keys: tuple[str, ...] = ()
    where: Where = "everywhere"
    label: str = ""
    in_palette: bool = True

    def bindings(self, keys: tuple[str, ...], target: str = "") -> Iterator[Binding]:
        """Yield a binding for each of the keys; `target` is whose action it is, the widget's own without one."""
        for key in keys:
            yield Binding(key, f"{target}{self.name}", self.title, show=False)


# Keys that terminals keep for themselves (DESIGN section 6) are never the only ones of an action: what has
# such a key has a second one, and a plain letter in the list of questions.
ACTIONS: tuple[Action, ...] = (
    Action("save", "Save the report", ("ctrl+s", "ctrl+o"), ("s",), label="save"),
    Action("next_unfinished", "Next unfinished question", ("ctrl+n",), ("n",), label="next unfinished"),
    Action("checklist", "Checklist", ("ctrl+t",), ("c",), label="checklist"),
    Action("palette", "All commands", ("ctrl+p", "alt+p"), ("p", "colon"), label="commands", in_palette=False),
    Action("help", "Help: every key", ("f1", "alt+h"), ("question_mark",), label="help"),
    Action("quit", "Quit", ("ctrl+q", "alt+q"), ("q",), label="quit"),
    Action("previous_question", "Previous question", ("alt+up", "ctrl+up")),
    Action("next_question", "Next question", ("alt+down", "ctrl+down")),
    Action("toggle_example", "Show or hide the sample answer", ("ctrl+r",), ("e",)),
    Action("toggle_focus", "To the list of questions, and back", ("escape",), in_palette=False),
    Action("cursor_up", "Up", list_keys=("up", "k"), where="lists", in_palette=False),
    Action("cursor_down", "Down", list_keys=("down", "j"), where="lists", in_palette=False),
    Action("select", "Write this answer", list_keys=("enter",), where="lists", in_palette=False),
    Action("undo", "Undo", ("ctrl+z",), where="answer"),
    Action("redo", "Redo", ("ctrl+y",), where="answer"),
    Action("select_all", "Select the whole answer", ("ctrl+a",), where="answer"),
    Action("cut", "Cut", ("ctrl+x",), where="answer"),
    Action("copy", "Copy", ("ctrl+c",), where="answer"),
    Action("paste", "Paste", ("ctrl+v",), where="answer"),
    Action("cursor_text_start", "Start of the answer", ("ctrl+home",), where="answer", in_palette=False),
    Action("cursor_text_end", "End of the answer", ("ctrl+end",), where="answer", in_palette=False),
    Action("toggle_task", "Tick or untick a task", list_keys=("space", "enter"), where="checklist", in_palette=False),
    Action("filter", "Type to find a task", where="checklist", in_palette=False),
    Action("close", "Back to the questions", ("escape", "ctrl+t"), where="checklist", in_palette=False),
)

_SIGNS = {
    "question_mark": "?", "colon": ":", "escape": "Esc", "space": "Space", "enter": "Enter", "up": "↑", "down": "↓",
    "f1": "F1",
}  # fmt: skip


def action(name: str) -> Action:
    """Return the action with a name."""
    return next(action for action in ACTIONS if action.name == name)


def bindings(where: Where) -> list[BindingType]:
    """Return the bindings of all actions whose keys work at a place."""
    return [binding for action in ACTIONS if action.where == where for binding in action.bindings(action.keys)]


def list_bindings(where: Where) -> list[BindingType]:
    """Return the bindings that work only where no text is typed: plain letters, Enter."""
    return [
        binding
        for action in ACTIONS
        if action.where in {where, "everywhere"}
        for binding in action.bindings(action.list_keys, "screen." if action.where == "everywhere" else "")
    ]


def key_name(key: str) -> str:
    """Return a key as it is written for people: `ctrl+s` as `^s`."""
    *modifiers, last = key.split("+")
    sign = _SIGNS.get(last, last)
    if modifiers == ["ctrl"] and len(sign) == 1:
        return f"^{sign}"
    return "+".join([*(modifier.capitalize() for modifier in modifiers), sign.capitalize() if modifiers else sign])


def help_sections() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield each place with the keys and titles of its actions, for the help screen and README."""
    for where, title in _WHERE.items():
        rows = [
            (" ".join(key_name(key) for key in (*action.keys, *action.list_keys)) or "letters", action.title)
            for action in ACTIONS
            if action.where == where
        ]
        yield title, rows


def keys_as_markdown() -> str:
    """Return the keys as the table that README shows."""
    rows = ["| key | what it does |", "|---|---|"]
    for title, actions in help_sections():
        rows.append(f"| **{title}** | |")
        rows += [f"| {' '.join(f'`{key}`' for key in keys.split())} | {what} |" for keys, what in actions]
    return "\n".join(rows)
