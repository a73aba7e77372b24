"""`<details>` and `<summary>` in a report as foldable blocks.

The tags are in paragraphs: a pair in one container (the top, a list item, a quote) are taken out
and the paragraph is cut there. A tag without its partner stays where it is, as text.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it.token import Token

from exam_tui.page.passes.html_allowlist import attributes_of, tag_of
from exam_tui.page.passes.tokens import text_token


@dataclass(frozen=True, slots=True)
class _Tag:
    """A tag found: its paragraph (index of the inline token) and its place among the children."""

    block: int
    child: int
    name: str
    is_end: bool


def fold_details(tokens: list[Token]) -> list[Token]:
    """Return the block tokens with paired tags made elements; the same list where there are none."""
    roles: dict[tuple[int, int], Token] = {}
    for tags in _tags_by_container(tokens).values():
        roles.update(_pair(tokens, tags))
    return list(_rewritten(tokens, roles)) if roles else tokens


def _tags_by_container(tokens: list[Token]) -> dict[int, list[_Tag]]:
    """Return the tags outside of other inline markup, by the block token that holds their paragraph."""
    found: dict[int, list[_Tag]] = {}
    opened: list[int] = []
    for index, token in enumerate(tokens):
        if token.nesting == 1:
            opened.append(index)
        elif token.nesting == -1:
            opened.pop()
        elif token.type == "inline" and tokens[index - 1].type == "paragraph_open":
            depth = 0
            for position, child in enumerate(token.children or []):
                depth += child.nesting
                name, is_end = tag_of(child)
                if depth == 0 and name in {"details", "summary"}:
                    container = opened[-2] if len(opened) > 1 else -1
                    found.setdefault(container, []).append(_Tag(index, position, name, is_end))
    return found


def _pair(tokens: list[Token], tags: list[_Tag]) -> dict[tuple[int, int], Token]:
    """Return the elements that replace the tags with a partner."""
    roles: dict[tuple[int, int], Token] = {}
    opened: list[int] = []
    for position, tag in enumerate(tags):
        if tag.name == "details" and not tag.is_end:
            opened.append(position)
        elif tag.name == "details" and opened:
            start = tags[opened.pop()]
            opening = Token("details_open", "details", 1, block=True)
            if "open" in attributes_of(_child(tokens, start)):
                opening.attrs = {"open": ""}
            roles[start.block, start.child] = opening
            roles[tag.block, tag.child] = Token("details_close", "details", -1, block=True)
    for before, tag, after in zip(tags, tags[1:], tags[2:], strict=False):
        starts = (before.block, before.child) in roles and before.name == "details" and not before.is_end
        pairs = tag.name == after.name == "summary" and after.is_end and not tag.is_end and tag.block == after.block
        if starts and pairs and _nothing_between(tokens, before, tag):
            roles[tag.block, tag.child] = Token("summary_open", "summary", 1, block=True)
            roles[after.block, after.child] = Token("summary_close", "summary", -1, block=True)
    return roles


def _child(tokens: list[Token], tag: _Tag) -> Token:
    return (tokens[tag.block].children or [])[tag.child]


def _nothing_between(tokens: list[Token], first: _Tag, second: _Tag) -> bool:
    """Return whether two tags follow each other, in a paragraph or from one to the next."""
    between = (tokens[first.block].children or [])[first.child + 1 :]
    if first.block == second.block:
        between = between[: second.child - first.child - 1]
    elif second.block == first.block + 3:
        between = between + (tokens[second.block].children or [])[: second.child]
    else:
        return False
    return all(_is_blank(child) for child in between)


def _is_blank(child: Token) -> bool:
    return child.type == "softbreak" or (child.type == "text" and not child.content.strip())


def _rewritten(tokens: list[Token], roles: dict[tuple[int, int], Token]) -> Iterator[Token]:
    blocks = {block for block, _ in roles}
    last: Token | None = None
    for index, token in enumerate(tokens):
        if index in blocks:
            pieces = _pieces(token, index, roles)
        elif index + 1 in blocks or index - 1 in blocks:
            continue  # the paragraph's own start and end: each piece brings its own
        else:
            pieces = iter([token])
        for piece in pieces:
            if last is not None and last.type == "details_open" and piece.type != "summary_open":
                # HTML wants a summary; browsers would write "Details" in the reader's language.
                yield Token("summary_open", "summary", 1, block=True)
                yield Token("inline", "", 0, children=[text_token("Details")])
                yield Token("summary_close", "summary", -1, block=True)
            yield piece
            last = piece


def _pieces(inline: Token, index: int, roles: dict[tuple[int, int], Token]) -> Iterator[Token]:
    """Cut a paragraph at its tags."""
    run: list[Token] = []
    in_summary = False
    for position, child in enumerate(inline.children or []):
        role = roles.get((index, position))
        if role is None:
            run.append(child)
            continue
        yield from _paragraph(run, inline, bare=in_summary)
        run = []
        in_summary = role.type == "summary_open"
        yield role
    yield from _paragraph(run, inline, bare=False)


def _paragraph(run: list[Token], inline: Token, *, bare: bool) -> Iterator[Token]:
    while run and _is_blank(run[0]):
        run = run[1:]
    while run and _is_blank(run[-1]):
        run = run[:-1]
    if not run:
        return
    piece = Token("inline", "", 0, map=inline.map, children=run)
    if bare:
        yield piece
        return
    yield Token("paragraph_open", "p", 1, block=True)
    yield piece
    yield Token("paragraph_close", "p", -1, block=True)
