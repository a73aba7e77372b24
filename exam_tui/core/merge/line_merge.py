"""Lines of two versions merged over their base, each with its own bytes; ticks move on with their tasks.

Lines are the same when they differ only in white space or in the mark of a task. What one side changed of these is
kept.
"""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from exam_tui.core.report.question_identity import QuestionKey
from exam_tui.core.text.merge3 import Chunk, IsBreak, Split, merge

# So much of two lines is alike when they are one task in other words; difflib is slow: no checklist is longer.
_ALIKE = 0.75
_MOST_TASKS = 200


class Line(NamedTuple):
    """A line of a file, or a slot.

    Attributes:
        key: what it is compared by; "" for a blank line.
        text: without its line end; "" for a slot.
        end: its line end, "" where it has none.
        mark: where the mark of a task is in the text, -1 where there is none.
        slot: the key of the question whose answer stands here, None for a line.

    """

    key: str
    text: str
    end: str = "\n"
    mark: int = -1
    slot: QuestionKey | None = None

    @property
    def tick(self) -> str:
        """The mark of the task, "" where the line is none."""
        return self.text[self.mark] if self.mark >= 0 else ""

    def with_tick(self, tick: str) -> "Line":
        """Return the line with another mark; a line that is not a task stays."""
        return self._replace(text=self.text[: self.mark] + tick + self.text[self.mark + 1 :]) if self.tick else self


class Clash(NamedTuple):
    """What each side changed in another way."""

    base: Sequence[Line]
    ours: Sequence[Line]
    theirs: Sequence[Line]


class LooseTick(NamedTuple):
    """A mark that one side changed on a line that the other side changed too.

    Attributes:
        task: what the line is compared by.
        before: the mark in the base.
        mark: the mark now.

    """

    task: str
    before: str
    mark: str


class MergedLines(NamedTuple):
    """The merged lines, and what the tasks say whose mark one side changed and the other took away."""

    lines: list[Line | Clash]
    lost: list[str]


def merge_lines(
    base: Sequence[Line],
    ours: Sequence[Line],
    theirs: Sequence[Line],
    is_break: IsBreak | None = None,
    split: Split | None = None,
) -> MergedLines:
    """Merge two versions; `is_break` and `split` as in `merge3.merge`, by the lines' keys."""
    lines: list[Line | Clash] = []
    changed: dict[str, list[int]] = {"ours": [], "theirs": []}
    loose: dict[str, list[LooseTick]] = {"ours": [], "theirs": []}
    for chunk in merge(_keys(base), _keys(ours), _keys(theirs), is_break, split):
        old, mine, other = _parts(chunk, base, ours, theirs)
        match chunk.kind:
            case "same":
                lines += map(_merged, old, mine, other)
            case "both":
                lines += (_merged(line.with_tick(" "), own, line) for own, line in zip(mine, other, strict=True))
            case "conflict":
                lines.append(Clash(old, mine, other))
            case side:
                taken, left = (mine, other) if side == "ours" else (other, mine)
                changed[side] += range(len(lines), len(lines) + len(taken))
                loose[side] += _loose_ticks(old, left)
                lines += taken
    lost = [text for side, places in changed.items() for text in _tick(lines, places, loose[side])]
    return MergedLines(lines, lost)


def _keys(lines: Sequence[Line]) -> list[str]:
    return [line.key for line in lines]


def _parts(
    chunk: Chunk, base: Sequence[Line], ours: Sequence[Line], theirs: Sequence[Line]
) -> tuple[Sequence[Line], Sequence[Line], Sequence[Line]]:
    return base[slice(*chunk.base)], ours[slice(*chunk.ours)], theirs[slice(*chunk.theirs)]


def _merged(old: Line, mine: Line, other: Line) -> Line:
    """Return what becomes of a line that has one key on all sides; each of its parts is of the side that changed it."""
    end = other.end if bool(mine.end) == bool(old.end) else mine.end
    line = other if mine.with_tick(" ").text == old.with_tick(" ").text else mine
    tick = merged_mark(old.tick, mine.tick, other.tick) or line.tick
    return line.with_tick(tick)._replace(end=(mine.end or end) if end else "")


def _loose_ticks(old: Sequence[Line], left: Sequence[Line]) -> Iterator[LooseTick]:
    """Yield the marks that one side changed on lines that the other side has changed otherwise."""
    before = {line.key: line.tick for line in old if line.tick}
    for line in left:
        if line.tick != before.get(line.key, line.tick):
            yield LooseTick(line.key, before[line.key], line.tick)


def _tick(lines: list[Line | Clash], changed: Sequence[int], loose: Sequence[LooseTick]) -> list[str]:
    """Put loose ticks on the tasks among the changed lines; return what those say that find no task."""
    tasks = {at: line for at in reversed(changed) if isinstance(line := lines[at], Line) and line.tick}
    found, lost = placed(loose, {line.key: at for at, line in tasks.items()})
    for at, tick in found:
        lines[at] = tasks[at].with_tick(merged_mark(tick.before, tick.mark, tasks[at].tick))
    return [tick.task for tick in lost]


def merged_mark(before: str, ours: str, theirs: str) -> str:
    """Return the mark of a task: the one of the side that changed it; where both did, one that says it is done."""
    if before == ours or _state(ours) == _state(before) != _state(theirs):
        return theirs
    return theirs if _state(ours) != "x" == _state(theirs) != _state(before) else ours


def _state(mark: str) -> str:
    return mark.lower()


def placed(
    loose: Sequence[LooseTick], tasks: Mapping[str, int]
) -> tuple[list[tuple[int, LooseTick]], Sequence[LooseTick]]:
    """Find for each mark the task that reads the same, or most alike, each task once; return those without one too."""
    left = dict(tasks)
    found: list[tuple[int, LooseTick]] = []
    lost: list[LooseTick] = []
    for tick in loose:
        others = list(left)[:_MOST_TASKS] if len(loose) <= _MOST_TASKS else []
        keys = [tick.task] if tick.task in left else get_close_matches(tick.task, others, 1, _ALIKE)
        if keys:
            found.append((left.pop(keys[0]), tick))
        else:
            lost.append(tick)
    return found, lost
