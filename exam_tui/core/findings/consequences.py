"""What an edit changes besides itself: questions, limits, tasks or answers that read differently after a save."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from exam_tui.core.findings.finding import Finding
from exam_tui.core.report.question import Question
from exam_tui.core.report.report import Report


def consequences(before: Report, after: Report) -> Sequence[Finding]:
    """Compare a report with itself as read again after saving, and say what an edit changes besides itself.

    Words are never refused: an answer that reads like text of the template is saved, and this says so.
    """
    was = [question.number for question in before.questions]
    now = [question.number for question in after.questions]
    found = list(_other_answers(before, after) if was == now else _other_questions(before, after))
    if _checklist(before) != _checklist(after, before.lines_of_new_tasks):
        line = after.tasks[0].line if after.tasks else 1
        message = f"the checklist now reads differently ({len(after.tasks)} tasks instead of {len(before.tasks)})"
        remedy = "An answer closes or opens a code block or comment around them: look for ``` or <!-- in it."
        found.append(Finding("template-changed", "warning", line, 1, None, message, remedy))
    return tuple(found)


def _checklist(report: Report, without: Collection[int] = ()) -> list[tuple[str, str, str]]:
    return [(task.group, task.mark, task.text) for task in report.tasks if task.line not in without]


def _other_questions(before: Report, after: Report) -> Iterator[Finding]:
    edited = [question.number for question in before.questions if question.edited]
    suspect = edited[0] if len(edited) == 1 else None
    was = Counter(question.number for question in before.questions)
    now = Counter(question.number for question in after.questions)
    places = {(question.number, question.line) for question in before.questions}
    typed = [question for question in after.questions if (question.number, question.line) not in places]
    for number in sorted((now - was).keys()):
        question = next(question for question in typed if question.number == number)
        code = "question-duplicate" if was[number] else "template-changed"
        message = f"the heading typed here reads as question {number} of the template"
        yield _error(
            code, question, suspect, message, "Put a word before “Question” or indent the line by four spaces."
        )
    for number in sorted((was - now).keys()):
        message = f"question {number} is hidden by an answer above it"
        remedy = "Close the code block (```) or comment (-->) in that answer."
        yield _error("swallowed-question", before.question(number), number, message, remedy)
    if was == now:  # a heading was typed and the one of the same number swallowed
        message = f"the heading typed here takes the place of question {typed[0].number} of the template"
        remedy = "Close the code block (```) or comment (-->) below it, and put a word before “Question”."
        yield _error("question-order", typed[0], suspect, message, remedy)


def _other_answers(before: Report, after: Report) -> Iterator[Finding]:
    for old, new in zip(before.questions, after.questions, strict=True):
        if new.recovered and not old.recovered:
            message = f"question {new.number} is hidden by an unclosed code block or comment above it"
            yield _error("swallowed-question", new, new.number, message, "Close it with a line of ``` or with -->.")
        elif old.answer != new.answer or (old.section, old.limits, old.prompt) != (new.section, new.limits, new.prompt):
            message = f"a part of the answer to question {old.number} reads as the template's text"
            remedy = (
                "A heading (# or ##) at the end of an answer reads as a section heading: add a line of text below it."
            )
            yield _error("template-changed", new, old.number, message, remedy)


def _error(code: str, at: Question, number: int | None, message: str, remedy: str) -> Finding:
    """Return an error at the heading of a question, said of the question `number`."""
    return Finding(code, "error", at.line, 1, number, message, remedy)
