"""Questions under the number of another one: said once, where it is, and repaired by their prompt."""

import pytest

from exam_tui.core.checker import verdict_of
from exam_tui.core.findings.context import CheckContext
from exam_tui.core.findings.engine import findings_of
from exam_tui.core.findings.finding import Finding
from exam_tui.core.findings.rules.template_changes import with_template_changes
from exam_tui.core.repair.repair import repair
from exam_tui.core.report.report import Report
from tests.core.findings.build import GOOD, report, template
from tests.core.findings.fixtures import StubFiles
from tests.core.findings.known import know

MINE = {8: "In bed 8 we had nothing but beans."}
PRISTINE = Report.from_bytes(template().encode())


def headed(*numbers: tuple[int, int], text: str = "") -> str:
    """Return a report in which questions stand under other numbers: pairs of the own and the other one."""
    text = text or report(MINE)
    for own, _ in numbers:
        text = text.replace(f"### Question {own}\n", f"### Question @{own}\n")
    for own, other in numbers:
        text = text.replace(f"### Question @{own}\n", f"### Question {other}\n")
    return text


def look(text: str, *, named: bool = False) -> list[Finding]:
    """Return the findings as `check` has them, the template being named or not."""
    read = Report.from_bytes(text.encode())
    found = findings_of(read, StubFiles(), PRISTINE if named else None)
    return list(found if named else with_template_changes(CheckContext(read), found, lambda _report: None))


@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize("is_known", [False, True])
@pytest.mark.parametrize(("number", "behind"), [(18, 8), (3, 8), (7, 8)])
def test_a_number_typed_wrong_is_one_finding(
    monkeypatch: pytest.MonkeyPatch, number: int, behind: int, *, is_known: bool, named: bool
) -> None:
    """Not one for each question behind it; the number that the heading has is there twice."""
    if is_known:
        know(monkeypatch)
    text = headed((behind, number))
    found = look(text, named=named)
    if number == 3 and not is_known:  # it may be a third question that was copied there
        assert "question-missing" in [one.code for one in found]
        return
    (one,) = found
    assert (one.code, one.severity, one.question) == ("question-duplicate", "error", number)
    assert text.split("\n")[one.line - 1] == f"### Question {number}"
    assert one.message == f"this is question {behind}'s {'prompt' if is_known else 'place'} under number {number}"
    assert f"question {behind}" in one.help


def test_a_number_that_no_question_has(monkeypatch: pytest.MonkeyPatch) -> None:
    """The prompt tells which one it is; the check counts by position and goes on."""
    know(monkeypatch)
    (found,) = look(headed((8, 0)))
    assert (found.code, found.message) == ("question-missing", "this is question 8's prompt under number 0")


def test_numbers_of_two_that_changed_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """The prompts stand where they should: each heading is named."""
    know(monkeypatch)
    found = look(headed((8, 9), (9, 8)))
    assert [(one.code, one.message) for one in found] == [
        ("question-order", "this is question 8's prompt under number 9"),
        ("question-order", "this is question 9's prompt under number 8"),
    ]


def test_questions_that_moved_with_their_prompts_are_out_of_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Their numbers are right: it is the place that is not."""
    know(monkeypatch)
    eight, nine = (report(MINE).partition(f"### Question {number}\n")[2].partition("### ")[0] for number in (8, 9))
    text = report(MINE).replace(
        f"### Question 8\n{eight}### Question 9\n{nine}", f"### Question 9\n{nine}### Question 8\n{eight}"
    )
    (found,) = look(text)
    assert (found.code, found.message) == ("question-order", "question 8 comes after question 9")


def test_a_question_in_anothers_place_keeps_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """Question 8 is gone, and 18 with its own prompt stands there: two causes."""
    know(monkeypatch)
    text = report()
    parts = {number: text.partition(f"### Question {number}\n")[2].partition("### ")[0] for number in (8, 18)}
    text = text.replace(f"### Question 18\n{parts[18]}", "")
    text = text.replace(f"### Question 8\n{parts[8]}", f"### Question 18\n{parts[18]}")
    assert ("question-missing", 8) in [(one.code, one.question) for one in look(text)]


@pytest.mark.parametrize("number", [18, 3, 7, 0, 99])
@pytest.mark.parametrize("is_known", [False, True])
def test_repair_corrects_the_number_alone(monkeypatch: pytest.MonkeyPatch, number: int, *, is_known: bool) -> None:
    """The answer stays below its prompt."""
    if is_known:
        know(monkeypatch)
    result = repair(Report.from_bytes(headed((8, number)).encode()), PRISTINE)
    assert result.data.decode() == report(MINE)
    assert [note.partition(": ")[2] for note in result.notes] == ["restored to question 8."]
    assert result.left == ()


def test_repair_leaves_a_prompt_that_stands_twice_to_its_number() -> None:
    """Both are question 8's by what they ask."""
    text = report(MINE).replace("in bed 9?", "in bed 8?").replace("Question 9\n", "Question 90\n")
    result = repair(Report.from_bytes(text.encode()), PRISTINE)
    assert MINE[8] in result.data.decode()
    assert result.data.decode().count(GOOD) == report(MINE).count(GOOD)


def test_limits_are_those_of_the_question_in_its_place() -> None:
    """The check goes by position; a wrong number does not lend its limits to another question."""
    text = headed((4, 18), text=report({18: "Only beans."}))
    (failure,) = [one for one in verdict_of(Report.from_bytes(text.encode())).failures if one.question == 18]
    assert (failure.kind, failure.got) == ("words", 2)
