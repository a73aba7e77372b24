"""Real edits replayed: consecutive versions of four hand-ins, as their groups made them.

The later version's answers and ticks, set on the earlier version, have to give the later version. Pairs whose
template differs are left out: there the group changed a prompt, a heading or a task by hand, which is not an
edit of ours. Three things that a version holds are not part of an answer or a tick, and are left aside:

- blank lines (an edited answer is written in the clean form);
- whether a done mark is `x` or `X` (a tick says done, and ours writes `x`);
- a placeholder that the group kept beside an answer (no part of the answer; editing it removes the filler).

`pytest -rP tests/core/report/whole/test_real_edits.py` prints how many there were.
"""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from exam_tui import Report
from exam_tui.core.findings.consequences import consequences
from exam_tui.core.report.placeholder import PLACEHOLDER
from exam_tui.core.report.save_guard import prove
from exam_tui.core.text.lines import Span, Splice, splice, split_lines
from tests.conftest import CORPUS, OWN
from tests.core.build import read_again


@dataclass
class Tally:
    """What was counted over all pairs."""

    pairs: int = 0
    same_template: int = 0
    edits: int = 0
    exact: int = 0
    other_mark: int = 0
    placeholder_kept: int = 0
    wrong: int = 0


def filled_lines(text: str) -> list[str]:
    """Return the lines that are not blank."""
    return [line for line in split_lines(text) if line.strip()]


def template_of(report: Report) -> list[str]:
    """Return a report without its slots and marks."""
    cuts = [Splice(place.slot, "\n") for place in report.template.questions]
    cuts += [Splice(task.mark, "?") for task in report.template.tasks]
    return filled_lines(splice(report.source, cuts))


def slot_of(report: Report, index: int) -> list[str]:
    """Return what stands in a slot."""
    slot = report.template.questions[index].slot
    return filled_lines(report.source[slot.start : slot.end])


def canonical(report: Report) -> list[str]:
    """Return a report with the three things set aside that the module's text names."""
    cuts = [Splice(task.mark, "x") for task, now in zip(report.template.tasks, report.tasks, strict=True) if now.done]
    for place in report.template.questions:
        beside = [line for line in place.lines if not line.is_placeholder and line.text.strip()]
        cuts += [
            Splice(Span(line.span.start, line.span.end), "") for line in place.lines if line.is_placeholder and beside
        ]
    return filled_lines(splice(report.source, cuts))


def replay(earlier: Report, later: Report, tally: Tally) -> None:
    """Set the later version's answers and ticks on the earlier one, and count how they came out."""
    answers = [
        (old, new) for old, new in zip(earlier.questions, later.questions, strict=True) if old.answer != new.answer
    ]
    ticks = [(old, new) for old, new in zip(earlier.tasks, later.tasks, strict=True) if old.done != new.done]
    for question, other in answers:
        earlier.set_answer(question, other.answer)
    for task, now in ticks:
        earlier.set_task(task.index, now.done)
    prove(earlier, earlier.to_bytes())
    saved = read_again(earlier)
    assert [question.recovered for question in saved.questions] == [question.recovered for question in later.questions]
    if not any(question.recovered for question in later.questions):  # one group left a fence open, which is told
        assert consequences(earlier, saved) == ()
    tally.edits += len(answers) + len(ticks)
    for question, _ in answers:
        ours, theirs = slot_of(saved, question.index), slot_of(later, question.index)
        if ours == theirs:
            tally.exact += 1
        elif ours == [line for line in theirs if not PLACEHOLDER.fullmatch(line)]:
            tally.placeholder_kept += 1
        else:
            tally.wrong += 1
    for task, now in ticks:
        mark = saved.tasks[task.index].mark
        if mark == now.mark:
            tally.exact += 1
        elif now.done and mark in "xX":
            tally.other_mark += 1
        else:
            tally.wrong += 1
    assert canonical(saved) == canonical(later)


def test_real_edits_come_out_as_the_groups_made_them(corpus: Path) -> None:
    """Every edit between consecutive versions of one template, one hundred percent."""
    tally = Tally()
    for group in sorted((corpus / "history").iterdir()):
        for before, after in pairwise(sorted(group.glob("*.md"))):
            earlier, later = Report.load(before), Report.load(after)
            tally.pairs += 1
            if template_of(earlier) == template_of(later):
                tally.same_template += 1
                replay(earlier, later, tally)
    print(tally)  # noqa: T201 - shown by pytest -rP, for the record
    pairs, edits = {OWN: (20, 60), CORPUS: (50, 300)}[corpus]
    assert tally.same_template > pairs
    assert tally.edits > edits
    assert tally.wrong == 0
    assert tally.exact + tally.other_mark + tally.placeholder_kept == tally.edits
