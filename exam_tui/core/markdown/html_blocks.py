"""How blocks of raw HTML begin and end (CommonMark 0.31, section 4.6)."""

import re
from functools import cache
from typing import NamedTuple

_RAW = frozenset({"script", "pre", "style", "textarea"})
_RAW_ENDS = ("</script>", "</pre>", "</style>", "</textarea>")
_BLOCKS = frozenset({
    "address", "article", "aside", "base", "basefont", "blockquote", "body", "caption", "center", "col", "colgroup",
    "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
    "frame", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "iframe", "legend",
    "li", "link", "main", "menu", "menuitem", "nav", "noframes", "ol", "optgroup", "option", "p", "param", "search",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "track", "ul",
})  # fmt: skip
_INLINES = frozenset({
    "a", "abbr", "acronym", "area", "audio", "b", "bdi", "bdo", "big", "br", "button", "canvas", "cite", "code",
    "data", "datalist", "del", "dfn", "em", "embed", "font", "i", "img", "input", "ins", "kbd", "label", "map",
    "mark", "math", "meta", "meter", "noscript", "object", "output", "picture", "progress", "q", "rp", "rt", "ruby",
    "s", "samp", "select", "slot", "small", "source", "span", "strike", "strong", "sub", "sup", "svg", "template",
    "time", "tt", "u", "var", "video", "wbr",
})  # fmt: skip


class HtmlStart(NamedTuple):
    """How the block goes on that a line begins.

    Attributes:
        ends: what its last line holds, in lower case; none where a blank line ends it.
        interrupts: whether it may follow a paragraph without a blank line.

    """

    ends: tuple[str, ...]
    interrupts: bool


def is_html_element(name: str) -> bool:
    """Return whether browsers know an element of this name; of others they show the content alone."""
    name = name.lower()
    return name in _BLOCKS or name in _RAW or name in _INLINES


def html_start(line: str) -> HtmlStart | None:
    """Return how a block of HTML begins in a line (from its `<` on), None where none does."""
    if line.startswith("<!--"):
        return HtmlStart(("-->",), interrupts=True)
    if line.startswith("<?"):
        return HtmlStart(("?>",), interrupts=True)
    if line.startswith("<![CDATA["):
        return HtmlStart(("]]>",), interrupts=True)
    if line.startswith("<!"):
        is_declaration = line[2:3].isascii() and line[2:3].isalpha()
        return HtmlStart((">",), interrupts=True) if is_declaration else None
    name, tag = _patterns()
    match = name.match(line)
    if match:
        if match[2].lower() in _BLOCKS:
            return HtmlStart((), interrupts=True)
        if match[2].lower() in _RAW and not match[1] and not line.startswith("/", match.end()):
            return HtmlStart(_RAW_ENDS, interrupts=True)
    return HtmlStart((), interrupts=False) if tag.match(line) else None


def has_end(line: str, ends: tuple[str, ...]) -> bool:
    """Return whether a line ends a block of HTML."""
    line = line.lower()
    return any(end in line for end in ends)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of a tag's name and of a whole tag alone on a line; most reports need neither."""
    value = r"""(?:[^"'=<>`\x00-\x20]+|'[^']*'|"[^"]*")"""
    attribute = rf"(?:\s+[a-zA-Z_:][a-zA-Z0-9:._-]*(?:\s*=\s*{value})?)"
    return (
        re.compile(r"<(/?)([A-Za-z0-9]+)(?=\s|/?>|\Z)"),
        re.compile(rf"(?:<[A-Za-z][A-Za-z0-9-]*{attribute}*\s*/?>|</[A-Za-z][A-Za-z0-9-]*\s*>)\s*\Z"),
    )
