"""A window that is too small, or becomes so for a moment: it is said, and what has the keys stays in it."""

from collections.abc import Sequence
from typing import Any, Final

from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

# The smallest window, in cells, that answer and meter can be used in.
_NARROWEST: Final = 40
_LOWEST: Final = 12


def fit(screen: Screen[Any], size: Size, listed: Widget, written: Widget) -> None:
    """Say so where a window is too small to be written in, and leave in it what has the keys, list or answer."""
    if screen.focused in {listed, written}:
        screen.set_class(screen.focused is listed, "-listing")
    is_small = size.width < _NARROWEST or size.height < _LOWEST
    screen.set_class(is_small, "-too-small")
    if is_small and not screen.query("#too-small"):
        text = f"Make the window larger: at least {_NARROWEST} columns and {_LOWEST} lines. Nothing is lost."
        screen.mount(Static(text, id="too-small", markup=False), before="#work")


def find_focus(screen: Screen[Any], first: Sequence[Widget]) -> None:
    """Give the keys to the first of some widgets that is shown, else to any other, where nothing has them."""
    shown = screen.focus_chain
    if screen.focused is None and shown:
        screen.set_focus(next((widget for widget in first if widget in shown), shown[0]))
