"""Drawing what has changed and nothing else: at each key two widgets of a dozen have other lines than before."""

from collections.abc import Iterable

from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.strip import Strip
from typing_extensions import override


class SparseCompositor(Compositor):
    """Asks for the lines that have changed alone, and nobody for what those above them cover.

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
        left = list(self._changed)
        for widget, (region, clip) in self.visible_widgets.items():  # from the uppermost down
            inside = region.intersection(clip)
            changed = [inside.intersection(each) for each in left if inside.overlaps(each)]
            if changed:
                rows = Region.from_union(changed)
                seen = Region(inside.x, rows.y, inside.width, rows.height)
                yield region, seen, widget.render_lines(seen.translate(-region.offset))
                left = [part for each in left for part in _uncovered(each, inside)]
                if inside in changed:
                    # What asked to be drawn while it was laid out is drawn by now, and need not be once more.
                    widget._exchange_repaint_regions()  # noqa: SLF001 - Textual has no other way to forget it


def _uncovered(region: Region, cover: Region) -> list[Region]:
    """Return the rows of a region above and below what covers it from side to side; all of it where nothing does."""
    if cover.x > region.x or cover.right < region.right:
        return [region]
    above, below = min(cover.y, region.bottom), max(cover.bottom, region.y)
    parts = (
        Region(region.x, region.y, region.width, above - region.y),
        Region(region.x, below, region.width, region.bottom - below),
    )
    return [part for part in parts if part.height > 0]
