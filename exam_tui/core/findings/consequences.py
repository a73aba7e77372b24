"""What an edit changes besides itself: questions, limits, tasks or answers that read differently after a save."""

from collections import Counter
from collections.abc import Collection, Sequence

from exam_tui.core.findings.finding import Finding
from exam_tui.core.report.report import Report


def consequences(before: Report, after: Report) -> Sequence[Finding]:
    """Compare a report with itself as read again after saving, and say what an edit changes besides itself.

    Words are never refused: an answer that reads like text of the template is saved, and this says so.
    """
    was = [question.number for question in before.questions]
    now = [question.number for question in after.questions]
    found = _other_answers(before, after) if was == now else _other_questions(before, after)
    if _checklist(before) != _checklist(after, before.lines_of_new_tasks):
        line = after.tasks[0].line if after.tasks else 1
        found.append(
            Finding(
                "template-changed",
                "warning",
                line,
                1,
                None,
                f"the checklist now reads differently ({len(after.tasks)} tasks, before {len(before.tasks)})",
                "An answer closes or opens a code block or comment around them: look for ``` or <!-- in it.",
            )
        )
    return tuple(found)


def _checklist(report: Report, without: Collection[int] = ()) -> list[tuple[str, str, str]]:
    return [(task.group, task.mark, task.text) for task in report.tasks if task.line not in without]


def _other_questions(before: Report, after: Report) -> list[Finding]:
    edited = [question.number for question in before.questions if question.edited]
    suspect = edited[0] if len(edited) == 1 else None
    was = Counter(question.number for question in before.questions)
    now = Counter(question.number for question in after.questions)
    places = {(question.number, question.line) for question in before.questions}
    typed = [question for question in after.questions if (question.number, question.line) not in places]
    found: list[Finding] = []
    for number in sorted((now - was).keys()):
        question = next(question for question in typed if question.number == number)
        found.append(
            Finding(
                "question-duplicate" if was[number] else "template-changed",
                "error",
                question.line,
                1,
                suspect,
                f"the heading typed here reads as question {number} of the template",
                "Put a word before “Question” or indent the line by four spaces.",
            )
        )
    for number in sorted((was - now).keys()):
        question = before.question(number)
        found.append(
            Finding(
                "swallowed-question",
                "error",
                question.line,
                1,
                number,
                f"question {number} is hidden by an answer above it",
                "Close the code block (```) or comment (-->) in that answer.",
            )
        )
    if not found:  # a heading was typed and the one of the same number swallowed
        question = typed[0]
        found.append(
            Finding(
                "question-order",
                "error",
                question.line,
                1,
                suspect,
                f"the heading typed here stands for question {question.number} of the template",
                "Close the code block (```) or comment (-->) below it, and put a word before “Question”.",
            )
        )
    return found


def _other_answers(before: Report, after: Report) -> list[Finding]:
    found: list[Finding] = []
    for old, new in zip(before.questions, after.questions, strict=True):
        if new.recovered and not old.recovered:
            found.append(
                Finding(
                    "swallowed-question",
                    "error",
                    new.line,
                    1,
                    new.number,
                    f"question {new.number} is hidden by an unclosed code block or comment above it",
                    "Close it with a line of ``` or with -->.",
                )
            )
        elif old.answer != new.answer or (old.section, old.limits, old.prompt) != (
            new.section,
            new.limits,
            new.prompt,
        ):
            found.append(
                Finding(
                    "template-changed",
                    "error",
                    new.line,
                    1,
                    old.number,
                    f"a part of the answer to question {old.number} reads as text of the template",
                    "A heading (# or ##) at the end of an answer reads as a section heading: write a line below it.",
                )
            )
    return found
