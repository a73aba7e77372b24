"""The lines of the overview, laid out so that each fits into the window's width."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from rich.cells import cell_len
from textual.content import Content

from exam_tui.core.checker import Verdict
from exam_tui.core.fixes.remaining_work import left_to_do
from exam_tui.core.naming.short_names import short_names
from exam_tui.core.report.limits import Limit
from exam_tui.core.report.question import Question, Task
from exam_tui.core.report.report import Report
from exam_tui.core.text.escape import display
from exam_tui.tui.editor.notes import Checked, fails_more
from exam_tui.tui.widgets import question_state
from exam_tui.tui.widgets.cells import limit_bar, progress_bar, truncate

CHECKLIST = -1
"""What a line about tasks goes to."""
PROBLEMS = -2
"""What a line about problems outside the questions goes to."""
ALL_LEFT = -3
"""What the line about how much more there is to do goes to: all of it is shown."""
_EASIEST: Final = 5
_NO_HEAD: Final = " " * 7

_NAME: Final = 24
_LEAST_NAME: Final = 12
_BARS: Final = ((_NAME, 16, 4), (_NAME, 10, 4), (18, 8, 3), (14, 6, 3), (18, 8, 0))
"""Cells of a name, of a bar and of a second one for images, as fit; in a narrower window there are no bars."""
_BRIEF: Final = {" of ": "/", "up to ": "≤", "about ": "~", "images": "img", "image": "img"}
"""Words of a line, as they are written where it is narrow."""

_Layout = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the overview: its text and what Enter goes to, None for nothing."""

    text: Content
    target: int | None = None


def rows_of(report: Report, checked: Checked, width: int, *, all_left: bool = False) -> Iterator[Row]:
    """Yield the lines of a report's overview, each at most `width` cells wide.

    What is left to do comes first: the easiest of it, or with `all_left` all.

    Where it is narrow, bars, then words, then ends of names are left out; no number and no sign ever is.
    """
    questions = checked.judged(report.questions)
    names = [display(name) for name in short_names(questions)]
    yield from _left(report, names, checked, width, all_left=all_left)
    layout = _with_bars(questions, width)
    is_brief = any(_room_beside(question, width) < _LEAST_NAME for question in questions)
    for section, group in groupby(questions, key=lambda question: question.section):
        inside = list(group)
        done = f"{sum(question.state == 'passing' for question in inside)}/{len(inside)} done"
        words = sum(question.counts.words for question in inside)
        yield _title(section or "Questions", _fitting([f"{done} · {words} words", done], width // 2), width)
        for question in inside:
            name = names[question.index]
            line = (
                _with_bar(question, name, *layout) if layout else _without_bar(question, name, width, is_brief=is_brief)
            )
            yield Row(line, question.index)
    for name, found in groupby(report.tasks, key=lambda task: task.group):
        yield Row(_tasks(name, list(found), layout, width), CHECKLIST)


def summary(questions: Sequence[Question], verdict: Verdict | None, width: int) -> str:
    """Return how far a report is, and what the course's check would fail besides, in at most `width` cells."""
    total = len(questions)
    done = sum(question.state == "passing" for question in questions)
    said = fails_more(verdict, questions) if verdict else ""
    long, short = f"{done} of {total} questions done", f"{done}/{total} done"
    texts = [f"{long} · {said}: {display(verdict.error)}"] if verdict and verdict.error else []
    brief = said.removeprefix("the course's ")
    texts += [" · ".join(filter(None, parts)) for parts in ((long, said), (short, said), (short, brief))]
    return truncate(_fitting(texts, width), width)


def _left(report: Report, names: Sequence[str], checked: Checked, width: int, *, all_left: bool) -> Iterator[Row]:
    """Yield what remains to be done, all of it in short form if one of the lines would not fit."""
    questions = checked.judged(report.questions)
    left = left_to_do(questions, checked.left(), report.tasks)
    if not left:
        return
    yield _title("Remaining, quickest first", f"{len(left)}", width)
    shown = left if all_left or len(left) <= _EASIEST + 1 else left[:_EASIEST]
    room = width - cell_len(_head("○", questions[0])) - 2
    facts = [item.text for item in shown]
    if max(map(cell_len, facts)) > room - _LEAST_NAME:
        facts = [item.short for item in shown]
    name = min(_NAME, room - max(map(cell_len, facts)))
    for item, fact in zip(shown, facts, strict=True):
        if item.index is None:
            head, title = _NO_HEAD, "checklist" if item.what == "tasks" else "outside the answers"
            target = CHECKLIST if item.what == "tasks" else PROBLEMS
        else:
            question = questions[item.index]
            sign = "!" if question.faults or question.state == "passing" else "○"
            head, title, target = _head(sign, question), names[item.index], item.index
        pieces = (head, _padded(truncate(title, name), name), "  ", (fact, "$text-warning"))
        yield Row(Content.assemble(*pieces), target)
    if len(shown) < len(left):
        yield Row(Content(f"{_NO_HEAD}and {len(left) - len(shown)} more"), ALL_LEFT)


def _fitting(texts: Sequence[str], width: int) -> str:
    """Return the first text that fits, the last where none does."""
    return next((text for text in texts if cell_len(text) <= width), texts[-1])


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))


