"""The remarks that the writers of a report have chosen to ignore, each where it stands."""

from pathlib import Path
from typing import Final

from exam_tui.core.text.patterns import lazy_pattern
from exam_tui.proofread.remark import Remark
from exam_tui.storage.disk.read import fingerprint
from exam_tui.storage.disk.ui_state import load_state, save_state

_FACT: Final = "ignored_remarks"
_MOST: Final = 500
"""Marks that are remembered for a report; the oldest go first."""
_SENTENCE_END: Final = lazy_pattern(r"[.!?](?=\s)|\n(?=[ \t]*\n)")


class IgnoredRemarks:
    """What is ignored in one report, remembered in the state folder: marks of sentences, none of their words.

    A remark is the same as long as its rule, its words and its sentence are; white space does not count.
    """

    def __init__(self, path: Path | None) -> None:
        """`path` is the report's; None for one in no file: nothing is remembered then."""
        self._path = path
        self._marks: dict[str, None] | None = None

    def add(self, text: str, remark: Remark) -> None:
        """Ignore a remark on a text from now on. Raises nothing."""
        mark = _mark(text, remark)
        kept = [known for known in self._known() if known != mark]
        self._marks = dict.fromkeys([*kept, mark][-_MOST:])
        if self._path is not None:
            save_state(self._path, {_FACT: list(self._marks)})

    def has(self, text: str, remark: Remark) -> bool:
        """Return whether a remark on a text is ignored."""
        known = self._known()
        return bool(known) and _mark(text, remark) in known

    def _known(self) -> dict[str, None]:
        if self._marks is None:
            given = load_state(self._path).get(_FACT) if self._path is not None else None
            marks = [mark for mark in given if isinstance(mark, str)] if isinstance(given, list) else []
            self._marks = dict.fromkeys(marks[-_MOST:])
        return self._marks


def _mark(text: str, remark: Remark) -> str:
    """Return what distinguishes a remark from others, from which nobody can read the sentence."""
    start = max((end.end() for end in _SENTENCE_END.finditer(text, 0, remark.start)), default=0)
    after = _SENTENCE_END.search(text, remark.end)
    sentence = text[start : after.end() if after else len(text)]
    parts = (remark.rule, text[remark.start : remark.end], *sentence.split())
    return fingerprint("\0".join(parts).encode("utf-8", "surrogatepass"))[:32]
