"""Rules on the report's structure: questions missing, repeated, moved or hidden, conflicts, accidental headings."""

from collections.abc import Iterator

from exam_tui.core.findings.context import FENCE, Answer, CheckContext, at_offset
from exam_tui.core.findings.finding import Finding, Severity
from exam_tui.core.findings.rules.answers import wrapped_in
from exam_tui.core.text.lines import split_lines
from exam_tui.core.text.patterns import lazy_pattern

_UNDECODABLE = lazy_pattern("[\udc80-\udcff]")


def structure_findings(context: CheckContext) -> Iterator[Finding]:
    """Find what is wrong with the report as a whole."""
    yield from _numbers(context)
    yield from _markers(context)
    yield from _hidden(context)
    yield from _conflicts(context)
    yield from _accidental_headings(context)
    yield from _undecodable(context)


def _numbers(context: CheckContext) -> Iterator[Finding]:
    report = context.report
    lines = report.template.lines
    named: set[int] = set()
    for gap in context.numbering.gaps:
        headings = [context.bare_headings[number] for number in gap.numbers if number in context.bare_headings]
        offset = lines.start(min(headings)) if headings else gap.offset
        first, last = gap.numbers[0], gap.numbers[-1]
        marker = _marker_of(context, first)
        if first == last and headings:
            message, remedy = f"question {first} has no `Answer:` line", "Write `> Answer:` below its prompt"
        elif first == last and marker is not None:
            message, remedy = f"question {first} has no heading", f"Write `### Question {first}` above its prompt"
            offset = marker
        elif first == last:
            message, remedy = f"question {first} is missing", "Restore its heading, prompt and `> Answer:` line"
        else:
            message, remedy = f"questions {first} to {last} are missing", "Restore their headings and prompts"
        remedy += "; `exam-tui repair` does it."
        if offset in named:  # the last line is the bare heading of another question
            offset = lines.end(lines.index(offset))
        named.add(offset)
        yield at_offset(report, "question-missing", offset, message, remedy, question=first)
    yield from _out_of_place(context)


def _marker_of(context: CheckContext, number: int) -> int | None:
    """Return where the quote begins that has the `Answer:` of a missing question which no slot holds."""
    span = context.missing_above.get(number)
    at = context.report.source.rfind("Answer:", span.start, span.end) if span else -1
    if at < 0:
        return None
    lines = context.report.template.lines
    line = lines.index(at)
    while line and lines[line - 1].lstrip().startswith(">"):
        line -= 1
    return lines.start(line)


def _markers(context: CheckContext) -> Iterator[Finding]:
    """Find the questions whose `Answer:` is gone."""
    for answer in context.answers:
        if answer.place.has_marker:
            continue
        number = answer.question.number
        lacks, below = ("no", "prompt") if answer.question.prompt else ("no prompt and no", "heading")
        message = f"question {number} has {lacks} `Answer:` line{_without_marker(context, answer)}"
        remedy = f"Write `> Answer:` below its {below}, and remove the colon from the word in its answer."
        if answer.can_have_marker:
            remedy = f"Write `> Answer:` below its {below}; `exam-tui check --fix` does it."
        offset = context.report.template.lines.start(answer.place.heading_line)
        yield at_offset(context.report, "marker-missing", offset, message, remedy, question=number)


def _without_marker(context: CheckContext, answer: Answer) -> str:
    """Return what the course's check makes of a question without a marker, as the end of a message."""
    if not context.report.is_course_report:
        return ""
    if not answer.can_have_marker:
        return ": the course's check begins at the `Answer:` further down"
    if context.verdict.error is not None:
        return f": the course's check {_taken_for(answer)} and would stop"
    heading = context.report.template.lines.start(answer.place.heading_line)
    is_counted = any(part.start < heading < part.end for part in context.parts)
    return f": the course's check {_taken_for(answer)}{' and counts its words there' if is_counted else ''}"


def _taken_for(answer: Answer) -> str:
    return "joins it to the answer above" if answer.index else "does not see it"


def _out_of_place(context: CheckContext) -> Iterator[Finding]:
    """Find questions under the number of another one, a second time, or after a later one."""
    misnumbered = context.numbering.misnumbered
    numbers = [answer.question.number for answer in context.answers]
    seen: dict[int, Answer] = {}
    highest = 0
    for answer in context.answers:
        number, line = answer.question.number, answer.place.heading_line
        own = misnumbered[answer.index].number if answer.index in misnumbered else number
        offset = context.report.template.lines.start(line)
        if answer.index in misnumbered:
            code = "question-missing" if own not in numbers else "question-order"
            code = "question-duplicate" if numbers.count(number) > 1 else code
            what = "prompt" if misnumbered[answer.index].by_prompt else "place"
            message = f"this is question {own}'s {what} under number {number}"
            remedy = f"Write the number of question {own} in its heading; `exam-tui repair` does it."
        elif own in seen:
            code, message = "question-duplicate", f"there are two questions {own}"
            remedy = f"Combine both answers below the first (line {seen[own].question.line}) and delete this one."
        elif own < highest:
            code, message = "question-order", f"question {own} comes after question {highest}"
            remedy = "Move it, with prompt and answer, back to its place; `exam-tui repair` does it."
        else:
            code, message, remedy = "", "", ""
        # `conflict-marker` says it where a version of a conflict repeats a question.
        repeats = own in seen or answer.index in misnumbered
        in_conflict = context.in_conflict(line) or (own in seen and context.in_conflict(seen[own].place.heading_line))
        if code and not (repeats and in_conflict):
            yield at_offset(context.report, code, offset, message, remedy, question=number)
        seen.setdefault(own, answer)
        highest = max(highest, own)


