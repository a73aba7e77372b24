"""Which addresses a page may link to: http, https, mailto, relative, fragment."""

import re

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_LEFT_OUT = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\ufeff]")
_REMOTE = re.compile(r"https?://[^/]", re.IGNORECASE)
_LINKED_SCHEMES = frozenset({"http", "https", "mailto"})


def may_link(url: str) -> bool:
    """Tell whether an address, percent-encoded by markdown-it, may be a link's target.

    `//host` is refused: from a page opened as a file it is a network share on Windows.
    """
    # Browsers leave out blanks and controls before they look for a scheme (URL standard, section 4.4).
    url = _LEFT_OUT.sub("", url).replace("\\", "/")
    if url.startswith("//"):
        return False
    scheme = _SCHEME.match(url)
    return scheme is None or scheme[1].lower() in _LINKED_SCHEMES


def is_remote(url: str) -> bool:
    """Tell whether an address is that of a page or image on the web."""
    return _REMOTE.match(url) is not None


def has_scheme(url: str) -> bool:
    """Tell whether an address names a scheme or, on Windows, a drive."""
    return _SCHEME.match(url) is not None
