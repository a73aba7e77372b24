"""Which safe fixes are made at once, and which are held back because something that is right now would be lost.

Dashes and placeholders count as words: an answer may keep its limit by them alone. What a fix takes out may also have
kept a heading at the end of an answer from being read as the template's.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from exam_tui.core.checker import Verdict, verdict_of
from exam_tui.core.findings.consequences import consequences
from exam_tui.core.findings.context import CheckContext
from exam_tui.core.fixes.safe_fixes import FIXABLE, Fix, apply_fixes, fixes_in, mends_in
from exam_tui.core.report.image_links import Files
from exam_tui.core.report.question import Question
from exam_tui.core.report.report import Report
from exam_tui.core.report.task_marks import OddMark
from exam_tui.core.text.words import plural

_READ_OTHERWISE = "other text of the report would then be read differently"
# Each round parses the report again; what is still in doubt after these is held back.
_ROUNDS = 4


class HeldFix(NamedTuple):
    """A fix that is not made; `reason` says what would be lost, as the end of a sentence without a full stop."""

    fix: Fix
    reason: str


class FixPlan(NamedTuple):
    """What the safe fixes come to: the edited report, the fixes in it and those held back.

    `mended` are the marks of the checklist that are mended in it, all or none.
    """

    report: Report
    made: Sequence[Fix]
    held: Sequence[HeldFix]
    mended: Sequence[OddMark] = ()


def plan_fixes(
    context: CheckContext,
    files: Files | None = None,
    codes: Collection[str] = FIXABLE,
    only: Collection[int] | None = None,
) -> FixPlan:
    """Plan the safe fixes of the report of a context, which itself stays unedited.

    `only` are the positions of the questions that are meant, None for all. Held back is what would cost a pass, by our
    count or the course's check, or change how the rest is read. The marks of the checklist are mended all together.
    """
    report, mends = context.report, mends_in(context, codes)
    fixes = [fix for fix in fixes_in(context, files, codes) if only is None or fix.index in only]
    held: list[HeldFix] = []
    for _ in range(_ROUNDS):
        edited = report.copy()
        apply_fixes(edited, fixes)
        if mends:
            edited.mend_marks()
        losses = _losses(context, edited, fixes) if fixes or mends else {}
        if not losses:
            return FixPlan(edited, tuple(fixes), _sorted(held), mends)
        kept = [fix for fix in fixes if fix.index not in losses]
        if len(kept) == len(fixes):
            break
        held += (HeldFix(fix, losses[fix.index]) for fix in fixes if fix.index in losses)
        fixes = kept
    held += (HeldFix(fix, _READ_OTHERWISE) for fix in fixes)
    return FixPlan(report.copy(), (), _sorted(held))


def _sorted(held: list[HeldFix]) -> Sequence[HeldFix]:
    return tuple(sorted(held, key=lambda one: one.fix.index))


def _losses(context: CheckContext, edited: Report, fixes: Sequence[Fix]) -> dict[int, str]:
    """Return what would be lost, by the position of the question whose fix costs it."""
    report, reparsed = context.report, edited.reparsed()
    losses = {
        was.index: _own_loss(now)
        for was, now in zip(report.questions, edited.questions, strict=True)
        if (was.state == "passing" != now.state) or _adds_too_many_images(was, now)
    }
    if report.is_course_report:
        losses |= _complaints(context.verdict, verdict_of(reparsed), fixes)
    found = consequences(edited, reparsed)
    if found and not losses:
        # The first one only: what hides a question, in the answer above it, hides those below it too.
        first = found[0]
        at = next((q.index for q in edited.questions if q.number == first.question), len(edited.questions))
        losses = {at - 1 if first.code == "swallowed-question" else at: _READ_OTHERWISE}
    return losses


def _adds_too_many_images(was: Question, now: Question) -> bool:
    limit = now.limits.images
    return limit is not None and bool(limit.excess(now.counts.images)) and now.counts.images > was.counts.images


def _own_loss(question: Question) -> str:
    words, limit = question.counts.words, question.limits.words
    images = question.limits.images
    too_many = images is not None and images.excess(question.counts.images) > 0
    if too_many or limit is None:
        return "the answer would then have too many images"
    wanted = limit.in_words("word")
    return f"the answer would then have {plural(words, 'word')}, and the question asks for {wanted}"


def _complaints(before: Verdict, after: Verdict, fixes: Sequence[Fix]) -> dict[int, str]:
    """Return what the course's check passes before and not after, by position."""
    if before.error is not None:
        return {}
    if after.error is not None:  # another `Answer:` may stand for one that is gone
        reason = f"the course's check would then stop: {after.error}"
        return {fix.index: reason for fix in fixes if "marker-missing" in fix.codes}
    known = {(failure.question, failure.kind) for failure in before.failures}
    return {
        failure.question - 1: (
            f"that would leave {failure.got} {failure.kind}; the course's check wants {failure.wanted}"
        )
        for failure in after.failures
        if (failure.question, failure.kind) not in known
    }
