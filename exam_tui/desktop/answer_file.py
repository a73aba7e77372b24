"""An answer as a file of its own: the question in comments above git's scissors line, the answer below it.

What comes back is the answer without these very comments, wherever they are by then: text that was typed between them
stays, and so does a comment that was edited.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from exam_tui.core.text.lines import drop_outer_blank_lines, split_lines
from exam_tui.core.text.patterns import lazy_pattern

_ABOUT: Final = "Question {}. These comments are dropped when you close the editor; write below the scissors."
_SCISSORS: Final = "------------------------ >8 ------------------------"
_BRACKET: Final = lazy_pattern(r"<(?=!--)|(?<=--)(?=!?>)")
_BEYOND_ASCII: Final = lazy_pattern(r"[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """What an editor gets.

    Attributes:
        header: the comments, one a line, the scissors last; none of them is in the answer.
        answer: LF line ends.

    """

    header: tuple[str, ...]
    answer: str

    @property
    def text(self) -> str:
        """The whole file, LF line ends: the comments, an empty line, the answer."""
        return "\n".join([*self.header, "", self.answer, ""])

    @property
    def last_line(self) -> int:
        """The number of the answer's last line in the file, from 1: where one goes on writing."""
        return len(self.header) + 2 + self.answer.count("\n")


def answer_file(number: int, prompt: str, limits_line: str, answer: str, leaving: str = "") -> AnswerFile:
    """Return the file for one answer (LF line ends). Nothing in the prompt begins or ends a comment.

    `leaving` says how one leaves the editor.
    """
    lines = (_ABOUT.format(number), *split_lines(prompt), limits_line, leaving, _SCISSORS)
    words = (" ".join(line.split()) for line in lines)
    return AnswerFile(tuple(_comment(_BRACKET.sub(r"\g<0> ", line), answer) for line in words if line), answer)


def answer_in(returned: str, file: AnswerFile) -> str:
    """Return the answer in what an editor saved (LF line ends), without our comments and outer blank lines.

    A comment may have been moved, removed, indented, rewrapped, or saved in another encoding.
    """
    comments = _any_of(file.header)
    rest = re.sub(rf"^[ \t]*(?:{comments})[ \t]*(?:\n|\Z)|(?:{comments})[ \t]*", "", returned, flags=re.MULTILINE)
    return "\n".join(drop_outer_blank_lines(rest.split("\n")))


def _comment(text: str, answer: str) -> str:
    """Return a comment that is not in the answer, which may quote such a file."""
    while re.search(_any_of([f"<!-- {text} -->"]), answer):
        text += "."
    return f"<!-- {text} -->"


def _any_of(comments: Iterable[str]) -> str:
    """Return a pattern for comments with any white space between words, and any character that is not ASCII."""
    return "|".join(
        r"\s+".join(_BEYOND_ASCII.sub(".", re.escape(word)) for word in comment.split()) for comment in comments
    )
