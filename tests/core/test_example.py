"""The example report that `make run` opens: a pleasant one, whose every question is as it is meant to be."""

from exam_tui import Report
from tests.conftest import ROOT

EXAMPLE = ROOT / "examples"


def test_the_example_shows_every_state() -> None:
    """Most pass, two are unanswered, one is too short; limits of both kinds."""
    questions = Report.load(EXAMPLE / "report.md").questions
    states = {question.number: question.state for question in questions}
    assert [number for number, state in states.items() if state == "unanswered"] == [6, 12]
    assert [number for number, state in states.items() if state == "failing"] == [11]
    assert len(questions) == 13
    assert len({question.section for question in questions}) == 4
    assert [question.number for question in questions if question.limits.images] == [8, 11]


def test_the_example_has_a_checklist_of_three_weeks() -> None:
    """Some done, some not, one with a mark of its own."""
    tasks = Report.load(EXAMPLE / "report.md").tasks
    assert sorted({task.group for task in tasks}) == ["Week 1", "Week 2", "Week 3"]
    assert (sum(task.done for task in tasks), len(tasks)) == (11, 17)
    assert {task.mark for task in tasks} == {" ", "x", "X", "/"}


def test_the_example_belongs_to_no_course() -> None:
    """So no checker has a say, and nothing in the header warns of one."""
    assert not Report.load(EXAMPLE / "report.md").is_course_report


def test_the_examples_figures_are_there_and_small() -> None:
    """Two PNG files below 20 kB."""
    figures = sorted((EXAMPLE / "figures").iterdir())
    assert [figure.name for figure in figures] == ["pipeline.png", "runs.png"]
    for figure in figures:
        data = figure.read_bytes()
        assert data.startswith(b"\x89PNG\r\n\x1a\n")
        assert len(data) < 20_000
