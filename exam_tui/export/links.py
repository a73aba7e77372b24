"""Which addresses a page may link to (DESIGN section 7): http, https, mailto, relative, fragment."""

import re

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_REMOTE = re.compile(r"https?://[^/]", re.IGNORECASE)
_LINKED_SCHEMES = frozenset({"http", "https", "mailto"})


def may_link(url: str) -> bool:
    """Tell whether an address, percent-encoded by markdown-it, may be a link's target.

    `//host` is refused: from a page opened as a file it is a network share on Windows.
    """
    # Browsers cut blanks and controls in front of an address before they look for its scheme.
    url = url.lstrip("\x00\t\n\x0b\x0c\r ").replace("\\", "/")
    if url.startswith("//"):
        return False
    scheme = _SCHEME.match(url)
    if scheme:
        return scheme[1].lower() in _LINKED_SCHEMES
    return ":" not in re.split(r"[/?#]", url, maxsplit=1)[0]


def is_remote(url: str) -> bool:
    """Tell whether an address is that of a page or image on the web."""
    return _REMOTE.match(url) is not None


def has_scheme(url: str) -> bool:
    """Tell whether an address names a scheme or, on Windows, a drive."""
    return _SCHEME.match(url) is not None
