"""An answer as Textual's TextArea can hold it, and back.

TextArea breaks lines at form feeds, U+2028 and others, and gives control and zero-width characters a width
that is not the one `display()` shows them with. While an answer is in the editor each of these characters is
a lone surrogate instead: a single cell wide, never a line end, and in no text that could be saved.
"""

from exam_tui.core.text.escape import DISPLAYED

_KEPT = {ord("\n"), ord("\t")}
_TO_VIEW = {code: 0xD800 + index for index, code in enumerate(sorted(DISPLAYED)) if code not in _KEPT}
_FROM_VIEW = {shown: code for code, shown in _TO_VIEW.items()}


def to_view(answer: str) -> str:
    """Return an answer for the editor."""
    return answer if answer.isascii() and answer.isprintable() else answer.translate(_TO_VIEW)


def from_view(text: str) -> str:
    """Return the editor's text as an answer."""
    return text if text.isascii() else text.translate(_FROM_VIEW)
