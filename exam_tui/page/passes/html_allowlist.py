"""What of a report may be in the page: characters, addresses, HTML.

Of HTML a few harmless elements without attributes work; everything else is text.
`br`, `sub`, `sup`, `kbd` and `img` work within a line, `details` and `summary` around blocks. A tag without
its partner is text too, so that the page's own elements are always closed where they were opened.
"""

import html
import re

from markdown_it.token import Token

from exam_tui.core.text.patterns import lazy_pattern

_TAG = lazy_pattern(r"<(/?)([a-zA-Z]+)((?:\s[^>]*)?)/?>", re.DOTALL)
# A name is taken whole, with or without a value: each character is looked at once, however long the name is.
_ATTRIBUTE = lazy_pattern(r"""([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
_PAIRED = frozenset({"sub", "sup", "kbd"})
_PIXELS = lazy_pattern(r"([0-9]{1,4})(?:px)?")
_PERCENT = lazy_pattern(r"([0-9]{1,3})%")
_SCHEME = lazy_pattern(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_LEFT_OUT = lazy_pattern(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\ufeff]")
_REMOTE = lazy_pattern(r"https?://[^/]", re.IGNORECASE)
_LINKED_SCHEMES = frozenset({"http", "https", "mailto"})
# The HTML standard's parse errors for the input stream: controls but for tab, line ends and form feed,
# surrogates (here: undecodable bytes of the file), noncharacters.
_PLANE_ENDS = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
_UNFIT = lazy_pattern(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef" + _PLANE_ENDS + "]",
)
_LONGEST_NAME = 200


def tag_of(token: Token) -> tuple[str, bool]:
    """Return an HTML token's element and whether it is an end tag; ("", False) for other tokens."""
    match = _TAG.fullmatch(token.content) if token.type == "html_inline" else None
    return (match[2].lower(), bool(match[1])) if match else ("", False)


def attributes_of(token: Token) -> dict[str, str]:
    """Return the attributes of an HTML token, names in lower case, the first of each; "" for one without a value."""
    match = _TAG.fullmatch(token.content)
    attributes: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(match[3] if match else ""):
        attributes.setdefault(name.lower(), fit_for_html(html.unescape("".join(values))))
    return attributes


def allow_inline(children: list[Token]) -> None:
    """Turn allowed tags among the children of an inline token into elements, in place.

    Start and end must be in the same stretch of Markdown: `*<sub>*</sub>` stays text.
    """
    opened: list[tuple[int, str]] = []
    for index, child in enumerate(children):
        name, is_end = tag_of(child)
        if child.nesting == 1:
            opened.append((index, ""))
        elif child.nesting == -1:
            while opened and opened.pop()[1]:
                pass
        elif name == "br" and not is_end:
            children[index] = Token("br", "br", 0)
        elif name == "img" and not is_end:
            children[index] = _image(child)
        elif name in _PAIRED and not is_end:
            opened.append((index, name))
        elif name in _PAIRED:
            start = _partner(opened, name)
            if start is not None:
                children[start] = Token(f"{name}_open", name, 1)
                children[index] = Token(f"{name}_close", name, -1)


def _partner(opened: list[tuple[int, str]], name: str) -> int | None:
    """Take the last start tag of an element off the stack, if there is one since the last Markdown start."""
    for position in range(len(opened) - 1, -1, -1):
        index, at = opened[position]
        if not at:
            return None
        if at == name:
            del opened[position:]
            return index
    return None


def _image(tag: Token) -> Token:
    """Return an image token for an `img` tag: src, alt and a size in pixels or percent, nothing else.

    The tag is kept in `content`: where it names no image, it is shown.
    """
    given = attributes_of(tag)
    image = Token("image", "img", 0, content=tag.content, info="html")
    image.attrs = {"src": given.get("src", "").strip(), "alt": given.get("alt", "")}
    for name in ("width", "height"):
        pixels = _PIXELS.fullmatch(given.get(name, "").strip())
        if pixels and int(pixels[1]):
            image.attrs[name] = pixels[1]
    percent = _PERCENT.fullmatch(given.get("width", "").strip())
    if percent:
        # The page's policy forbids style attributes: the style sheet has a class for each tenth.
        image.attrs["class"] = f"w{min(10, max(1, round(int(percent[1]) / 10)))}0"
    return image


def fit_for_html(text: str) -> str:
    """Return the text with U+FFFD for every character that a page may not hold; no character is dropped."""
    return _UNFIT.sub("\ufffd", text)


def one_line(text: str) -> str:
    """Return the text as one short line for a message, without control characters."""
    line = " ".join(fit_for_html(text).split())
    return line if len(line) <= _LONGEST_NAME else line[: _LONGEST_NAME - 1] + "…"


def may_link(url: str) -> bool:
    """Return whether an address, percent-encoded by markdown-it, may be a link's target.

    `//host` is refused: from a page opened as a file it is a network share on Windows.
    """
    # Browsers leave out spaces and controls before they look for a scheme (URL standard, section 4.4).
    url = _LEFT_OUT.sub("", url).replace("\\", "/")
    if url.startswith("//"):
        return False
    scheme = _SCHEME.match(url)
    return scheme is None or scheme[1].lower() in _LINKED_SCHEMES


def is_on_web(url: str) -> bool:
    """Return whether an address names a page or an image on the web."""
    return _REMOTE.match(url) is not None
