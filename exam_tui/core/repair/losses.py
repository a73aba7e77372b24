"""The last look before a report is written by a command: what counts is still there.

Nothing that a command makes of a report has fewer questions, tasks, ticks or words of answers, and the course's check
neither stops nor passes less than before.
"""

from collections import Counter
from collections.abc import Iterator

from exam_tui.core.checker import verdict_of
from exam_tui.core.report.placeholder import PLACEHOLDER
from exam_tui.core.report.report import Report
from exam_tui.core.report.task_identity import begun_task, same_tasks, task_key
from exam_tui.core.text.words import words_in

_SHOWN = 50


def loss(before: Report, after: Report, template: str = "") -> str:
    """Return what an unedited report would lose by becoming another one, as half a sentence; "" for nothing.

    A question or task that stands twice counts once. The words of a `template`, which may have strayed into answers,
    belong to no answer.
    """
    return next(_losses(before, after, template), "")


def _losses(before: Report, after: Report, template: str) -> Iterator[str]:
    was, now = ({question.number: question for question in reversed(one.questions)} for one in (before, after))
    if len(now) < len(was):
        gone = next(question for number, question in sorted(was.items()) if number not in now)
        yield f"question {gone.number} (line {gone.line}) would then be gone"
    yield from _tasks(before, after)
    known = Counter(words_in(template))
    for word in (_answer_words(before) - _answer_words(after) - known).elements():
        yield f"the word “{word}” of an answer would then be gone"
    yield from _checks(before, after)


def _tasks(before: Report, after: Report) -> Iterator[str]:
    was, now = _done(before), _done(after)
    keys = sorted(now)
    for (key, done), at in zip(was.items(), same_tasks(list(was), keys), strict=True):
        # The beginning of a task that is there as a whole too is that task twice.
        same = begun_task(key, keys) if at is None else keys[at]
        if same not in now:
            yield f"the task “{key[:_SHOWN]}” would then be gone"
        elif done and not now[same]:
            yield f"the task “{key[:_SHOWN]}” would then be unticked"


def _done(report: Report) -> dict[str, bool]:
    """Return for each task, by what it says, whether it is done."""
    found: dict[str, bool] = {}
    for task in report.tasks:
        key = task_key(task.text)
        found[key] = found.get(key, False) or task.done
    return found


def _answer_words(report: Report) -> Counter[str]:
    """Return how often each word is in answers, placeholders left out; dashes are not words."""
    lines = (line for question in report.questions for line in question.answer.split("\n"))
    return Counter(word for line in lines for word in words_in(PLACEHOLDER.sub("", line)))


def _checks(before: Report, after: Report) -> Iterator[str]:
    """Yield what the course's check says less of. A limit that is back in its prompt takes no pass away.

    The check has limits of its own: an answer with as many words as before fares as before.
    """
    if not before.is_course_report:
        return
    was, now = verdict_of(before), verdict_of(after)
    if was.error is not None:
        return
    pairs = list(zip(was.answers, now.answers, strict=False))
    lost = [two for one, two in pairs if not one.failures and two.failures and one[1:3] != two[1:3]]
    won = [two for one, two in pairs if one.failures and not two.failures]
    if now.error is not None:
        yield f"the course's check would then stop: {now.error}"
    elif len(lost) > len(won):
        failure = lost[0].failures[0]
        yield (
            f"that would leave {failure.got} {failure.kind} in question {failure.question}; the course's check wants"
            f" {failure.wanted}"
        )
