"""Texts merged paragraph by paragraph, and how a conflict in them is written: git's markers."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from exam_tui.core.merge.line_merge import Clash, Line, merge_lines
from exam_tui.core.text.lines import Lines
from exam_tui.core.text.patterns import lazy_pattern

_LINE_END = lazy_pattern(r"[\r\n]+")
# What begins something of its own in Markdown: a list's item, a heading, a quote, a row of a table.
_STARTS = lazy_pattern(r"[ \t]*(?:[-*+][ \t]|[0-9]{1,9}[.)][ \t]|#{1,6}[ \t]|[>|])")


class Markers(NamedTuple):
    """How a conflict is marked.

    Attributes:
        ours: what our side is called.
        theirs: what their side is called.
        size: how many characters a marker has.

    """

    ours: str = "ours"
    theirs: str = "theirs"
    size: int = 7

    def around(self, ours: Sequence[str], theirs: Sequence[str]) -> list[str]:
        """Return the lines of a conflict, without line ends."""
        return [
            f"{'<' * self.size} {_label(self.ours)}".rstrip(),
            *ours,
            "=" * self.size,
            *theirs,
            f"{'>' * self.size} {_label(self.theirs)}".rstrip(),
        ]


def _label(name: str) -> str:
    return _LINE_END.sub(" ", name)


def are_parted(above: str | None, below: str | None) -> bool:
    """Return whether two lines that follow each other do not belong to one paragraph; None is beyond the text."""
    return not above or not below or _STARTS.match(below) is not None


def mergeable_lines(text: str) -> list[Line]:
    """Return the lines of a text to be merged: the same ones are the same but for spaces at their end."""
    lines = Lines(text)
    found: list[Line] = []
    for index in range(len(lines)):
        line = lines[index]
        found.append(Line(line.rstrip(), line, text[lines.end(index) : lines.start(index + 1)]))
    return found


def merge_texts(base: str, ours: str, theirs: str, markers: Markers, *, whole: bool) -> tuple[str, bool]:
    """Merge two versions of an answer (LF line ends); also return whether there is a conflict, which is marked then.

    Changes of different paragraphs merge, and so do those of different items of a list and rows of a table. With
    `whole` a conflict shows both answers as they are, not only where they differ.
    """
    merged = merge_lines(mergeable_lines(base), mergeable_lines(ours), mergeable_lines(theirs), are_parted).lines
    is_conflict = any(isinstance(item, Clash) for item in merged)
    if is_conflict and whole:
        return conflict_text(ours, theirs, markers), True
    return "\n".join(_shown(merged, markers)), is_conflict


def conflict_text(ours: str, theirs: str, markers: Markers) -> str:
    """Return a conflict of two whole answers (LF line ends), "" for none."""
    return "\n".join(markers.around(ours.split("\n") if ours else [], theirs.split("\n") if theirs else []))


def _shown(merged: Sequence[Line | Clash], markers: Markers) -> Iterator[str]:
    for item in merged:
        if isinstance(item, Line):
            yield item.text
        else:
            yield from markers.around([line.text for line in item.ours], [line.text for line in item.theirs])
