"""What an edit changes besides itself: it is told, and never refused."""

from collections.abc import Sequence

import pytest
from hypothesis import given, note

from exam_tui import Report
from exam_tui.core.findings.consequences import consequences
from exam_tui.core.findings.finding import Finding
from exam_tui.core.report.save_guard import prove
from tests.core.build import question, read_again, report_of
from tests.core.strategies import edits


def after_setting(text: str, *parts: str, number: int = 1) -> Sequence[Finding]:
    """Return the consequences of setting one answer of a report."""
    report = report_of(*parts)
    report.set_answer(number, text)
    prove(report, report.to_bytes())
    return consequences(report, read_again(report))


THREE = (question(1), "## Next\n\n> An intro.\n\n", question(2), question(3))


@pytest.mark.parametrize(
    "text",
    [
        "Plain words.",
        "",
        "```\n# closed\n### Question 2\n> Answer:\n```",
        "<!-- closed ### Question 2 -->",
        "# Question 14\n\nno marker",
        "A title\n---\n\ntext",
        "## Own heading\n\ntext below it",
        "> Answer: quoted",
        "* [ ] a task of their own",
        "    ### Question 2\n\n    Answer:",
    ],
)
def test_harmless_answers_have_no_consequences(text: str) -> None:
    """Whatever stays within its own slot."""
    assert after_setting(text, *THREE) == ()


@pytest.mark.parametrize("opening", ["```python", "~~~", "<!-- to do", "<script>"])
def test_an_unclosed_block_hides_the_questions_below(opening: str) -> None:
    """Each one is named, with its line in the new file and the remedy."""
    found = after_setting(f"{opening}\nwords", *THREE)
    assert [(f.code, f.severity, f.question) for f in found] == [
        ("swallowed-question", "error", 2),
        ("swallowed-question", "error", 3),
    ]
    report = report_of(*THREE)
    report.set_answer(1, f"{opening}\nwords")
    assert [f.line for f in found] == [q.line for q in report.questions[1:]]
    assert "Close it" in found[0].help


def test_a_report_that_was_hidden_already_is_not_told_again() -> None:
    """Only what this edit changes."""
    parts = (question(1, "\n\n```\ncode\n\n"), question(2), question(3))
    assert after_setting("other words", *parts, number=3) == ()
    assert after_setting("```\ncode\n```", *parts) == ()


def test_a_typed_question_of_the_template_is_a_duplicate() -> None:
    """With the line of the typed heading, and the answer it was typed in."""
    (found,) = after_setting("text\n\n### Question 3\n> Answer:\n\nmore", *THREE)
    assert (found.code, found.severity, found.question, found.column) == ("question-duplicate", "error", 1, 1)
    assert found.line == report_of(question(1, "\n\ntext\n\n")).template.lines.index(10**6) + 2
    assert "question 3" in found.message


def test_a_typed_question_of_a_new_number_changes_the_template() -> None:
    """The report has a question more."""
    (found,) = after_setting("### Question 99\n> Answer:\n", *THREE)
    assert (found.code, found.question) == ("template-changed", 1)


def test_with_several_edits_no_answer_is_suspected() -> None:
    """Which one it was is not known."""
    report = report_of(*THREE)
    report.set_answer(1, "### Question 99\n> Answer:\n")
    report.set_answer(2, "words")
    assert [f.question for f in consequences(report, read_again(report))] == [None]


def test_a_question_that_is_gone_is_named() -> None:
    """A heading that is underlined, not marked by `###`, cannot be told from text in a fence, and is not recovered."""
    underlined = question(2).replace("### Question 2", "Question 2\n---")
    report = report_of(question(1), underlined)
    report.set_answer(1, "```\nnot closed")
    (found,) = consequences(report, read_again(report))
    assert (found.code, found.severity, found.question) == ("swallowed-question", "error", 2)
    assert "hidden by an answer above" in found.message
    assert found.line == report.question(2).line


def test_a_typed_heading_in_the_place_of_a_swallowed_one_is_told() -> None:
    """Question 3 was hidden and recovered; typed above, the number is taken, and all are there once each."""
    parts = (question(1), question(2, "\n\n```\nnot closed\n\n"), question(3))
    found = after_setting("### Question 3\n> **Ask**\n> Answer:\n\nwords", *parts)
    assert [(f.code, f.severity, f.question, f.line) for f in found] == [("question-order", "error", 1, 10)]


def test_a_typed_heading_without_a_marker_is_told_where_its_number_is_missing() -> None:
    """It reads as a question then; of a number that is there it stays text."""
    found = after_setting("words\n\n### Question 3\n\nwords", question(1), question(2))
    assert [(f.code, f.question, f.line) for f in found] == [("template-changed", 1, 12)]
    assert "reads as question 3" in found[0].message
    assert after_setting("words\n\n### Question 2\n\nwords", question(1), question(2)) == ()


def test_an_answer_that_reads_as_a_section_is_told() -> None:
    """`## title` at its end would be the next question's section, and no part of the answer."""
    found = after_setting("words\n\n## title", question(1), question(2))
    assert {(f.code, f.severity) for f in found} == {("template-changed", "error")}
    assert {f.question for f in found} == {1, 2}


def test_a_changed_prompt_is_told() -> None:
    """Where a broken quote lets an answer into the prompt: the marker is no longer the same."""
    report = report_of("### Question 1\n> Ask\n\nAnswer:\n\nwords\n\n")
    other = report_of("### Question 1\n> Ask more\n\nAnswer:\n\nwords\n\n")
    assert [f.code for f in consequences(report, other)] == ["template-changed"]


def test_a_changed_checklist_is_told() -> None:
    """More tasks, fewer, or others; the line of the first is named, or 1 where none is left."""
    parts = (question(1), "## Next\n\n> * [ ] a task\n\n", question(2))
    found = after_setting("words\n\n## title\n> * [ ] typed", question(1), question(2))
    assert "1 tasks instead of 0" in next(f for f in found if f.line == 13).message
    found = after_setting("```\nnot closed", *parts)
    report = report_of(*parts)
    assert ("template-changed", 1) not in {(f.code, f.line) for f in found}
    assert len(report.tasks) == 1
    gone = consequences(report, report_of(question(1), "## Next\n\n", question(2)))
    assert [(f.code, f.severity, f.line, f.question) for f in gone] == [("template-changed", "warning", 1, None)]
    other = consequences(report, report_of(question(1), "## Next\n\n> * [ ] another\n\n", question(2)))
    assert [(f.code, f.line) for f in other] == [("template-changed", report.tasks[0].line)]


@pytest.mark.nightly
@given(edits())
def test_a_report_is_its_own_consequence(edit: tuple[Report, int, str]) -> None:
    """Read again it is as it was, and nothing is told of an edit that was taken back."""
    report, index, text = edit
    note(repr(report.original))
    assert consequences(report, read_again(report)) == ()
    question = report.questions[index]
    report.set_answer(question, text)
    found = consequences(report, read_again(report))
    assert all(f.line >= 1 and f.column >= 1 and f.message and f.help for f in found)
    report.set_answer(question, question.answer)
    assert consequences(report, read_again(report)) == ()
