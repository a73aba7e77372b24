"""An answer as Textual's TextArea can hold it, and back.

TextArea breaks lines at form feeds, U+2028 and others, and gives control and zero-width characters a width
other than the one that `display()` shows them with. While an answer is in the editor each of these characters is
a lone surrogate instead: a single cell wide, never a line end, and in no text that could be saved.

An emoji of several characters is one character there, so that the cursor passes it at once and one key deletes it: a
character of two cells that is assigned to nothing, or a surrogate where it takes one cell. It becomes the emoji again
where the line is drawn. Should an answer hold such an unassigned character itself, a surrogate stands for that.
"""

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.events import Key
from typing_extensions import override

from exam_tui.core.text.emoji import CLUSTER, JOINER
from exam_tui.core.text.escape import DISPLAYED, display
from exam_tui.core.text.lines import normalise_line_ends
from exam_tui.core.text.patterns import lazy_pattern

if TYPE_CHECKING:
    import re

    from textual.document._document import DocumentBase
    from textual.document._edit import Edit
    from textual.widget import Widget
else:
    Widget = object  # as a widget it would come between a class and its own style

_KEPT = {ord("\n"), ord("\t"), ord(JOINER)}
_HIDDEN = {code: 0xD800 + index for index, code in enumerate(sorted(DISPLAYED)) if code not in _KEPT}
_LONE_JOINER = chr(0xD9FF)
_WIDE, _NARROW = range(0x3F000, 0x3F100), range(0xDB00, 0xDC00)
"""What stands for emoji of two cells and of one: more than any report has."""
_TAKEN = {code: 0xDA00 + index for index, code in enumerate(_WIDE)}
_TO_VIEW = _HIDDEN | _TAKEN
_ITSELF = {shown: code for code, shown in _HIDDEN.items()} | {ord(_LONE_JOINER): ord(JOINER)}
_SHOWN = (
    _ITSELF | {ord(_LONE_JOINER): "·"} | dict.fromkeys(_TAKEN.values(), "\ufffd") | {code: code for code in _NARROW}
)
_from_view: dict[int, int | str] = _ITSELF | {shown: code for code, shown in _TAKEN.items()}
"""What each character of the editor is in the answer, the emoji among them that were met so far."""
_drawn: dict[int, str] = {}
"""How these emoji are drawn."""
_stand_ins: dict[str, str] = {}
"""What stands for each of them; for itself where nothing was left to stand for it."""
_EMOJI_CELLS = 2
_LONGEST_OPEN = 2
"""Characters of the editor before the cursor that a typed one may be joined to: an emoji and its joiner."""
_NOT_NARROW = lazy_pattern(f"[^{chr(_NARROW[0])}-{chr(_NARROW[-1])}]+")


def to_view(answer: str) -> str:
    """Return an answer for the editor."""
    if answer.isascii() and answer.isprintable():
        return answer
    return CLUSTER.sub(_stand_in, answer.translate(_TO_VIEW)).replace(JOINER, _LONE_JOINER)


def from_view(text: str) -> str:
    """Return the editor's text as an answer."""
    return text if text.isascii() else text.translate(_from_view)


def place_in_view(document: "DocumentBase", row: int, column: int) -> tuple[int, int]:
    """Return where a line and column of the answer are in the editor, all from 0."""
    line = document.get_line(row)
    return row, column if line.isascii() else len(to_view(from_view(line)[:column]))


def place_in_answer(document: "DocumentBase", place: tuple[int, int]) -> tuple[int, int]:
    """Return where a line and column of the editor are in the answer, all from 0."""
    row, column = place
    return row, len(from_view(document.get_line(row)[:column]))


def put_in_view(edit: "Edit", document: "DocumentBase") -> None:
    """Turn an edit of the answer into one of the editor, where a typed part of an emoji joins what is before it."""
    text, (row, column) = normalise_line_ends(edit.text), edit.top
    edit.text = to_view(text)
    if edit.top != edit.bottom or text.isascii():
        return
    before = document.get_line(row)[max(column - _LONGEST_OPEN, 0) : column]
    joined = to_view(from_view(before) + text)
    if len(joined) < len(before) + len(edit.text):
        edit.from_location, edit.to_location, edit.text = (row, column - len(before)), (row, column), joined


def shown_in_view(text: str) -> str:
    """Return a line of the editor's text as it is shown, character for character; emoji still have to be drawn."""
    return text if text.isascii() else _NOT_NARROW.sub(_displayed, text.translate(_SHOWN))


def with_emoji(text: str) -> str:
    """Return a text with the emoji in the place of what stands for them."""
    return text.translate(_drawn) if _drawn and not text.isascii() else text


def _displayed(match: "re.Match[str]") -> str:
    return display(match[0])


def _stand_in(match: "re.Match[str]") -> str:
    emoji = match[0]
    known = _stand_ins.get(emoji)
    if known is None:
        known = _stand_ins[emoji] = _new_stand_in(emoji)
    return known


def _new_stand_in(emoji: str) -> str:
    # Rich counts one cell for a hand with a skin tone; with the selector for colour between them it counts two.
    drawn = emoji if "\ufe0e" in emoji or cell_len(emoji) == _EMOJI_CELLS else f"{emoji[0]}\ufe0f{emoji[1:]}"
    pool = _WIDE if cell_len(drawn) == _EMOJI_CELLS else _NARROW
    code = next((code for code in pool if code not in _drawn), None)
    if code is None:
        return emoji.replace(JOINER, _LONE_JOINER)
    _from_view[code], _drawn[code] = emoji, drawn
    return chr(code)


class AltKeys(Widget):
    """For a widget that text is typed into, before its other bases: letters with Alt are keys there, and not typed."""

    @override
    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Return whether a key types something: a letter with Alt does not."""
        return not key.startswith("alt+") and super().check_consume_key(key, character)

    async def _on_key(self, event: Key) -> None:
        """Leave a letter with Alt to whatever has a use for it."""
        if event.key.startswith("alt+"):
            event.prevent_default()
