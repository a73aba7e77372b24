"""Writing an image link that everybody reads the same way: the course's check, Markdown readers, our look-up."""

from urllib.parse import quote

from exam_tui.core.editing.paste import filtered_paste
from exam_tui.core.text.patterns import lazy_pattern

# What means something to Markdown in a text between brackets, `](` above all, which the check takes for the end of
# the brackets even where it is escaped. `##` and `Answer:` are where the check cuts an answer.
_MARKS = lazy_pattern(
    r"[\\`*\[\]<|]|(?<=\])\(|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|(?<=#)#|(?<=~)~|(?<=<)!|(?<=Answer):",
)
_IMAGE_AT_END = lazy_pattern(r"!\[[^\n]*\]\([^\n]*\)\Z")
_SPACES = " \t\n"
_PLAIN = frozenset("/.-_~+,=@")


def image_link(alt: str, target: str) -> str:
    """Return `![alt](target)` on one line, which counts as one image.

    `alt` is plain text: line ends become spaces, what Markdown would read as its own is escaped. `target` is a file's
    path from the report's folder as it is on disk, with `/`; what could end it or be read otherwise is
    percent-encoded.
    """
    text = _MARKS.sub(r"\\\g<0>", " ".join(filtered_paste(alt).text.split()))
    return f"![{text}]({''.join(map(_encoded, target))})"


def around_image(before: str, after: str) -> tuple[str, str]:
    """Return the line feeds that belong before and after an image's link, between the texts around it.

    Between two images is a blank line, and an image does not stick to a word. After a space it is meant to be part of
    the line; in a row of a table it cannot be otherwise.
    """
    line = before.rpartition("\n")[2]
    if line.lstrip().startswith("|"):
        return "", ""
    head, tail = before.rstrip(_SPACES), after.lstrip(_SPACES)
    is_in_line = line != line.rstrip() and bool(line.strip())
    feeds_before = before[len(head) :].count("\n")
    feeds_after = after[: len(after) - len(tail)].count("\n")
    wants_before = 2 if _IMAGE_AT_END.search(head) or (line.strip() and not is_in_line) else 0
    wants_after = 2 if tail.startswith("![") or (tail and not feeds_after and (wants_before or not is_in_line)) else 0
    return "\n" * (wants_before - feeds_before), "\n" * (wants_after - feeds_after)


def _encoded(character: str) -> str:
    if character.isalnum() or character in _PLAIN:
        return character
    return quote(character, safe="", errors="replace")
