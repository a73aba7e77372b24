"""A question whose `Answer:` is gone, on any side of a merge: it is merged as any other."""

from collections.abc import Sequence

import pytest

from exam_tui import Report
from exam_tui.core.merge.reports import Merged, merge_reports
from tests.core.findings.build import GOOD, placeholder, prompt, report

OURS, THEIRS = "We changed this answer a little, on purpose.", "They had another idea about it."


def lacking(text: str, *numbers: int, line: str = "> Answer:\n", by: str = "") -> str:
    """Return a report in which questions lack a part from their markers on, or have another one there."""
    for number in numbers:
        head, mark, rest = text.partition(f"### Question {number}\n")
        assert line in rest
        text = head + mark + rest.replace(line, by, 1)
    return text


def merged(base: str, ours: str, theirs: str) -> Merged:
    """Merge; the other way round the same comes out."""
    old, mine, other = (text.encode() for text in (base, ours, theirs))
    result, turned = merge_reports(old, mine, other), merge_reports(old, other, mine)
    assert result.by_question
    assert turned.by_question
    assert [(c.number, c.ours, c.theirs) for c in result.conflicts] == [
        (c.number, c.theirs, c.ours) for c in turned.conflicts
    ]
    answers = [[one.answer for one in Report.from_bytes(side.data).questions] for side in (result, turned)]
    assert result.conflicts or answers[0] == answers[1]
    return result


def without_marker(result: Merged) -> Sequence[int]:
    """Return the questions of a result that have no marker; all 27 are there, in order."""
    questions = Report.from_bytes(result.data).questions
    assert [question.number for question in questions] == list(range(1, 28))
    return [question.number for question in questions if not question.has_marker]


@pytest.mark.parametrize("number", [1, 5, 27])
def test_changes_of_it_and_of_the_question_above_never_conflict(number: int) -> None:
    """Neither is a part of the other, where all three lack the marker."""
    above = number - 1 or 2
    base = lacking(report(), number)
    result = merged(base, lacking(report({number: OURS}), number), lacking(report({above: THEIRS}), number))
    assert result.data.decode() == lacking(report({number: OURS, above: THEIRS}), number)
    assert result.conflicts == ()


def test_a_conflict_in_it_is_its_own() -> None:
    """And between the prompts, nowhere else."""
    base = lacking(report(), 5)
    result = merged(base, lacking(report({5: OURS}), 5), lacking(report({5: THEIRS, 6: THEIRS}), 5))
    assert [(c.number, c.ours, c.theirs) for c in result.conflicts] == [(5, OURS, THEIRS)]
    chosen = result.with_choice(result.conflicts[0], THEIRS)
    assert chosen.data.decode() == lacking(report({5: THEIRS, 6: THEIRS}), 5)


@pytest.mark.parametrize(
    "lost",
    [
        lacking(report({5: placeholder(5)}), 5),
        lacking(report({5: placeholder(5)}), 5, line=">\n> Answer:\n"),
        lacking(report({5: placeholder(5)}), 5, line=f"> Answer:\n\n{placeholder(5)}\n"),
        lacking(report({5: placeholder(5)}), 5, line=f"{prompt(5, last=27)}\n"),
        lacking(report({5: placeholder(5)}), 5, by="> Answr\n"),
    ],
    ids=["marker", "quote's blank line", "placeholder", "prompt", "spoilt"],
)
def test_the_answer_of_the_other_side_goes_to_it(lost: str) -> None:
    """One side lost the marker, the other answered."""
    result = merged(report({5: placeholder(5)}), lost, report({5: THEIRS}))
    assert result.conflicts == ()
    assert without_marker(result) == [5]
    assert Report.from_bytes(result.data).question(5).answer == THEIRS


def test_what_one_side_typed_over_the_marker_meets_what_the_other_wrote() -> None:
    """Both are answers to it: a conflict, and neither is lost."""
    before = report({5: placeholder(5)})
    result = merged(before, lacking(before, 5, line="> Answer:", by=f"> {OURS}"), report({5: THEIRS}))
    assert [(c.number, c.ours, c.theirs) for c in result.conflicts] == [(5, OURS, THEIRS)]


def test_a_marker_that_one_side_puts_back_is_back() -> None:
    """With the answer of the other."""
    result = merged(lacking(report(), 5, 6), lacking(report(), 6), lacking(report({5: THEIRS, 6: THEIRS}), 5, 6))
    assert result.data.decode() == lacking(report({5: THEIRS, 6: THEIRS}), 6)


def test_each_side_may_lose_another_one() -> None:
    """What both wrote is there."""
    result = merged(report(), lacking(report({6: OURS}), 5), lacking(report({5: THEIRS}), 6))
    assert without_marker(result) == [5, 6]
    answers = {number: Report.from_bytes(result.data).question(number).answer for number in (4, 5, 6, 7)}
    assert (answers[5], answers[6], answers[7]) == (THEIRS, OURS, GOOD)
