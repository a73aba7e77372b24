"""The question that somebody means: by its number, its name, or words of its prompt."""

from collections.abc import Callable, Iterator, Sequence

from exam_tui.core.naming.short_names import short_names
from exam_tui.core.report.question import Question


def find_question(questions: Sequence[Question], wanted: str) -> int | None:
    """Return the index of the first question that a text means, None where there is none.

    A number means that question alone. Words are looked for in the names: at the start of one, then at the start of
    words, then anywhere; last in the prompts.
    """
    wanted = wanted.strip().casefold()
    if wanted.isdecimal():  # as text: a long one would be no number to Python
        number = wanted.lstrip("0") or "0"
        return next((question.index for question in questions if str(question.number) == number), None)
    return next(_meant(questions, wanted), None) if wanted else None


def _meant(questions: Sequence[Question], wanted: str) -> Iterator[int]:
    names = [name.casefold() for name in short_names(questions)]
    words = wanted.split()
    tests: tuple[Callable[[str], bool], ...] = (
        lambda name: name.startswith(wanted),
        lambda name: all(f" {word}" in f" {name}" for word in words),
        lambda name: all(word in name for word in words),
    )
    for test in tests:
        yield from (index for index, name in enumerate(names) if test(name))
    prompts = (question.parts.plain.casefold() for question in questions)
    yield from (index for index, prompt in enumerate(prompts) if all(word in prompt for word in words))
