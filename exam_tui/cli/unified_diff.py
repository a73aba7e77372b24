"""Two versions of a file as a unified diff, coloured as git does: what a command changes, shown to be read.

What changes without being seen is made visible: spaces at the end of a changed line, tabs in it, line ends where
a file has more than one kind, a missing line end at the end of the file.
"""

from collections.abc import Iterator, Sequence
from difflib import Match, SequenceMatcher
from typing import Final

from exam_tui.cli.output import Output, Style
from exam_tui.core.text.diff import matching
from exam_tui.core.text.lines import Lines, line_ends
from exam_tui.core.text.patterns import lazy_pattern

_STYLES: Final[dict[str, Style]] = {"-": "error", "+": "success", "@": "dim"}
_NO_END: Final = "\\ No newline at end of file"
_TRAILING: Final = lazy_pattern(r"[ \t]+\Z")
# Nobody reads further, and no real report is nearly as long.
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
        out.talk(f"{path} is too long to show its changes line by line.")
        return
    mixed = len({*line_ends(before), *line_ends(after)}) > 1
    for line in _unified(ours, theirs):
        for text in _shown(line, mixed=mixed):
            style = _STYLES.get(line[0])
            out.data((text, style) if style else text)


class _Matches(SequenceMatcher[str]):
    """The same lines as `matching` finds them: difflib's own search takes up to cubic time."""

    def __init__(self, ours: Sequence[str], theirs: Sequence[str]) -> None:
        super().__init__()
        self.a, self.b = ours, theirs

    def get_matching_blocks(self) -> list[Match]:
        """Return the runs of lines that are the same, and the end of both texts."""
        runs: list[tuple[int, int, int]] = []
        for at, to in matching(self.a, self.b):
            if runs and runs[-1][:2] == (at - runs[-1][2], to - runs[-1][2]):
                runs[-1] = (*runs[-1][:2], runs[-1][2] + 1)
            else:
                runs.append((at, to, 1))
        return [Match(*run) for run in [*runs, (len(self.a), len(self.b), 0)]]


def _unified(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[str]:
    """Yield the lines of a unified diff, without its heading."""
    for group in _Matches(ours, theirs).get_grouped_opcodes():
        (_, start, _, other, _), (_, _, end, _, stop) = group[0], group[-1]
        yield f"@@ -{_range(start, end)} +{_range(other, stop)} @@"
        for kind, at, to, their_at, their_to in group:
            if kind == "equal":
                yield from (f" {line}" for line in ours[at:to])
                continue
            yield from (f"-{line}" for line in ours[at:to])
            yield from (f"+{line}" for line in theirs[their_at:their_to])


def _range(start: int, end: int) -> str:
    """Return where a hunk is: the first line, from 1, and how many; the line above it where it has none."""
    length = end - start
    return str(end) if length == 1 else f"{start + bool(length)},{length}"


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
        spaces = _TRAILING.search(text, 1)
        text = text[: spaces.start()] + "·" * len(spaces[0]) if spaces else text
        text = text.replace("\t", "→")
    # The output shows control characters by their pictures.
    yield text + end if mixed and end != "\n" else text
    if not end:
        yield _NO_END
