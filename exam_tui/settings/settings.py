"""The settings: what there is, and which value counts: that of the flag, the environment, the project, the user.

A setting that cannot be taken is a problem to be shown and otherwise as if it were not there: nothing here stops the
editor.
"""

import re
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from exam_tui.settings.files import Source, project_source, user_settings_path, user_source
from exam_tui.settings.settings_problem import SettingProblem

ENVIRONMENT: Final = "EXAM_TUI_"
"""What the names of environment variables begin with."""

_OTHER_VARIABLES: Final = frozenset({"TRACEBACK"})
"""Names behind ENVIRONMENT that are no settings: for work on the program itself."""

OWN_KEYS: Final = ("save", "quit", "undo", "redo")
"""Actions whose keys are the user's own alone: where work is saved, left or taken back no stranger has a say."""

_COMMAND_LINE: Final = "the command line"
_WORDS: Final = {
    **dict.fromkeys(("1", "true", "yes", "on"), True),
    **dict.fromkeys(("0", "false", "no", "off"), False),
}


def _setting(default: Any, what: str, *, own_only: bool = False, stays_off: bool = False) -> Any:
    """Return a field that is a setting: its value where none is given, what it is for, and who may set it.

    With `own_only` a project's file has no say: whoever clones a repository must not run what a stranger wrote in it,
    nor have files of the repository replaced. With `stays_off` it has none once the user's own settings say false.
    """
    metadata = {"what": what, "own_only": own_only, "stays_off": stays_off}
    if isinstance(default, dict):
        return field(default_factory=lambda: default, metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Settings:
    """The values that count. Everything above `places` is a setting; what each is for stands beside it."""

    theme: str = _setting("", "name of the colour theme")
    html: bool = _setting(True, "write the page beside the report on every save", stays_off=True)  # noqa: FBT003 - the default
    html_in_git: bool = _setting(  # what a group tracks is replaced only by who wants it
        False,  # noqa: FBT003 - the same
        "let git see that page, and replace it where git tracks it",
        own_only=True,
    )
    example: bool = _setting(False, "show the sample answer below each question")  # noqa: FBT003 - the same
    highlight: bool = _setting(True, "colour Markdown in the answer")  # noqa: FBT003 - the same
    editor: str = _setting("", "command of another editor, instead of VISUAL and EDITOR", own_only=True)
    keys: Mapping[str, tuple[str, ...]] = _setting({}, "table: the name of an action, and its key or list of keys")

    places: Mapping[str, str] = field(default_factory=dict)
    """Where each setting that is given comes from, as `file:line:column`; a key's name is `keys.<action>`."""
    problems: tuple[SettingProblem, ...] = ()
    """What could not be taken."""
    from_project: tuple[str, ...] = ()
    """The names, as in `places`, of what a project's file has set."""


def load_settings(report_path: Path | None, environ: Mapping[str, str], flags: Mapping[str, object]) -> Settings:
    """Return the settings for a report.

    Args:
        report_path: the report, from whose folder on the project's file is looked for upward; None: no project.
        environ: the environment's variables.
        flags: settings from the command line by name; None stands for one that was not given.

    """
    problems: list[SettingProblem] = []
    given: dict[str, Any] = {}
    places: dict[str, str] = {}
    own: dict[str, bool] = {}
    for source in _sources(report_path, environ, flags, problems):
        for name, value in source.values.items():
            taken = _taken(source, name, value, problems)
            if (
                taken is True
                and not source.is_own
                and _known()[name].metadata["stays_off"]
                and not given.get(name, True)
            ):
                message = f"{name} is off in your own settings, and stays so here."
                remedy = f"To have it on, write it there: {user_settings_path()}"
                problems.append(SettingProblem(source.name, message, remedy, *source.position(name)))
                continue
            if taken is None:
                continue
            if isinstance(taken, dict):
                given[name] = {**given.get(name, {}), **taken}
                set_here = {f"{name}.{action}": source.place(name, action) for action in taken}
            else:
                given[name] = taken
                set_here = {name: source.place(name)}
            places |= set_here
            own |= dict.fromkeys(set_here, source.is_own)
    from_project = tuple(name for name, is_own in own.items() if not is_own)
    return replace(Settings(), **given, places=places, problems=tuple(problems), from_project=from_project)


def project_note(settings: Settings) -> str:
    """Return what a project's file has set, in one sentence; "" where it has set nothing."""
    if not settings.from_project:
        return ""
    place = settings.places[settings.from_project[0]]
    return f"This project sets {', '.join(settings.from_project)} ({re.sub(r'(:[0-9]+)+$', '', place)})."


def settings_as_markdown() -> str:
    """Return the settings as the table that the manual shows."""
    rows = ["| setting | value | without it | environment | what it does |", "|---|---|---|---|---|"]
    for name, known in _known().items():
        default = _default(known)
        kind = {bool: "`true` or `false`", str: "text"}.get(type(default), "table")
        without = {True: "`true`", False: "`false`"}.get(default) if isinstance(default, bool) else "none"
        variable = "–" if isinstance(default, dict) else f"`{ENVIRONMENT}{name.upper()}`"
        what = known.metadata["what"] + (" (not from a project's file)" if known.metadata["own_only"] else "")
        rows.append(f"| `{name}` | {kind} | {without} | {variable} | {what} |")
    return "\n".join(rows)


def _known() -> dict[str, Field[Any]]:
    return {known.name: known for known in fields(Settings) if known.metadata}


def _default(known: Field[Any]) -> object:
    return getattr(Settings(), known.name)


def _sources(
    report_path: Path | None,
    environ: Mapping[str, str],
    flags: Mapping[str, object],
    problems: list[SettingProblem],
) -> list[Source]:
    """Return where settings come from, the last one counting."""
    files = [user_source(problems), project_source(report_path, problems)]
    sources = [source for source in files if source]
    for variable, value in sorted(environ.items()):
        name = variable.removeprefix(ENVIRONMENT)
        if name != variable and name not in _OTHER_VARIABLES and value:
            sources.append(Source(variable, {name.lower(): _of_text(name.lower(), value)}))
    sources.append(Source(_COMMAND_LINE, {name: value for name, value in flags.items() if value is not None}))
    return sources


def _of_text(name: str, value: str) -> object:
    """Return the value that a variable's text stands for."""
    known = _known().get(name)
    if known and isinstance(_default(known), bool):
        return _WORDS.get(value.strip().lower(), value)
    return value


def _taken(source: Source, name: str, value: object, problems: list[SettingProblem]) -> object:
    """Return a value as it is kept; None, and a problem, where it cannot be taken."""

    def refuse(message: str, remedy: str, entry: str = "") -> None:
        problems.append(SettingProblem(source.name, message, remedy, *source.position(name, entry)))

    known = _known().get(name)
    if known is None:
        near = get_close_matches(name, _known(), 1)
        refuse(f"There is no setting {name}.", f"Is {near[0]} meant?" if near else f"There are {', '.join(_known())}.")
        return None
    if known.metadata["own_only"] and not source.is_own:
        refuse(f"{name} is not taken from a project's file.", f"Write it in your own: {user_settings_path()}")
        return None
    default = _default(known)
    if isinstance(default, bool):
        if isinstance(value, bool):
            return value
        remedy = f"Write {name} = true, without quotes." if source.positions else "Write 1 or 0."
        refuse(f"{name} is either true or false.", remedy)
    elif isinstance(default, str):
        if isinstance(value, str):
            return value.strip()
        refuse(f"{name} is a text.", f'Write it in quotes: {name} = "…"')
    elif isinstance(value, dict):
        keys = {action: _keys(listed) for action, listed in value.items()}
        for action in [action for action in OWN_KEYS if action in keys and not source.is_own]:
            remedy = f"Write them in your own: {user_settings_path()}"
            refuse(f"A project's file cannot set the keys for {action}.", remedy, action)
            del keys[action]
        for action, listed in keys.items():
            if listed is None:
                refuse(f"The keys of {action} are no text.", f'Write {action} = "ctrl+s" or ["ctrl+s", "f2"]', action)
        return {action: listed for action, listed in keys.items() if listed is not None}
    else:
        refuse(f"{name} is a table.", f"Write a line [{name}] in a file, and below it a line for each action.")
    return None


def _keys(value: object) -> tuple[str, ...] | None:
    """Return the keys of one action without repetitions; none of them takes the action's keys away."""
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(key, str) and key.strip() for key in listed):
        return None
    return tuple(dict.fromkeys(key.strip() for key in listed))
