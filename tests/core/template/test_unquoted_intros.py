"""Introductions that lost their `>`: a part of the answer above to a reader, but not to the course's check."""

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

INTRO = "> Now we ask about the beds.\n"
HERE = "Now we ask"


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    know(monkeypatch)


def broken(intro: str, answer: str = GOOD, *, count: int = 27, course: bool = True) -> str:
    """Return a report with another introduction above question 4 than the template's, and an answer to question 3."""
    return report({3: answer}, count=count, course=course).replace(INTRO, intro)


def findings(text: str, *, named: bool = False) -> list[Finding]:
    """Return the findings as `check` has them, the template being `named` or not."""
    read = Report.from_bytes(text.encode())
    pristine = Report.from_bytes(template().encode()) if named else None
    found = findings_of(read, StubFiles(), pristine)
    return list(found if named else with_template_changes(CheckContext(read), found, lambda _report: None))


@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize(
    ("intro", "words"),
    [
        ("Now we ask about the beds.\n", 22),
        ("Now we ask\nabout the beds.\n", 22),
        (" Now we ask\n\n> about the beds.\n", 23),
        ("Now we ask about the beds.", 22),
    ],
)
def test_there_is_one_finding_and_it_names_the_mark(intro: str, words: int, *, named: bool) -> None:
    """Whatever the lines are broken into; the heading is the template's own and nobody is told to remove it."""
    text = broken(intro)
    (found,) = findings(text, named=named)
    assert (found.code, found.severity, found.question) == ("template-changed", "warning", 3)
    assert text.split("\n")[found.line - 1].strip().startswith(HERE)
    assert "lost its `>`" in found.message
    assert f"with it that has {words} words, of which the course's check counts 14" in found.message
    assert "`> `" in found.help


def test_the_checks_number_stays_the_answers_own() -> None:
    """It is exact, and the slot holds what Markdown says that it holds."""
    read = Report.from_bytes(broken("Now we ask about the beds.\n").encode())
    verdict = verdict_of(read)
    assert (verdict.answers[2].words, verdict.passed, verdict.failures) == (14, 27, ())
    assert read.question(3).counts.words == 22
    assert read.question(3).state == "failing"


@pytest.mark.parametrize(
    ("answer", "code", "message"),
    [
        ("One two.", "too-short", "2 of at least 5 words, 3 more"),
        (f"{GOOD} {GOOD}", "too-long", "28 of at most 20 words, 8 too many"),
        ("", "unanswered", "question 3 has no answer"),
    ],
)
def test_limits_hold_for_the_answer_without_it(answer: str, code: str, message: str) -> None:
    """As they do for the course's check, which complains of the same number."""
    found = findings(broken("Now we ask about the beds.\n", answer))
    assert [(one.code, one.severity) for one in found if one.code != "template-changed"] == [(code, "error")]
    assert message in [one.message for one in found]
    assert [one.question for one in found] == [3, 3]


def test_a_title_in_the_answer_itself_is_named_with_the_words_of_the_answer() -> None:
    """The check cuts there, and that is another cause."""
    found = findings(broken("Now we ask about the beds.\n", f"{GOOD}\n\n## Mine\n\nbeans"))
    assert [one.code for one in found] == ["checker-cuts-answer", "template-changed"]
    assert found[0].message.endswith("it sees 14 of 17 words")


@pytest.mark.parametrize(
    "intro",
    [
        "Now we ask about our beds.\n",
        "Now we ask about the beds.\n\nThey were large.\n",
        "Now we ask about the beds. " * 60 + "\n",
        "Now we ask about the beds.\n\n# Mine\n\nNow we ask about the beds.\n",
        "> Example:\n> *In bed ... grew ...*\n\nbeans\n",
        "Now we ask about the beds.\n\n> Recommended answer length: 5-20 words.\n\n",
        "Answer:\n\nNow we ask about the beds.\n",
    ],
)
def test_a_students_own_text_below_a_title_is_the_answers(intro: str) -> None:
    """The check drops words that somebody wrote: that is said."""
    found = findings(broken(intro))
    assert {"checker-cuts-answer", "checker-drops-text"} & {one.code for one in found}
    assert not [one for one in found if "lost its" in one.message]


@pytest.mark.parametrize("heading", ["### Question 4\n", "### Qestion 4\n"])
@pytest.mark.parametrize(
    "more", ["> Example:\n\n## Beds\n\nNow we ask about the beds.\n", "> Example:\n## Beds\n\n" + INTRO]
)
def test_pieces_of_the_template_in_an_answer_are_no_introduction(heading: str, more: str) -> None:
    text = broken(f"{INTRO}> Example:\n{more}").replace("### Question 4\n", heading)
    result = repair(Report.from_bytes(text.encode()), Report.from_bytes(template().encode()), exact=True)
    mended = findings(result.data.decode(), named=True)
    assert not any("introduction lost" in found.message for found in mended)
    assert not any("could not be repaired" in said for said in result.left)


def test_a_word_or_two_of_the_template_below_its_title_are_no_introduction() -> None:
    text = broken(">\n> Example:\n" + INTRO.join(("## Beds\n\n", "")))
    assert not [found for found in findings(text) if "introduction" in found.message]


def test_a_students_own_title_is_the_answers() -> None:
    """Whatever follows it."""
    text = broken(INTRO, f"{GOOD}\n\n## Our beds\n\nNow we ask about the beds.")
    assert [one.code for one in findings(text)] == ["too-long", "checker-cuts-answer"]


def test_other_courses_have_no_such_finding() -> None:
    """Their check is not known."""
    text = broken("Now we ask about the beds.\n", count=9, course=False)
    assert [one.code for one in findings(text)] == ["too-long"]


def test_what_else_was_changed_there_is_named_too() -> None:
    """The rest of the question is compared as if the introduction had its mark."""
    text = broken("Now we ask about the beds.\n").replace("1 to 2 images of your plot", "1 to 2 images")
    assert [one.message.split(":")[0] for one in findings(text) if one.question == 4] == ["no known template has this"]
    assert [one.question for one in findings(text, named=True)] == [3, 4]


def test_a_second_question_of_that_number_does_not_get_the_introduction() -> None:
    """The first one is the question."""
    text = broken("Now we ask about the beds.\n")
    one = text.partition("### Question 5\n")
    text = one[0].replace("## Beds", "### Question 4\n\n> Answer:\n\nbeans\n\n## Beds") + one[1] + one[2]
    assert "question-duplicate" in [found.code for found in findings(text)]


def test_where_the_named_template_has_no_such_section_there_it_is_named_once_and_left() -> None:
    """It is another year's; repair says that it can do nothing about it."""
    other = template().replace("## Beds\n\n> Now we ask about the beds.\n\n", "")
    read = Report.from_bytes(broken("Now we ask about the beds.\n").encode())
    pristine = Report.from_bytes(other.encode())
    assert [one.message.partition(" ")[0] for one in findings_of(read, StubFiles(), pristine)] == ["this"]
    result = repair(read, pristine, exact=True)
    assert result.data == read.original
    assert result.left == (
        "Question 3 could not be repaired: the template's text is in the answer. Remove it by hand.",
    )


def test_repair_puts_the_mark_back() -> None:
    """And the answer above ends where it should."""
    pristine = Report.from_bytes(template().encode())
    result = repair(Report.from_bytes(broken("Now we ask about the beds.\n").encode()), pristine)
    assert result.data.decode() == report()
    assert not result.left
