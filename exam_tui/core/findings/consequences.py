"""The proof before a save: nothing but the edited spans differs from the file as it was read."""

from collections import Counter
from collections.abc import Sequence

from exam_tui.core.findings.finding import Finding
from exam_tui.core.report.report import Report
from exam_tui.core.text.lines import line_ends
from exam_tui.core.text.spans import Splice
from exam_tui.errors import GuardError


def prove(report: Report, new: bytes) -> None:
    """Check that `new` is the original with nothing but the report's edits in it.

    The bytes are walked from the front and compared piece by piece, on purpose not by the code that splices.

    Raises:
        GuardError: a byte outside the edits differs. That is our fault, and nothing may be written.

    """
    old = report.original
    edits = _byte_edits(report, report.splices())
    at_old = at_new = 0
    for start, end, text in edits:
        kept = old[at_old:start]
        if new[at_new : at_new + len(kept)] != kept:
            raise _refusal(report, at_old)
        at_new += len(kept)
        if new[at_new : at_new + len(text)] != text:
            raise _refusal(report, start)
        at_new += len(text)
        at_old = end
    if new[at_new:] != old[at_old:]:
        raise _refusal(report, at_old)


def _byte_edits(report: Report, splices: Sequence[Splice]) -> list[tuple[int, int, bytes]]:
    """Return the splices as (start, end, bytes) in the original bytes."""
    edits: list[tuple[int, int, bytes]] = []
    at_text, at_bytes = 0, len(report.original) - len(_encode(report.source))
    for edit in splices:
        at_bytes += len(_encode(report.source[at_text : edit.span.start]))
        start = at_bytes
        at_bytes += len(_encode(report.source[edit.span.start : edit.span.end]))
        edits.append((start, at_bytes, _encode(edit.text)))
        at_text = edit.span.end
    return edits


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _refusal(report: Report, offset: int) -> GuardError:
    line = len(line_ends(report.original[:offset].decode("utf-8", "surrogateescape"))) + 1
    return GuardError(
        "The file was not written: text outside the answers would have changed.",
        help="Your answers are kept. Please report this as a fault of exam-tui.",
        line=line,
    )


def consequences(before: Report, after: Report) -> Sequence[Finding]:
    """Compare a report with itself as read again after saving, and say what an edit changes besides itself.

    Words are never refused: an answer that reads like text of the template is saved, and this says so.
    """
    was = [question.number for question in before.questions]
    now = [question.number for question in after.questions]
    found = _other_answers(before, after) if was == now else _other_questions(before, after)
    if _checklist(before) != _checklist(after):
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


def _checklist(report: Report) -> list[tuple[str, str, str]]:
    return [(task.group, task.mark, task.text) for task in report.tasks]


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
                    "A heading (# or ##) at the end of an answer reads as a section title: write a line below it.",
                )
            )
    return found
