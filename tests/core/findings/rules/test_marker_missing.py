"""A question whose `Answer:` is gone: one finding for one cause, and the verdict is the check's own."""

import pytest

from exam_tui.core.checker import cut_answers, verdict_of
from exam_tui.core.findings.engine import findings_of
from exam_tui.core.report.report import Report
from tests.core.findings.build import GOOD, PICTURE, placeholder, prompt, report
from tests.core.findings.known import know
from tests.core.template.test_numbering import look

FIX = "; `exam-tui check --fix` does it."
JOINED = ": the course's check joins it to the answer above"


def lacking(*numbers: int, of: str = "", line: str = "> Answer:\n", by: str = "") -> str:
    """Return a report in which questions lack a part from their markers on, or have another one there."""
    text = of or report()
    for number in numbers:
        head, mark, rest = text.partition(f"### Question {number}\n")
        assert line in rest
        text = head + mark + rest.replace(line, by, 1)
    return text


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    know(monkeypatch)


@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("text", "says"),
    [
        (lacking(5), {5: f"{JOINED} and would stop"}),
        (lacking(5, by="> Answe\n"), {5: f"{JOINED} and would stop"}),
        (lacking(5, line=f"> Answer:\n\n{GOOD}", by=f"> {GOOD}"), {5: f"{JOINED} and would stop"}),
        (lacking(5, line=">\n> Answer:\n\n"), {5: f"{JOINED} and would stop"}),
        (lacking(1), {1: ": the course's check does not see it and would stop"}),
        (lacking(3), {3: f"{JOINED} and would stop"}),
        (lacking(4), {4: f"{JOINED} and would stop"}),
        (lacking(27), {27: f"{JOINED} and counts its words there"}),
        (lacking(5, 6), {5: f"{JOINED} and would stop", 6: f"{JOINED} and would stop"}),
        (lacking(26, 27), {26: f"{JOINED} and would stop", 27: f"{JOINED} and would stop"}),
    ],
)
def test_one_cause_is_one_finding(text: str, says: dict[int, str], line_end: str, *, named: bool) -> None:
    """At the heading; not a word on the template, the limits of the answer above, or where the check stops."""
    found = look(text.replace("\n", line_end), named=named)
    assert {(one.code, one.severity) for one in found} == {("marker-missing", "error")}
    said = {one.question: one.message.partition("`Answer:` line")[2] for one in found}
    assert said == says
    for one in found:
        assert text.split("\n")[one.line - 1] == f"### Question {one.question}"
        assert one.help == f"Write `> Answer:` below its prompt{FIX}"


@pytest.mark.parametrize("named", [False, True])
def test_a_prompt_that_is_gone_too_is_said_with_it(*, named: bool) -> None:
    """The template's text is the next thing to mend, once the answer is found."""
    (found,) = look(lacking(5, line=f"{prompt(5, last=27)}\n"), named=named)
    assert (found.code, found.message) == (
        "marker-missing",
        f"question 5 has no prompt and no `Answer:` line{JOINED} and would stop",
    )
    assert found.help == f"Write `> Answer:` below its heading{FIX}"


@pytest.mark.parametrize("named", [False, True])
def test_what_else_is_changed_in_its_prompt_is_named(*, named: bool) -> None:
    """Another cause is another finding."""
    found = look(lacking(5).replace("grew in bed 5?", "died in bed 5?"), named=named)
    assert [one.code for one in found] == ["marker-missing", "template-changed"]


def test_the_answer_is_judged_as_any_other() -> None:
    """By its own limits, and the answer above by its own."""
    text = lacking(5, 6, of=report({5: "Only beans.", 6: placeholder(6)}))
    found = [(one.code, one.question) for one in look(text)]
    assert found == [("marker-missing", 5), ("too-short", 5), ("marker-missing", 6), ("unanswered", 6)]
    images = lacking(4, of=report({4: "A fine plot."}))
    assert ("too-few-images", 4) in [(one.code, one.question) for one in look(images)]


def test_an_unclosed_block_above_is_a_cause_of_its_own() -> None:
    """Both are said."""
    found = look(lacking(5, of=report({4: f"{PICTURE}\n\n```\ndig()"})))
    codes = [(one.code, one.question) for one in found if one.code != "course-page"]
    assert codes == [("marker-missing", 5), ("swallowed-question", 5)]


def test_a_marker_further_down_is_what_the_check_finds() -> None:
    """It is in the answer, and there is no safe fix: with both there would be one answer too many."""
    (found,) = look(lacking(5, of=report({5: f"{GOOD} So, Answer: beans."})))
    assert found.message.endswith(": the course's check begins at the `Answer:` further down")
    assert found.help == "Write `> Answer:` below its prompt, and remove the colon from the word in its answer."


def test_in_reports_of_other_courses_nothing_is_said_of_the_check() -> None:
    """There is none."""
    (found,) = look(lacking(5, of=report(course=False, count=9)))
    assert (found.code, found.message) == ("marker-missing", "question 5 has no `Answer:` line")


@pytest.mark.parametrize(("numbers", "seen"), [((1,), 26), ((5,), 26), ((27,), 27), ((5, 6), 25), ((26, 27), 26)])
def test_the_verdict_is_that_of_the_check(numbers: tuple[int, ...], seen: int) -> None:
    """It cuts at the literal `Answer:` and knows nothing of questions without one."""
    text = lacking(*numbers)
    verdict = verdict_of(Report.from_bytes(text.encode()))
    assert [answer.words for answer in verdict.answers] == [len(part.split()) for part in cut_answers(text)]
    assert len(verdict.answers) == seen
    assert (verdict.error is None) == (seen == verdict.total)


def test_a_heading_of_another_level_is_no_question() -> None:
    """It may be the student's: the question is missing, and that heading is named."""
    text = lacking(5).replace("### Question 5\n", "## Question 5\n")
    (found,) = findings_of(Report.from_bytes(text.encode()))
    assert (found.code, found.message) == ("question-missing", "question 5 has no `Answer:` line")
