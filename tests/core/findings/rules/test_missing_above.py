"""Questions missing above all slots, or above a section's: one finding, whatever of them is left there."""

import pytest

from tests.core.findings.build import PICTURE, report
from tests.core.findings.known import know
from tests.core.template.test_numbering import look

HEADING = "### Question 1\n\n"
PROMPT = "> **Which plot did you rent?**\n>\n"
MARKER = "> Answer:\n"
ANSWER = "\nPlot 7\n\n"
WHOLE = f"{HEADING}{PROMPT}{MARKER}{ANSWER}"


OTHER_LEVEL = report().replace(HEADING, f"#{HEADING}")
"""Not the level of the other questions: a heading there that lost its marker may be anybody's."""


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    know(monkeypatch)


def without(part: str, *, text: str = "") -> str:
    """Return a report that lacks a part."""
    text = text or report()
    assert part in text
    return text.replace(part, "", 1)


@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        (without(HEADING), "question 1 has no heading", PROMPT),
        (without(HEADING).replace(PROMPT, f"{PROMPT}> not ours\n"), "question 1 has no heading", PROMPT),
        (without(MARKER, text=OTHER_LEVEL), "question 1 has no `Answer:` line", f"#{HEADING}"),
        (without(f"{HEADING}{PROMPT}"), "question 1 has no heading", MARKER),
        (without(f"{HEADING}{PROMPT}{MARKER}"), "question 1 is missing", "### Question 2\n"),
        (without(f"{HEADING}{PROMPT}{MARKER}{ANSWER}"), "question 1 is missing", "### Question 2\n"),
        (
            without("### Question 4\n\n").replace(f"{MARKER}\n{PICTURE}", f"> Answer: {PICTURE}"),
            "question 4 has no heading",
            "> **Upload 1 to 2 images of your plot.**\n",
        ),
    ],
)
def test_one_cause_is_one_finding(text: str, message: str, line: str, *, named: bool) -> None:
    """It stands where the heading should be, and says what to do."""
    (found,) = look(text, named=named)
    assert (found.code, found.message) == ("question-missing", message)
    assert text.split("\n")[found.line - 1] == line.split("\n", maxsplit=1)[0]
    assert "`exam-tui repair` does it." in found.help


@pytest.mark.parametrize("named", [False, True])
def test_the_remedy_for_a_lost_heading(*, named: bool) -> None:
    """Nothing else of the question is gone."""
    (found,) = look(without(HEADING), named=named)
    assert found.help == "Write `### Question 1` above its prompt; `exam-tui repair` does it."


@pytest.mark.parametrize("named", [False, True])
def test_a_title_above_a_missing_question_is_not_the_next_ones(*, named: bool) -> None:
    """The section is still there."""
    four = report().partition("### Question 4\n")[2].partition("### Question 5\n")[0]
    (found,) = look(without(f"### Question 4\n{four}"), named=named)
    assert found.message == "question 4 is missing"


@pytest.mark.parametrize("named", [False, True])
def test_a_title_below_a_missing_question_is_compared(*, named: bool) -> None:
    """What was changed in the prompt below it too."""
    three = report().partition("### Question 3\n")[2].partition("## Beds\n")[0]
    text = without(f"### Question 3\n{three}")
    assert [found.message for found in look(text, named=named)] == ["question 3 is missing"]
    changed = [found.code for found in look(text.replace("about the beds", "about beds"), named=named)]
    assert "question-missing" in changed
    other = look(text.replace("images of your plot", "images of a plot"), named=named)
    assert {found.question for found in other} == {3, 4}


@pytest.mark.parametrize("named", [False, True])
def test_a_bare_heading_on_the_last_line_is_told_apart_from_the_questions_missing_below_it(*, named: bool) -> None:
    """Each finding has a place of its own."""
    above, _, rest = report().partition("### Question 20\n")
    later = rest.partition("### Question 21\n")[2].partition("### Question 22\n")[0]
    text = f"{above}### Question 21\n{later}## Question 20"
    found = [one for one in look(text, named=named) if one.code == "question-missing"]
    assert [one.message for one in found] == ["question 20 has no `Answer:` line", "questions 22 to 27 are missing"]
    last = text.count("\n") + 1
    assert [(one.line, one.column) for one in found] == [(last, 1), (last, len("## Question 20") + 1)]
