"""What the keys do, in a line at the edge of a screen; the mouse may click what stands there."""

from textual.content import Content
from textual.style import Style

SEPARATOR = " · "


def hints(*parts: str | tuple[str, str]) -> Content:
    """Return parts of a line with · between them; one with the name of an action does that where it is clicked.

    An action of the widget's own has its plain name, one of the screen `screen.` before it.
    """
    shown = [
        Content(part) if isinstance(part, str) else Content(part[0]).stylize(Style.from_meta({"@click": part[1]}))
        for part in parts
    ]
    return Content(SEPARATOR).join(shown)
