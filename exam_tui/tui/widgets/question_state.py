"""How a question's state looks: a symbol and a style; never a colour alone."""

from exam_tui.core.report.report import Question, State

SYMBOLS = {"passing": "✓", "short": "▼", "long": "▲", "failing": "!", "unanswered": "○"}
STYLES = {
    "passing": "$text-success",
    "short": "$text-warning",
    "long": "$text-warning",
    "failing": "$text-warning",
    "unanswered": "dim",
}
MEANINGS = {
    "passing": "inside its limits",
    "short": "too short",
    "long": "too long",
    "failing": "images missing or too many",
    "unanswered": "not answered yet",
}


def kind_of(question: Question) -> str:
    """Return the key of the tables above for a question."""
    limit = question.limits.words
    return kind(question.state, question.counts.words, limit.min if limit else None, limit.max if limit else None)


def kind(state: State, words: int, minimum: int | None, maximum: int | None) -> str:
    """Return the key of the tables above for a state, a count of words and their limits."""
    if state != "failing":
        return state
    if minimum is not None and words < minimum:
        return "short"
    if maximum is not None and words > maximum:
        return "long"
    return "failing"
