"""Two versions of a report put together: the template's lines merged, and in each slot what became of its answer."""

from collections import Counter
from collections.abc import Iterator, Sequence

from exam_tui.core.merge.conflict_markers import Markers
from exam_tui.core.merge.line_merge import Clash, Line
from exam_tui.core.merge.result import Conflict, Hole
from exam_tui.core.merge.slots import MergedSlot, Side, clash_with_removal, merge_slots
from exam_tui.core.merge.template import merge_template
from exam_tui.core.report.answer_slot import normalise_answer
from exam_tui.core.report.question_identity import QuestionKey
from exam_tui.core.text.lines import normalise_line_ends


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

    def pieces(self, *, whole: bool) -> list[str | Hole] | None:
        """Return the result; with `whole` a conflict shows both answers as they are.

        None where both sides changed which questions there are, each in its own way.
        """
        merged = merge_template(self.base, self.ours, self.theirs)
        items = merged.lines
        keys = [item.slot for item in items if isinstance(item, Line) and item.slot]
        clashing = [line for item in items if isinstance(item, Clash) for side in item for line in side]
        if len(keys) != len(set(keys)) or any(line.slot for line in clashing):
            return None
        slots = {key: self._slot(key, whole=whole) for key in keys}
        numbers = {key: self._number(key) for key in keys}
        self.answers = [(numbers[key], slot.answer) for key, slot in slots.items()]
        self.notes = [f"a task is gone, and its tick with it: {task.partition('] ')[2]}" for task in merged.lost]
        self.notes += (
            f"both sides changed the template; text that one side deleted stays: {line}" for line in merged.kept
        )
        pieces: list[str | Hole] = []
        seen: Counter[int | None] = Counter()
        for item, following in zip(items, [*items[1:], None], strict=True):
            if isinstance(item, Line) and item.slot:
                number = numbers[item.slot]
                conflict = Conflict(number, seen[number], *self._answers(item.slot))
                seen[number] += 1
                pieces.append(self._slot_piece(slots[item.slot], conflict, is_last=following is None))
            else:
                pieces.append(_piece(item, following, seen, self._markers, self._line_end))
        return pieces

    def _slot(self, key: QuestionKey, *, whole: bool) -> MergedSlot:
        base, ours, theirs = (side.slots.get(key) for side in (self.base, self.ours, self.theirs))
        if ours and theirs:
            return merge_slots(base, ours, theirs, self._markers, whole=whole)
        kept = ours or self.theirs.slots[key]
        if base and base.words != kept.words:
            return clash_with_removal(kept, self._markers, is_ours=ours is not None)
        return MergedSlot(kept.raw, kept.answer, kept)

    def _number(self, key: QuestionKey) -> int:
        """Return the number of a question in the result: the one on the side that changed it."""
        base, ours, theirs = (side.slots.get(key) for side in (self.base, self.ours, self.theirs))
        is_theirs = ours is None or (base and theirs and ours.place.number == base.place.number)
        return (self.theirs if is_theirs else self.ours).slots[key].place.number

    def _answers(self, key: QuestionKey) -> tuple[str, str, str]:
        sides = (self.base, self.ours, self.theirs)
        base, ours, theirs = (side.slots[key].answer if key in side.slots else "" for side in sides)
        return base, ours, theirs

    def _slot_piece(self, slot: MergedSlot, conflict: Conflict, *, is_last: bool) -> str | Hole:
        # What was the end of its file may have another question below it now.
        is_open = slot.place.is_last and not is_last
        ending = self._line_end * 2

        def closed(text: str) -> str:
            return text.rstrip("\r\n") + ending if is_open else text

        def written(text: str) -> str:
            return closed(slot.place.written(normalise_answer(text)))

        return Hole(conflict, closed(slot.text), written) if slot.is_conflict else closed(slot.text)


def line_pieces(items: Sequence[Line | Clash], markers: Markers, line_end: str) -> Iterator[str | Hole]:
    """Yield what merged lines without slots are in the result."""
    seen: Counter[int | None] = Counter()
    for item, following in zip(items, [*items[1:], None], strict=False):  # no items: nothing follows
        yield _piece(item, following, seen, markers, line_end)


def _piece(
    item: Line | Clash, following: Line | Clash | None, seen: Counter[int | None], markers: Markers, line_end: str
) -> str | Hole:
    """Return what a line, or a conflict of lines, is in the result; `seen` counts the conflicts before it."""
    if isinstance(item, Line):
        is_open = following is None or (isinstance(following, Line) and following.slot)
        return item.text + (item.end or ("" if is_open else line_end))
    base, ours, theirs = ([line.text for line in side] for side in item)

    def written(text: str) -> str:
        text = normalise_line_ends(text)
        return text.replace("\n", line_end) + line_end if text else ""

    conflict = Conflict(None, seen[None], *("\n".join(side) for side in (base, ours, theirs)))
    seen[None] += 1
    return Hole(conflict, written("\n".join(markers.around(ours, theirs))), written)
