"""What an answer holds: words, visible words, images. Meter, check and status all count here."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from exam_tui.core.text.lines import Span, Splice, splice
from exam_tui.core.text.patterns import lazy_pattern

_FENCE = lazy_pattern(r" {0,3}(?:[-*+]\s+|>\s?)*(?P<fence>`{3,}(?=[^`]*$)|~{3,})")
_COMMENT = lazy_pattern(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = lazy_pattern(r"</?(?:br|sub|sup|kbd|details|summary|img)\b[^<>]*>", re.IGNORECASE)
_LINK = lazy_pattern(r"\[([^\[\]]*)\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\[[^\[\]\n]*\])")
_DEFINITION = lazy_pattern(r"^ {0,3}\[[^\[\]\n]+\]:.*$", re.MULTILINE)
# Possessive where runs could be split in many ways: no answer may take more than linear time.
_TABLE_RULE = lazy_pattern(r"^[ \t]*+\|?(?:[ \t]*+:?-++:?[ \t]*+\|)*+[ \t]*+(?::?-++:?)?[ \t]*+$", re.MULTILINE)
_BLOCK = lazy_pattern(r"(?:^.*\S.*$\n?)+", re.MULTILINE)
# What closes them may have become a heading: `# ---`.
_DASHED_HEADING = lazy_pattern(r"^ {0,3}#{1,6}[ \t]+\Z", re.MULTILINE)
_CODE_SPAN = lazy_pattern(r"(?<!`)(`++)(.+?)(?<!`)\1(?!`)")


class Counts(NamedTuple):
    """Words and images of one answer. Counts of consecutive lines may be added."""

    words: int = 0
    images: int = 0

    def __add__(self, other: "Counts") -> "Counts":  # type: ignore[override] # never joined as tuples
        return Counts(self.words + other.words, self.images + other.images)

    def __sub__(self, other: "Counts") -> "Counts":
        return Counts(self.words - other.words, self.images - other.images)


def count(text: str) -> Counts:
    """Count the way the course's checker does: white-space separated pieces, and `![…](…)` on one line.

    The count of a text is the sum of the counts of its lines.
    """
    return Counts(len(text.split()), sum(1 for _ in images(text)))


def images(text: str) -> Iterator[Span]:
    r"""Find what the checker takes for images, `![…](…)` on one line, in order.

    These are the matches of its pattern `!\[.*?\]\(.*?\)`, found in linear time for every text.
    """
    at, line_end = text.find("!["), -1
    while at >= 0:
        if line_end < at:
            line_end = text.find("\n", at)
            line_end = len(text) if line_end < 0 else line_end
        target = text.find("](", at + 2, line_end)
        end = text.find(")", target + 2, line_end) if target >= 0 else -1
        if end >= 0:
            yield Span(at, end + 1)
        at = text.find("![", end + 1 if end >= 0 else line_end)


def visible_words(answer: str) -> int:
    """Count the words that a reader of the page sees.

    Left out: link targets, image markup, comments, table pipes and rules, fence lines, wrapping dashes and
    the markup of the tags that the page lets through. Code counts: it is read.
    """
    return sum(len((part if is_code else _prose(part)).split()) for is_code, part in _parts(_unwrap(answer)))


def _unwrap(answer: str) -> str:
    """Drop the dashes of the template's placeholder where an answer is still wrapped in them."""
    inner = answer.strip()
    if not (inner.startswith("--") and inner.endswith("--")):
        return answer
    return _DASHED_HEADING.sub("", inner.strip("-"))


def _parts(answer: str) -> list[tuple[bool, str]]:
    """Split an answer into prose and the insides of fences; the fence lines themselves are dropped."""
    parts: list[tuple[bool, str]] = []
    lines: list[str] = []
    fence = ""
    for line in answer.split("\n"):
        match = _FENCE.match(line)
        bare = line.strip(" \t>")
        closes = fence and bare.startswith(fence) and not bare.strip(fence[0])
        if closes or (match and not fence):
            parts.append((bool(fence), "\n".join(lines)))
            lines = []
            fence = "" if fence else match["fence"] if match else ""
        else:
            lines.append(line)
    parts.append((bool(fence), "\n".join(lines)))
    return parts


def _prose(text: str) -> str:
    """Return prose as it is read. Code spans are set aside: what looks like markup in them is text."""
    spans: list[str] = []

    def set_aside(match: re.Match[str]) -> str:
        spans.append(match[2])
        return f"\0{len(spans) - 1}\0"

    text = _CODE_SPAN.sub(set_aside, text.replace("\0", "\ufffd"))
    text = _COMMENT.sub(" ", text)
    text = _DEFINITION.sub(" ", text)
    text = splice(text, [Splice(span, " ") for span in images(text)])
    text = _LINK.sub(r"\1", text)
    text = _TAG.sub(" ", text)
    text = _BLOCK.sub(lambda block: _table(block[0]), text)
    return re.sub("\0([0-9]+)\0", lambda match: spans[int(match[1])], text)


def _table(block: str) -> str:
    """Return a paragraph's lines without delimiter rows and, where such a row makes it a table, without pipes."""
    is_table = any("|" in rule or "-" in rule for rule in _TABLE_RULE.findall(block) if rule.strip())
    ruled = _TABLE_RULE.sub(" ", block)
    return ruled.replace("|", " ") if is_table else ruled
