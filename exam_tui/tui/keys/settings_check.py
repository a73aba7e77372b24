"""What of the settings only the editor can judge: names of actions, keys, themes."""

from collections.abc import Iterable
from difflib import get_close_matches

from textual.theme import BUILTIN_THEMES

from exam_tui.settings.files import SettingProblem
from exam_tui.settings.settings import Settings
from exam_tui.tui.keys.keymap import main_key, remap


def setting_problems(settings: Settings) -> list[SettingProblem]:
    """Return everything in the settings that cannot be taken, each with its place, for those who open no editor."""
    problems = [*settings.problems, *remap(settings.keys, settings.places, settings.from_project)[1]]
    if settings.theme and settings.theme not in BUILTIN_THEMES:
        problems.append(no_theme(settings, BUILTIN_THEMES))
    return problems


def no_theme(settings: Settings, themes: Iterable[str]) -> SettingProblem:
    """Return the problem that there is no theme of the name in the settings, with one that may be meant."""
    near = get_close_matches(settings.theme, list(themes), 1)
    remedy = f"Is {near[0]} meant?" if near else f"{main_key('theme')} in the editor lists them."
    return SettingProblem(settings.places.get("theme", "Settings"), f"There is no theme {settings.theme}.", remedy)
