"""A question, a task and a problem in plain sentences: nothing that a screen reader stumbles over."""

from collections.abc import Iterable, Iterator

from exam_tui.cli.check.summary import message_of
from exam_tui.cli.check.tables import remarks
from exam_tui.cli.counted import number_of
from exam_tui.core.findings.finding import Finding
from exam_tui.core.findings.joined import joined
from exam_tui.core.report.counting import Counts
from exam_tui.core.report.limits import Limits
from exam_tui.core.report.question import Question, Task
from exam_tui.core.text.diff import matching


def question_lines(question: Question, total: int) -> Iterator[str]:
    """Yield a question as one hears it: which one, what it asks, its limits, how far the answer is."""
    section = f" {question.section}." if question.section else ""
    place = " of" if question.number == question.index + 1 else f", {question.index + 1} of"
    yield f"Question {question.number}{place} {total}.{section}"
    yield question.parts.plain
    yield f"Limits: {limits_words(question.limits)}."
    yield f"Now: {state_words(question)}."


def state_words(question: Question) -> str:
    """Return how far an answer is: `no answer`, `61 words, 39 more words`, `150 words, fine`."""
    if question.counted_state == "unanswered":
        return ", ".join(remarks(question))
    return ", ".join([_counts_words(question.counts, question.limits), *(remarks(question) or ["fine"])])


def limits_words(limits: Limits) -> str:
    """Return limits as they are said: `200 to 300 words and 1 to 3 images`, `no limit`."""
    parts = [
        limit.in_words(thing)
        for limit, thing in ((limits.words, "word"), (limits.images, "image"))
        if limit is not None
    ]
    return " and ".join(parts) or "no limit"


def list_line(question: Question, name: str) -> str:
    """Return a question in one line of a list, with its short name."""
    return f"{question.number}. {f'{name}: ' if name else ''}{state_words(question)}"


def task_line(task: Task) -> str:
    """Return a task in one line of a list; numbers are from 1."""
    mark = "" if task.done or task.mark.isspace() else f" (marked {task.mark})"
    return f"{task.index + 1}. {'done' if task.done else 'open'}: {task.text}{mark}"


def example_text(question: Question) -> str:
    """Return the sample answer without its emphasis marks; "" where there is none."""
    parts = question.parts
    return "\n".join(parts._replace(ask=line).plain for line in parts.example.split("\n"))


def problem_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """Yield problems, one a line: where and what, and what to do about it; a remedy that several have is said once."""
    said: set[str] = set()
    for finding in joined(tuple(findings)):
        remedy = "" if finding.help in said else finding.help
        yield f"Line {finding.line}: {message_of(finding)}. {remedy}".rstrip()
        said.add(finding.help)


def difference_lines(before: str, after: str) -> Iterator[str]:
    """Yield what differs between two answers, line by line; where there was none before, the whole answer."""
    if not before:
        yield after or "Nothing."
        return
    if before == after:
        yield "Unchanged."
    old, new = before.split("\n"), after.split("\n")
    at = to = 0
    for same, other in [*matching(old, new), (len(old), len(new))]:
        yield from (f"Removed: {line or 'a blank line'}" for line in old[at:same])
        yield from (f"Added: {line or 'a blank line'}" for line in new[to:other])
        at, to = same + 1, other + 1


def _counts_words(counts: Counts, limits: Limits) -> str:
    words = number_of(counts.words, "word")
    if counts.images or limits.images is not None:
        return f"{words}, {number_of(counts.images, 'image')}"
    return words
