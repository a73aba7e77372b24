"""The template's lines of two versions merged, between the slots that stand on all sides; a slot is one line here."""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from exam_tui.core.merge.line_merge import Clash, Line, merge_lines
from exam_tui.core.merge.slots import Side
from exam_tui.core.merge.task_lines import by_task
from exam_tui.core.text.diff import matching
from exam_tui.core.text.patterns import lazy_pattern

_WORD = lazy_pattern(r"\w+")


class MergedTemplate(NamedTuple):
    """The merged lines of a report.

    Attributes:
        lines: the lines and slots, and what is in conflict.
        lost: as in `MergedLines`.
        kept: of each place where words stay that one side took out, the first line.

    """

    lines: list[Line | Clash]
    lost: list[str]
    kept: list[str]


def merge_template(base: Side, ours: Side, theirs: Side) -> MergedTemplate:
    """Merge the lines of a report; questions that one side took away while the other answered them are back."""
    order = list(base.slots)
    places, *others = ([str(key) for key in side.slots] for side in (base, ours, theirs))
    common = set(order).intersection(*([order[at] for at, _ in matching(places, other)] for other in others))
    lines: list[Line | Clash] = []
    lost: list[str] = []
    kept: list[str] = []
    starts = [0, 0, 0]
    for key in (*(key for key in order if key in common), None):
        ends = [len(side.lines) if key is None else side.ends[key] + 1 for side in (base, ours, theirs)]
        old, mine, other = map(slice, starts, ends)
        parts = base.lines[old], ours.lines[mine], theirs.lines[other]
        merged = merge_lines(*parts, split=partial(by_task, *parts))
        for item in merged.lines:
            resolved = _resolved(item) if isinstance(item, Clash) else None
            if resolved is None:
                lines.append(item)
                continue
            lines += resolved.lines
            kept += resolved.kept
        lost += merged.lost
        starts = ends
    for side in (ours, theirs):
        lines = _with_removed(lines, base, side)
    return MergedTemplate(lines, lost, kept)


class _Resolved(NamedTuple):
    lines: Sequence[Line]
    kept: Sequence[str]


def _resolved(clash: Clash) -> _Resolved | None:
    """Return the lines of one side where the other says no word that is not there or in the base, else None.

    These are the template's lines: one side rewrote them, the other took something away or changed their form.
    """
    for side, other in ((clash.ours, clash.theirs), (clash.theirs, clash.ours)):
        slots = {line.slot for line in side} - {line.slot for line in other} - {None}
        is_ticked = any(line.tick.strip() for line in side)
        if not slots and not is_ticked and (_are_words_of(clash.base, side) or _are_words_of(other, side)):
            stays = (Counter(_words(clash.base)) - Counter(_words(side))) & Counter(_words(other))
            return _Resolved(other, [line.text for line in other if stays.keys() & set(_words([line]))][:1])
    return None


def _are_words_of(lines: Sequence[Line], part: Sequence[Line]) -> bool:
    """Return whether all words of a part are in some lines, in the same order."""
    words = iter(_words(lines))
    return all(word in words for word in _words(part))


def _words(lines: Sequence[Line]) -> list[str]:
    return [word for line in lines for word in _WORD.findall(line.text)]


def _with_removed(lines: list[Line | Clash], base: Side, side: Side) -> list[Line | Clash]:
    """Put back the questions that the other side took away while this one changed their answer."""
    places = {line.slot: at for at, line in enumerate(lines) if isinstance(line, Line) and line.slot}
    added: dict[int, list[Line]] = {}
    after = len(lines)
    for key, slot in side.slots.items():
        if key in places:
            after = places[key] + 1
        elif key in base.slots and slot.answer and slot.words != base.slots[key].words:
            added.setdefault(after, []).extend(side.lines[side.headings[key] : side.ends[key] + 1])
    for at in sorted(added, reverse=True):
        lines = [*lines[:at], *added[at], *lines[at:]]
    return lines
