"""Which key does what at present: the table of actions with the keys that the settings give to some of them.

What else of the settings the editor alone can judge is checked here too: names of actions, keys, themes.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from types import MappingProxyType

from textual.keys import Keys
from textual.theme import BUILTIN_THEMES

from exam_tui.core.text.escape import display
from exam_tui.settings.config_files import SettingProblem
from exam_tui.settings.settings import OWN_KEYS, Settings
from exam_tui.tui.keys import conflicts
from exam_tui.tui.keys.actions import ACTIONS, WHERE_TITLES, Action, action
from exam_tui.tui.keys.key_forms import MODIFIERS, forms, one_form, taken_for

_SIGNS = {
    "question_mark": "?", "colon": ":", "slash": "/", "minus": "-", "escape": "Esc", "space": "Space",
    "enter": "Enter", "tab": "Tab", "up": "↑", "down": "↓", "left": "←", "right": "→", "pageup": "PgUp",
    "pagedown": "PgDn", "home": "Home", "end": "End", "delete": "Delete", "insert": "Insert", "backspace": "Backspace",
    **{f"f{number}": f"F{number}" for number in range(1, 25)},
}  # fmt: skip
_NAMED = {key.value for key in Keys} | {"space", "question_mark", "colon", "slash", "minus"}
_chosen: dict[str, tuple[str, ...]] = {}
"""Keys from the settings, by the name of the action."""


def remap(
    keys: Mapping[str, Sequence[str]],
    set_in: Mapping[str, str] = MappingProxyType({}),
    from_project: Collection[str] = (),
) -> tuple[dict[str, str], list[SettingProblem]]:
    """Give actions other keys, in place of all those remapped before.

    Args:
        keys: the wanted keys by the name of the action.
        set_in: where each of them is set, as `Settings.places` has it.
        from_project: those that a project's file has set, as `Settings.from_project` has them: they get no key that is
            the user's own wish for another action, and none that may be taken for a key of OWN_KEYS.

    Returns:
        The keys by a binding's identifier, as Textual's `App.set_keymap` takes them, and why some could not be given.

    """
    _chosen.clear()
    refused: dict[str, list[str]] = {}
    others = {name: listed for name, listed in keys.items() if f"keys.{name}" in from_project}
    wanted = _settled({name: listed for name, listed in keys.items() if name not in others}, None, refused)
    wanted = _settled(wanted | others, tuple(wanted), refused)
    _chosen.update({name: tuple(forms(listed)) for name, listed in wanted.items() if listed})
    problems = [
        SettingProblem(set_in.get(f"keys.{name}", "Settings"), reason)
        for name in keys
        for reason in refused.get(name, [])
    ]
    return {name: ",".join(listed) for name, listed in _chosen.items()}, problems


def _settled(
    wanted: Mapping[str, Sequence[str]], sure: Collection[str] | None, refused: dict[str, list[str]]
) -> dict[str, Sequence[str]]:
    """Return the keys that can be given; why others cannot goes into `refused`.

    Those of the actions in `sure` can, and the others are a stranger's wish; None: all are the user's own.
    """
    given = dict(wanted)
    # Once more after each refusal: an action that keeps its own key does not leave it to another one.
    while found := {
        name: reasons
        for name, listed in given.items()
        if name not in (sure or ()) and (reasons := _refusals(name, listed, given, is_own=sure is None))
    }:
        refused |= found
        given = {name: listed for name, listed in given.items() if name not in found}
    return given


def _refusals(name: str, listed: Sequence[str], wanted: Mapping[str, Sequence[str]], *, is_own: bool) -> list[str]:
    names = [action.name for action in ACTIONS]
    if name in names and action(name).where != "everywhere" and not keys_of(action(name)):
        return [f"{name} works by typing and has no key."]
    if name not in names:
        near = get_close_matches(name, names, 1)
        meant = f"Did you mean {near[0]}?" if near else "docs/keys.md lists them all."
        return [f"Unknown action: {name}. {meant}"]
    which, chosen = action(name), {name: forms(listed) for name, listed in wanted.items() if listed}
    reasons = [_refusal(which, key, chosen) or ("" if is_own else _likeness(which, key, chosen)) for key in listed]
    return [reason for reason in reasons if reason]


def setting_problems(settings: Settings) -> list[SettingProblem]:
    """Return everything in the settings that cannot be taken, each with its place, for those who open no editor."""
    problems = [*settings.problems, *remap(settings.keys, settings.places, settings.from_project)[1]]
    if settings.theme and settings.theme not in BUILTIN_THEMES:
        problems.append(no_theme(settings, BUILTIN_THEMES))
    return problems


def no_theme(settings: Settings, themes: Iterable[str]) -> SettingProblem:
    """Return the problem that no theme has the name in the settings, with one that may be meant."""
    near = get_close_matches(settings.theme, list(themes), 1)
    remedy = f"Did you mean {near[0]}?" if near else f"{main_key('theme')} in the editor lists them."
    return SettingProblem(settings.places.get("theme", "Settings"), f"Unknown theme: {settings.theme}.", remedy)


def keys_of(which: Action) -> tuple[str, ...]:
    """Return all keys of an action, the one to show first."""
    return tuple(conflicts.all_keys(which, _chosen))


def keys_of_everywhere() -> set[str]:
    """Return the keys that work wherever one is, also while an answer is written."""
    return {
        key for which in ACTIONS if which.where == "everywhere" for key in conflicts.keys_while_typing(which, _chosen)
    }


def added_keys() -> Iterator[tuple[str, Action]]:
    """Yield the keys from the settings of actions that have none of their own while an answer is written."""
    for which in ACTIONS:
        if which.where == "everywhere" and not which.keys:
            yield from ((key, which) for key in conflicts.keys_while_typing(which, _chosen))


def main_key(name: str) -> str:
    """Return the first key of an action as it is written for people, "" where it has none."""
    return next(map(key_name, keys_of(action(name))), "")


def _refusal(which: Action, written: str, chosen: conflicts.Keys) -> str:
    """Say why an action cannot have a key, "" where it can; `chosen` are the wanted keys in their one form."""
    key = one_form(written)
    *modifiers, last = key.split("+")
    is_known = last in _NAMED or (len(last) == 1 and display(last) == last)
    if not is_known or not set(modifiers) <= MODIFIERS:
        return f"Unknown key: {written or 'empty text'}; write it like ctrl+s, alt+up or f2."
    shown = written if key == written else f"{written}, which is {key},"
    if conflicts.is_typed(key) and (where := conflicts.typed_where(which)):
        return f"{shown} types into {where}; {which.name} needs a key with ctrl or alt, or f1 to f12."
    if other := conflicts.clash(which, key, chosen):
        return f"{shown} is already the key of “{other.title}”; {which.name} {_kept(which)}."
    return ""


def _likeness(which: Action, written: str, chosen: conflicts.Keys) -> str:
    """Say why an action cannot have a key by a stranger's wish, "" where it can: it may be taken for another one."""
    key = taken_for(written)
    if key == one_form(written):
        return ""
    own = next((own for own in map(action, OWN_KEYS) if key in conflicts.all_keys(own, chosen)), None)
    if own is None and not (conflicts.is_typed(key) and conflicts.typed_where(which)):
        return ""
    what = f"the key of “{own.title}”" if own else "which types text"
    return f"{written} is easily confused with {key}, {what}; {which.name} {_kept(which)}."


