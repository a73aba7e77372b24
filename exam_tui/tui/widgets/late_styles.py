"""Styles for parts of a widget that are looked up when a part is first drawn: most are not in the first frame."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from textual.css.styles import RenderStyles
from textual.dom import DOMNode
from typing_extensions import override

if TYPE_CHECKING:
    from textual.widget import Widget
else:
    Widget = object  # as a widget it would come between a class and its own style


class LateStyles(Widget):
    """For a widget with parts whose colours depend on the theme alone, before its other bases.

    Textual's own component classes are each looked up whenever a style of their widget may be another, three times
    until the first frame: that is as much work as for a widget.
    """

    LATE_CLASSES: Collection[str] = ()
    """The classes of these parts; they are named like component classes."""

    @override
    def get_component_styles(self, *names: str) -> RenderStyles:
        for name in names:
            if name in self.LATE_CLASSES and name not in self._component_styles:
                part = DOMNode(classes=name)
                part._attach(self)  # noqa: SLF001 - as Textual's own are looked up
                self.app.stylesheet.apply(part)
                self._component_styles[name] = part.styles
        return super().get_component_styles(*names)

    @override
    def notify_style_update(self) -> None:
        for name in self.LATE_CLASSES:
            self._component_styles.pop(name, None)
        super().notify_style_update()
