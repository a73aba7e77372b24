"""A question and a task as they are at one moment: what a report is asked for."""

from typing import Final, Literal, NamedTuple

from exam_tui.core.report.counting import Counts, visible_words
from exam_tui.core.report.limits import Limits
from exam_tui.core.report.wording.prompt import Prompt, split_prompt

State = Literal["unanswered", "failing", "passing"]
Kind = Literal["passing", "short", "long", "failing", "unanswered"]
"""A state; of a failing answer, whether it is too short or too long. `failing` is one with the wrong images
or another fault."""

SYMBOLS: Final[dict[Kind, str]] = {"passing": "✓", "short": "▼", "long": "▲", "failing": "!", "unanswered": "○"}
"""The same wherever questions are listed."""


class Question(NamedTuple):
    """One question as it is now. A snapshot: ask the report again after an edit.

    Attributes:
        index: position in `Report.questions`, from 0.
        number: the number in its heading.
        section: the heading of the section it is in, "" before the first.
        prompt: the Markdown between heading and marker, quote marks left out.
        answer: the answer with LF line ends; "" where only the placeholder or nothing stands.
        limits: the limits its prompt sets.
        line: the line of its heading, from 1.
        counts: words and images of the answer, as the checker counts them in a clean file.
        edited: whether the answer is written differently from the file as it was read.
        recovered: whether an unclosed fence or comment above hides its heading from a Markdown reader.
        has_marker: whether it has an `Answer:` of its own in the file as it was read.
        faults: what else keeps it from passing, in a few words each. A report knows of none: who knows the findings
            adds them (`with_faults`).

    """

    index: int  # type: ignore[assignment] # not the method of that name that every tuple has
    number: int
    section: str
    prompt: str
    answer: str
    limits: Limits
    line: int
    counts: Counts
    edited: bool
    recovered: bool
    has_marker: bool = True
    faults: tuple[str, ...] = ()

    @property
    def state(self) -> State:
        """`unanswered`, `failing` or `passing`, by our own counts and `faults`; unfinished means not passing."""
        return "failing" if self.faults else self.counted_state

    @property
    def counted_state(self) -> State:
        """The state by our own counts alone."""
        return state_of(self.answer, self.counts, self.limits)

    @property
    def visible_words(self) -> int:
        """The words that a reader of the page sees."""
        return visible_words(self.answer)

    @property
    def parts(self) -> Prompt:
        """The prompt as question, limit line and sample answer."""
        return split_prompt(self.prompt)


def state_of(answer: str, counts: Counts, limits: Limits) -> State:
    """Return the state of an answer. The meter asks this at every key, `check` for every question."""
    if not answer or answer.isspace():
        return "unanswered"
    return "passing" if limits.allow(words=counts.words, images=counts.images) else "failing"


def kind_of(question: Question) -> Kind:
    """Return the state of a question as `SYMBOLS` has it."""
    words, limit = question.counts.words, question.limits.words
    if question.faults or question.state != "failing" or limit is None or limit.allows(words):
        return question.state
    return "short" if limit.missing(words) else "long"


class Task(NamedTuple):
    """One line of the checklist as it is now.

    Attributes:
        index: position in `Report.tasks`, from 0.
        text: what is to be done, on one line.
        done: whether its mark is `x` or `X`.
        mark: the character in the brackets.
        group: the heading above it, such as `Week 1`.
        line: its line, from 1.

    """

    index: int  # type: ignore[assignment] # not the method of that name that every tuple has
    text: str
    done: bool
    mark: str
    group: str
    line: int
