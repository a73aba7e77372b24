"""Code in colours, without script: Pygments' short classes, which the style sheet colours."""

from functools import cache
from typing import TYPE_CHECKING

from markdown_it.common.utils import escapeHtml

if TYPE_CHECKING:
    from pygments.lexer import Lexer

LONGEST_BLOCK = 10_000
"""Characters of one block that are coloured; a longer one is plain."""
_MOST_EFFORT = LONGEST_BLOCK**2
"""What the blocks of a page may take together: many lexers take quadratic time on code made for that, so it is the
squares of their characters that count. A hundred blocks of a thousand characters are coloured; what follows is plain.
"""

# The ones that reports use. Others stay plain: looking a name up among all would search every installed package.
# fmt: off
LANGUAGES = frozenset({
    "bash", "sh", "shell", "zsh", "console", "shell-session", "batch", "bat", "powershell", "ps1",
    "python", "py", "python3", "pycon", "pytb", "yaml", "yml", "json", "toml", "ini", "cfg",
    "properties", "dockerfile", "docker", "make", "makefile", "terraform", "hcl", "nginx", "http",
    "diff", "sql", "html", "xml", "css", "javascript", "js", "typescript", "ts", "go", "rust", "c",
    "cpp", "c++", "java", "r", "julia",
})
# fmt: on


class Highlighter:
    """Colours the code of one page, up to a size that keeps the page quick."""

    def __init__(self) -> None:
        self._left = _MOST_EFFORT

    def html(self, code: str, language: str) -> str:
        """Return code as HTML; plain where the language is unknown or there is too much of it."""
        language = language.lower()
        effort = len(code) ** 2
        if language not in LANGUAGES or effort > self._left:
            return escapeHtml(code)
        self._left -= effort
        return _coloured(code, language)


@cache
def _lexer(language: str) -> "Lexer":
    # Imported here: a report without code needs none of it.
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415 - as said above

    return get_lexer_by_name(language, stripnl=False, ensurenl=False)


def _coloured(code: str, language: str) -> str:
    from pygments.token import STANDARD_TYPES  # noqa: PLC0415 - as above

    read = list(_lexer(language).get_tokens(code))
    if "".join(text for _, text in read) != code:
        return escapeHtml(code)  # Pygments drops a byte order mark and what is around it
    pieces: list[str] = []
    for kind, text in read:
        while kind not in STANDARD_TYPES and kind.parent is not None:
            kind = kind.parent  # noqa: PLW2901 - the nearest kind that has a class
        name = STANDARD_TYPES.get(kind, "")
        shown = escapeHtml(text)
        pieces.append(f'<span class="{name}">{shown}</span>' if name not in {"", "w"} and text.strip() else shown)
    return "".join(pieces)
