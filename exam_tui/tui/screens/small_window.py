"""A window that is too small, or becomes so for a moment: it says so, and what has the focus stays in it."""

from collections.abc import Sequence
from typing import Any, Final

from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

# The smallest window, in cells, that answer and meter can be used in.
_NARROWEST: Final = 40
_LOWEST: Final = 12


def prepare(screen: Screen[Any], size: Size) -> None:
    """Give a screen its classes for a window before any style is looked up: all of them would be once more."""
    for side, breakpoints in (
        (size.width, screen.HORIZONTAL_BREAKPOINTS),
        (size.height, screen.VERTICAL_BREAKPOINTS),
    ):
        screen.add_class(max(point for point in breakpoints or () if point[0] <= side)[1], update=False)


def fit(screen: Screen[Any], size: Size, listed: Widget, written: Widget) -> None:
    """Say so where a window is too small to write in, and leave in it what has the focus, list or answer."""
    if screen.focused in {listed, written}:
        screen.set_class(screen.focused is listed, "-listing")
    is_small = size.width < _NARROWEST or size.height < _LOWEST
    screen.set_class(is_small, "-too-small")
    if is_small and not screen.query("#too-small"):
        text = f"Make the window larger: at least {_NARROWEST} columns and {_LOWEST} lines. Nothing is lost."
        screen.mount(Static(text, id="too-small", markup=False), before="#work")


def find_focus(screen: Screen[Any], first: Sequence[Widget | None]) -> None:
    """Focus the first of some widgets that is there and shown, else any other, where nothing has the focus."""
    shown = screen.focus_chain
    if screen.focused is None and shown:
        screen.set_focus(next((widget for widget in first if widget and widget in shown), shown[0]))
