"""What the template puts in place of an answer, and what may be left of it: a part, or its dashes."""

import re
from collections.abc import Sequence

from exam_tui.core.course import COURSE
from exam_tui.core.text.fingerprint import text_fingerprint
from exam_tui.core.text.lines import drop_outer_blank_lines, is_blank
from exam_tui.core.text.patterns import lazy_pattern

PLACEHOLDER = lazy_pattern(r"[ \t]*-{3,}[ \t]*question[ \t]+[0-9]+[ \t]+fill[ \t]+here[ \t]*-{3,}[ \t]*", re.IGNORECASE)
_WORDS = r"question[ \t]{1,3}[0-9]{1,6}[ \t]{1,3}fill(?:[ \t]{1,3}here)?\b"
# Two sets: one of Latin-1, and one of two ranges, compile in no time.
_QUOTED = "\"'(«»"
_CURLED = "\u2018\u2019\u201c-\u201e"  # ‘ ’ “ ” „
# The rest of a half-deleted `--- question 5 fill here ---`: its words with dashes at one side, or alone on a line;
# its number between dashes. In a sentence the bare words are the student's, and so is a placeholder in quotation marks.
# The dashes before it are taken whole, at once: the pattern has to stay linear on a line of dashes.
HALF_PLACEHOLDER = lazy_pattern(
    rf"(?<![-{_QUOTED}])(?<![{_CURLED}])-{{2,}}+[ \t]*+{_WORDS}(?:[ \t]*-+)?"
    rf"|\b{_WORDS}[ \t]*+-{{2,}}+(?![{_QUOTED})])(?![{_CURLED}])"
    rf"|^[ \t]*+-?[ \t]*+{_WORDS}[ \t]*-?[ \t]*$"
    r"|^[ \t]*-{3}[ \t]*question[ \t]{1,3}[0-9]{1,6}[ \t]*(?:-{3}[ \t]*)?$"
    r"|^(?:[ \t]*-{3})?[ \t]*fill[ \t]{1,3}here[ \t]*-{3}[ \t]*$",
    re.IGNORECASE,
)
# Without its words: dashes alone, perhaps as a heading. One run of them beside an answer is a rule of the student's.
_HOLLOW = lazy_pattern(r"-{2,}|#{1,6}")
_HOLLOW_PAIR = lazy_pattern(r"[ \t]*-{2,}[ \t]+-{2,}[ \t]*")
MOST_RUNS = 2
"""So many words, runs of dashes, may be no answer."""
# The template's dashes are three; a hand may have taken one away or typed one or two more. Longer rules are a pasted
# table's.
_OPENING = lazy_pattern(r"\A[ \t]*(-{2,5})(?![-|])([ \t]*)")
_CLOSING = lazy_pattern(r"(?:\A {0,3}#{1,6}[ \t]+)?(?<![-|!])(-{2,5})[ \t]*\Z")
_DASHES = len("---")


def placeholder(number: int) -> str:
    """Return the template's placeholder for a question."""
    return f"--- question {number} fill here ---"


def answer_of(lines: Sequence[str]) -> str:
    """Return the answer in the lines of a slot: whole placeholders and outer blank lines left out."""
    kept = [line for line, is_left_out in zip(lines, placeholders_in(lines), strict=True) if not is_left_out]
    return "\n".join(drop_outer_blank_lines(kept))


def placeholders_in(lines: Sequence[str]) -> list[bool]:
    """Return for each line of a slot whether it is a placeholder.

    That is the template's own, wherever it stands; and where nothing else is there, the rest of one without its
    words, and the stray text that an edition of the template was handed out with.
    """
    found = ["---" in line and PLACEHOLDER.fullmatch(line) is not None for line in lines]
    filled = [at for at, line in enumerate(lines) if not found[at] and not is_blank(line)]
    if not filled:
        return found
    if _is_nothing([lines[at] for at in filled]):
        left = filled
    else:
        ends = ((filled[0], filled[0] + 1), (filled[-1], filled[-1] - 1))
        left = [at for at, beside in ends if _is_hollow(lines[at]) and is_blank(lines[beside])]
    for at in left:
        found[at] = True
    return found


def _is_hollow(line: str) -> bool:
    return not line.strip(" \t-") and _HOLLOW_PAIR.fullmatch(line) is not None


