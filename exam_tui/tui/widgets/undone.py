"""What was undone in an answer and may be redone, as text: it outlives the editor where that has to end at once."""

from textual.document._document import Document, DocumentBase
from textual.document._history import EditHistory


def fullest_undone(document: DocumentBase, history: EditHistory) -> str | None:
    """Return the longest text that redoing leads to from the document's; None where there is nothing to redo."""
    redone = Document(document.text)
    found: list[str] = []
    for batch in reversed(history.redo_stack):
        for edit in batch:
            redone.replace_range(edit.top, edit.bottom, edit.text)
        found.append(redone.text)
    return max(reversed(found), key=len, default=None)
