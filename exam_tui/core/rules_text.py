"""Rules on what a reader finds: members that the contributions never name, and what the course's page shows wrongly."""

import re
from collections.abc import Iterator

from exam_tui.core.answers import Answer, Context
from exam_tui.core.finding import Finding

_STUDY_NUMBER = re.compile(r"\bs[0-9]{6}\b", re.IGNORECASE)
_DIGITS = re.compile(r"(?<![0-9])[0-9]{6}(?![0-9])")
_LIST_ITEM = re.compile(r" {0,3}(?:[-*+]|1\.)[ \t]+\S")
_ANY_ITEM = re.compile(r"[ \t]*(?:[-*+]|[0-9]{1,9}[.)])[ \t]")
_RULE_CELL = re.compile(r"[ \t]*:?-+:?[ \t]*")
_COMMENT = re.compile(r" {0,3}#+[ \t]*\S")


def text_findings(context: Context) -> Iterator[Finding]:
    """Find what a reader would miss; all of it is information."""
    yield from _contributions(context)
    if context.report.is_course_report:
        for answer in context.answers:
            yield from _course_page(answer)


def _contributions(context: Context) -> Iterator[Finding]:
    """Compare the study numbers of the question that asks for them with the answer on contributions."""
    members = [answer for answer in context.answers if _asks_for(answer, "study number")]
    shares = [answer for answer in context.answers if _asks_for(answer, "contributions")]
    if not members or not shares or shares[-1].question.state == "unanswered":
        return
    share = shares[-1]
    named = set(_DIGITS.findall(share.question.answer))
    numbers = dict.fromkeys(match[0].lower() for match in _STUDY_NUMBER.finditer(members[0].question.answer))
    absent = [number for number in numbers if number[1:] not in named]
    if absent:
        shown = ", ".join(absent[:10]) + (" …" if len(absent) > 10 else "")  # noqa: PLR2004 - no group is larger
        yield share.find(
            "contribution-missing",
            share.first,
            f"the contributions never name {shown}",
            "Say what each member did, with the study number.",
        )


def _asks_for(answer: Answer, words: str) -> bool:
    question = answer.question
    return words in question.prompt.lower() and words in question.parts.ask.lower()


def _course_page(answer: Answer) -> Iterator[Finding]:
    """Find what Python-Markdown without extensions shows wrongly: once an answer and cause."""
    yield from _fences(answer)
    glued = next(glued_lists(answer), None)
    if glued is not None:
        yield answer.find(
            "course-page",
            glued,
            "the course's page shows this list as running text",
            "Write a blank line before the list; `exam-tui check --fix` does it.",
        )
    table = next(_tables(answer), None)
    if table is not None:
        yield answer.find(
            "course-page",
            table,
            "the course's page shows this table as running text",
            "A list is shown on every page; GitHub and `exam-tui html` show the table.",
        )


def _fences(answer: Answer) -> Iterator[Finding]:
    """Find code in fences: one finding, for a comment that becomes a title if there is one."""
    if "```" not in answer.raw and "~~~" not in answer.raw:
        return
    fences = answer.scan.fences
    if not fences:
        return
    comments = (
        index for first, behind in fences for index in range(first + 1, behind) if _COMMENT.match(answer.lines[index])
    )
    title = next(comments, None)
    if title is None:
        index, message = fences[0][0], "the course's page shows this code block as running text"
    else:
        index, message = title, "the course's page shows this comment in code as a title"
    yield answer.find(
        "course-page",
        index,
        message,
        "Indent the code by four blanks instead of ```, with a blank line before it.",
    )


def glued_lists(answer: Answer) -> Iterator[int]:
    """Find the first lines of lists that stand right below a paragraph, without a blank line between."""
    if not any(map(_LIST_ITEM.match, answer.lines)):
        return
    in_list, above = False, ""
    for index, line in enumerate(answer.scan.shown):
        if answer.scan.kinds[index] != "text" or not line.strip():
            above = ""
            continue
        if _ANY_ITEM.match(line):
            if not in_list and above and not above.lstrip().startswith((">", "#")) and _LIST_ITEM.match(line):
                yield index
            in_list = True
        elif not above and not line.startswith((" ", "\t")):
            in_list = False
        above = line


def _tables(answer: Answer) -> Iterator[int]:
    """Find the head lines of tables as GitHub shows them: a line with `|` above a rule of dashes with `|`."""
    if "|" not in answer.raw:
        return
    scan = answer.scan
    for index in range(1, len(scan.shown)):
        rule, head = scan.shown[index].strip(), scan.shown[index - 1]
        if "|" in rule and "-" in rule and "|" in head and scan.kinds[index] == scan.kinds[index - 1] == "text":
            cells = rule.strip("|").split("|")
            if all(_RULE_CELL.fullmatch(cell) for cell in cells):
                yield index - 1
