"""Images in place: embedded, or a text that names them; those alone in a paragraph as figures."""

import re
from collections.abc import Iterator

from markdown_it.token import Token

from exam_tui.export.clean import one_line
from exam_tui.export.images import Embedded, Images
from exam_tui.export.markdown import plain_text, text_token

_SAMPLE_ALT = "my_image"
"""The text that the template's sample image has: it says nothing."""
_BROKEN = re.compile(r"!\[[^\]\n]{0,200}\]\(([^()\n]{1,400})\)")


def place_images(tokens: list[Token], images: Images, *, notices: list[str] | None) -> None:
    """Embed the images of a segment, in place; what is not is named, and said in `notices` if given."""
    for token in tokens:
        if token.type != "inline":
            continue
        depth = 0
        placed: list[Token] = []
        for child in token.children or []:
            depth += child.nesting if child.tag == "a" else 0
            if child.type == "image":
                placed += _place(child, images, in_link=depth > 0, notices=notices)
                continue
            if child.type == "text" and notices is not None:
                notices += [_not_read(match[1]) for match in _BROKEN.finditer(child.content)]
            placed.append(child)
        token.children = placed


def _not_read(target: str) -> str:
    if any(blank in target.strip() for blank in " \t") and "<" not in target:
        return _notice(target, f"a name with blanks needs brackets, <{one_line(target)}>")
    return _notice(target, "only files in the report's folder are embedded")


def _notice(target: str, reason: str) -> str:
    return f"The image {one_line(target) or '(no name)'} is not in the page: {reason}."


def _place(image: Token, images: Images, *, in_link: bool, notices: list[str] | None) -> list[Token]:
    source = str(image.attrGet("src") or "")
    if image.children:
        image.attrSet("alt", plain_text(image))
        image.children = None
    found = images.get(source)
    if isinstance(found, Embedded):
        image.attrSet("src", found.url)
        return [image]
    if notices is not None:
        notices.append(_notice(source, found.reason))
    shown = [*_named(image, source), text_token(f" ({found.reason})")]
    if found.linked and not in_link:
        opening = Token("link_open", "a", 1, attrs={"href": source})
        shown = [opening, shown[0], Token("link_close", "a", -1), *shown[1:]]
    return [
        Token("absent_open", "span", 1, attrs={"class": "absent"}),
        *shown,
        Token("absent_close", "span", -1),
    ]


def _named(image: Token, source: str) -> list[Token]:
    """Return what stands for an image: its alternative text and its address, or the tag that names none."""
    if image.info == "html" and not source:
        return [text_token(image.content)]
    alt = str(image.attrGet("alt") or "").strip()
    title = str(image.attrGet("title") or "").strip()
    words = " – ".join(word for word in (alt, title) if word)
    return [text_token(f"Image: {words}" if words else "Image"), text_token(f" {source}")]


def figures_of(tokens: list[Token]) -> list[Token]:
    """Return the block tokens with each paragraph of embedded images alone made figures."""
    if not any(child.type == "image" for token in tokens for child in token.children or []):
        return tokens
    result: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.type == "paragraph_open" and _is_images_alone(tokens[index + 1]):
            result += _figures(tokens[index + 1])
            index += 3
        else:
            result.append(token)
            index += 1
    return result


def _is_images_alone(inline: Token) -> bool:
    children = inline.children or []
    alone = all(
        child.type in {"image", "softbreak", "hardbreak", "br", "link_open", "link_close"}
        or (child.type == "text" and not child.content.strip())
        for child in children
    )
    # A link around two images, or around none, stays as it is.
    depth, in_link = 0, 0
    for child in children:
        if child.type == "link_open":
            depth, in_link = 1, 0
        elif child.type == "image":
            in_link += depth
        elif child.type == "link_close":
            if in_link != 1:
                return False
            depth = 0
    return alone and any(child.type == "image" for child in children)


def _figures(inline: Token) -> Iterator[Token]:
    link: Token | None = None
    for child in inline.children or []:
        if child.type == "link_open":
            link = child
        elif child.type == "link_close":
            link = None
        elif child.type == "image":
            yield Token("figure_open", "figure", 1, block=True)
            shown = [link, child, Token("link_close", "a", -1)] if link else [child]
            yield Token("inline", "", 0, children=shown)
            alt = str(child.attrGet("alt") or "").strip()
            if alt and alt != _SAMPLE_ALT:
                yield Token("figcaption_open", "figcaption", 1, block=True)
                yield Token("inline", "", 0, children=[text_token(alt)])
                yield Token("figcaption_close", "figcaption", -1, block=True)
            yield Token("figure_close", "figure", -1, block=True)
