"""What was done to an answer and can be undone and redone: what was typed in one go is one edit, within a bound."""

# ruff: noqa: SLF001 - an edit keeps what it did under private names
from collections.abc import Iterator

from textual.document._document import EditResult, Selection
from textual.document._edit import Edit
from textual.document._history import EditHistory

_MOST_CHARACTERS = 4_000_000
"""So many characters put into and taken out of one answer are kept, and always the last step: two of the largest
texts, each with what was there before."""
_LONG = 1_000
"""Steps shorter than this, in characters, count only by their number."""


class TypedRun(Edit):
    """Several letters typed at once: to whoever undoes them each was a key."""

    def letters(self) -> Iterator[Edit]:
        """Yield what was made as an edit for each letter."""
        row, start = self.top
        for column, letter in enumerate(self.text, start):
            edit = Edit(letter, (row, column), (row, column), maintain_selection_offset=False)
            edit._original_selection = Selection.cursor((row, column))
            edit._edit_result = EditResult((row, column + 1), "")
            yield edit


class RunHistory(EditHistory):
    """Keeps a run of keys as one edit: Textual keeps an object for each, a kilobyte a letter."""

    def record(self, edit: Edit) -> None:
        """Record an edit that was just made."""
        for one in edit.letters() if isinstance(edit, TypedRun) else [edit]:
            self._record(one)

    def _record(self, edit: Edit) -> None:
        super().record(edit)
        batch = self._undo_stack[-1] if self._undo_stack else []
        if batch and batch[-1] is edit:
            if len(batch) > 1 and (joined := _joined(batch[-2], edit)):
                batch[-2:] = [joined]
            if _size(edit) > _LONG:
                self._forget()

    def _forget(self) -> None:
        """Drop the oldest steps that are too much to be kept."""
        sizes = [sum(map(_size, batch)) for batch in self._undo_stack]
        total = sum(sizes)
        for size in sizes[:-1]:
            if total <= _MOST_CHARACTERS:
                return
            self._undo_stack.popleft()
            total -= size


def _size(edit: Edit) -> int:
    return len(edit.text) + len(_result(edit).replaced_text)


def _result(edit: Edit) -> EditResult:
    assert edit._edit_result is not None  # noqa: S101 - only edits that were made are recorded
    return edit._edit_result


def _joined(first: Edit, second: Edit) -> Edit | None:
    """Return one edit that does what two did one after the other; None where they are not a run of keys."""
    if first.maintain_selection_offset or second.maintain_selection_offset:
        return None
    before, after = _result(first), _result(second)
    if second.text and not after.replaced_text and second.top == before.end_location:  # typed on
        joined = Edit(first.text + second.text, first.top, first.bottom, maintain_selection_offset=False)
        taken = before.replaced_text
    elif first.text or second.text:
        return None
    elif second.bottom == first.top:  # Backspace
        joined = Edit("", second.top, first.bottom, maintain_selection_offset=False)
        taken = after.replaced_text + before.replaced_text
    elif second.top == first.top and first.top[0] == first.bottom[0] == second.bottom[0]:  # Delete, within a line
        more = second.bottom[1] - second.top[1]
        end = (first.bottom[0], first.bottom[1] + more)
        joined = Edit("", first.top, end, maintain_selection_offset=False)
        taken = before.replaced_text + after.replaced_text
    else:
        return None
    joined._original_selection = first._original_selection
    joined._updated_selection = second._updated_selection
    joined._edit_result = EditResult(after.end_location, taken)
    return joined
