"""Text can be read in every theme that is offered, whatever of the editor it stands on."""

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from exam_tui.tui.readable import LEAST_CONTRAST, contrast, readable

GROUNDS = ("background", "surface", "panel", "surface-lighten-1", "row of background", "row of surface")
TEXTS = ("foreground", *(f"text-{name}" for name in ("primary", "secondary", "accent", "success", "warning", "error")))
THEMES = [name for name, theme in BUILTIN_THEMES.items() if not theme.ansi]


def _colours(name: str) -> dict[str, str]:
    theme = BUILTIN_THEMES[name]
    return readable({**theme.to_color_system().generate(), **theme.variables}, is_dark=theme.dark)


@pytest.mark.parametrize("name", THEMES)
def test_every_colour_of_text_can_be_read_on_every_background(name: str) -> None:
    found = _colours(name)
    colours = {name: Color.parse(found[name]) for name in (*TEXTS, "text-muted", *GROUNDS[:4], "button")}
    for ground in ("background", "surface"):
        colours[f"row of {ground}"] = colours[ground].blend(colours["foreground"], 0.18)  # as exam.tcss has it
    faint = {
        (text, ground): round(contrast(colours[text], colours[ground]), 2)
        for text in (*TEXTS, "text-muted")
        for ground in GROUNDS
        if contrast(colours[text], colours[ground]) < LEAST_CONTRAST
    }
    assert not faint
    assert contrast(colours["foreground"], colours["button"]) >= LEAST_CONTRAST


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    theme = BUILTIN_THEMES["textual-dark"]
    before = theme.to_color_system().generate()
    assert _colours("textual-dark")["text-warning"] == before["text-warning"]


def test_the_colours_of_the_terminal_stay_as_they_are() -> None:
    theme = BUILTIN_THEMES["ansi-dark"]
    before = {**theme.to_color_system().generate(), **theme.variables}
    assert {name: value for name, value in _colours("ansi-dark").items() if name in before} == before


def test_black_on_white_has_the_contrast_that_is_known_of_it() -> None:
    assert round(contrast(Color.parse("black"), Color.parse("white")), 2) == 21