def _is_nothing(lines: Sequence[str]) -> bool:
    """Return whether lines with something on them are a placeholder without its words, or stray text of a template."""
    if not lines[0].strip(" \t-#"):
        pieces = " ".join(lines).split()
        runs = sum(piece.startswith("-") for piece in pieces)
        return 0 < runs <= MOST_RUNS and all(map(_HOLLOW.fullmatch, pieces))
    if sum(map(len, lines)) > COURSE.longest_stray:
        return False
    return text_fingerprint(" ".join(" ".join(lines).split())) in COURSE.stray_texts


def without_half_placeholders(text: str) -> str:
    """Return an answer without any rest of the placeholder, "" where there is nothing else."""
    lines = [HALF_PLACEHOLDER.sub("", line) if may_hold_placeholder(line) else line for line in text.split("\n")]
    return "\n".join(lines).strip(" \t\n-")


def may_hold_placeholder(line: str) -> bool:
    """Return whether it is worth looking for a part of the placeholder: that takes a hundred times as long."""
    if "--" not in line and line.lstrip(" \t-")[:1] not in {"q", "Q"}:
        return False
    line = line.lower()
    return "question" in line or "fill" in line


def wrapped_lines(lines: Sequence[str], kinds: Sequence[str]) -> tuple[int, int] | None:
    """Return the first and the last line of an answer that still stands between the template's dashes.

    Both ends have dashes, or the first line is text after three dashes and a space. A rule above and below a table of
    dashes, a single rule on its own line, a word that begins with dashes (`---verbose`), and code are the student's.

    Args:
        lines: the lines of a slot, "" for each placeholder.
        kinds: what each is to a reader, see `Scan.kinds`.

    """
    filled = [index for index, line in enumerate(lines) if line.strip()]
    first, last = (filled[0], filled[-1]) if filled else (0, 0)
    opening = _OPENING.match(lines[first]) if filled else None
    if opening is None:
        return None
    closing = _CLOSING.search(lines[last])
    if first == last and closing and opening.end() > closing.start():
        return None
    if any(may_hold_placeholder(lines[at]) and HALF_PLACEHOLDER.search(lines[at]) for at in (first, last)):
        return None
    if kinds[first] == "code" or kinds[last] == "fence":
        return None
    if kinds[last] == "code" and closing and lines[last].strip(" \t-"):
        return None
    is_text = bool(lines[first][opening.end() :].strip(" \t-"))
    if not is_text or opening[2]:
        return (first, last) if closing or (is_text and len(opening[1]) >= _DASHES) else None
    if len(opening[1]) > _DASHES:  # the first line of a key, and the like
        return None
    if closing:
        return first, last
    if len(opening[1]) < _DASHES:
        return None
    ends = [at for at in filled if kinds[at] == "text" and _ends_in_dashes(lines[at], opening, is_first=at == first)]
    return (first, ends[-1]) if ends else None


def _ends_in_dashes(line: str, opening: re.Match[str], *, is_first: bool) -> bool:
    """Return whether a line is text and closing dashes after it: two will do in the line of the opening ones."""
    text = line[opening.end() if is_first else 0 :]
    closing = _CLOSING.search(text)
    if closing is None or not text[: closing.start()].strip():
        return False
    return is_first or len(closing[1]) >= _DASHES


def unwrapped(lines: Sequence[str], first: int, last: int) -> list[str | None]:
    """Return lines without the dashes in the first and last one of a wrapped answer, None for those of dashes alone."""
    found: list[str | None] = list(lines)
    closing = _CLOSING.search(lines[last])
    if closing:
        found[last] = lines[last][: closing.start()].rstrip() or None
    found[first] = _OPENING.sub("", found[first] or "", count=1).rstrip() or None
    return found


def end_of_words(lines: Sequence[str], kinds: Sequence[str]) -> tuple[int, int]:
    """Return line and column (from 0) where more words of an answer belong: its end, or before its closing dashes.

    See `wrapped_lines` for the arguments.
    """
    wrapped = wrapped_lines(lines, kinds)
    last = len(lines) - 1
    if wrapped is None or any(map(str.strip, lines[wrapped[1] + 1 :])):
        return last, len(lines[last])
    last = wrapped[1]
    closing = _CLOSING.search(lines[last])
    text = lines[last][: closing.start()] if closing else lines[last]
    while last > wrapped[0] and is_blank(text):
        last -= 1
        text = lines[last]
    return last, len(text.rstrip())
