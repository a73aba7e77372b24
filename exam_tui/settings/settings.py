"""The settings there are, and which value counts: the flag's, else the environment's, the project's, the user's.

A setting that cannot be taken is a problem to be shown, and otherwise as if it were not there: nothing here stops the
editor.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import Field, dataclass, field, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from exam_tui.settings.config_files import Origin, SettingProblem, project_origin, user_origin, user_settings_path

ENVIRONMENT: Final = "EXAM_TUI_"
"""What the names of environment variables begin with."""

_OTHER_VARIABLES: Final = frozenset({"TRACEBACK"})
"""Names after ENVIRONMENT that are not settings: for work on the program itself."""

OWN_KEYS: Final = ("save", "quit", "undo", "redo")
"""Actions whose keys are the user's own alone: where work is saved, left or taken back no stranger has a say."""

_WORDS: Final = {
    **dict.fromkeys(("1", "true", "yes", "on"), True),
    **dict.fromkeys(("0", "false", "no", "off"), False),
}


class _RefusedError(Exception):
    """A value cannot be taken; its arguments are the message and the help of the problem."""


def _setting(
    default: Any, what: str, *, own_only: bool = False, stays_off: bool = False, choices: tuple[str, ...] = ()
) -> Any:
    """Return a field that is a setting: its value where none is given, what it is for, and who may set it.

    With `choices`, its value is one of them.

    With `own_only` a project's file has no say: whoever clones a repository must not run what a stranger wrote in it,
    nor have files of the repository replaced. With `stays_off` it has none once the user's own settings say false.
    """
    metadata = {"what": what, "own_only": own_only, "stays_off": stays_off, "choices": choices}
    return field(default_factory=lambda: default, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Settings:
    """The values that count. Everything above `places` is a setting; what each is for is beside it."""

    theme: str = _setting("", "name of the colour theme")
    html: bool = _setting(True, "write the page beside the report on every save", stays_off=True)  # noqa: FBT003 - the default
    html_in_git: bool = _setting(  # what a group tracks is replaced only by who wants it
        False,  # noqa: FBT003 - the same
        "let git see that page, and replace it even if git tracks it",
        own_only=True,
    )
    example: bool = _setting(False, "show the sample answer below each question")  # noqa: FBT003 - the same
    highlight: bool = _setting(True, "colour Markdown in the answer")  # noqa: FBT003 - the same
    proofread: bool = _setting(True, "mark mistakes in English, if the extra is installed")  # noqa: FBT003 - the same
    proofread_english: str = _setting("both", "which English is correct", choices=("both", "british", "american"))
    editor: str = _setting("", "command of an external editor, instead of VISUAL and EDITOR", own_only=True)
    keys: Mapping[str, tuple[str, ...]] = _setting({}, "table: the name of an action, and its key or list of keys")

    places: Mapping[str, str] = field(default_factory=dict)
    """Where each setting that is given comes from, as `file:line:column`; a key's name is `keys.<action>`."""
    problems: tuple[SettingProblem, ...] = ()
    """What could not be taken."""
    from_project: tuple[str, ...] = ()
    """The names, as in `places`, of what a project's file has set."""


_KNOWN: Final = {known.name: known for known in fields(Settings) if known.metadata}
_DEFAULTS: Final = {name: getattr(Settings(), name) for name in _KNOWN}


def load_settings(report_path: Path | None, environ: Mapping[str, str], flags: Mapping[str, object]) -> Settings:
    """Return the settings for a report.

    Args:
        report_path: the report; the project's file is looked for in its folder and in those above. None: no project.
        environ: the environment's variables.
        flags: settings from the command line by name; None is one that was not given.

    """
    problems: list[SettingProblem] = []
    given: dict[str, Any] = {}
    set_by: dict[str, tuple[str, bool]] = {}
    for origin in _origins(report_path, environ, flags, problems):
        for path, value in _entries(origin.values):
            try:
                taken = _taken(origin, path, value, given)
            except _RefusedError as refusal:
                problems.append(SettingProblem(origin.place(*path), *refusal.args))
                continue
            name, *entry = path
            given[name] = {**given.get(name, {}), entry[0]: taken} if entry else taken
            set_by[".".join(path)] = origin.place(*path), origin.is_own
    places = {name: place for name, (place, _) in set_by.items()}
    from_project = tuple(name for name, (_, is_own) in set_by.items() if not is_own)
    return replace(Settings(), **given, places=places, problems=tuple(problems), from_project=from_project)


def project_note(settings: Settings) -> str:
    """Return what a project's file has set, in one sentence; "" where it has set nothing."""
    if not settings.from_project:
        return ""
    place = settings.places[settings.from_project[0]]
    return f"This project sets {', '.join(settings.from_project)} ({re.sub(r'(:[0-9]+)+$', '', place)})."


def settings_as_markdown() -> str:
    """Return the settings as the table that the manual shows."""
    rows = ["| setting | value | default | environment | what it does |", "|---|---|---|---|---|"]
    for name, known in _KNOWN.items():
        default = _DEFAULTS[name]
        choices = known.metadata["choices"]
        kind = _any_of(choices) if choices else {bool: "`true` or `false`", str: "text"}.get(type(default), "table")
        without = f"`{str(default).lower()}`" if choices or isinstance(default, bool) else "none"
        variable = "–" if isinstance(default, dict) else f"`{ENVIRONMENT}{name.upper()}`"
        what = known.metadata["what"] + (" (not from a project's file)" if known.metadata["own_only"] else "")
        rows.append(f"| `{name}` | {kind} | {without} | {variable} | {what} |")
    return "\n".join(rows)


def _any_of(choices: Sequence[str], quote: str = "`") -> str:
    quoted = [f"{quote}{choice}{quote}" for choice in choices]
    return f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def _origins(
    report_path: Path | None,
    environ: Mapping[str, str],
    flags: Mapping[str, object],
    problems: list[SettingProblem],
) -> Iterator[Origin]:
    """Yield where settings come from, the last one counting."""
    yield from filter(None, (user_origin(problems), project_origin(report_path, problems)))
    for variable, text in sorted(environ.items()):
        name = variable.removeprefix(ENVIRONMENT)
        if name != variable and name not in _OTHER_VARIABLES and text:
            is_switch = isinstance(_DEFAULTS.get(name.lower()), bool)
            yield Origin(variable, {name.lower(): _WORDS.get(text.strip().lower(), text) if is_switch else text})
    yield Origin("the command line", {name: value for name, value in flags.items() if value is not None})


def _entries(values: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield each setting by its path; of one that is a table, each entry."""
    for name, value in values.items():
        if isinstance(value, dict) and isinstance(_DEFAULTS.get(name), dict):
            yield from (((name, entry), content) for entry, content in value.items())
        else:
            yield (name,), value


def _taken(origin: Origin, path: tuple[str, ...], value: Any, given: Mapping[str, Any]) -> object:
    """Return a value as it counts; `given` are those that earlier origins have set. Raises _RefusedError."""
    name, action = path[0], path[-1]
    known = _KNOWN.get(name)
    if known is None:
        near = get_close_matches(name, _KNOWN, 1)
        raise _RefusedError(
            f"Unknown setting: {name}.",
            f"Did you mean {near[0]}?" if near else f"The settings are {', '.join(_KNOWN)}.",
        )
    if not origin.is_own:
        _refuse_to_project(known, path, value, given)
    default = _DEFAULTS[name]
    if len(path) > 1:
        listed = [value] if isinstance(value, str) else value
        if isinstance(listed, list) and all(isinstance(key, str) and key.strip() for key in listed):
            return tuple(dict.fromkeys(key.strip() for key in listed))  # none takes the action's keys away
        raise _RefusedError(
            f"The keys of {action} must be text in quotes.", f'Write {action} = "ctrl+s" or ["ctrl+s", "f2"]'
        )
    if isinstance(default, dict):
        raise _RefusedError(
            f"{name} must be a table.", f"Write a line [{name}] in a file, and below it a line for each action."
        )
    if choices := known.metadata["choices"]:
        if isinstance(value, str) and value.strip().lower() in choices:
            return value.strip().lower()
        one = _any_of(choices, '"')
        raise _RefusedError(f"{name} must be {one}.", f"{default} is used instead.")
    if isinstance(value, type(default)):
        return value.strip() if isinstance(value, str) else value
    if isinstance(default, str):
        raise _RefusedError(f"{name} must be a string.", f'Write it in quotes: {name} = "…"')
    remedy = f"Write {name} = true, without quotes." if origin.positions else "Write 1 or 0."
    raise _RefusedError(f"{name} must be true or false.", remedy)


def _refuse_to_project(known: Field[Any], path: tuple[str, ...], value: object, given: Mapping[str, Any]) -> None:
    """Raise _RefusedError where a project's file has no say."""
    own = user_settings_path()
    if known.metadata["own_only"]:
        raise _RefusedError(f"A project's file cannot set {known.name}.", f"Set it in your own: {own}")
    if known.metadata["stays_off"] and value is True and not given.get(known.name, True):
        message = f"{known.name} is off in your own settings and stays off."
        raise _RefusedError(message, f"To turn it on, set it there: {own}")
    if path[1:] and path[1] in OWN_KEYS:
        raise _RefusedError(f"A project's file cannot set the keys for {path[1]}.", f"Set them in your own: {own}")
