"""Repair takes no answer out, wherever it stood: what is no line of the template is in the result, or named."""

import random
from difflib import get_close_matches
from pathlib import Path

import pytest

from exam_tui.core.findings.context import CheckContext
from exam_tui.core.repair.locate import found_in
from exam_tui.core.repair.proof import lost_line
from exam_tui.core.repair.repair import RepairResult, repair
from exam_tui.core.repair.template_lines import ALIKE, own_text, words_of
from exam_tui.core.report.report import Report
from exam_tui.core.template.regions import first_regions
from tests.behaviour.hostile.mutate import mutated
from tests.conftest import files_of_both, sampled
from tests.core.findings.build import PICTURE, placeholder, report, template

PRISTINE = Report.from_bytes(template().encode())
HEADING = "### Question 1\n"
PROMPT = "> **Which plot did you rent?**\n>\n"
MARKER = "> Answer:\n"
TITLE = "## Beds\n\n"
INTRO = "> Now we ask about the beds.\n"
OWN = {number: f"Plot {number} gave us {number} sacks of sweet peas.\n\nAnd beans {number}." for number in range(1, 28)}
"""An answer of its own for each question."""


def mended(text: str) -> tuple[str, RepairResult]:
    """Return the repaired text, and the result."""
    result = repair(Report.from_bytes(text.encode()), PRISTINE)
    return result.data.decode(), result


def without(*parts: str, text: str = "") -> str:
    """Return a report without some of its text, the first place of each."""
    text = text or report(OWN)
    for part in parts:
        assert part in text
        text = text.replace(part, "", 1)
    return text


@pytest.mark.parametrize(
    "parts",
    [
        [HEADING],
        [f"{HEADING}\n"],
        [MARKER],
        [HEADING, MARKER],
        [f"{HEADING}\n{PROMPT}"],
        [f"{HEADING}\n{PROMPT}{MARKER}"],
        ["## Group\n\n", HEADING],
        ["## Group\n\n", HEADING, MARKER],
        [HEADING, "### Question 2\n", "### Question 3\n"],
        [HEADING, "### Question 2\n", "### Question 3\n", "### Question 4\n"],
        [f"### Question {number}\n" for number in range(1, 28)],
    ],
)
def test_the_first_questions_keep_their_answers_without_heading_or_marker(parts: list[str]) -> None:
    """There is no slot above them to stand in."""
    text, result = mended(without(*parts))
    assert text.replace("\n\n\n", "\n\n") == report(OWN)
    assert not result.left
    assert result.notes[0].startswith("Question 1 (line")


def test_an_answer_beside_the_marker_of_a_question_without_a_heading() -> None:
    """The marker is the template's, what is behind it is not."""
    text = without(HEADING).replace(f"{MARKER}\n{OWN[1]}\n", f"> Answer: {OWN[1]}\n")
    assert mended(text)[0] == report(OWN)


def test_a_quoted_answer_below_a_section_without_its_first_heading() -> None:
    """With nothing but quotes above it the title stays a section's: no slot holds the answer."""
    text = report({**OWN, 4: "@"}).replace("> Answer:\n\n@", f"> Answer: {PICTURE}")
    assert mended(text.replace("### Question 4\n\n", ""))[0] == report({**OWN, 4: PICTURE})


def test_what_may_be_the_first_answer_and_cannot_be_placed_is_left() -> None:
    """Neither title nor heading nor prompt tells whose it is."""
    spoilt = without("## Group\n\n", f"{HEADING}\n{PROMPT}")
    text, result = mended(spoilt)
    assert text == spoilt
    (left,) = result.left
    assert left.startswith("Nothing was repaired: line ")


def test_a_missing_first_question_is_no_reason_to_refuse() -> None:
    """Nothing stands in its place."""
    text, result = mended(without(f"{HEADING}\n{PROMPT}{MARKER}\n{OWN[1]}\n\n"))
    assert result.notes == ("Question 1 was missing: restored, unanswered.",)
    assert Report.from_bytes(text.encode()).question(1).state == "unanswered"


