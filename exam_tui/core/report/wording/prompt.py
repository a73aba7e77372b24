"""A prompt and its parts: what is asked, the limit line, the sample answer."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from exam_tui.core.markdown.visible_text import Scan
from exam_tui.core.report.limits import Limits
from exam_tui.core.report.wording.limit_wording import is_limit_line, limits_from_wording
from exam_tui.core.text.patterns import lazy_pattern

EXAMPLE = lazy_pattern(r"\W*example\W*:", re.IGNORECASE)
_CLOSING = lazy_pattern(r"[ \t]*(?:`{3,}|~{3,})[ \t]*")
_MARKUP = lazy_pattern(r"[*_`]+|\[([^\[\]]*)\]\([^()\n]*\)")


class Prompt(NamedTuple):
    """The parts of a prompt, as Markdown."""

    ask: str
    limit_line: str
    example: str

    @property
    def limits(self) -> Limits:
        """The limits that the wording sets."""
        lines = self.ask.split("\n")
        code = _code_lines(lines)
        ask = "\n".join(line for index, line in enumerate(lines) if index not in code) if code else self.ask
        return limits_from_wording(ask, self.limit_line)

    @property
    def plain(self) -> str:
        """The question as one line without emphasis marks and link targets."""
        return " ".join(_MARKUP.sub(lambda match: match[1] or "", self.ask).split())


def split_prompt(prompt: str) -> Prompt:
    """Split a prompt's Markdown: the sample answer is what follows `Example:`."""
    ask: list[str] = []
    limit_line = ""
    example: list[str] | None = None
    lines = prompt.split("\n")
    code = _code_lines(lines)
    for index, line in enumerate(lines):
        if example is None and (match := EXAMPLE.match(line)):
            example = [line[match.end() :].lstrip("*_ ")]
        elif example is not None:
            example.append(line)
        elif index not in code and is_limit_line(line):
            limit_line = limit_line or line.strip(" \t*_")
        else:
            ask.append(line)
    return Prompt("\n".join(ask).strip(), limit_line, "\n".join(example or []).strip())


def _code_lines(lines: Sequence[str]) -> AbstractSet[int]:
    """Return which lines are in a code block: shown, not asked. One that nothing closes would take all below it."""
    if not any("```" in line or "~~~" in line for line in lines):
        return set()
    fences = [range(first, end) for first, end in Scan(lines).fences if end - first > 1]
    return {at for fence in fences if _CLOSING.fullmatch(lines[fence[-1]]) for at in fence}
