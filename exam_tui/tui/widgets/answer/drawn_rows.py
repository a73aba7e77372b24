"""Which rows of a line that was edited look another way: only these are painted again."""

from typing import TYPE_CHECKING, NamedTuple

from textual.widgets import TextArea

if TYPE_CHECKING:
    from exam_tui.tui.widgets.answer.highlight import AnswerHighlighter, Mark


class DrawnLine(NamedTuple):
    """What is drawn of a line: its rows, its colours; the row of the whole text that it begins in, and the cursor's."""

    rows: "list[str]"
    marks: "list[Mark]"
    top: int
    cursor: int


def drawn_line(area: TextArea, line: int, highlighter: "AnswerHighlighter") -> DrawnLine:
    """Return what is drawn of a line of an area now."""
    text, wrapped = area.document.get_line(line), area.wrapped_document
    ends = [*wrapped.get_offsets(line), len(text)]
    rows = [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]
    top, cursor = (wrapped.location_to_offset(place).y for place in ((line, 0), area.cursor_location))
    return DrawnLine(rows, highlighter.marks_in(line), top, cursor)


def changed_rows(before: DrawnLine, now: DrawnLine) -> range:
    """Return the rows of the whole text that look another way in a line that has as many rows as before."""
    rows = {now.cursor, before.cursor}
    if now.marks == before.marks:
        pairs = zip(before.rows, now.rows, strict=True)
        rows.update(now.top + row for row, (old, new) in enumerate(pairs) if old != new)
    else:
        rows.update((now.top, now.top + len(now.rows) - 1))
    return range(min(rows), max(rows) + 1)
