"""What the editor notes beside an answer: its problems, what the course's check says, who changed it and when."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from exam_tui.core.checker import verdict_of
from exam_tui.core.report.question import Question
from exam_tui.core.report.report import Report
from exam_tui.core.text.words import plural

if TYPE_CHECKING:
    from exam_tui.core.checker import Verdict
    from exam_tui.core.findings.blocking import Faults
    from exam_tui.core.findings.context import CheckContext
    from exam_tui.core.findings.finding import Finding
    from exam_tui.core.findings.position import AnswerPlace
    from exam_tui.core.fixes.plan import FixPlan
    from exam_tui.core.fixes.quick_fixes import QuickFix
    from exam_tui.core.fixes.safe_fixes import Fix
    from exam_tui.core.report.task_marks import OddMark
    from exam_tui.session.problems import Problems

# What makes the course's check count other words or images than the meter does, and how that is said.
_COUNTED_OTHERWISE = {
    "checker-cuts-answer": "cut at `##`",
    "checker-drops-text": "`Answer:`",
    "template-changed": "no `>` below",
    "inside-quote": "quote marks",
    "placeholder-left": "placeholder",
}
# The meter and the list of questions say these already.
_SAID_BY_METER = {"unanswered", "too-short", "too-long", "too-few-images", "too-many-images"}
_RANK = {"error": 0, "warning": 1, "info": 2}


class Problem(NamedTuple):
    """A finding.

    Attributes:
        finding: what is wrong.
        place: where it is in an answer, None outside the questions.
        fix: the safe fix of that answer, or of the checklist.
        held: why the safe fix is not made: what it would lose.
        quick: a fix that is shown before it is made, where there is no safe one.

    """

    finding: "Finding"
    place: "AnswerPlace | None"
    fix: "Fix | OddMark | None"
    held: str = ""
    quick: "QuickFix | None" = None


class Checked(NamedTuple):
    """A report as it was checked at one moment.

    Attributes:
        problems: all of them, sorted by position.
        listed: the same as they are listed: those of many unanswered questions are one.
        faults: what keeps questions from passing besides their words and images.

    """

    problems: Sequence[Problem] = ()
    listed: Sequence[Problem] = ()
    faults: "Faults" = MappingProxyType({})

    def judged(self, questions: Sequence[Question]) -> Sequence[Question]:
        """Return questions as they are now, with the states that the problems found then leave them."""
        if not self.faults:
            return questions
        from exam_tui.core.findings.blocking import with_faults

        return with_faults(questions, self.faults)

    @property
    def questions(self) -> frozenset[int]:
        """The positions of the questions that have problems worse than a note."""
        found = (problem for problem in self.problems if problem.finding.severity != "info")
        return frozenset(problem.place.index for problem in found if problem.place)

    def of(self, index: int) -> list[Problem]:
        """Return the problems of one question, by its position, the worst first."""
        inside = [problem for problem in self.problems if problem.place and problem.place.index == index]
        return sorted(inside, key=lambda problem: _RANK[problem.finding.severity])

    def left(self) -> dict[int | None, list["Finding"]]:
        """Return the problems worse than a note that no limit says, by the position of their question."""
        found: dict[int | None, list[Finding]] = {}
        for problem in self.problems:
            if problem.finding.severity != "info" and problem.finding.code not in _SAID_BY_METER:
                found.setdefault(problem.place.index if problem.place else None, []).append(problem.finding)
        return found


class Checker:
    """Checks the report in one file again and again; its original template is looked up once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._judged: tuple[bytes, Verdict] | None = None

    def verdict(self, report: Report) -> "Verdict | None":
        """Return what the course's check says of a report as it is now; None for reports of other courses.

        Nothing is counted again where the report is as it was the last time.
        """
        if not report.is_course_report:
            return None
        data, judged = report.to_bytes(), self._judged
        if judged is None or judged[0] != data:
            judged = self._judged = (data, verdict_of(report))
        return judged[1]

    def check(self, report: Report) -> Checked:
        """Find all problems of a report as it is now. Takes tens of milliseconds: not for the typing path."""
        # Not before the first frame: the rules are half of the program.
        from exam_tui.core.findings.joined import joined
        from exam_tui.core.findings.position import AnswerPlaces
        from exam_tui.core.fixes.quick_fixes import quick_fix

        seen = self._looking.of(report, self.verdict(report))
        plan = seen.plan()
        fixes = {fix.index: fix for fix in plan.made}
        held = {one.fix.index: one for one in plan.held}
        mended = {odd.line + 1: odd for odd in plan.mended}
        places = AnswerPlaces(seen.context.report)

        def problem(finding: "Finding", mended: "Mapping[int, OddMark]") -> Problem:
            place = places.at(finding.line, finding.column)
            fix = fixes.get(place.index) if place else None
            kept = held.get(place.index) if place else None
            safe = fix if fix and finding.code in fix.codes else _mend_of(finding, mended)
            reason = kept.reason if kept and finding.code in kept.fix.codes else ""
            is_inside = place is not None and place.is_inside and safe is None
            answer = report.questions[place.index].answer if place and is_inside else ""
            quick = quick_fix(answer, finding.code, place.row) if place and is_inside else None
            return Problem(finding, place, safe, reason, quick)

        found = joined(seen.findings)
        marks = [finding.line for finding in found if finding.code == "task-mark"]
        # One line may stand for all marks: what mends the first of them that can be mended, mends it.
        all_mended = {marks[0]: plan.mended[0]} if len(marks) == 1 and mended else mended
        return Checked(
            [problem(one, mended) for one in seen.findings], [problem(one, all_mended) for one in found], seen.faults
        )

    def plan(self, report: Report, problems: Sequence[Problem]) -> "FixPlan":
        """Plan the safe fixes of some problems, as `check --fix` does. As long as `check`."""
        places = {problem.place.index for problem in problems if problem.place}
        return self._looking.of(report).plan({problem.finding.code for problem in problems}, places)

    def context(self, report: Report) -> "CheckContext":
        """Return what the rules look at in a report as it is now."""
        return self._looking.of(report).context

    @cached_property
    def _looking(self) -> "Problems":
        from exam_tui.session.problems import Problems

        return Problems(self._path)


