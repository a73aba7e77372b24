"""Which headings are a question's, where its marker is gone: its number is otherwise missing, its level the others'."""

import pytest

from exam_tui import Report
from tests.core.build import PROMPT, question, report_of

ASK = PROMPT.removesuffix("\n>\n> Answer:")
LIMITS = "5–10"


def bare(number: int, slot: str = "\n\nBare words.\n\n") -> str:
    """Return the Markdown of a question without its marker."""
    return question(number, slot, ASK)


def found(report: Report) -> list[tuple[int, str, bool]]:
    """Return number, answer and whether a marker is there, of each question."""
    return [(one.number, one.answer, one.has_marker) for one in report.questions]


SOME, BARE = "Some words.", "Bare words."


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("lost", [[1], [2], [4], [1, 2], [2, 3], [3, 4], [1, 2, 3], [2, 3, 4]])
def test_it_is_a_question_wherever_it_stands(lost: list[int], line_end: str) -> None:
    """First, last or between others, alone or several in a row, with its own limits and section."""
    parts = [bare(number) if number in lost else question(number) for number in range(1, 5)]
    parts.insert(2, "## Section\n\n> An introduction.\n\n")
    report = report_of(*parts, line_end=line_end)
    assert found(report) == [(n, BARE if n in lost else SOME, n not in lost) for n in range(1, 5)]
    assert {str(one.limits.words) for one in report.questions} == {LIMITS}
    assert [one.section for one in report.questions] == ["Report for 02476"] * 2 + ["Section"] * 2
    assert {one.counts.words for one in report.questions} == {2}


def test_a_number_that_is_there_stays_text() -> None:
    """Above or below the question that has it, with a prompt or without one."""
    cited = f"\n\n### Question 3\n\n{ASK}\n\nText\n\n"
    report = report_of(question(1, cited), question(2), question(3, "\n\n### Question 1\n"))
    assert [number for number, _, _ in found(report)] == [1, 2, 3]
    assert report.question(1).answer == cited.strip()
    assert report.question(3).answer == "### Question 1"


def test_a_number_that_nothing_else_has_counts_once() -> None:
    """The heading with a prompt is meant, else the first one."""
    report = report_of(question(1, "\n\n### Question 2\n\nCited.\n\n"), bare(2), question(3))
    assert found(report) == [(1, "### Question 2\n\nCited.", True), (2, BARE, False), (3, SOME, True)]
    report = report_of(question(1), "### Question 2\n\nOne.\n\n", "### Question 2\n\nTwo.\n\n", question(3))
    assert found(report)[1] == (2, "One.\n\n### Question 2\n\nTwo.", False)


@pytest.mark.parametrize("heading", ["# Question 2", "## Question 2", "#### Question 2", "Question 2\n---"])
def test_another_level_is_the_students(heading: str) -> None:
    """A heading typed in an answer, or a line of dashes below it."""
    report = report_of(question(1, f"\n\n{heading}\n\nText\n\n"), question(3))
    assert [number for number, _, _ in found(report)] == [1, 3]


@pytest.mark.parametrize(
    ("of_others", "heading"),
    [
        ("## Question {}", "Question {}\n---"),
        ("Question {}\n---", "## Question {}"),
        ("# Question {}", "Question {}\n==="),
    ],
)
def test_a_level_is_a_level_however_it_is_written(of_others: str, heading: str) -> None:
    """With marks or underlined."""
    parts = [f"{of_others.format(number)}\n{PROMPT}\n\n{SOME}\n\n" for number in (1, 3)]
    parts.insert(1, f"{heading.format(2)}\n{ASK}\n\n{BARE}\n\n")
    assert found(report_of(*parts)) == [(1, SOME, True), (2, BARE, False), (3, SOME, True)]
    no_prompt = [parts[0], f"{heading.format(2)}\n\n{BARE}\n\n", parts[2]]
    assert found(report_of(*no_prompt)) == [(1, SOME, True), (2, BARE, False), (3, SOME, True)]


def test_the_usual_level_is_meant() -> None:
    """One question of another level does not make that the others'."""
    parts = [question(1), question(2).replace("###", "##"), question(3)]
    assert len(report_of(*parts, "## Question 4\n\nText\n").questions) == len(parts)
    assert len(report_of(*parts, "### Question 4\n\nText\n").questions) == len(parts) + 1


def test_a_number_beyond_the_template_needs_a_prompt() -> None:
    """`Question 28` below the last of 27 is somebody's joke; with a prompt it is a question of the longer form."""
    parts = [question(number) for number in range(1, 28)]
    assert len(report_of(*parts, "### Question 28\n\nA joke.\n").questions) == len(parts)
    longer = report_of(*parts, *(bare(number) for number in range(28, 31)), "### Question 31\n\nEveryone.\n")
    assert [number for number, _, _ in found(longer)] == list(range(1, 32))
    assert [number for number, _, _ in found(report_of(*parts[:-1], "### Question 27\n\nAll.\n"))] == list(range(1, 28))


def test_headings_alone_make_no_report() -> None:
    """Where no question has a marker there are no others."""
    assert not report_of("### Question 1\n\nText\n\n", "### Question 2\n\nText\n").questions


def test_an_unclosed_block_above_hides_it_no_more_than_others() -> None:
    """It is recovered as those with a marker are, by its prompt; a comment in code is not."""
    for opener in ("```\ncode", "<!-- a comment"):
        report = report_of(question(1, f"\n\n{opener}\n\n"), bare(2), bare(3), question(4))
        assert [(one.number, one.recovered, one.has_marker) for one in report.questions] == [
            (1, False, True),
            (2, True, False),
            (3, True, False),
            (4, True, True),
        ]
        assert report.question(2).answer == BARE
    report = report_of(question(1, "\n\n```\n### Question 2\n# comment\n\n"), question(3))
    assert [number for number, _, _ in found(report)] == [1, 3]
    assert found(report_of(question(1, "\n\n```\n### Question 2\n```\n\n"), question(2)))[1] == (2, SOME, True)


def test_below_an_unclosed_block_one_with_a_marker_comes_first() -> None:
    """A heading without a marker in the open does not take the place of the question that is hidden."""
    report = report_of("### Question 2\n\nTyped\n\n", question(1, "\n\n```\ncode\n\n"), question(2))
    assert found(report) == [(1, "```\ncode", True), (2, SOME, True)]
