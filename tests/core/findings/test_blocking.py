"""Which answers a finding keeps from passing: each blocking code, where it stands, and what never blocks."""

import pytest

from exam_tui.core.findings.blocking import Faults, faults_of, is_blocking, with_faults
from exam_tui.core.findings.catalog import CODES
from exam_tui.core.findings.context import CheckContext
from exam_tui.core.findings.engine import findings_in
from exam_tui.core.findings.finding import Finding
from exam_tui.core.report.image_links import Content, ImageFile, Lookup
from exam_tui.core.report.question import SYMBOLS, kind_of
from exam_tui.core.report.report import Report
from tests.core.findings.build import GOOD, placeholder, report
from tests.core.findings.fixtures import FOUND, Case, StubFiles, image

PICTURE_AND = f"{GOOD} {{}}"
CONFLICT = "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> theirs"
FENCED = "```\n" + CONFLICT.format("ours", "theirs") + "\n```"


def faults_in(case: Case) -> tuple[Report, Faults]:
    """Return a report and the faults of its questions."""
    context = CheckContext(Report.from_bytes(case.text.encode("utf-8", "surrogateescape")))
    return context.report, faults_of(context, findings_in(context, StubFiles(case.files)))


BLOCKING = {
    "conflict-marker": Case(report({5: CONFLICT.format("We grew beans.", "We grew tall peas.")})),
    "image-missing": Case(report({5: PICTURE_AND.format(image("figures/gone.png"))})),
    "image-case": Case(
        report({5: PICTURE_AND.format(image("figures/Bed.png"))}),
        files={"figures/Bed.png": ImageFile(Lookup.WRONG_CASE, Content.PNG, "figures/bed.png")},
    ),
    "image-outside": Case(
        report({5: PICTURE_AND.format(image("../bed.png"))}),
        files={"../bed.png": ImageFile(Lookup.OUTSIDE)},
    ),
    "image-type": Case(
        report({5: PICTURE_AND.format(image("figures/bed.gif"))}),
        files={"figures/bed.gif": ImageFile(Lookup.FOUND, Content.OTHER)},
    ),
    "checker-cuts-answer": Case(report({5: f"{GOOD}\n\n## Later\n\nThen peas."})),
    "checker-drops-text": Case(report({5: f"{GOOD} Answer: peas too"})),
}


def test_the_catalogue_says_which_codes_block() -> None:
    """Apart from their severity."""
    blocking = {code.name for code in CODES.values() if code.blocking}
    assert blocking - {"marker-missing"} == {
        "conflict-marker",
        "image-missing",
        "image-case",
        "image-outside",
        "image-type",
        "checker-cuts-answer",
        "checker-drops-text",
    }


@pytest.mark.parametrize("code", [code for code in CODES if CODES[code].blocking])
def test_a_blocking_code_is_found_in_its_question(code: str) -> None:
    """The fixture of each blocking code leaves a question failing, and only that one."""
    case = FOUND[code]()
    read, faults = faults_in(case)
    assert [CODES[code].blocking in names for names in faults.values()] == [True]
    (index,) = faults
    question = with_faults(read.questions, faults)[index]
    assert question.state == "failing"
    assert SYMBOLS[kind_of(question)] == "!"


@pytest.mark.parametrize("code", BLOCKING)
def test_an_answer_inside_its_limits_does_not_pass_where_a_finding_blocks(code: str) -> None:
    read, faults = faults_in(BLOCKING[code])
    assert read.question(5).state == "passing", "the model itself knows no findings"
    judged = with_faults(read.questions, faults)
    assert [question.number for question in judged if question.state != "passing"] == [5]
    assert judged[4].faults == (CODES[code].blocking,)
    assert judged[4].counted_state == "passing"


@pytest.mark.parametrize(
    "answer",
    [FENCED, f"{FENCED}\n\n{GOOD}", f"{GOOD}\n\n{FENCED.replace('```', '~~~')}", GOOD, f"- {GOOD}"],
)
def test_a_note_and_what_does_not_block_leave_an_answer_as_it_is(answer: str) -> None:
    """A conflict that is shown in a code block is a note; other findings have no say."""
    read, faults = faults_in(Case(report({5: answer})))
    assert not faults
    assert with_faults(read.questions, faults) == read.questions


def test_too_short_with_a_fault_is_neither_short_nor_done() -> None:
    read, faults = faults_in(Case(report({5: image("figures/gone.png")})))
    question = with_faults(read.questions, faults)[4]
    assert (kind_of(read.question(5)), kind_of(question)) == ("short", "failing")


def test_a_conflict_is_in_every_question_that_it_touches() -> None:
    text = report().replace("### Question 6", "<<<<<<< HEAD\n### Question 6")
    text = text.replace("### Question 9\n", "=======\n>>>>>>> theirs\n### Question 9\n")
    read, faults = faults_in(Case(text))
    assert [read.questions[index].number for index in faults] == [5, 6, 7, 8]


def test_a_conflict_in_the_checklist_is_in_no_question() -> None:
    text = report().replace("* [x] Buy", "<<<<<<< HEAD\n* [x] Buy\n=======\n* [ ] Buy seeds\n>>>>>>> theirs\n* [x] Buy")
    read, faults = faults_in(Case(text))
    assert not faults
    assert read.questions


def test_two_faults_of_one_name_are_said_once() -> None:
    answer = PICTURE_AND.format(f"{image('figures/a.png')} {image('figures/b.png')}") + "\n\n## Later\n\nThen peas."
    _, faults = faults_in(Case(report({5: answer})))
    assert faults == {4: (CODES["image-missing"].blocking, CODES["checker-cuts-answer"].blocking)}


def test_the_heading_below_that_is_counted_as_part_of_an_answer_blocks_that_answer() -> None:
    """The finding stands outside the questions and names the one above."""
    read, faults = faults_in(Case(report().replace("## Beds", "# Beds")))
    assert [read.questions[index].number for index in faults] == [3]


def test_an_unanswered_question_without_faults_stays_unanswered() -> None:
    read, faults = faults_in(Case(report({5: placeholder(5)})))
    assert with_faults(read.questions, faults)[4].state == "unanswered"


def test_what_blocks_is_asked_of_a_finding() -> None:
    context = CheckContext(Report.from_bytes(BLOCKING["image-missing"].text.encode()))
    (finding,) = findings_in(context, StubFiles())
    assert is_blocking(finding)
    assert not is_blocking(finding._replace(severity="info"))
    assert not is_blocking(finding._replace(code="too-short"))


def test_what_stands_outside_the_questions_and_names_none_blocks_none() -> None:
    context = CheckContext(Report.from_bytes(report().encode()))
    assert not faults_of(context, [Finding("checker-cuts-answer", "error", 1, 1, None, "", "")])
