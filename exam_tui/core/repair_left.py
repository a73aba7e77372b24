"""What repair has to say: words and ticks that found no place, and text that is not as it was handed out after all."""

from collections.abc import Collection, Iterator
from collections.abc import Set as AbstractSet
from itertools import islice

from exam_tui.core.answers import Context, plural
from exam_tui.core.fingerprints import Prints, fingerprint
from exam_tui.core.regions import regions_of
from exam_tui.core.repair_pieces import words_of
from exam_tui.core.repair_ticks import Ticks, task_in
from exam_tui.core.report import Report

_MOST_NAMED = 10
_MIXED = "{} could not be repaired: text of the template stands in the answer. Take it out by hand."


def lost_words(report: Report, template: Report, replaced: AbstractSet[int], ticks: Ticks) -> Iterator[str]:
    """Name the ticks without a task, and the lines that are gone with the words in them: somebody may miss them."""
    if ticks.lost:
        shown = "; ".join(f"“{task[:50]}”" for task in islice(ticks.lost, _MOST_NAMED))
        yield f"{plural(len(ticks.lost), 'tick')} without a task in the template; tick again where it belongs: {shown}"
    pristine = " ".join(words_of(text) for region in regions_of(template) for text in region.texts)
    # What became of a question is said of each one: its heading needs no word more.
    taken = replaced - {place.heading_line for place in report.template.questions}
    lines = (entry for region in regions_of(report) for entry in region.lines if entry[0] in taken)
    gone = [at for at, text in lines if _is_gone(report.template.lines[at], text, f" {pristine} ", ticks)]
    for at in gone[:_MOST_NAMED]:
        yield f"Line {at + 1} is not in the template and was taken out: {report.template.lines[at].strip()}"
    if len(gone) > _MOST_NAMED:
        yield f"{len(gone) - _MOST_NAMED} more lines that are not in the template were taken out; the diff shows them."


def of_another_edition(ours: Prints, theirs: Prints, numbers: Collection[int]) -> Iterator[str]:
    """Name the questions whose text was that of another known edition than the template that was put in its place."""
    if numbers:
        is_known = ours.template not in {None, theirs.template}
        likely = f" The report is most like the one of {ours.template}." if is_known else ""
        yield f"{_listed(numbers)} had the text of another edition of the template.{likely}"


def still_otherwise(mended: Prints, theirs: Prints, *, exact: bool, sure: Collection[int]) -> Iterator[str]:
    """Name the questions whose text `check` still finds changed in a repaired report. See `repair` for the options."""
    same = {number for number, value in mended.hashes.items() if value == theirs.hashes.get(number)}
    numbers = mended.hashes.keys() - same if exact else mended.unknown - (same & set(sure))
    if unsure := numbers - set(sure):
        yield f"{_listed(unsure)} could not be repaired: git does not tell how the text was handed out."
    if mixed := numbers & set(sure):
        yield _MIXED.format(_listed(mixed))


def mixed_answers(context: Context) -> Iterator[str]:
    """Name the questions of a repaired report that still have a section's introduction in their answer."""
    if context.lost_intros:
        yield _MIXED.format(_listed([context.answers[index].question.number for index in context.lost_intros]))


def _listed(numbers: Collection[int]) -> str:
    word = "Question" if len(numbers) == 1 else "Questions"
    return f"{word} {', '.join(map(str, sorted(numbers)))}"


def _is_gone(line: str, text: str, pristine: str, ticks: Ticks) -> bool:
    """Tell whether a line says what the template does not, as far as it is no prompt: those words are the course's."""
    task, words = task_in(line), words_of(line)
    if task is not None:
        is_said = ticks.tells_of(task)
    else:
        is_said = not words or line.lstrip().startswith((">", "```", "~~~")) or f" {words} " in pristine
    if is_said:
        return False
    from exam_tui.core.known_lines import known_lines  # noqa: PLC0415 - a fine report never needs them

    return fingerprint(text) not in known_lines()
