"""Writing an image link that everybody reads the same way: the course's check, Markdown readers, our look-up."""

import re
from urllib.parse import quote

from exam_tui.core.paste import filtered_paste

# What means something to Markdown in a text between brackets, `](` above all, which the check takes for the end of
# the brackets even where it is escaped. `##` and `Answer:` are where the check cuts an answer.
_MARKS = re.compile(
    r"[\\`*\[\]<|]|(?<=\])\(|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|(?<=#)#|(?<=~)~|(?<=<)!|(?<=Answer):",
)
_PLAIN = frozenset("/.-_~+,=@")


def image_link(alt: str, target: str) -> str:
    """Return `![alt](target)` on one line, which counts as one image.

    `alt` is plain text: line ends become blanks, what Markdown would read as its own is escaped. `target` is a file's
    path from the report's folder as it is on disk, with `/`; what could end it or be read otherwise is
    percent-encoded.
    """
    text = _MARKS.sub(r"\\\g<0>", " ".join(filtered_paste(alt).text.split()))
    return f"![{text}]({''.join(map(_encoded, target))})"


def _encoded(character: str) -> str:
    if character.isalnum() or character in _PLAIN:
        return character
    return quote(character, safe="", errors="replace")
