"""Rules on what a reader would miss: members that the contributions never name, and what the course's page garbles."""

import re
from collections.abc import Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet

from exam_tui.core.course import COURSE
from exam_tui.core.findings.context import Answer, CheckContext
from exam_tui.core.findings.finding import Finding
from exam_tui.core.findings.rules.course_page import course_page_findings
from exam_tui.core.text.patterns import lazy_pattern

_MEMBER = lazy_pattern(COURSE.member, re.IGNORECASE)
_DIGITS = lazy_pattern(COURSE.member_digits)
_NUMBER = lazy_pattern(COURSE.member_like, re.IGNORECASE)
_MOST_SHOWN = 10


def text_findings(context: CheckContext) -> Iterator[Finding]:
    """Find what a reader would miss; all of it is information."""
    members = [answer for answer in context.answers if _asks_for(answer, COURSE.members)]
    shares = [answer for answer in context.answers if _asks_for(answer, COURSE.contributions)]
    if members:
        yield from _entries(members[0])
    if members and shares and shares[-1].question.state != "unanswered":
        yield from _contributions(members[0], shares[-1])
    if context.report.is_course_report:
        for answer in context.answers:
            yield from course_page_findings(answer)


def _entries(members: Answer) -> Iterator[Finding]:
    """Name what stands in the list of members like a study number and is none.

    Where all of them are of quite another length, they may be those of another school.
    """
    found = _numbers(members)
    is_ours = any(_MEMBER.fullmatch(written) for written in found)
    for written, (index, column) in found.items():
        is_close = abs(len(_digits_in(written)) - len(_digits_in(COURSE.member_sample))) <= 1
        if not _MEMBER.fullmatch(written) and (is_ours or is_close):
            yield members.find(
                "contribution-missing",
                index,
                f"{written} is not a {COURSE.members} ({COURSE.member_form})",
                f"Write it as in {COURSE.member_sample}.",
                column=column,
            )


def _contributions(members: Answer, share: Answer) -> Iterator[Finding]:
    """Compare the study numbers of the question that asks for them with the answer on contributions."""
    named = set(_DIGITS.findall(share.question.answer))
    numbers = dict.fromkeys(match[0].lower() for match in _MEMBER.finditer(members.question.answer))
    absent = [number for number in numbers if named.isdisjoint(_DIGITS.findall(number))]
    if not absent:
        return
    known = {digits for number in numbers for digits in _DIGITS.findall(number)}
    others = {text: at for text, at in _numbers(share).items() if not _is_known(text, known)}
    for written, (index, column) in others.items():
        if meant := _nearest(written, absent):
            absent.remove(meant)
            yield share.find(
                "contribution-missing",
                index,
                f"{written} is not a member of the group: did you mean {meant}?",
                f"Write {meant}, as in question {members.question.number}, or correct it there.",
                column=column,
            )
    if absent:
        shown = ", ".join(absent[:_MOST_SHOWN]) + (" …" if len(absent) > _MOST_SHOWN else "")
        yield share.find(
            "contribution-missing",
            share.first,
            f"the contributions never mention {shown}",
            f"Say what each member did, with the {COURSE.members}.",
        )


def _numbers(answer: Answer) -> Mapping[str, tuple[int, int]]:
    """Return what reads like a member's number in an answer, each once, with its line and column in the slot."""
    found: dict[str, tuple[int, int]] = {}
    for index, line in enumerate(answer.lines):
        if answer.place.lines[index].is_placeholder:
            continue
        for match in _NUMBER.finditer(line):
            found.setdefault(match[0], (index, match.start()))
    return found


def _is_known(written: str, known: AbstractSet[str]) -> bool:
    return not known.isdisjoint(_DIGITS.findall(written))


def _nearest(written: str, members: Collection[str]) -> str:
    """Return the one member whose number differs in one digit: another, one more, one less, or two exchanged."""
    near = [member for member in members if _is_near(_digits_in(written), _digits_in(member))]
    return near[0] if len(near) == 1 else ""


def _digits_in(written: str) -> str:
    return "".join(filter(str.isdigit, written))


def _is_near(one: str, other: str) -> bool:
    """Return whether two texts are one slip of the hand apart."""
    if len(one) == len(other):
        differing = [at for at, (ours, theirs) in enumerate(zip(one, other, strict=True)) if ours != theirs]
        first = differing[0] if differing else 0
        swapped = one[:first] + one[first : first + 2][::-1] + one[first + 2 :]
        return len(differing) == 1 or swapped == other
    short, long = sorted((one, other), key=len)
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _asks_for(answer: Answer, words: str) -> bool:
    question = answer.question
    return words in question.prompt.lower() and words in question.parts.ask.lower()
