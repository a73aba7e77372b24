"""The safe fixes: an answer's text without a placeholder or wrapping dashes, with a `!`, blank line or path mended.

And the `Answer:` of a question that lost it; outside answers, the marks of tasks.

Nothing else is ever fixed unasked: these change no word of an answer.
"""

from collections.abc import Collection, Iterator, Sequence
from types import MappingProxyType
from typing import NamedTuple

from exam_tui.core.findings.context import Answer, CheckContext
from exam_tui.core.findings.rules.answers import is_only_placeholder, wrapped_in
from exam_tui.core.findings.rules.course_lists import glued_lists
from exam_tui.core.findings.rules.image_files import mended_target
from exam_tui.core.findings.rules.uncounted_images import is_forgotten_mark, uncounted_images
from exam_tui.core.report.image_links import Files, Lookup
from exam_tui.core.report.placeholder import unwrapped
from exam_tui.core.report.report import Report
from exam_tui.core.report.task_marks import OddMark, odd_marks
from exam_tui.core.text.lines import drop_outer_blank_lines

FIXABLE = MappingProxyType(
    {
        "marker-missing": "`Answer:` restored",
        "placeholder-left": "placeholder removed",
        "wrapper-left": "dashes around the answer removed",
        "image-not-counted": "forgotten `!` added",
        "image-missing": "link written from the report's folder",
        "image-case": "link written with the letters of the file's name",
        "course-page": "blank line added before a list",
        "task-mark": "task mark written as a tick",
    }
)
"""The codes that have a safe fix, each only for some of its causes, with what the fix does."""


class Fix(NamedTuple):
    """What the safe fixes make of one answer.

    Attributes:
        index: the question's position in `Report.questions`.
        number: its number.
        codes: the codes that are fixed.
        was: the answer that the fix is for.
        text: the whole answer afterwards. Where only whole placeholders beside it are left out, that is `was`:
            `Report.clean_answer` writes it all the same.

    """

    index: int  # type: ignore[assignment] # not the method of that name that every tuple has
    number: int
    codes: tuple[str, ...]
    was: str
    text: str


def mends_in(context: CheckContext, codes: Collection[str] = FIXABLE) -> Sequence[OddMark]:
    """Return the marks of the checklist that are written as ticks: where it is plain what they mean."""
    found = odd_marks(context.report.template) if "task-mark" in codes else ()
    return tuple(odd for odd in found if odd.meant is not None)


def fixes_in(context: CheckContext, files: Files | None = None, codes: Collection[str] = FIXABLE) -> Sequence[Fix]:
    """Return the safe fixes of the report of a context, one for each answer that has any.

    A `!` is put only before links whose image `files` finds, and only where it finds it a path is shortened; without
    `files` there are none of these.
    """
    found: list[Fix] = []
    for answer in context.answers:
        # A slot that holds the rest of another question is not the student's alone: `question-missing` comes first.
        is_own = answer.question.state != "unanswered" and not context.holds_missing(answer.index)
        fix = _fix(answer, files, codes) if is_own else None
        if "marker-missing" in codes and answer.can_have_marker:
            question, others = answer.question, fix.codes if fix else ()
            text = fix.text if fix else question.answer
            fix = Fix(question.index, question.number, ("marker-missing", *others), question.answer, text)
        if fix:
            found.append(fix)
    return tuple(found)


def apply_fixes(report: Report, fixes: Sequence[Fix]) -> Sequence[Fix]:
    """Write the answers of fixes into a report; return those made: not where an answer reads otherwise by now."""
    made: list[Fix] = []
    questions = report.questions
    for fix in fixes:
        question = questions[fix.index] if fix.index < len(questions) else None
        if question is not None and (question.number, question.answer) == (fix.number, fix.was):
            if "marker-missing" in fix.codes:
                report.restore_marker(question)
            report.clean_answer(question, fix.text)
            made.append(fix)
    return tuple(made)


def _fix(answer: Answer, files: Files | None, codes: Collection[str]) -> Fix | None:
    lines: list[str | None] = list(answer.lines)
    fixed: list[str] = []
    fixed += _mend_links(answer, files, codes, lines)
    if "wrapper-left" in codes and (wrapped := wrapped_in(answer)):
        lines = unwrapped([line or "" for line in lines], *wrapped)
        fixed.append("wrapper-left")
    if "placeholder-left" in codes and _drop_placeholders(answer, lines):
        fixed.append("placeholder-left")
    is_course = answer.report.is_course_report
    if "course-page" in codes and is_course and (glued := list(glued_lists(answer))):
        for index in glued:
            if lines[index] is not None:
                lines[index] = f"\n{lines[index]}"
        fixed.append("course-page")
    # A placeholder in code is shown there, also where the answer as it is counted leaves it out.
    kept = [line for index, line in enumerate(lines) if line is not None and not _is_whole_placeholder(answer, index)]
    text = "\n".join(drop_outer_blank_lines("\n".join(kept).split("\n")))
    if not fixed or not text:
        return None
    question = answer.question
    return Fix(question.index, question.number, tuple(fixed), question.answer, text)


class _Change(NamedTuple):
    """What a fix writes into a line: in place of its characters [start, end), columns from 0."""

    line: int
    start: int
    end: int
    text: str
    code: str


def _mend_links(
    answer: Answer, files: Files | None, codes: Collection[str], lines: list[str | None]
) -> Collection[str]:
    """Mend the links to images that are there, from the right; return the codes that are fixed by it."""
    if files is None:
        return ()
    found = [change for change in _link_changes(answer, files) if change.code in codes]
    for at, start, end, text, _ in sorted(found, key=lambda change: (change.line, -change.start)):
        line = lines[at] or ""
        lines[at] = line[:start] + text + line[end:]
    return dict.fromkeys(change.code for change in found)


def _link_changes(answer: Answer, files: Files) -> Iterator[_Change]:
    for image in uncounted_images(answer):
        if is_forgotten_mark(image, files):
            yield _Change(image.index, image.column, image.column, "!", "image-not-counted")
    for index, link, is_shown in answer.images:
        target = mended_target(link.target, files) if is_shown else None
        if target is not None:
            start = link.start + len(f"![{link.alt}](")
            is_case = files.lookup(link.target).result is Lookup.WRONG_CASE
            code = "image-case" if is_case else "image-missing"
            yield _Change(index, start, start + len(link.target), target, code)


def _is_whole_placeholder(answer: Answer, index: int) -> bool:
    return answer.place.lines[index].is_placeholder and is_only_placeholder(answer, index)


def _drop_placeholders(answer: Answer, lines: list[str | None]) -> bool:
    """Drop the lines that hold nothing but the placeholder or a rest of it."""
    placeholders = [index for index in range(len(lines)) if is_only_placeholder(answer, index)]
    for index in placeholders:
        lines[index] = None
    return bool(placeholders)
