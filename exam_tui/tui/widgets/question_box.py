"""The box of the question that is shown, and the panes in it: they are laid out and drawn as little as they change."""

from textual.containers import Horizontal, Vertical
from textual.geometry import Region, Size
from typing_extensions import override


class QuestionBox(Vertical):
    """A frame with a heading; another heading draws the edge that it is in, and nothing below it."""

    _is_named = False

    def name_question(self, heading: str) -> None:
        """Put a heading, which is markup, into the upper edge."""
        self._is_named = True
        try:
            self.border_title = heading
        finally:
            self._is_named = False

    @override
    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> "QuestionBox":
        """Repaint; only the upper edge where the heading is another one."""
        edge = [Region(0, 0, self.outer_size.width, 1).translate(-self.content_offset)] if self._is_named else []
        return super().refresh(*regions, *edge, repaint=repaint, layout=layout, recompose=recompose)


class Panes(Horizontal):
    """The answer and its preview, which fill it: there is nothing to lay out again once its size is another one."""

    @override
    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
        return super()._size_updated(size, virtual_size, container_size, layout=False)
