"""Whether a version of a report may stand for the template of another one: it asks the same, and has all of it."""

from exam_tui.core.report.report import Report
from exam_tui.core.report.task_identity import begun_task, same_tasks, task_key
from exam_tui.core.template.numbering import numbering
from exam_tui.core.text.words import words_in

# So many prompts, or one in so many, may differ from the template before it is taken for another one.
_OTHER_PROMPTS = 3
_OTHER_SHARE = 6
# A prompt is the same where this share of its question's words is there; fewer words than these are not a prompt.
_SAME_WORDS = 0.8
_PROMPT_WORDS = 5


def asked_otherwise(report: Report, template: Report) -> tuple[int, int]:
    """Return how many of the questions that a report shares with a template ask something else, and how many it shares.

    Both are unedited. A question whose prompt is gone asks nothing else.
    """
    asked = {question.number: _words(question.parts.ask) for question in template.questions}
    common = [place for place in report.template.questions if place.number in asked]
    others = 0
    for place in common:
        words, ask = _words(place.prompt), asked[place.number]
        others += len(words) >= _PROMPT_WORDS and len(words & ask) < _SAME_WORDS * len(ask)
    return others, len(common)


def is_another_years(others: int, common: int) -> bool:
    """Return whether so many questions that ask something else mean that a template is another year's."""
    return others > max(_OTHER_PROMPTS, common // _OTHER_SHARE)


def has_all_of(version: Report, report: Report) -> bool:
    """Return whether a version has every question, with an `Answer:` of its own, and every task of a report.

    Both are unedited. A task may be reworded.
    """
    asked = report.template.questions
    misnumbered = numbering(report, asked).misnumbered
    own = {misnumbered[i].number if i in misnumbered else place.number for i, place in enumerate(asked)}
    if not own <= {place.number for place in version.template.questions if place.has_marker and not place.recovered}:
        return False
    ours, theirs = (sorted({task_key(place.text) for place in one.template.tasks}) for one in (report, version))
    places = zip(ours, same_tasks(ours, theirs), strict=True)
    return all(place is not None or begun_task(key, theirs) for key, place in places)


def _words(text: str) -> set[str]:
    return set(words_in(text))
