"""Markdown-it's tokens: making one of a text, and reading the text of one."""

from markdown_it.token import Token


def text_token(content: str) -> Token:
    """Return a token that shows a text as it is."""
    return Token("text", "", 0, content=content)


def plain_text(token: Token) -> str:
    """Return what an inline token shows, without markup; of images the alternative text."""
    return _plain(token.children or [])


def _plain(children: list[Token]) -> str:
    pieces: list[str] = []
    for child in children:
        if child.type == "image":
            pieces.append(_plain(child.children or []) if child.children else str(child.attrGet("alt") or ""))
        elif child.type in {"softbreak", "hardbreak"}:
            pieces.append(" ")
        else:
            pieces.append(child.content)
    return "".join(pieces)