def _kept(which: Action) -> str:
    return f"keeps {main_key(which.name)}" if keys_of(which) else "has none"


def key_name(key: str) -> str:
    """Return a key as it is written for people: `ctrl+s` as `^s`."""
    *modifiers, last = key.split("+")
    if modifiers == ["ctrl"] and len(_SIGNS.get(last, last)) == 1:
        return f"^{_SIGNS.get(last, last)}"
    shown = _SIGNS.get(last) or (last.capitalize() if modifiers else last)
    return "+".join([*(modifier.capitalize() for modifier in modifiers), shown])


def help_sections() -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """Yield each place with keys, title and name of its actions, for the help screen and docs/keys.md."""
    for where, title in WHERE_TITLES.items():
        rows = [(_keys_shown(action), action.title, action.name) for action in ACTIONS if action.where == where]
        yield title.format(to_list=main_key("to_list")), rows


def _keys_shown(which: Action) -> str:
    """Return an action's keys for people; what has none is in the palette, or done by typing."""
    keys = " ".join(key_name(key) for key in keys_of(which))
    return keys or ("palette" if which.in_palette else "letters")


def keys_page() -> str:
    """Return `docs/keys.md`: every action with its keys and the name that the settings give it."""
    palette = main_key("palette")
    lines = [
        "# Keys",
        "",
        "Every key in the editor. The last column is the action's name: use it in [the settings](settings.md#keys)",
        f"to change its keys. The palette (`{palette}`) finds each action by its title and by ordinary words. `^s` is",
        "Ctrl+S.",
        "",
        "| key | what it does | name in the settings |",
        "|---|---|---|",
    ]
    for heading, actions in help_sections():
        lines.append(f"| **{heading}** | | |")
        lines += [
            f"| {' '.join(f'`{key}`' for key in keys.split())} | {what} | `{name}` |" for keys, what, name in actions
        ]
    return "\n".join([*lines, ""])
