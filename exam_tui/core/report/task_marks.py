"""Marks of the checklist that are not ticks: `[✅]`, `[v]`, `[X ]`, `[]`, and what they mean where that is plain."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from exam_tui.core.report.parser import Template
from exam_tui.core.text.lines import Span
from exam_tui.core.text.patterns import lazy_pattern

_ITEM = lazy_pattern(
    r"(?:[ \t]*>)*[ \t]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)+\[(?P<mark>[^\[\]\n]{0,5})\](?P<gap>[ \t]*)(?P<text>.*)"
)
# A link, a reference or a definition begins so too.
_NO_TEXT: Final = ("(", "[", ":")
# Marks, small, that everybody reads as done. The last one is the Cyrillic letter that looks like an x.
_DONE: Final = frozenset("xv✅✔✓☑🗹\N{CYRILLIC SMALL LETTER HA}")
# Words that stand in place of a tick; others are labels, such as `[GCP]`.
_WORDS: Final = frozenset({"done", "yes", "no", "ok", "ja", "nej", "wip", "todo", "xx", "xxx"})
_AROUND: Final = " \t\xa0()\N{VARIATION SELECTOR-15}\N{VARIATION SELECTOR-16}"
_TICKS: Final = frozenset(" xX")


class OddMark(NamedTuple):
    """A mark that is not a tick.

    Attributes:
        line: its line in the file, from 0.
        bracket: the offset of its `[` in the source.
        written: what stands between the brackets.
        span: what of the source is to be replaced to make it a tick.
        meant: what to put there; None where nobody can tell what it means.
        text: what the task says, as far as it is on this line.
        is_task: whether it is a task all the same, one that is not done.

    """

    line: int
    bracket: int
    written: str
    span: Span
    meant: str | None
    text: str
    is_task: bool

    @property
    def as_open(self) -> str:
        """What to put in place of `span` for a task that is not done."""
        return " ] " if self.span.end - self.span.start > len(self.written) else " "


def odd_marks(template: Template) -> Sequence[OddMark]:
    """Return the marks outside questions that are not ticks, in file order."""
    return tuple(_odd_marks(template))


def _odd_marks(template: Template) -> Iterator[OddMark]:
    tasks = {place.line: place for place in template.tasks}
    for line in template.items:
        item = _ITEM.match(template.lines[line])
        if item is None or not item["text"].strip() or (not item["gap"] and item["text"].startswith(_NO_TEXT)):
            continue
        written, is_task = item["mark"], line in tasks
        if (written in _TICKS and is_task) or _is_word(written):
            continue
        start = template.lines.start(line)
        span, meant = Span(start + item.start("mark"), start + item.end("mark")), _meaning(written)
        if not item["gap"]:  # a space is missing, and the mark may be a tick
            span, meant = Span(span.start, span.end + 1), None if meant is None else f"{meant}] "
        yield OddMark(line, start + item.start("mark") - 1, written, span, meant, item["text"], is_task)


def _is_word(written: str) -> bool:
    word = written.strip(_AROUND).casefold()
    return len(word) > 1 and word.isalpha() and word not in _WORDS


def _meaning(written: str) -> str | None:
    """Return the tick that a mark stands for, None where nobody can tell."""
    mark = written.strip(_AROUND).casefold()
    return "x" if mark in _DONE else None if mark else " "
