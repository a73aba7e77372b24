"""Rules on what is in a slot: no answer, a placeholder, dashes, quote marks, too much or too little."""

from collections.abc import Iterator

from exam_tui.core.findings.context import Answer, CheckContext, at_offset
from exam_tui.core.findings.finding import Finding
from exam_tui.core.findings.rules.uncounted_images import uncounted_images
from exam_tui.core.report.counting import Counts, count
from exam_tui.core.report.limits import Limit
from exam_tui.core.report.placeholder import (
    HALF_PLACEHOLDER,
    may_hold_placeholder,
    without_half_placeholders,
    wrapped_lines,
)
from exam_tui.core.text.words import plural


def answer_findings(context: CheckContext) -> Iterator[Finding]:
    """Find what is wrong with each answer on its own."""
    for answer in context.answers:
        yield from _of_answer(context, answer)


def _of_answer(context: CheckContext, answer: Answer) -> Iterator[Finding]:
    question = answer.question
    counts = context.own_counts(answer)
    if question.state == "unanswered" or not counts.words:
        placeholder = count(answer.report.source[answer.place.slot.start : context.own_end(answer)])
        passes = all(question.limits.allow(words=words, images=0) for words in (0, placeholder.words))
        yield answer.find(
            "unanswered",
            answer.first_before(context.answer_end(answer)),
            f"question {question.number} has no answer",
            "Write the answer in place of the template's placeholder.",
            severity="warning" if passes else "error",
        )
        return
    rest = without_half_placeholders(question.answer)
    left = list(_placeholders(answer, alone=not rest))
    yield from left
    wrapped = wrapped_in(answer)
    if wrapped:
        first, last = wrapped
        where = "" if first == last else f", in line {answer.place.lines[last].index + 1}"
        yield answer.find(
            "wrapper-left",
            first,
            "the answer is still wrapped in the template's dashes",
            f"Delete them before and after the answer{where}; `exam-tui check --fix` does it.",
        )
    yield from _quotes(context, answer)
    if (rest or not left) and not context.holds_missing(answer.index):
        yield from _limits(answer, counts)


def _placeholders(answer: Answer, *, alone: bool) -> Iterator[Finding]:
    """Find a placeholder beside an answer, whole or in part, shown as text; `alone` if there are no other words."""
    for index, line in enumerate(answer.place.lines):
        match = None
        is_code = answer.in_closed_fence(line.index, line.index)
        if not line.is_placeholder:
            match = HALF_PLACEHOLDER.search(line.text) if may_hold_placeholder(line.text) and not is_code else None
            if match is None or (
                answer.scan.kinds[index] == "text" and not answer.scan.shown[index][match.start() : match.end()].strip()
            ):
                continue
        elif is_code:
            yield answer.find(
                "placeholder-left",
                index,
                "a placeholder is in a code block: exam-tui does not count it, but the course's check does",
                "Delete it, unless it is there on purpose.",
                severity="info",
            )
            continue
        yield answer.find(
            "placeholder-left",
            index,
            "part of the placeholder is still there, and no answer" if alone else "the placeholder is still there",
            "Write the answer in its place."
            if alone
            else "Delete it; `exam-tui check --fix` does it."
            if is_only_placeholder(answer, index)
            else "Delete it: your answer is beside it.",
            column=match.start() if match else None,
            severity="error" if alone and answer.question.state == "failing" else None,
        )


def is_only_placeholder(answer: Answer, index: int) -> bool:
    """Return whether a line holds nothing but the placeholder, or a rest of it as text; what is in code is shown."""
    text = answer.lines[index]
    if answer.scan.kinds[index] in {"fence", "code"}:
        return False
    if answer.place.lines[index].is_placeholder:
        return True
    is_half = HALF_PLACEHOLDER.search(text) is not None and not HALF_PLACEHOLDER.sub("", text).strip(" \t-")
    return is_half and answer.scan.kinds[index] == "text"


def wrapped_in(answer: Answer) -> tuple[int, int] | None:
    """Return the first and the last line of an answer that still stands between the template's dashes."""
    return wrapped_lines(answer.own_lines, answer.scan.kinds)


def _quotes(context: CheckContext, answer: Answer) -> Iterator[Finding]:
    """Find an answer in the prompt's quote, or on the marker line; in a course report also marks left behind."""
    lines = answer.place.lines
    if not answer.place.has_marker:
        return  # `marker-missing` says it
    inside = [index for index, line in enumerate(lines) if line.text.strip() and (line.in_quote or index == 0)]
    inside = [index for index in inside if not lines[index].is_placeholder]
    if inside:
        lazy = inside[0] > 0 and not any(_is_marked(answer, index) for index in inside)
        where = "on the `Answer:` line" if inside[0] == 0 else "in the prompt's quote"
        yield answer.find(
            "inside-quote",
            inside[0],
            "the page shows the first lines in the prompt's quote" if lazy else f"the answer is {where}",
            "Write a blank line before the answer." if lazy else "Move it below a blank line, without `>`.",
            severity="info" if lazy else None,
        )
        if not lazy:
            return
    if not context.report.is_course_report:
        return
    source, marker = context.report.source, answer.place.marker
    after = source[marker.start : marker.end].partition("Answer:")[2]
    index = next((index for index, line in enumerate(lines) if line.in_quote and index > 0), 0)
    if index and count(answer.raw).words > sum(count(line.text).words for line in lines):
        start = source.rfind(">", 0, lines[index].span.start + 1)
        yield at_offset(
            context.report,
            "inside-quote",
            start,
            "a `>` is left below `Answer:`: the course's check counts it as a word",
            "Delete the `>`; a blank line ends the quote.",
            question=answer.question.number,
        )
    elif after.strip():
        yield at_offset(
            context.report,
            "inside-quote",
            marker.end - len(after),
            f"`{after.strip()}` after `Answer:` counts as a word in the course's check",
            "Write `> Answer:` as the template has it.",
            question=answer.question.number,
        )


def _is_marked(answer: Answer, index: int) -> bool:
    """Return whether a line of the slot begins with a quote mark, rather than only following one without a break."""
    lines, place = answer.report.template.lines, answer.place
    start = lines.start(place.lines[index].index)
    return ">" in answer.report.source[start : place.lines[index].span.start]


def _limits(answer: Answer, counts: Counts) -> Iterator[Finding]:
    question = answer.question
    words, images = question.limits.words, question.limits.images
    if words and not words.allows(counts.words):
        yield answer.find(
            "too-short" if words.missing(counts.words) else "too-long",
            answer.first,
            _held_against(words, counts.words, "word"),
            f"The question asks for {words.in_words('word')}.",
        )
    if images and images.missing(counts.images):
        if images.missing(counts.images) <= len(uncounted_images(answer)):
            return  # `image-not-counted` says it
        yield answer.find(
            "too-few-images",
            answer.first,
            _held_against(images, counts.images, "image"),
            "Put it into the `figures` folder and link it as `![what it shows](figures/name.png)`.",
        )
    elif images and (excess := images.excess(counts.images)):
        index, link, _ = answer.images[counts.images - excess]
        yield answer.find(
            "too-many-images",
            index,
            _held_against(images, counts.images, "image"),
            f"The question asks for {images.in_words('image')}.",
            column=link.start,
        )


def _held_against(limit: Limit, got: int, thing: str) -> str:
    """Return how far a number is outside its limit; the code, which is read just before, says in which direction."""
    missing, excess = limit.missing(got), limit.excess(got)
    if missing:
        return f"{got} of at least {plural(got + missing, thing)}, {missing} more"
    return f"{got} of at most {plural(got - excess, thing)}, {excess} too many"
