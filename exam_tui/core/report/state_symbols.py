"""A question's state in one symbol: the same wherever questions are listed."""

from typing import Final, Literal

from exam_tui.core.report.report import Question

Kind = Literal["passing", "short", "long", "failing", "unanswered"]
"""A state; of a failing answer, whether it is too short or too long. `failing` is one with the wrong images
or another fault."""

SYMBOLS: Final[dict[Kind, str]] = {"passing": "✓", "short": "▼", "long": "▲", "failing": "!", "unanswered": "○"}


def kind_of(question: Question) -> Kind:
    """Return the state of a question as `SYMBOLS` has it."""
    words, limit = question.counts.words, question.limits.words
    if question.faults or question.state != "failing" or limit is None or limit.allows(words):
        return question.state
    return "short" if limit.missing(words) else "long"
