"""Rules on the course's check: where it stops, cuts an answer or drops text (DESIGN section 2), and why."""

from collections.abc import Iterator

from exam_tui.core.answers import Context, Part, at_offset
from exam_tui.core.finding import Finding

_MARKER_REMEDY = "Write the word without its colon, or a blank before the colon."


def checker_findings(context: Context) -> Iterator[Finding]:
    """Find what makes the checker see other answers than there are. Silent for reports of other courses."""
    if not context.report.is_course_report:
        return
    stops = context.verdict.error is not None
    owned: dict[int, list[Part]] = {}
    for part in context.parts:
        if part.owner is not None:
            owned.setdefault(part.owner, []).append(part)
        else:
            yield at_offset(
                context.report,
                "checker-stops",
                part.start - 7,
                "the course's check would stop: remove `Answer:` here, it stands outside the answers",
                "Restore the template's text; the check takes every `Answer:` for the start of an answer.",
            )
    for index, answer in enumerate(context.answers):
        yield from _of_answer(context, answer, owned.get(index, []), stops=stops)
