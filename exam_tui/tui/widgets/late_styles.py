"""Styles for parts of a widget that are looked up when a part is first drawn: few are in the first frame.

Textual's own component classes are each looked up whenever a style of their widget may be another, three times until
the first frame, and each is as much work as a widget.
"""

from typing import Any

from rich.style import Style
from textual.dom import DOMNode
from textual.widget import Widget


def part_style(widget: Widget, name: str) -> Style:
    """Return the style of the parts of a widget that have a class, for text that has the widget's own style already.

    It is kept until a style of the widget is another.
    """
    # Kept among the styles that Textual forgets then; those of Rich it forgets whenever a widget is to be drawn.
    kept: dict[tuple[str, ...], Any] = widget._visual_style_cache  # noqa: SLF001 - there is no other place
    key = ("part", name)
    if key not in kept:
        part = DOMNode(classes=name)
        part._attach(widget)  # noqa: SLF001 - as component classes are looked up
        widget.app.stylesheet.apply(part)
        kept[key] = part.styles.partial_rich_style
    style: Style = kept[key]
    return style
