"""What the keys do, in a line at the edge of a screen; the mouse may click what stands there."""

from rich.cells import cell_len
from textual.content import Content
from textual.style import Style

SEPARATOR = " · "


def hints(*parts: str | tuple[str, str], width: int = 0) -> Content:
    """Return parts of a line with · between them; one with the name of an action does that where it is clicked.

    An action of the widget's own has its plain name, one of the screen `screen.` before it. Where they take more cells
    than `width`, the first ones are left out: the last says how to go back. With 0 all of them stay.
    """
    texts = [part if isinstance(part, str) else part[0] for part in parts]
    if width and len(parts) > 1 and cell_len(SEPARATOR.join(texts)) > width:
        return hints(*parts[1:], width=width)
    shown = [
        Content(part) if isinstance(part, str) else Content(part[0]).stylize(Style.from_meta({"@click": part[1]}))
        for part in parts
    ]
    return Content(SEPARATOR).join(shown)