@pytest.mark.parametrize("answer", ["Beans.", "", "--- question 5 fill here ---"])
def test_an_answer_above_the_marker_moves_below_it(answer: str) -> None:
    """It follows what stands there."""
    own = f"Our words.\n\n{PICTURE}\n\nMore of them."
    spoilt = report({5: answer}).replace(f"*In bed ... grew ...*\n>\n> Answer:\n\n{answer}\n\n### Question 6", "@")
    spoilt = spoilt.replace("@", f"*In bed ... grew ...*\n\n{own}\n\n> Answer:\n\n{answer}\n\n### Question 6")
    text, result = mended(spoilt)
    assert Report.from_bytes(text.encode()).question(5).answer == (f"Beans.\n\n{own}" if answer == "Beans." else own)
    assert "above `Answer:`, moved into the answer to question 5." in result.notes[0]
    assert not result.left
    assert mended(text) == (text, RepairResult(text.encode()))


def test_hundreds_of_lines_above_the_marker_move_too() -> None:
    """No prompt has as many, so none is taken for a line of it."""
    own = "\n".join(f"What grew in row {number}?" for number in range(300))
    text, _ = mended(report({5: ""}).replace("> **What grew in bed 5?**\n", f"> **What grew in bed 5?**\n\n{own}\n\n"))
    assert Report.from_bytes(text.encode()).question(5).answer == own


def test_a_prompt_without_its_quote_mark_is_no_answer() -> None:
    """Also one with a word changed."""
    for prompt in ("**What grew in bed 5?**", "**What grows in bed 5?**"):
        assert mended(report().replace("> **What grew in bed 5?**", prompt))[0] == report()


@pytest.mark.parametrize(
    "own",
    [
        "> Cucumbers, mostly, by the fence.",
        "> Cucumbers, mostly,\n> by the fence.",
        "> Cucumbers, mostly.\n>\n> Some by the fence, in the sun.",
        "  > Kale.",
    ],
)
@pytest.mark.parametrize("place", ["> Example:\n", "> Answer:\n"])
def test_a_quoted_line_that_the_prompt_never_had_moves_into_the_answer(own: str, place: str) -> None:
    """It may be one."""
    before, _, below = report({5: "Beans."}).partition("### Question 5\n")
    below = below.replace(place, f"{own}\n{place}", 1)
    text, result = mended(f"{before}### Question 5\n{below}")
    assert Report.from_bytes(text.encode()).question(5).answer == f"Beans.\n\n{own}"
    assert "above `Answer:`, moved into the answer to question 5." in result.notes[0]
    assert not result.left
    assert mended(text) == (text, RepairResult(text.encode()))


def test_a_quoted_line_that_the_answer_says_already_is_not_said_again() -> None:
    """Who typed over the sample and answered below it, too."""
    spoilt = report({5: "Kale, and peas."}).replace(
        "*In bed ... grew ...*\n>\n> Answer:\n\nKale", "*Kale, and peas.*\n>\n> Answer:\n\nKale"
    )
    assert mended(spoilt)[0] == report({5: "Kale, and peas."})


@pytest.mark.parametrize("title", ["", "### Beds\n\n", "Beds\n\n", "**Beds**\n\n"])
def test_an_introduction_without_its_title_is_no_answer(title: str) -> None:
    """It stands in the answer above; it is there once, in its place."""
    text, result = mended(report(OWN).replace(TITLE, title))
    assert text == report(OWN)
    assert not result.left


def test_an_introduction_that_is_there_twice_goes_from_the_answer_above() -> None:
    """Its section is whole."""
    assert mended(report(OWN).replace(TITLE, f"{INTRO}\n{TITLE}"))[0] == report(OWN)


def test_an_introduction_without_its_title_and_question_below_it_is_no_answer() -> None:
    """The next question that is there tells the section."""
    four = report(OWN).partition("### Question 4\n")[2].partition("### Question 5\n")[0]
    text, _ = mended(without(TITLE, f"### Question 4\n{four}"))
    assert Report.from_bytes(text.encode()).question(3).answer == OWN[3]
    text, _ = mended(without(f"### Question 4\n{four}", "### Question 5\n"))
    assert Report.from_bytes(text.encode()).question(3).answer == OWN[3]


def test_an_introduction_that_was_changed_too_is_named() -> None:
    """It may be somebody's own quote."""
    text, result = mended(report(OWN).replace(f"{TITLE}{INTRO}", "> Now we ask about some beds.\n"))
    assert "some beds" in Report.from_bytes(text.encode()).question(3).answer
    assert result.left == (
        "Question 3 could not be repaired: the template's text is in the answer. Remove it by hand.",
    )