def _mend_of(finding: "Finding", mended: "Mapping[int, OddMark]") -> "OddMark | None":
    """Return the mark that is mended for a finding, by its line; None for another kind of finding."""
    return mended.get(finding.line) if finding.code == "task-mark" else None


def fails_more(verdict: "Verdict", questions: Sequence[Question]) -> str:
    """Return what the course's check would fail that is done here, in words; "" for nothing."""
    if verdict.error is not None:
        return "the course's check would stop"
    done = {question.index for question in questions if question.state == "passing"}
    more = sum(at in done and bool(answer.failures) for at, answer in enumerate(verdict.answers))
    return f"the course's check fails {more} more" if more else ""


class Note(NamedTuple):
    """A line about a question: the text, truncated where it is too long, and what stays after it."""

    text: str
    more: str = ""


def note_on(question: Question, verdict: "Verdict | None", checked: Checked, key: str) -> Note:
    """Return the line about a question that the meter cannot say, "" for nothing.

    That is the course's own number where it differs from the meter's, and why, in a few words: at 80 columns there is
    room for 46 characters. Otherwise it is the worst problem. `key` is what opens the list of problems.
    """
    problems = [problem.finding for problem in checked.of(question.index)]
    is_answered = question.state != "unanswered" and all(finding.code != "unanswered" for finding in problems)
    count = _other_count(question, verdict) if is_answered else ""  # else it is the placeholder that it counts
    if count:
        why = next((_COUNTED_OTHERWISE[finding.code] for finding in problems if finding.code in _COUNTED_OTHERWISE), "")
        return Note(f"course's check counts {count}{': ' if why else ''}{why}")
    left = [finding for finding in problems if finding.code not in _SAID_BY_METER]
    if not left:
        return Note("")
    return Note(left[0].message, f"{f' (+{len(left) - 1})' if len(left) > 1 else ''} · {key}")


def _other_count(question: Question, verdict: "Verdict | None") -> str:
    """Return the words or images that the course's check counts in a question where they differ from the meter's."""
    if verdict is None or verdict.error is not None or question.index >= len(verdict.answers):
        return ""
    theirs = verdict.answers[question.index]
    parts = []
    if theirs.words != question.counts.words:
        parts.append(plural(theirs.words, "word"))
    if theirs.images != question.counts.images:
        parts.append(plural(theirs.images, "image"))
    return " and ".join(parts)
