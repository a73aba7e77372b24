"""Two versions of a report put together: the template's lines merged, and in each slot what became of its answer."""

import re
from collections.abc import Iterator, Sequence
from itertools import count

from exam_tui.core.lines import normalise_line_ends
from exam_tui.core.merge_lines import Clash, Line, merge_lines
from exam_tui.core.merge_slots import Key, MergedSlot, Side, clash_with_removal, merge_slots
from exam_tui.core.merge_text import Markers
from exam_tui.core.merged import Conflict, Gap
from exam_tui.core.slot import normalise_answer

Item = Line | Clash

_WORD = re.compile(r"\w+")


class QuestionMerge:
    """A merge of two sides by question.

    Attributes:
        answers: number and answer of each question in the result; markers too where there is a conflict.
        notes: as in `Merged`.

    """

    def __init__(self, base: Side, ours: Side, theirs: Side, markers: Markers, line_end: str) -> None:
        self.base, self.ours, self.theirs = base, ours, theirs
        self.answers: list[tuple[int, str]] = []
        self.notes: list[str] = []
        self._markers = markers
        self._line_end = line_end

    def pieces(self, *, whole: bool) -> list[str | Gap] | None:
        """Return the result; with `whole` a conflict shows both answers as they are.

        None where both sides changed which questions there are, each in its own way.
        """
        merged, lost = merge_lines(self.base.lines, self.ours.lines, self.theirs.lines)
        items = [line for item in merged for line in _settled(item)]
        for side in (self.ours, self.theirs):
            items = self._with_removed(items, side)
        keys = [item.slot for item in items if isinstance(item, Line) and item.slot]
        clashing = [line for item in items if isinstance(item, Clash) for side in item for line in side]
        if len(keys) != len(set(keys)) or any(line.slot for line in clashing):
            return None
        slots = {key: self._slot(key, whole=whole) for key in keys}
        self.answers = [(number, slots[number, index].answer) for number, index in keys]
        self.notes = [slot.note for slot in slots.values() if slot.note]
        self.notes += (f"a task is gone, and its tick with it: {task.partition('] ')[2]}" for task in lost)
        pieces: list[str | Gap] = []
        numbers = count()
        for item, following in zip(items, [*items[1:], None], strict=True):
            if isinstance(item, Line) and item.slot:
                pieces.append(self._slot_piece(item.slot, slots[item.slot], is_last=following is None))
            else:
                pieces.append(_piece(item, following, numbers, self._markers, self._line_end))
        return pieces

    def _slot(self, key: Key, *, whole: bool) -> MergedSlot:
        base, ours, theirs = (side.slots.get(key) for side in (self.base, self.ours, self.theirs))
        if ours and theirs:
            return merge_slots(base, ours, theirs, self._markers, whole=whole)
        kept = ours or self.theirs.slots[key]
        if base and base.words != kept.words:
            return clash_with_removal(kept, self._markers, is_ours=ours is not None)
        return MergedSlot(kept.raw, kept.answer, kept)

    def _with_removed(self, items: list[Item], side: Side) -> list[Item]:
        """Put back the questions that the other side took away while this one changed their answer."""
        places = {item.slot: at for at, item in enumerate(items) if isinstance(item, Line) and item.slot}
        added: dict[int, list[Line]] = {}
        behind = len(items)
        for key, slot in side.slots.items():
            before = self.base.slots.get(key)
            if key in places:
                behind = places[key] + 1
            elif before and slot.answer and slot.words != before.words:
                start = side.headings[key]
                end = next(at for at in range(start, len(side.lines)) if side.lines[at].slot == key) + 1
                added.setdefault(behind, []).extend(side.lines[start:end])
        for at in sorted(added, reverse=True):
            items = [*items[:at], *added[at], *items[at:]]
        return items

    def _slot_piece(self, key: Key, slot: MergedSlot, *, is_last: bool) -> str | Gap:
        # What was the end of its file may have another question below it now.
        is_open = slot.place.is_last and not is_last
        ending = self._line_end * 2

        def closed(text: str) -> str:
            return text.rstrip("\r\n") + ending if is_open else text

        def written(text: str) -> str:
            return closed(slot.place.written(normalise_answer(text)))

        if not slot.is_conflict:
            return closed(slot.text)
        texts = (side.slots[key].answer if key in side.slots else "" for side in (self.base, self.ours, self.theirs))
        return Gap(Conflict(*key, *texts), closed(slot.text), written)


def _settled(item: Item) -> Iterator[Item]:
    """Yield an item; of a conflict the lines of one side where the other says no word that is not there or in the base.

    These are the template's lines: one side wrote them anew, the other took something away or changed their form.
    """
    if isinstance(item, Clash):
        for side, other in ((item.ours, item.theirs), (item.theirs, item.ours)):
            slots = {line.slot for line in side} - {line.slot for line in other}
            is_ticked = any(line.tick.strip() for line in side)
            if not slots and not is_ticked and (_are_words_of(item.base, side) or _are_words_of(other, side)):
                yield from other
                return
    yield item


def _are_words_of(lines: Sequence[Line], part: Sequence[Line]) -> bool:
    """Tell whether all words of a part stand in some lines, in the same order."""
    words = (word for line in lines for word in _WORD.findall(line.text))
    return all(word in words for line in part for word in _WORD.findall(line.text))


def line_pieces(items: Sequence[Item], markers: Markers, line_end: str) -> Iterator[str | Gap]:
    """Yield what merged lines without slots are in the result."""
    numbers = count()
    for item, following in zip(items, [*items[1:], None], strict=True):
        yield _piece(item, following, numbers, markers, line_end)


def _piece(item: Item, following: Item | None, numbers: Iterator[int], markers: Markers, line_end: str) -> str | Gap:
    """Return what a line, or a conflict of lines, is in the result; `numbers` are those of conflicts to come."""
    if isinstance(item, Line):
        is_open = following is None or (isinstance(following, Line) and following.slot is not None)
        return item.text + (item.end or ("" if is_open else line_end))
    base, ours, theirs = ([line.text for line in side] for side in item)

    def written(text: str) -> str:
        text = normalise_line_ends(text)
        return text.replace("\n", line_end) + line_end if text else ""

    conflict = Conflict(None, next(numbers), *("\n".join(side) for side in (base, ours, theirs)))
    return Gap(conflict, written("\n".join(markers.around(ours, theirs))), written)
