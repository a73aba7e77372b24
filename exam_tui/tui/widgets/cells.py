"""Small helpers for text on a line of fixed width, and Markdown's emphasis as styles."""

from functools import cache
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from exam_tui.core.report.limits import Limit
from exam_tui.core.text.escape import display, display_lines

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_STYLES = {"strong": "bold", "em": "italic", "s": "strike"}


def truncate(text: str, width: int) -> str:
    """Return a text that is at most `width` cells wide, with … where something is left out."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(width - 1, 0)).rstrip() + "…" if width > 0 else ""


def progress_bar(count: int, full: int, width: int, *, mark: int = 0) -> str:
    """Return a bar between ▕ and ▏ that is full at `full`, `width` cells wide without these two.

    A `mark` between none and full, such as a minimum, is drawn while the bar has not reached it.
    """
    eighths = min(width * 8, count * width * 8 // max(full, 1))
    whole, rest = divmod(eighths, 8)
    cells = ("█" * whole + (_EIGHTHS[rest] if rest else "")).ljust(width)
    at = mark * width // max(full, 1)
    if whole <= at < width and cells[at] == " " and 0 < mark < full:
        cells = f"{cells[:at]}┊{cells[at + 1 :]}"
    return f"▕{cells}▏"


def limit_bar(count: int, limit: Limit, width: int) -> str:
    """Return a bar that shows how far a count is inside a limit, `width` cells wide without its ends."""
    return progress_bar(count, limit.full, width, mark=limit.min)


@cache
def _inline() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # noqa: PLC0415 - a tenth of the time to the first frame

    return MarkdownIt("commonmark", {"html": False})


def plain(markdown: str) -> Content:
    """Return a few lines of Markdown in bold, as `inline_markdown` would for most prompts, without reading Markdown.

    For the first frame, which cannot wait for markdown-it's import.
    """
    return Content.styled(" ".join(display_lines(markdown).replace("**", "").split("\n")), "bold")


def inline_markdown(markdown: str, base: str = "") -> Content:
    """Return a few lines of Markdown as styled text: bold, italic, code; links keep their text.

    Text of a file never becomes markup of the terminal: styles are set on spans, and control characters
    are replaced, also those that Markdown makes of `&rlm;` and the like.
    """
    pieces: list[str | tuple[str, str]] = []
    for number, token in enumerate(
        token for token in _inline().parse(display_lines(markdown)) if token.type == "inline"
    ):
        if number:
            pieces.append("\n")
        styles = [base] if base else []
        for child in token.children or ():
            name = child.type.removesuffix("_open").removesuffix("_close")
            if child.type.endswith("_open"):
                styles.append(_STYLES.get(name, "underline" if name == "link" else ""))
            elif child.type.endswith("_close"):
                styles.pop()
            elif child.type in {"softbreak", "hardbreak"}:
                pieces.append(" ")
            elif child.type == "code_inline":
                pieces.append((display(child.content), " ".join([*filter(None, styles), "$text-secondary"])))
            else:
                pieces.append((display(child.content), " ".join(filter(None, styles))))
    return Content.assemble(*pieces)
