"""Two versions of a file as a unified diff, coloured as git does: what a command changes, shown to be read.

What changes without being seen is made visible: blanks at the end of a changed line, tabs in it, line ends where
a file has more than one kind, a missing line end at the end of the file.
"""

import difflib
import re
from collections.abc import Iterator
from typing import Final

from exam_tui.cli.output import Output, Style
from exam_tui.core.lines import Lines, line_ends

_STYLES: Final[dict[str, Style]] = {"-": "bad", "+": "good", "@": "dim"}
_NO_END: Final = "\\ No newline at end of file"
_LAST_BLANKS: Final = re.compile(r"[ \t]+\Z")
# difflib takes quadratic time: no real report is nearly as long.
_MOST_LINES: Final = 10_000


def print_diff(path: str, old: bytes, new: bytes, out: Output) -> None:
    """Print what differs between two versions of a file that is called `path`; nothing where nothing does."""
    if old == new:
        return
    before, after = _text(old), _text(new)
    out.data((f"--- {path}", "bold"))
    out.data((f"+++ {path}", "bold"))
    ours, theirs = _lines(before), _lines(after)
    if max(len(ours), len(theirs)) > _MOST_LINES:
        out.talk(f"{path} is too long to show line by line what changes.")
        return
    mixed = len({*line_ends(before), *line_ends(after)}) > 1
    # Its first two lines are a heading without a name.
    for line in list(difflib.unified_diff(ours, theirs, lineterm=""))[2:]:
        for text in _shown(line, mixed=mixed):
            style = _STYLES.get(line[0])
            out.data((text, style) if style else text)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _lines(text: str) -> list[str]:
    """Return the lines of a text with their ends."""
    lines = Lines(text)
    return [text[lines.start(index) : lines.start(index + 1)] for index in range(len(lines))]


def _shown(line: str, *, mixed: bool) -> Iterator[str]:
    """Yield a line of the diff as it is printed, and a second one where the file ends without a line end."""
    text = line.rstrip("\r\n")
    end = line[len(text) :]
    if line[0] == "@":
        yield text
        return
    if line[0] != " ":
        blanks = _LAST_BLANKS.search(text, 1)
        text = text[: blanks.start()] + "·" * len(blanks[0]) if blanks else text
        text = text.replace("\t", "→")
    # The output shows control characters by their pictures.
    yield text + end if mixed and end != "\n" else text
    if not end:
        yield _NO_END
