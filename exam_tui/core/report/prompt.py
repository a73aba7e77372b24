"""A prompt and its parts: what is asked, the limit line, the sample answer."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from exam_tui.core.markdown.visible_text import Scan
from exam_tui.core.report.limits import Limits
from exam_tui.core.report.wording.limit_wording import is_limit_line, limits_from_wording

_EXAMPLE = re.compile(r"\W*example\W*:", re.IGNORECASE)
_CLOSING = re.compile(r"[ \t]*(?:`{3,}|~{3,})[ \t]*")
_MARKUP = re.compile(r"[*_`]+|\[([^\[\]]*)\]\([^()\n]*\)")


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
        if example is None and (match := _EXAMPLE.match(line)):
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


# Words that say nothing about what a question is about: a short name is made of the others.
_EVERYDAY = frozenset({
    "a", "about", "additionally", "after", "all", "also", "an", "and", "another", "answer", "any", "anything",
    "are", "as", "at", "backbone", "be", "because", "been", "between", "by", "can", "case", "choose", "close",
    "code", "could", "course", "covered", "created", "creating", "describe", "describes", "did", "discuss", "do",
    "does", "done", "during", "each", "end", "ended", "enter", "etc", "every", "expect", "experiments", "explain",
    "extra", "feel", "figure", "for", "form", "free", "from", "general", "have", "how", "if", "image", "images",
    "implement", "implemented", "important", "in", "include", "initialized", "insert", "into", "is", "it", "its",
    "kind", "last", "like", "list", "made", "make", "manage", "managed", "many", "may", "maybe", "member", "much",
    "need", "new", "not", "of", "on", "one", "or", "other", "our", "out", "over", "overall", "own", "perform",
    "please", "process", "project", "questions", "related", "required", "running", "screenshot", "screenshots",
    "second", "service", "services", "setup", "shortly", "show", "signed", "so", "some", "something", "state",
    "such", "take", "team", "tell", "than", "that", "the", "their", "them", "there", "these", "they", "this",
    "through", "to", "tool", "total", "trying", "up", "upload", "use", "used", "uses", "using", "want", "was", "we",
    "were", "what", "when", "where", "which", "while", "who", "whole", "why", "will", "with", "within", "words",
    "would", "yes", "you", "your", "yours",
})  # fmt: skip
_WORD = re.compile(r"[^\W_][\w&./+-]*[^\W_]|[^\W_]")


def short_name(prompt: Prompt) -> str:
    """Return the first telling word of a question, or two side by side: "dependencies", "group number".

    A hint for the eye beside the question's number, nothing more: made from any prompt, "" from an empty one.
    """
    words = _WORD.findall(prompt.plain)
    for index, word in enumerate(words):
        if _tells(word):
            following = words[index + 1 : index + 2]
            return " ".join([word, *(next_word for next_word in following if _tells(next_word))])
    return " ".join(words[:2])


def _tells(word: str) -> bool:
    return word.lower() not in _EVERYDAY and any(letter.isalpha() for letter in word)
