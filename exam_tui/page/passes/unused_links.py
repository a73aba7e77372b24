"""Link definitions, `[label]: address`: those that no link uses are shown, since what was typed is never lost."""

from typing import Any

from markdown_it.common.normalize_url import normalizeLinkText
from markdown_it.token import Token

from exam_tui.page.passes.tokens import text_token


class References(dict[str, Any]):
    """The definitions of a page by label, as markdown-it keeps them. It notes which of them are asked for."""

    def __init__(self) -> None:
        super().__init__()
        self._used: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        """Return a definition for a link."""
        if key in self:
            self._used.add(key)
        return super().get(key, default)

    def take_used(self, label: str) -> bool:
        """Return whether links use the definition that comes next in the file: all go where its first one says."""
        if label not in self._used:
            return False
        self._used.remove(label)
        return True


def show_unused(tokens: list[Token], references: References) -> list[Token]:
    """Return block tokens with a paragraph for each definition that no link goes to, and none for the others.

    Call it for all segments in order, once all their links are read.
    """
    if not any(token.type == "definition" for token in tokens):
        return tokens
    shown: list[Token] = []
    for token in tokens:
        if token.type != "definition":
            shown.append(token)
        elif not references.take_used(token.meta["id"]):
            shown += _paragraph(token)
    return shown


def _paragraph(token: Token) -> list[Token]:
    url, title = token.meta["url"], token.meta["title"]
    children = [
        text_token(f"[{token.meta['label']}]: "),
        Token("link_open", "a", 1, attrs={"href": url}),
        text_token(normalizeLinkText(url)),
        Token("link_close", "a", -1),
    ]
    if title:
        children.append(text_token(f' "{title}"'))
    return [
        Token("paragraph_open", "p", 1, block=True),
        Token("inline", "", 0, map=token.map, children=children),
        Token("paragraph_close", "p", -1, block=True),
    ]
