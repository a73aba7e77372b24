"""Drawing what has changed and nothing else: at each key two widgets of a dozen have other lines than before."""

from collections.abc import Iterable

from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.strip import Strip
from typing_extensions import override


class SparseCompositor(Compositor):
    """Asks for the lines that have changed alone.

    Textual's own asks every widget that lies anywhere between the first and the last change, and for all its lines.
    """

    _changed: Iterable[Region] = ()
    """Where something has changed, while that is being drawn."""

    @override
    def render_partial_update(self) -> ChopsUpdate | None:
        self._changed = tuple(self._dirty_regions)
        try:
            return super().render_partial_update()
        finally:
            self._changed = ()

    @override
    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        if not self._changed:
            yield from super()._get_renders(crop)
            return
        for widget, (region, clip) in self.visible_widgets.items():
            inside = region.intersection(clip)
            changed = [inside.intersection(each) for each in self._changed if inside.overlaps(each)]
            if changed:
                rows = Region.from_union(changed)
                seen = Region(inside.x, rows.y, inside.width, rows.height)
                yield region, seen, widget.render_lines(seen.translate(-region.offset))