def _head(symbol: str, question: Question) -> str:
    return f"  {symbol} {question.number:>2} "


def _title(text: str, facts: str, width: int) -> Row:
    title = truncate(display(text), width - cell_len(facts) - 2)
    return Row(Content.assemble((title, "bold $text-accent"), (f"  {facts}", "$text-muted")))


def _words(question: Question) -> str:
    words, limit = question.counts.words, question.limits.words
    if limit:
        return f"{words:>4} {_of(limit, 'word')}"
    return f"{words:>4} {'word' if words == 1 else 'words'}"


def _images(question: Question, bar_width: int = 0) -> str:
    """Return the text about images beside words, with a bar in front where one is wanted."""
    limit, count = question.limits.images, question.counts.images
    if limit is None:
        return ""
    drawn = f"{limit_bar(count, limit, bar_width)} " if bar_width and question.limits.words else ""
    return f" · {drawn}{count} {_of(limit, 'image')}"


def _of(limit: Limit, thing: str) -> str:
    """Return what a count is held against, such as `of 100–200 words`, `of 1 image`."""
    number = str(limit).removeprefix("exactly ")
    return f"of {number} {thing}{'' if number.split()[-1] == '1' else 's'}"


def _with_bars(questions: Sequence[Question], width: int) -> _Layout | None:
    """Return the cells of names and of bars with which every line fits; None where none would."""
    fits = (
        layout
        for layout in _BARS
        if all(_with_bar(question, "", *layout).cell_length <= width for question in questions)
    )
    return next(fits, None)


def _with_bar(question: Question, name: str, name_width: int, bar_width: int, images_width: int) -> Content:
    kind = question_state.kind_of(question)
    words, images = question.limits.words, question.limits.images
    limit, count = (words, question.counts.words) if words else (images, question.counts.images)
    drawn = limit_bar(count, limit, bar_width) if limit else " " * (bar_width + 2)
    return Content.assemble(
        (_head(question_state.SYMBOLS[kind], question), question_state.STYLES[kind]),
        _padded(truncate(name, name_width), name_width),
        (f" {drawn} ", question_state.STYLES[kind]),
        f"{_words(question)}{_images(question, images_width)}",
    )


def _room_beside(question: Question, width: int) -> int:
    """Return the cells for a name beside everything said about a question, where there is no bar."""
    return width - cell_len(_head("○", question)) - 1 - cell_len(f"{_words(question).strip()}{_images(question)}")


def _without_bar(question: Question, name: str, width: int, *, is_brief: bool) -> Content:
    """Return a line whose numbers are at its right end."""
    kind = question_state.kind_of(question)
    head = _head(question_state.SYMBOLS[kind], question)
    facts = f"{_words(question).strip()}{_images(question)}"
    if is_brief:
        for long, short in _BRIEF.items():
            facts = facts.replace(long, short)
    room = max(width - cell_len(head) - cell_len(facts) - 1, 0)
    return Content.assemble((head, question_state.STYLES[kind]), _padded(truncate(name, room), room), " ", facts)


def _tasks(name: str, tasks: Sequence[Task], layout: _Layout | None, width: int) -> Content:
    done = sum(task.done for task in tasks)
    title = display(name) or "Tasks"
    if layout:
        drawn = progress_bar(done, len(tasks), layout[1])
        return Content(f"  {_padded(truncate(title, layout[0]), layout[0] + 5)} {drawn} {done:>4}/{len(tasks)}")
    facts = f"{done}/{len(tasks)}"
    return Content(f"  {_padded(truncate(title, width - cell_len(facts) - 3), width - cell_len(facts) - 3)} {facts}")
