"""Images in place: embedded, or a text that names them; those alone in a paragraph as figures."""

from collections.abc import Iterator
from urllib.parse import unquote

from markdown_it.token import Token

from exam_tui.core.findings.rules.images import SAMPLE_ALT
from exam_tui.core.text.patterns import lazy_pattern
from exam_tui.page.passes.embedded_images import Embedded, ImageEmbedder
from exam_tui.page.passes.html_allowlist import fit_for_html, one_line
from exam_tui.page.passes.tokens import plain_text, text_token

_BROKEN = lazy_pattern(r"!\[[^\]\n]{0,200}\]\(([^()\n]{1,400})\)")


def place_images(tokens: list[Token], images: ImageEmbedder, *, notices: list[str] | None) -> None:
    """Embed the images of a segment, in place; what cannot be is named, and reported in `notices` if given."""
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
    if any(space in target.strip() for space in " \t") and "<" not in target:
        return _notice(target, f"a name with spaces needs brackets, <{one_line(target)}>")
    return _notice(target, "only files in the report's folder are embedded")


def _notice(target: str, reason: str) -> str:
    return f"The image {one_line(unquote(target)) or '(no name)'} is not in the page: {reason}."


def _place(image: Token, images: ImageEmbedder, *, in_link: bool, notices: list[str] | None) -> list[Token]:
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
    """Return what is shown in place of an image: its alternative text and its address, or the tag that names none."""
    if image.info == "html" and not source:
        return [text_token(image.content)]
    words = _words_of(image)
    return [text_token(f"Image: {words}" if words else "Image"), text_token(f" {fit_for_html(unquote(source))}")]


def _words_of(image: Token) -> str:
    """Return the alternative text and the title of an image, for its caption or its place."""
    words = (str(image.attrGet(name) or "").strip() for name in ("alt", "title"))
    return " – ".join(filter(None, words))


def figures_of(tokens: list[Token]) -> list[Token]:
    """Return the block tokens with each paragraph of nothing but images cut into figures.

    An image that is not in the page gets a paragraph of its own among them. A paragraph of nothing but such
    images stays.
    """
    if not any(child.type == "image" for token in tokens for child in token.children or []):
        return tokens
    result: list[Token] = []
    index = 0
    while index < len(tokens):
        shown = _images_alone(tokens[index + 1]) if tokens[index].type == "paragraph_open" else []
        if shown:
            for image in shown:
                result += _figure(image)
            index += 3
        else:
            result.append(tokens[index])
            index += 1
    return result


def _images_alone(inline: Token) -> list[list[Token]]:
    """Return the images of a paragraph that holds nothing else, each with its link; [] for other paragraphs."""
    images: list[list[Token]] = []
    depth = 0
    for child in inline.children or []:
        if depth == 0 and _is_space(child):
            continue
        if depth == 0 and child.type not in {"image", "link_open", "absent_open"}:
            return []
        if depth == 0:
            images.append([])
        images[-1].append(child)
        depth += child.nesting
    if not all(_is_one_image(image) for image in images):
        return []
    return images if any(child.type == "image" for image in images for child in image) else []


def _is_space(child: Token) -> bool:
    return child.type in {"softbreak", "hardbreak", "br"} or (child.type == "text" and not child.content.strip())


def _is_one_image(tokens: list[Token]) -> bool:
    """Return whether the tokens are an image, an image in a link, or the text in place of one."""
    if tokens[0].type == "absent_open":
        return True
    kinds = [token.type for token in tokens]
    return kinds in (["image"], ["link_open", "image", "link_close"])


def _figure(image: list[Token]) -> Iterator[Token]:
    if image[0].type == "absent_open":
        yield Token("paragraph_open", "p", 1, block=True)
        yield Token("inline", "", 0, children=image)
        yield Token("paragraph_close", "p", -1, block=True)
        return
    yield Token("figure_open", "figure", 1, block=True)
    yield Token("inline", "", 0, children=image)
    caption = _words_of(next(child for child in image if child.type == "image"))
    if caption and caption != SAMPLE_ALT:
        yield Token("figcaption_open", "figcaption", 1, block=True)
        yield Token("inline", "", 0, children=[text_token(caption)])
        yield Token("figcaption_close", "figcaption", -1, block=True)
    yield Token("figure_close", "figure", -1, block=True)
