"""A blank template in the place of a report that was answered: the answers and ticks move over into it."""

from exam_tui.core.report.question_identity import places_after
from exam_tui.core.report.report import Report
from exam_tui.core.report.task_identity import same_tasks, task_key

# One answer that is gone was emptied by somebody; several, with no other left, were not.
_FEWEST = 2


def moved_over(base: bytes, theirs: bytes) -> bytes | None:
    """Return a blank template with the answers and ticks of the report that stood there before.

    Questions find their place by number, or by their words where a new edition gave them another; tasks by their words,
    also where they are reworded or stand below another heading. None where `theirs` is not a blank template: it has an
    answer, or the report had hardly any.
    """
    before, report = Report.from_bytes(base), Report.from_bytes(theirs)
    answered = [question for question in before.questions if question.answer]
    if len(answered) < _FEWEST or not report.questions or any(question.answer for question in report.questions):
        return None
    places = places_after(before, report)
    for question in answered:
        place = places[question.index]
        if place is not None:
            report.set_answer(report.questions[place], question.answer)
    if not any(task.done for task in report.tasks):
        was, now = ([task_key(task.text) for task in one.tasks] for one in (before, report))
        for task, at in zip(before.tasks, same_tasks(was, now), strict=True):
            if task.done and at is not None:
                report.set_task(at, done=True)
    return report.to_bytes()
