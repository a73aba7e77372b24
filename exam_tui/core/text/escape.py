"""The one way from a file's text to a terminal: nothing that a terminal would act on passes."""

from exam_tui.core.text.emoji import CLUSTER, JOINER

# C0, DEL and C1: a terminal acts on them. The control pictures of Unicode show which one stood there.
_CONTROL = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421} | dict.fromkeys(range(0x80, 0xA0), 0xFFFD)
# Marks that reorder or hide text: bidi controls, zero-width characters, tags, line and paragraph separators.
_HIDDEN = dict.fromkeys(
    [
        0x00AD, 0x034F, 0x061C, 0x180E, *range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070),
        0xFEFF, *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080),
    ],
    0x00B7,
)  # fmt: skip
# Every character that is not shown as itself; surrogates (undecodable bytes) come on top of these.
DISPLAYED = frozenset(_CONTROL | _HIDDEN)

_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)
_MAP = _CONTROL | _HIDDEN | _SURROGATES
_MAP_LINES = _MAP | {ord("\n"): ord("\n")}


def display(text: str) -> str:
    """Return a text for one line of a terminal: every character that is not plain text is replaced by one that is.

    The length stays the same, so that columns fit. A tab is one space. A joiner stays in an emoji, where it hides
    nothing.
    """
    if text.isascii() and text.isprintable():
        return text
    return _with_joiners(text, text.replace("\t", " ").translate(_MAP))


def display_lines(text: str) -> str:
    """Return a text of several lines (LF) for a terminal: as `display`, the line feeds stay."""
    return _with_joiners(text, text.replace("\t", " ").translate(_MAP_LINES))


def _with_joiners(text: str, shown: str) -> str:
    """Return what is shown of a text with its emoji whole, whose only characters that are not shown are joiners."""
    if JOINER not in text:
        return shown
    pieces, end = [], 0
    for match in CLUSTER.finditer(text):
        pieces += [shown[end : match.start()], match[0]]
        end = match.end()
    return "".join([*pieces, shown[end:]])
