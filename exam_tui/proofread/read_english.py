"""What is wrong in the English of one text, by the library: without the words that a report knows.

This runs in a process of its own, see `proofread_process.py`.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, Final, NoReturn

from exam_tui.core.text.patterns import lazy_pattern
from exam_tui.proofread.harper import English, EnglishLinter, RawRemark, linter_for
from exam_tui.proofread.prose import prose
from exam_tui.proofread.remark import Remark, Remarks
from exam_tui.proofread.rules import RULES, SPELLING, is_right
from exam_tui.proofread.spelling import Knows, near_words
from exam_tui.proofread.vocabulary import vocabulary
from exam_tui.storage.worker.answering import serve_standard_input

_ENGLISHES: Final[dict[str, tuple[English, ...]]] = {
    "both": ("british", "american"),
    "british": ("british",),
    "american": ("american",),
}
_FEWEST_WORDS: Final = 12
"""Words that tell which language a text is in."""
_FOREIGN: Final = 0.3
"""The share of unknown words from which on a text that does not look English is in another language."""
_NOT_ENGLISH: Final = "This does not look like English, so it was not proofread."
_BRITISH: Final = lazy_pattern(r"(?<=[a-z]i)s(?=(?:e[drs]?|ers|ing|ations?)\Z)")
"""Where British English has an `s` in words that the vocabulary has with a `z`."""
_MOST_MEMORY: Final = 4 << 30
"""Bytes; the library needs about 300 MB."""


def read_english(text: str, english: str = "both") -> Remarks:
    """Return what is wrong in a text, in order; `english` as in the settings."""
    linters = [linter_for(one, (SPELLING, *RULES), vocabulary()) for one in _ENGLISHES[english]]
    readable = prose(text)
    found = list(linters[0].remarks(readable))
    unknown = sum(raw.rule == SPELLING and readable[raw.start : raw.end].islower() for raw in found)
    if _is_foreign(linters[0], readable, unknown):
        return Remarks(language_note=_NOT_ENGLISH)

    def knows(word: str) -> bool:
        forms = {word} if english == "american" else {word, _BRITISH.sub("z", word)}
        return any(linter.knows(form) for linter in linters for form in forms)

    shown = (raw for raw in found if readable[raw.start : raw.end] == text[raw.start : raw.end])
    remarks = (_misspelt(raw, text, knows) if raw.rule == SPELLING else _wrong(raw, readable) for raw in shown)
    return Remarks(tuple(_apart(filter(None, remarks))))


def _wrong(raw: RawRemark, readable: str) -> Remark | None:
    if not is_right(raw.rule, readable, raw.start, raw.end):
        return None
    return Remark(raw.start, raw.end, "grammar", RULES[raw.rule].message, raw.replacements, raw.rule)


def _misspelt(raw: RawRemark, text: str, knows: Knows) -> Remark | None:
    word = text[raw.start : raw.end]
    near = () if knows(word) else near_words(text, raw.start, raw.end, raw.replacements, knows)
    return Remark(raw.start, raw.end, "spelling", f"unknown word “{word}”", near, SPELLING) if near else None


def _is_foreign(linter: EnglishLinter, readable: str, unknown: int) -> bool:
    """Return whether a text is in another language; one of few words is in none."""
    words = sum(word.strip(".,;:!?()*\"'").islower() for word in readable.split() if "`" not in word)
    return words >= _FEWEST_WORDS and unknown >= _FOREIGN * words and not linter.is_english(readable)


def _apart(remarks: Iterable[Remark]) -> Iterator[Remark]:
    """Yield remarks in order, of those that overlap the first one."""
    at = 0
    for remark in sorted(remarks):
        if remark.start >= at:
            yield remark
            at = remark.end


def _answer(head: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    found = read_english(data.decode("utf-8", "surrogatepass"), head["english"])
    return {"language_note": found.language_note}, json.dumps(found.remarks).encode("ascii")


def serve_requests() -> NoReturn:
    """Serve standard input."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - not on Windows

        with suppress(OSError, ValueError):  # a lower limit is the user's own; macOS may know none
            resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    serve_standard_input(_answer, lambda: read_english("Warm."))
