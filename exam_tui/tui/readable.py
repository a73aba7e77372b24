"""The colours of a theme with those of text made readable, whatever of the editor they stand on."""

from collections.abc import Mapping, Sequence
from typing import Final

from textual.color import BLACK, WHITE, Color

LEAST_CONTRAST: Final = 4.5
"""What WCAG 2 asks of text."""
_TEXTS: Final = (
    *(f"text-{name}" for name in ("primary", "secondary", "accent", "success", "warning", "error")),
    *(f"markdown-h{level}-color" for level in range(1, 7)),
)
_STEPS: Final = 20
_MUTED, _ROW, _BUTTON = 0.65, 0.18, 0.14
"""How much of the colour of text is in muted text, in the row under the cursor, in a button."""
_NEARLY_BLACK: Final = 0.03928


def readable(variables: Mapping[str, str], *, is_dark: bool) -> dict[str, str]:
    """Return a theme's variables with all colours of text at `LEAST_CONTRAST` to the backgrounds, or above.

    Added is `button`, what a button is filled with. A theme of the terminal's own colours stays as it is: what those
    are is not known.
    """
    if variables["background"].startswith("ansi"):
        return {**variables, "button": "ansi_bright_black"}
    names = ("background", "surface", "panel", "surface-lighten-1")
    background, surface, *_ = grounds = [Color.parse(variables[name]) for name in names]
    end = WHITE if is_dark else BLACK
    text = _readable(Color.parse(variables["foreground"]), _with_rows(grounds, end), end)
    grounds = _with_rows(grounds, text)
    colours = {name: Color.parse(variables[name]) for name in _TEXTS}
    colours |= {"text-muted": background.blend(text, _MUTED), "foreground": text}
    return {
        **variables,
        **{name: _readable(colour, grounds, end).hex for name, colour in colours.items()},
        "button": surface.blend(text, _BUTTON).hex,
        "input-selection-background": (selected := surface.blend(text, _ROW)).hex,
        "input-selection-foreground": _readable(text, [selected], end).hex,
    }


def _with_rows(grounds: list[Color], text: Color) -> list[Color]:
    """Return backgrounds and what they are under the cursor of a list."""
    return [*grounds, *(ground.blend(text, _ROW) for ground in grounds[:2])]


def contrast(one: Color, other: Color) -> float:
    """Return the contrast of two colours as WCAG 2 defines it, 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _readable(colour: Color, grounds: Sequence[Color], end: Color) -> Color:
    """Return the colour nearest to one, on the way to white or black, that can be read on all the grounds."""
    for step in range(_STEPS):
        found = colour.blend(end, step / _STEPS)
        if all(contrast(found, ground) >= LEAST_CONTRAST for ground in grounds):
            return found
    return end


def _luminance(colour: Color) -> float:
    parts = [part / 255 for part in colour.rgb]
    red, green, blue = (part / 12.92 if part <= _NEARLY_BLACK else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