@pytest.mark.parametrize(
    ("own", "is_lost"),
    [
        ("Beds", False),
        ("Keep the dashes out.", True),
        ("### Question 5", False),
        ("beds of roses", True),
        (placeholder(5), False),
    ],
)
def test_the_proof_takes_titles_alone_for_the_templates_however_short(own: str, *, is_lost: bool) -> None:
    """Another short line of the template may be somebody's answer: it takes more words, or the lines beside it."""
    read = Report.from_bytes(report({**OWN, 3: f"{OWN[3]}\n\n{own}"}).encode())
    without_it = Report.from_bytes(report(OWN).encode())
    found = found_in(CheckContext(read), first_regions(PRISTINE))
    line = read.source.split("\n").index(own, read.source[: read.source.index(OWN[3])].count("\n")) + 1
    assert lost_line(found, without_it, PRISTINE) == (f"line {line}" if is_lost else "")


def test_a_quote_of_the_students_own_stays() -> None:
    """Also where it has words of the introduction."""
    own = report({**OWN, 3: f"{OWN[3]}\n\n> ask about the beans\n>\n> the beds"})
    assert mended(own) == (own, RepairResult(own.encode()))


def lost(read: Report, result: RepairResult) -> list[str]:
    """Return the lines of a report that are not in the result and not named, and that are not like the template's."""
    said = "\n".join([*result.left, *map(own_text, result.data.decode("utf-8", "surrogateescape").split("\n"))])
    if "more lines that are not in the template" in said:
        return []
    words = f" {words_of(PRISTINE.source)} "
    pristine = {words_of(line) for line in PRISTINE.source.split("\n")}
    lines = map(read.template.lines.__getitem__, range(len(read.template.lines)))
    own = [words_of(own_text(line)) for line in lines if own_text(line).strip() not in said]
    own = [line for line in own if f" {line} " not in words]
    return [line for line in own if line and not get_close_matches(line, pristine, cutoff=ALIKE)]


SOURCES = files_of_both("templates/*.md")


def answered(pristine: Report) -> str:
    """Return a template with an answer of its own for each question."""
    filled = Report.from_bytes(pristine.original)
    for question in pristine.questions:
        filled.set_answer(
            question.number, OWN[(question.number - 1) % 27 + 1].replace("Plot", f"Plot {question.number} x")
        )
    return filled.to_bytes().decode()


def check_lines_out(pristine: Report, text: str, rnd: random.Random, *, most: int) -> None:
    """Take lines out of a report in many ways; no line of an answer is lost, and a second repair has nothing to do."""
    lines = text.split("\n")
    answers = {line for q in Report.from_bytes(text.encode()).questions for line in q.answer.split("\n") if line}
    marked = [at for at, line in enumerate(lines) if line.startswith(("#", ">")) or at < 12]
    for _ in range(most):
        gone = set(rnd.sample(marked, rnd.randint(1, 4)))
        near = rnd.choice(marked)
        gone |= {at for at in marked if near <= at < near + rnd.randint(0, 8)}
        left = [line for at, line in enumerate(lines) if at not in gone]
        read = Report.from_bytes("\n".join(left).encode())
        result = repair(read, pristine, exact=True)
        have = result.data.decode().split("\n")
        assert answers <= set(have), (sorted(gone), answers - set(have))
        assert result.data == read.original or repair(Report(result.data), pristine, exact=True).data == result.data


@pytest.mark.parametrize("seed", sampled(range(1, 5), 1))
def test_lines_out_of_a_report_take_no_answer_with_them(seed: int) -> None:
    """Headings, prompts, markers and titles, one or many."""
    check_lines_out(PRISTINE, report(OWN), random.Random(seed), most=15)


@pytest.mark.parametrize("path", sampled(SOURCES, 3), ids=lambda path: path.stem)
def test_lines_out_of_a_template_take_no_answer_with_them(path: Path) -> None:
    """The same with templates of other shapes, the course's own too."""
    pristine = Report.load(path)
    check_lines_out(pristine, answered(pristine), random.Random(path.stem), most=6)


@pytest.mark.parametrize("seed", sampled(range(100, 160), 20))
def test_every_line_of_a_damaged_report_is_kept_or_named(seed: int) -> None:
    """Unless it is the template's, or quoted and like a line of it."""
    read = Report.from_bytes(mutated(random.Random(seed), report(OWN)))
    result = repair(read, PRISTINE)
    assert not lost(read, result)
