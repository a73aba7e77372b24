"""Bare addresses as links, by the rules of GitHub's autolink extension (github.github.com/gfm, section 6.9).

Where GitHub's own program allows more than that text (a quotation mark before an address), the program is followed.

`mdit_py_plugins.gfm_autolink` has the same rules but copies and searches the whole paragraph at each colon:
30 KB of colons take it ten seconds. Here every look back and ahead is bounded or moves on.
"""

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from exam_tui.core.text.patterns import lazy_pattern
from exam_tui.page.passes.html_allowlist import may_link

_MAY_PRECEDE = frozenset(" \t\r\n*_~(")
_REST = lazy_pattern(r"[^\s<]*")
_HOST = lazy_pattern(r"[\w.-]+")
_LOCAL_PART = lazy_pattern(r"[A-Za-z0-9.+_-]+$")
_MAIL_DOMAIN = lazy_pattern(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+")
_ENTITY = lazy_pattern(r"&[A-Za-z0-9]+;$")
_TRAILING = frozenset("?!.,:*_~'\"[”’…»")
_CLOSING = {")": "(", "]": "["}
_MAIL_SCHEME = "mailto:"
_LONGEST = 2000
"""Characters of the longest address: what browsers and servers take."""
_LONGEST_LOCAL_PART = 64
"""RFC 5321, 4.5.3.1.1."""


def autolinks(md: MarkdownIt) -> None:
    """Add the rules to a parser: `www.`, `http://`, `https://`, and mail addresses."""
    md.inline.add_terminator_char("w")
    md.inline.ruler.push("autolink_www", _www)
    md.inline.ruler.push("autolink_http", _http)
    md.inline.ruler.push("autolink_mail", _mail)


def _www(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the signature of markdown-it's rules
    if silent or state.linkLevel > 0 or not state.src.startswith("www.", state.pos, state.posMax):
        return False
    if state.pos and state.src[state.pos - 1] not in _MAY_PRECEDE:
        return False
    address = _address(state.src, state.pos, state.pos, state.posMax)
    return len(address) > len("www.") and _push(state, state.pos, address, "http://" + address)


def _http(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the signature of markdown-it's rules
    if silent or state.linkLevel > 0 or not state.src.startswith("://", state.pos, state.posMax):
        return False
    before = state.src[max(0, state.pos - 5) : state.pos].lower()
    scheme = next((name for name in ("https", "http") if before.endswith(name)), "")
    start = state.pos - len(scheme)
    if not scheme or not state.pending[-5:].lower().endswith(scheme):
        return False
    if start and state.src[start - 1].isalpha():
        return False
    address = _address(state.src, start, state.pos + 3, state.posMax)
    return len(address) > len(scheme) + 3 and _push(state, start, address, address)


def _mail(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the signature of markdown-it's rules
    if silent or state.linkLevel > 0 or state.src[state.pos] != "@":
        return False
    local = _LOCAL_PART.search(state.src[max(0, state.pos - _LONGEST_LOCAL_PART) : state.pos])
    if local is None or not state.pending.endswith(local[0]):
        return False
    start = state.pos - len(local[0])
    domain = _MAIL_DOMAIN.match(state.src, state.pos + 1, min(state.posMax, state.pos + _LONGEST))
    if domain is None or not domain[0][-1].isalpha() or state.src[domain.end() : domain.end() + 1] == "@":
        return False
    address = f"{local[0]}@{domain[0]}"
    named = start - len(_MAIL_SCHEME)
    if state.pending.endswith(_MAIL_SCHEME + local[0]) and not (named and state.src[named - 1].isalnum()):
        return _push(state, named, _MAIL_SCHEME + address, _MAIL_SCHEME + address)
    return _push(state, start, address, _MAIL_SCHEME + address)


def _address(src: str, start: int, host_start: int, end: int) -> str:
    """Return the address that starts at `start`, its end trimmed as GitHub does; "" where there is none."""
    rest = _REST.match(src, host_start, min(end, start + _LONGEST))
    host = _HOST.match(src, host_start, rest.end()) if rest else None
    if rest is None or host is None:
        return ""
    labels = host[0].rstrip(".-_").split(".")
    if any("_" in label for label in labels[-2:]) or not labels[0]:
        return ""
    return _trim(src[start : rest.end()])


def _trim(address: str) -> str:
    """Drop punctuation, closing brackets without an opening one, and an entity from the end."""
    over = {closing: address.count(closing) - address.count(opening) for closing, opening in _CLOSING.items()}
    end = len(address)
    while end:
        last = address[end - 1]
        if over.get(last, 0) > 0:
            over[last] -= 1
        elif last == ";" and (entity := _ENTITY.search(address, max(0, end - 40), end)):
            end = entity.start() + 1
        elif last not in _TRAILING and last != ";":
            break
        end -= 1
    return address[:end]


def _push(state: StateInline, start: int, text: str, url: str) -> bool:
    target = state.md.normalizeLink(url)
    if not may_link(target):
        return False
    end = start + len(text)
    if end <= state.pos:
        return False
    already_read = state.pos - start
    if already_read:
        state.pending = state.pending[:-already_read]
    opening = state.push("link_open", "a", 1)
    opening.attrs = {"href": target}
    opening.markup = "autolink"
    state.push("text", "", 0).content = text
    state.push("link_close", "a", -1).markup = "autolink"
    state.pos = end
    return True
