"""An answer as Textual's TextArea can hold it, and back.

TextArea breaks lines at form feeds, U+2028 and others, and gives control and zero-width characters a width
other than the one that `display()` shows them with. While an answer is in the editor each of these characters is
a lone surrogate instead: a single cell wide, never a line end, and in no text that could be saved.
"""

from typing import TYPE_CHECKING

from textual.events import Key
from typing_extensions import override

from exam_tui.core.text.escape import DISPLAYED

if TYPE_CHECKING:
    from textual.widget import Widget
else:
    Widget = object  # as a widget it would come between a class and its own style

_KEPT = {ord("\n"), ord("\t")}
_TO_VIEW = {code: 0xD800 + index for index, code in enumerate(sorted(DISPLAYED)) if code not in _KEPT}
_FROM_VIEW = {shown: code for code, shown in _TO_VIEW.items()}


def to_view(answer: str) -> str:
    """Return an answer for the editor."""
    return answer if answer.isascii() and answer.isprintable() else answer.translate(_TO_VIEW)


def from_view(text: str) -> str:
    """Return the editor's text as an answer."""
    return text if text.isascii() else text.translate(_FROM_VIEW)


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
