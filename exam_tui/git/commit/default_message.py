"""The message that a commit of the report has unless its author writes another one."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from exam_tui.core.report.report import Report
from exam_tui.core.text.words import plural

if TYPE_CHECKING:
    from exam_tui.core.report.question import Question

_MOST_NUMBERS: Final = 6
_LONGEST: Final = 200


def default_message(before: Report | None, now: Report, images: int) -> str:
    """Return what was done since the last commit, such as `Answer questions 3, 4 and 9`.

    `before` is the report in that commit, None where it has none; `images` says how many images come with it.
    """
    if before is None:
        return "Add the report"
    answered, edited = _changed(before, now)
    if answered or edited:
        verb = "Answer" if answered else "Edit"
        return f"{verb} {_numbered(sorted(answered + edited))}"
    was = [(task.text, task.done) for task in before.tasks]
    is_ = [(task.text, task.done) for task in now.tasks]
    ticks = len(set(is_) - set(was))
    if ticks:
        return (
            f"Tick {plural(ticks, 'task')}" if all(done for _, done in set(is_) - set(was)) else "Update the checklist"
        )
    if before.original != now.original or not images:
        return "Update the report"
    return f"Add {plural(images, 'image')}"


def merge_message(git_folder: Path) -> str:
    """Return the message that git has prepared for the merge that is under way."""
    try:
        with (git_folder / "MERGE_MSG").open("rb") as file:
            line = file.readline(_LONGEST)
    except OSError:
        line = b""
    return line.decode("utf-8", "replace").strip() or "Merge"


def _changed(before: Report, now: Report) -> tuple[list[int], list[int]]:
    """Return the questions that had no answer before, and those that had another one."""
    first: dict[int, Question] = {}
    for question in before.questions:
        first.setdefault(question.number, question)
    answered: list[int] = []
    edited: list[int] = []
    for question in now.questions:
        old = first.get(question.number)
        if question.answer == (old.answer if old else ""):
            continue
        (answered if old is None or old.state == "unanswered" else edited).append(question.number)
    return answered, edited


def _numbered(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"question {numbers[0]}"
    if len(numbers) > _MOST_NUMBERS:
        return plural(len(numbers), "question")
    return f"questions {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"
