"""Letters that came at once, typed as one edit: wrapped, counted and drawn once.

A terminal sends many in one piece where the line is slow, or where it pastes without saying so. Those that are waiting
for the area follow one another there. What is no letter ends the run, be it a key or a message of another kind: nothing
is done in another order than one by one.
"""

from typing import Final

from textual.events import Key
from textual.widgets import TextArea

from exam_tui.tui.widgets.run_history import TypedRun

_JOINED: Final = "\u2000"
"""From here on there are characters that belong to the one before, such as the parts of an emoji."""
_CLOSING: Final = frozenset("`~")
"""These may close code, and are more than a letter then."""


async def type_run(area: TextArea, first: Key) -> bool:
    """Type a letter and those that wait behind it where the cursor is; return whether it is a letter.

    Nothing may be selected: the first letter takes the place of that.
    """
    if not _is_letter(area, first):
        return False
    letters = [first.character or ""]
    while isinstance(waiting := area._peek_message(), Key) and _is_letter(area, waiting):  # noqa: SLF001 - no other way
        await area._get_message()  # noqa: SLF001 - the same
        area._message_queue.task_done()  # noqa: SLF001 - the same
        letters.append(waiting.character or "")
    area._restart_blink()  # noqa: SLF001 - as TextArea does at each key
    area.edit(TypedRun("".join(letters), *area.selection, maintain_selection_offset=False))
    return True


def _is_letter(area: TextArea, key: Key) -> bool:
    """Return whether a key does nothing but put its letter into an area."""
    letter = key.character or ""
    return key.is_printable and letter < _JOINED and letter not in _CLOSING and area.check_consume_key(key.key, letter)
