"""What questions are called beside their numbers: in few words, no two of a report alike.

`python -m exam_tui.core.naming.short_names FILE…` prints the fingerprints that `core/course_names.py` has names for.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from exam_tui.core.course import COURSE
from exam_tui.core.naming.noun_phrases import LONGEST_NAME, noun_phrases
from exam_tui.core.report.question import Question
from exam_tui.core.report.report import Report
from exam_tui.core.text.fingerprint import text_fingerprint
from exam_tui.core.text.patterns import lazy_pattern
from exam_tui.core.text.words import wording

# Up to the mark that ends it: one before white space or at the end. Each character is looked at once.
_FIRST_SENTENCE = lazy_pattern(r"[^.?!]*+(?:[.?!](?!\s|\Z)[^.?!]*+)*+")


def short_names(questions: Sequence[Question]) -> tuple[str, ...]:
    """Return the name of each question of a report, "" for one without a prompt.

    A question of the course has the name made for it; any other is called by a noun phrase of its prompt, or by the
    prompt's first words. A number follows where a name is taken.
    """
    prompts = [question.parts.plain for question in questions]
    names = [_names_of_course().get(question_fingerprint(prompt), "") for prompt in prompts]
    taken = _Taken()
    for index, name in enumerate(names):
        names[index] = taken.free([name]) if name else ""
    for index, prompt in enumerate(prompts):
        names[index] = names[index] or taken.free(_own_names(prompt))
    return tuple(names)


def question_fingerprint(prompt: str) -> str:
    """Return the fingerprint of the first sentence of a prompt on one line: its wording, not its marks."""
    match = _FIRST_SENTENCE.match(prompt)
    return text_fingerprint(wording(match[0] if match else ""))


@cache
def _names_of_course() -> Mapping[str, str]:
    return dict(line.split(maxsplit=1) for line in COURSE.names.strip().split("\n") if line)


def _own_names(prompt: str) -> list[str]:
    """Return what an unknown question may be called, the best first; nothing where there is no prompt."""
    return noun_phrases(prompt) or [words for words in [_first_words(prompt)] if words]


def _first_words(prompt: str) -> str:
    words = wording(prompt[: 2 * LONGEST_NAME])
    return words if len(words) <= LONGEST_NAME else words[: LONGEST_NAME + 1].rpartition(" ")[0] or words[:LONGEST_NAME]


class _Taken:
    """The names that questions of a report have, and how often each was wanted."""

    def __init__(self) -> None:
        self._wanted: dict[str, int] = {}

    def free(self, names: Sequence[str]) -> str:
        """Take the first name that is free; where none is, the first with a number. "" where there are none."""
        for name in names:
            if name.casefold() not in self._wanted:
                self._wanted[name.casefold()] = 1
                return name
        return next(self._numbered(names[0])) if names else ""

    def _numbered(self, name: str) -> Iterator[str]:
        while True:
            self._wanted[name.casefold()] += 1
            numbered = f"{name} {self._wanted[name.casefold()]}"
            if numbered.casefold() not in self._wanted:
                self._wanted[numbered.casefold()] = 1
                yield numbered


def table_of_names(paths: Sequence[str]) -> Iterator[str]:
    """Yield a line for each question of some files: its fingerprint, its number, its name."""
    for path in paths:
        questions = Report.load(path).questions
        for question, name in zip(questions, short_names(questions), strict=True):
            yield f"{question_fingerprint(question.parts.plain)} {question.number} {name}"


if __name__ == "__main__":  # pragma: no cover - the command that prints the table
    sys.stdout.writelines(f"{line}\n" for line in table_of_names(sys.argv[1:]))
