"""Rules on what a reader would miss: members that the contributions never name, and what the course's page garbles."""

import re
from collections.abc import Iterator

from exam_tui.core.course import COURSE
from exam_tui.core.findings.context import Answer, CheckContext
from exam_tui.core.findings.finding import Finding
from exam_tui.core.findings.rules.course_page import course_page_findings

_MEMBER = re.compile(COURSE.member, re.IGNORECASE)
_DIGITS = re.compile(COURSE.member_digits)


def text_findings(context: CheckContext) -> Iterator[Finding]:
    """Find what a reader would miss; all of it is information."""
    yield from _contributions(context)
    if context.report.is_course_report:
        for answer in context.answers:
            yield from course_page_findings(answer)


def _contributions(context: CheckContext) -> Iterator[Finding]:
    """Compare the study numbers of the question that asks for them with the answer on contributions."""
    members = [answer for answer in context.answers if _asks_for(answer, COURSE.members)]
    shares = [answer for answer in context.answers if _asks_for(answer, COURSE.contributions)]
    if not members or not shares or shares[-1].question.state == "unanswered":
        return
    share = shares[-1]
    named = set(_DIGITS.findall(share.question.answer))
    numbers = dict.fromkeys(match[0].lower() for match in _MEMBER.finditer(members[0].question.answer))
    absent = [number for number in numbers if named.isdisjoint(_DIGITS.findall(number))]
    if absent:
        shown = ", ".join(absent[:10]) + (" …" if len(absent) > 10 else "")  # noqa: PLR2004 - no group is larger
        yield share.find(
            "contribution-missing",
            share.first,
            f"the contributions never name {shown}",
            f"Say what each member did, with the {COURSE.members}.",
        )


def _asks_for(answer: Answer, words: str) -> bool:
    question = answer.question
    return words in question.prompt.lower() and words in question.parts.ask.lower()
