"""A report in a line or two: the end of `check`'s text, and the rows of its table."""

from exam_tui.cli.check.checked_file import CheckedReport
from exam_tui.cli.counted import number_of
from exam_tui.core.checker import verdict_words
from exam_tui.core.findings.finding import Finding


def summary_lines(checked: CheckedReport) -> list[str]:
    """Return how far a report is and, for reports of the course, what its check will say (the last line)."""
    lines = [", ".join(_progress(checked)) + "."]
    if checked.verdict is not None:
        lines.append(f"The course's check {verdict_words(checked.verdict)}.")
    return lines


def message_of(finding: Finding) -> str:
    """Return a finding's message; it names its question, if not in the message's own words."""
    if finding.question is None or f"question {finding.question} " in f"{finding.message} ".lower():
        return finding.message
    return f"{finding.message} (question {finding.question})"


def _progress(checked: CheckedReport) -> list[str]:
    questions, tasks = checked.questions, checked.tasks
    passing = sum(question.state == "passing" for question in questions)
    unanswered = sum(question.counted_state == "unanswered" for question in questions)
    parts = [f"{passing} of {number_of(len(questions), 'question')} done"]
    if unanswered:
        parts.append(f"{unanswered} unanswered")
    if tasks:
        parts.append(f"{sum(task.done for task in tasks)} of {number_of(len(tasks), 'task')} done")
    parts.append(number_of(checked.count("error"), "error"))
    parts.append(number_of(checked.count("warning"), "warning"))
    return parts
