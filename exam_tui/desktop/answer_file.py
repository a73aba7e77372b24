"""An answer as a file of its own: the question as a comment on top, and the answer found again in what comes back.

The comment goes line by line, never by its brackets: whatever was done to it, no line of the answer is taken for it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from exam_tui.core.text.lines import drop_outer_blank_lines, is_blank, split_lines

_INDENT: Final = "     "
_OPENING: Final = "<!-- Question {}. All of this comment is dropped when you close the editor{}"
_CLOSING: Final = "Write your answer below this line{} -->"
_COMMENT_END: Final = re.compile(r"--(!?)>")
_ALIKE: Final = 0.6
_PHRASE: Final = 3
_NEW_WORDS: Final = 2
"""In a line of the comment that was edited: with more of them the user may have begun to answer there."""


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """What an editor gets.

    Attributes:
        header: the lines of the comment; none of them is a line of the answer.
        answer: LF line ends.

    """

    header: tuple[str, ...]
    answer: str

    @property
    def text(self) -> str:
        """The whole file, LF line ends: the comment, a blank line, the answer."""
        return "\n".join([*self.header, "", self.answer, ""])

    @property
    def last_line(self) -> int:
        """The number of the answer's last line in the file, from 1: where one goes on writing."""
        return len(self.header) + 2 + self.answer.count("\n")


def answer_file(number: int, prompt: str, limits_line: str, answer: str) -> AnswerFile:
    """Return the file for one answer (LF line ends). Nothing in the prompt can end the comment."""
    lines = [" ".join(line.split()) for line in (*split_lines(prompt), limits_line)]
    inner = [_INDENT + _COMMENT_END.sub(r"-- \1>", line) for line in lines if line]
    dots = "."
    while _OPENING.format(number, dots) in answer or _CLOSING.format(dots) in answer:
        dots += "."  # an answer that quotes such a comment
    own = {line.rstrip() for line in answer.split("\n")}
    inner = [line for line in inner if line not in own]
    return AnswerFile((_OPENING.format(number, dots), *inner, _INDENT + _CLOSING.format(dots)), answer)


def answer_in(returned: str, file: AnswerFile) -> str:
    """Return the answer in what an editor saved (LF line ends), without the comment and outer blank lines.

    The comment may have been edited, moved, wrapped anew or removed, in part or whole. Text that was written into
    it, or beside it on its lines, is the user's and stays.
    """
    header = [line.strip() for line in file.header]
    lines: list[str] = []
    ours: list[int] = []
    for line in returned.split("\n"):
        for piece in _cut(line, header[0], header[-1]):
            if piece.rstrip() in {header[-1], *file.header}:
                ours.append(len(lines))
            lines.append(piece)
    # A line of the answer that looks like a remnant of the comment is none.
    new = Counter(lines) - Counter(file.answer.split("\n"))
    remnants = (at for at in _edited(lines, ours, header) if new[lines[at]])
    dropped = {*ours, *remnants}
    return "\n".join(drop_outer_blank_lines([line for at, line in enumerate(lines) if at not in dropped]))


def _cut(line: str, *ends: str) -> Iterator[str]:
    """Yield a line in pieces where an end of the comment shares it with other text."""
    for end in ends:
        before, found, after = line.partition(end)
        if found and (before.strip() or after.strip()):
            for piece in (before.rstrip(), end, after.strip()):
                yield from _cut(piece, *ends) if piece.strip() else ()
            return
    yield line


def _edited(lines: Sequence[str], ours: Sequence[int], header: Sequence[str]) -> Iterator[int]:
    """Yield the places of the lines that other lines of the comment have become: wrapped anew, or edited."""
    found = {lines[at].strip() for at in ours}
    gone = [line for line in header if line not in found]
    others = [at for at in _range(lines, ours, header) if at not in ours and not is_blank(lines[at])]
    if _words(lines[at] for at in others) == _words(gone):
        yield from others
    elif ours:
        for at in others:
            bracket = "<!--" if at < ours[0] else "-->" if at > ours[-1] else ""
            if lines[at].strip() == bracket or _is_edit(lines[at], gone):
                yield at


def _range(lines: Sequence[str], ours: Sequence[int], header: Sequence[str]) -> range:
    """Return the places of the comment, its brackets included where the lines that hold them were edited."""
    filled = [at for at, line in enumerate(lines) if not is_blank(line)]
    start = ours[0] if ours else next((at for at in filled if lines[at].lstrip().startswith("<!--")), None)
    if start is None:
        return range(0)
    stop = ours[-1] if ours else start
    if ours and lines[start].strip() != header[0]:
        start = _bracket(lines, [at for at in filled if at < start][::-1], "<!--", "-->", start)
    if lines[stop].strip() != header[-1]:
        stop = _bracket(lines, [at for at in filled if at > stop], "-->", "<!--", stop)
    return range(start, stop + 1)


def _bracket(lines: Sequence[str], places: Sequence[int], wanted: str, other: str, otherwise: int) -> int:
    """Return the first of the places that holds a bracket, not beyond another comment; without one the first place."""
    for at in places:
        if other in lines[at]:
            break
        if wanted in lines[at]:
            return at
    return places[0] if places else otherwise


def _is_edit(line: str, gone: Sequence[str]) -> bool:
    """Tell whether a line is one of the lines `gone` after an edit: it has the form of the comment, and no new text."""
    text = line.strip()
    has_form = line.startswith((_INDENT, "<!--")) or text.endswith("-->")
    return has_form and any(_is_alike(text, other) or _is_cut(text.split(), other.split()) for other in gone)


def _is_alike(text: str, other: str) -> bool:
    if len({*text.split()} - {*other.split()}) > _NEW_WORDS:
        return False
    matcher = SequenceMatcher(None, text, other)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _is_cut(words: Sequence[str], others: Sequence[str]) -> bool:
    """Tell whether words, enough of them to mean something, are what is left of others when some are taken out."""
    rest = iter(others)
    return len(words) >= _PHRASE and all(word in rest for word in words)


def _words(lines: Iterable[str]) -> list[str]:
    return " ".join(lines).split()
