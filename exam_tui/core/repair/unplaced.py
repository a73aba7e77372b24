"""What repair has to say: words and ticks that found no place, and text that is not as it was handed out after all."""

from collections.abc import Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet
from difflib import SequenceMatcher
from itertools import islice, pairwise, takewhile

from exam_tui.core.findings.context import Answer, CheckContext
from exam_tui.core.repair.template_lines import (
    FEW_WORDS,
    MOST_LINES,
    intro_of,
    own_text,
    spoilt_quotes,
    words_of,
)
from exam_tui.core.repair.ticks import Ticks, task_in
from exam_tui.core.report.marker import QUOTE_MARK
from exam_tui.core.report.report import Report
from exam_tui.core.template.editions import Fingerprints, is_known_line
from exam_tui.core.template.regions import Region, first_regions, regions_of
from exam_tui.core.text.diff import matching
from exam_tui.core.text.lines import is_blank, split_lines
from exam_tui.core.text.words import plural

_MOST_NAMED = 10
_SHOWN = 50
_SAME = 0.75
_MIXED = "{} could not be repaired: the template's text is in the answer. Remove it by hand."


def lost_words(
    report: Report, result: Report, template: Report, replaced: AbstractSet[int], ticks: Ticks
) -> Iterator[str]:
    """Name the ticks without a task, and the lines that are gone with the words in them: somebody may miss them."""
    if ticks.own:
        yield f"{plural(len(ticks.own), 'task')} of your own, not in the template, kept in place: {_quoted(ticks.own)}"
    if ticks.lost:
        number = plural(len(ticks.lost), "tick")
        yield f"{number} without a task in the template; tick it again where it belongs: {_quoted(ticks.lost)}"
    pristine = " ".join(words_of(text) for region in regions_of(template) for text in region.texts)
    regions = first_regions(template)
    # What became of each question is said already: its heading needs no further word.
    taken = replaced - {place.heading_line for place in report.template.questions}
    kept = {own_text(text) for question in result.questions for text in question.answer.split("\n")}
    gone: list[int] = []
    for region in regions_of(report):
        spoilt = spoilt_quotes(region, regions.get(region.number))
        for at, text in region.lines:
            line = report.template.lines[at]
            is_there = at not in taken or at in spoilt or at in ticks.own_lines or own_text(line) in kept
            if not is_there and _is_gone(line, text, f" {pristine} ", ticks):
                gone.append(at)
    others = _replaced_lines(report, result) if gone else frozenset()
    for at in gone[:_MOST_NAMED]:
        what = "replaced by its text" if at in others else "removed"
        yield f"Line {at + 1} is not in the template and is {what}: {report.template.lines[at].strip()}"
    if rest := gone[_MOST_NAMED:]:
        what = "removed" if others.isdisjoint(rest) else "removed or replaced"
        yield f"{len(rest)} more lines that are not in the template are {what}; the diff shows them."


def of_another_edition(ours: Fingerprints, theirs: Fingerprints, numbers: Collection[int]) -> Iterator[str]:
    """Name the questions whose text was from another known edition than the template that replaced it."""
    if numbers:
        is_known = ours.template not in {None, theirs.template}
        likely = f" The report is closest to that of {ours.template}." if is_known else ""
        yield f"{_listed(numbers)} had the text of another edition of the template.{likely}"


def still_otherwise(
    mended: Fingerprints, theirs: Fingerprints, *, exact: bool, sure: Collection[int], but: Collection[int] = ()
) -> Iterator[str]:
    """Name the questions, `but` for some, whose text `check` still finds changed in a repaired report.

    See `repair` for the options.
    """
    same = {number for number, value in mended.hashes.items() if value == theirs.hashes.get(number)}
    numbers = mended.hashes.keys() - same if exact else mended.unknown - (same & set(sure))
    numbers = numbers - set(but)
    if unsure := numbers - set(sure):
        yield f"{_listed(unsure)} could not be repaired: git does not show the original text."
    if mixed := numbers & set(sure):
        yield _MIXED.format(_listed(mixed))


def mixed_answers(context: CheckContext, pristine: Mapping[int, Region]) -> Iterator[str]:
    """Name the questions of a repaired report that still have a section's introduction in their answer."""
    found = {context.answers[index].question.number for index in context.lost_intros}
    found |= {one.question.number for one, two in pairwise(context.answers) if _has_intro(one, pristine, two)}
    if found:
        yield _MIXED.format(_listed(found))


def _has_intro(answer: Answer, pristine: Mapping[int, Region], below: Answer) -> bool:
    """Return whether an answer ends with a quote that is nearly the introduction of the section below."""
    intro = intro_of(pristine.get(below.question.number))
    if not intro or ">" not in answer.raw:
        return False
    lines = answer.question.answer.split("\n")
    quoted = list(takewhile(QUOTE_MARK.match, reversed(lines)))[:MOST_LINES]
    own, words = words_of(" ".join(reversed(quoted))).split(), words_of(" ".join(intro[1:])).split()
    return len(own) >= FEW_WORDS and SequenceMatcher(None, own, words, autojunk=False).ratio() >= _SAME


def _replaced_lines(report: Report, result: Report) -> AbstractSet[int]:
    """Return the lines of a report in whose place other text stands in the repaired one."""
    old, new = (list(split_lines(one.source)) for one in (report, result))
    found: set[int] = set()
    at = to = 0
    for same, other in [*matching(old, new), (len(old), len(new))]:
        if any(not is_blank(line) for line in new[to:other]):
            found.update(range(at, same))
        at, to = same + 1, other + 1
    return found


def _quoted(tasks: Collection[str]) -> str:
    return "; ".join(f"“{task[:_SHOWN]}”" for task in islice(dict.fromkeys(tasks), _MOST_NAMED))


def _listed(numbers: Collection[int]) -> str:
    word = "Question" if len(numbers) == 1 else "Questions"
    return f"{word} {', '.join(map(str, sorted(numbers)))}"


def _is_gone(line: str, text: str, pristine: str, ticks: Ticks) -> bool:
    """Return whether a line says what the template does not."""
    task, words = task_in(line), words_of(own_text(line))
    if task is not None:
        is_said = ticks.tells_of(task)
    else:
        is_said = not words or line.lstrip().startswith(("```", "~~~")) or f" {words} " in pristine
    if is_said:
        return False
    return not is_known_line(text)
