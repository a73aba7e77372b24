"""The last proof of a repair: no line that may be an answer's is lost, wherever it stood."""

from collections import Counter
from collections.abc import Iterator

from exam_tui.core.repair.locate import Found, is_heading_of
from exam_tui.core.repair.template_lines import FEW_WORDS, MARKER, is_in, own_text, words_of
from exam_tui.core.repair.ticks import task_in
from exam_tui.core.report.marker import QUOTE_MARK
from exam_tui.core.report.placeholder import PLACEHOLDER
from exam_tui.core.report.report import Report
from exam_tui.core.template.regions import regions_of
from exam_tui.core.text.lines import split_lines


def lost_line(found: Found, result: Report, template: Report) -> str:
    """Return which line of a report is in no answer of the result though it may be an answer's; "" for none.

    Those are the lines of the slots, all below an `Answer:` that belongs to no question, and where the first question
    is gone what is in its place. The template's own lines need not be there.
    """
    pristine = f" {words_of(template.source)} "
    headings = {words_of(line) for line in split_lines(template.source) if line.startswith("#")}
    have = Counter(own_text(line.text) for place in result.template.questions for line in place.lines)
    entries = [(at, line) for at, line in _of_answers(found) if words_of(line)]
    texts = ["", *(line for _, line in entries), ""]
    for index, (at, line) in enumerate(entries):
        own = own_text(line)
        if not words_of(own) or PLACEHOLDER.fullmatch(own) or words_of(own) in headings:
            continue
        have[own] -= 1
        around = texts[index], texts[index + 2]
        if have[own] < 0 and not _is_template(line, pristine, around) and not _is_heading(found, line, around[1]):
            return f"line {at + 1}"
    return ""


def _is_template(line: str, pristine: str, around: tuple[str, str]) -> bool:
    """Return whether a line is the template's, by its words or, where it has few, by those of a line beside it too."""
    if QUOTE_MARK.match(line) or line.lstrip().startswith("#"):
        return is_in(line, pristine)
    above, below = around
    texts = [words_of(text) for text in (line, f"{above} {line}", f"{line} {below}")]
    return any(len(text.split()) >= FEW_WORDS and is_in(text, pristine) for text in texts)


def _is_heading(found: Found, line: str, below: str) -> bool:
    """Return whether a line is what became of the heading of the question that is asked below it."""
    number = found.prompts.get(words_of(below))
    return number is not None and is_heading_of(line, number)


def _of_answers(found: Found) -> Iterator[tuple[int, str]]:
    """Yield the lines that may be an answer's."""
    report = found.context.report
    lines = report.template.lines
    for place in report.template.questions:
        yield from ((line.index, line.text) for line in place.lines)
    after = 0
    regions = [(region.heading, region.lines) for region in regions_of(report)]
    for heading, texts in regions or [(len(lines), [(at, lines[at]) for at in range(len(lines))])]:
        first = found.first_place(range(heading)) if not after else heading
        is_answers = False
        for at, _ in texts:
            if at >= heading:
                break
            if (is_answers or at > first) and task_in(lines[at]) is None:
                yield at, lines[at]
            is_answers = is_answers or MARKER.match(lines[at]) is not None
        after = heading
