"""Rules on the course's check: where it stops, cuts an answer, drops text or counts the template's, and why."""

from collections.abc import Iterator

from exam_tui.core.findings.catalog import CODES
from exam_tui.core.findings.context import Answer, CheckContext, Part, at_offset
from exam_tui.core.findings.finding import Finding
from exam_tui.core.report.counting import count
from exam_tui.core.text.words import plural

_MARKER = "Answer:"


def checker_findings(context: CheckContext) -> Iterator[Finding]:
    """Find what makes the checker see other answers than there are. Silent for reports of other courses."""
    if not context.report.is_course_report:
        return
    owned: dict[int, list[Part]] = {}
    for part in context.parts:
        if part.owner is not None:
            owned.setdefault(part.owner, []).append(part)
        elif not context.is_of_missing(part.start):  # `question-missing` says it
            yield _number_differs(
                context,
                part.start - len(_MARKER),
                "remove `Answer:` here, outside the answers",
                "Restore the template's text: the check takes every `Answer:` for the start of an answer.",
                None,
            )
    for index, answer in enumerate(context.answers):
        if answer.place.has_marker and not context.holds_missing(index):  # else one for what is missing says it
            yield from _of_answer(context, index, answer, owned.get(index, []))


def _number_differs(context: CheckContext, offset: int, what: str, remedy: str, question: int | None) -> Finding:
    """Make the finding for one answer too many or too few: it stops the checker unless another evens it out."""
    stops = context.verdict.error is not None
    return at_offset(
        context.report,
        "checker-stops" if stops else "checker-cuts-answer",
        offset,
        f"the course's check would {'stop' if stops else 'mix up answers'}: {what}",
        remedy,
        question=question,
    )


def _of_answer(context: CheckContext, index: int, answer: Answer, parts: list[Part]) -> Iterator[Finding]:
    source, number, place = context.report.source, answer.question.number, answer.place
    if not parts:
        is_marked = _MARKER in source[place.marker.start : place.marker.end]
        if not is_marked or all(
            gap.above != index for gap in context.numbering.gaps
        ):  # else `question-missing` says it
            yield _not_found(context, index, answer)
    elif len(parts) > 1:
        at = source.find("###", parts[0].start, place.slot.end)
        if parts[0].start == parts[1].start:  # the last answer of all is appended once more, whole
            if at < 0:
                return  # because the marker of the question below is not found: that is said there
            what, remedy = f"remove `###` in question {number}", "Use bold text instead of a heading here."
        else:
            at = parts[1].start - len(_MARKER)
            what = f"remove `Answer:` in question {number}"
            remedy = "Remove the colon: the check takes it for the start of another answer."
        yield _number_differs(context, at, what, remedy, number)
    else:
        yield from _cut_or_dropped(context, answer, parts[0])


def _not_found(context: CheckContext, index: int, answer: Answer) -> Finding:
    source, number, place = context.report.source, answer.question.number, answer.place
    if _MARKER not in source[place.marker.start : place.marker.end]:
        remedy = "Write exactly `> Answer:`."
        return _number_differs(context, place.marker.start, f"write `Answer:` in question {number}", remedy, number)
    following = context.answers[index + 1 :][:1]
    offset = context.report.template.lines.start(following[0].place.heading_line) if following else place.marker.start
    after = following[0].question.number if following else number
    what = f"begin the heading of question {after} with `###`"
    return _number_differs(context, offset, what, "Restore the template's heading.", after)


def _cut_or_dropped(context: CheckContext, answer: Answer, part: Part) -> Iterator[Finding]:
    source, place = context.report.source, answer.place
    literal = source.find(_MARKER, place.marker.start, place.marker.end)
    begin = literal + len(_MARKER) if literal >= 0 else place.marker.end
    end = context.own_end(answer)
    seen = count(source[part.start : end])
    number = answer.question.number
    if part.start > begin and count(source[begin:end]) != seen:
        yield at_offset(
            context.report,
            "checker-drops-text",
            part.start - len(_MARKER),
            "the course's check drops the text before `Answer:` here",
            "Remove the colon after the word, or put a space before it.",
            question=number,
        )
    got = count(source[part.start : part.end])
    if got == seen:
        return
    if part.end > end:
        yield at_offset(
            context.report,
            "checker-cuts-answer",
            end,
            "the course's check counts this heading and what follows as part of the answer above",
            "Begin the section's heading with `##`, as the template has it.",
            question=number,
        )
        return
    marks = "###" if source.startswith("###", part.end) else "##"
    yield at_offset(
        context.report,
        "checker-cuts-answer",
        part.end,
        f"the course's check stops reading the answer at `{marks}`: it sees {got.words} of {seen.words} words",
        f"Remove `{marks}`: use bold text for a heading, a single `#` for a comment in code.",
        question=number,
    )


def lost_intro_findings(context: CheckContext) -> Iterator[Finding]:
    """Find the introductions that lost their `>`: the one finding for that, also where the check counts otherwise."""
    for index, intro in context.lost_intros.items():
        answer = context.answers[index]
        line, column = context.report.template.lines.position(
            context.report.template.lines.start(intro.lines[1][0]),
        )
        whole, own = answer.question.counts.words, context.own_counts(answer).words
        message = (
            "this introduction lost its `>` and reads as part of the answer above: with it that has "
            f"{plural(whole, 'word')}, of which the course's check counts {own}"
        )
        remedy = "Write `> ` before the introduction, not above its heading; `exam-tui repair` does it."
        severity = CODES["template-changed"].severity
        yield Finding("template-changed", severity, line, column, answer.question.number, message, remedy)