def _hidden(context: CheckContext) -> Iterator[Finding]:
    """Report each unclosed block once, at the first question that it hides."""
    answers = context.answers
    for index, answer in enumerate(answers):
        if not answer.question.recovered:
            continue
        above = answers[index - 1] if index else None
        opener = _opener(split_lines(above.raw)) if above else None
        if opener is None and above is not None and above.question.recovered:
            continue  # the same block hides this one too
        what = "code block or comment" if opener is None else opener[1]
        remedy = "Close it with a line of ``` or with -->."
        if opener is not None and above is not None:
            line = above.place.lines[min(opener[0], len(above.place.lines) - 1)].index + 1
            remedy = f"Close what line {line} opens, with {opener[2]} at the end of that answer."
        yield at_offset(
            context.report,
            "swallowed-question",
            context.report.template.lines.start(answer.place.heading_line),
            f"question {answer.question.number} is hidden by an unclosed {what}",
            remedy,
            question=answer.question.number,
        )


def _opener(lines: list[str]) -> tuple[int, str, str] | None:
    """Return the line of a slot that opens a block which the slot does not close, what it is and what closes it."""
    fence, comment, at = "", False, 0
    for index, line in enumerate(lines):
        match = FENCE.match(line)
        if fence:
            if match and match[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif comment:
            comment = "-->" not in line
        elif match:
            fence, at = match[1], index
        elif line.lstrip().startswith("<!--") and "-->" not in line:
            comment, at = True, index
    if fence:
        return at, "code block", f"a line of {fence[:3]}"
    return (at, "comment", "-->") if comment else None


def _conflicts(context: CheckContext) -> Iterator[Finding]:
    for span in context.conflicts:
        start = context.report.template.lines.start(span.start)
        inside = [answer for answer in context.answers if answer.place.slot.start <= start < answer.place.slot.end]
        message = "a git merge conflict is still in the file"
        remedy = (
            "Press R in the editor's list of questions to resolve it. Or keep one version or both, and delete "
            "the marker"
            f" lines down to line {span.end + 1}."
        )
        severity: Severity | None = None
        if inside and inside[0].in_closed_fence(span.start, span.end):
            message = "a git merge conflict is in a code block"
            remedy = f"Leave it if it is there on purpose. {remedy}"
            severity = "info"
        number = inside[0].question.number if inside else None
        yield at_offset(context.report, "conflict-marker", start, message, remedy, question=number, severity=severity)


def _accidental_headings(context: CheckContext) -> Iterator[Finding]:
    """Find underlines of dashes that make the text above them a heading: once an answer, naming the others."""
    rules = [
        block.end - 1
        for block in context.report.template.blocks
        if block.kind == "heading_open" and block.markup in {"-", "="} and not context.in_conflict(block.end - 1)
    ]
    at = 0
    for answer in context.answers:
        first, last = answer.place.lines[0].index, answer.place.lines[-1].index
        while at < len(rules) and rules[at] < first:
            at += 1
        own: list[int] = []
        while at < len(rules) and rules[at] <= last:
            own.append(rules[at] - first)
            at += 1
        wrapped = wrapped_in(answer) if own else None
        own = [rule for rule in own if wrapped is None or rule != wrapped[1]]
        if own:
            others = ", ".join(str(first + rule + 1) for rule in own[1:6])
            yield answer.find(
                "becomes-heading",
                own[0],
                f"`{answer.lines[own[0]].strip()[:3]}` makes the text above it a heading",
                "Write a blank line before it, or put a pasted table into a code block."
                + (f" The same in line {others}." if others else ""),
            )


def _undecodable(context: CheckContext) -> Iterator[Finding]:
    found = _UNDECODABLE.search(context.report.source)
    if found:
        byte = ord(found[0]) - 0xDC00
        stops = ": the course's check would stop here" if context.report.is_course_report else ""
        yield at_offset(
            context.report,
            "undecodable",
            found.start(),
            f"the byte {byte:02X} is not UTF-8{stops}",
            "Save the file as UTF-8, or retype the character.",
            question=next(
                (a.question.number for a in context.answers if a.place.slot.start <= found.start() < a.place.slot.end),
                None,
            ),
        )
