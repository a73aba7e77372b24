"""What a page may hold, checked on the parsed tree: elements, attributes, addresses."""

import re

from tests.page.samples import tree

_ANYWHERE = {"class", "id"}
_ALLOWED = {
    "html": {"lang"}, "head": set(), "meta": {"charset", "http-equiv", "content", "name"}, "title": set(),
    "style": set(), "body": set(), "header": set(), "main": set(), "nav": {"aria-labelledby"}, "section": set(),
    "dl": set(), "dt": set(), "dd": set(), "div": {"tabindex"}, "span": set(), "p": set(), "a": {"href", "title"},
    "h1": set(), "h2": set(), "h3": set(), "h4": set(), "h5": set(), "h6": set(), "ul": set(), "li": set(),
    "ol": {"start"}, "blockquote": set(), "pre": {"tabindex"}, "code": set(), "em": set(), "strong": set(),
    "s": set(), "hr": set(), "br": set(), "table": set(), "thead": set(), "tbody": set(), "tr": set(), "th": set(),
    "td": set(), "img": {"src", "alt", "title", "width", "height"}, "figure": set(), "figcaption": set(),
    "sub": set(), "sup": set(), "kbd": set(), "details": {"open"}, "summary": set(), "label": set(),
    "input": {"type", "disabled", "checked", "aria-label"},
}  # fmt: skip
_IMAGE = re.compile(r"data:image/(?:png|jpeg);base64,[A-Za-z0-9+/]+=*")
_SCHEME = re.compile(r"[\x00-\x20]*([a-z][a-z0-9+.\s-]*):", re.IGNORECASE)


def check_page(html: str) -> None:
    """Fail where a page holds anything but what this file names, or is not valid HTML."""
    html.encode()
    for element in tree(html).iter():
        name = element.tag
        assert isinstance(name, str), "a comment"
        assert name in _ALLOWED, name
        assert set(element.keys()) <= _ALLOWED[name] | _ANYWHERE, (name, element.attrib)
        if element.get("src") is not None:
            assert _IMAGE.fullmatch(element.get("src", "")), element.get("src")
        if name == "a":
            check_link(element.get("href", ""))
    assert html.count("<style>") == 1


def check_link(href: str) -> None:
    """Fail where a link is not http, https, mailto, relative or a fragment."""
    scheme = _SCHEME.match(href)
    assert scheme is None or scheme[1].lower() in {"http", "https", "mailto"}, href
    assert not re.match(r"[\x00-\x20]*[/\\]{2}", href), href
