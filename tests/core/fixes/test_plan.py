"""Which safe fixes are made: none that costs a pass, and none that changes how the rest is read."""

import pytest

from exam_tui.core.findings.context import CheckContext
from exam_tui.core.findings.engine import findings_of
from exam_tui.core.fixes.plan import FixPlan, plan_fixes
from exam_tui.core.report.image_links import Content, ImageFile, Lookup
from exam_tui.core.report.report import Report
from tests.core.findings.build import GOOD, PICTURE, placeholder, report
from tests.core.findings.fixtures import StubFiles

FILES = StubFiles({"figures/a.png": ImageFile(Lookup.FOUND, Content.PNG)})
WRAPPED = f"--- {GOOD} ---"
READ_OTHERWISE = "other text of the report would then be read differently"


def plan(answers: dict[int, str], *, course: bool = True) -> FixPlan:
    """Return the plan for a report that is fine but for some answers; questions ask for 5 to 20 words."""
    read = Report.from_bytes(report(answers, count=27 if course else 9, course=course).encode())
    return plan_fixes(CheckContext(read), FILES)


def made(of: FixPlan) -> list[int]:
    """Return the numbers of the questions that are fixed."""
    return [fix.number for fix in of.made]


def held(of: FixPlan) -> dict[int, str]:
    """Return the questions that are left as they are, and why."""
    return {one.fix.number: one.reason for one in of.held}


def test_what_costs_nothing_is_made_in_a_copy() -> None:
    """The report itself stays as it was read."""
    text = report({5: WRAPPED, 6: f"{GOOD}\n\n{placeholder(6)}"}).encode()
    read = Report.from_bytes(text)
    planned = plan_fixes(CheckContext(read))
    assert (made(planned), held(planned)) == ([5, 6], {})
    assert planned.report.to_bytes().decode() == report()
    assert read.to_bytes() == text


def test_a_report_without_anything_to_fix_is_left_unedited() -> None:
    """Not a byte."""
    planned = plan({})
    assert (made(planned), held(planned), planned.report.is_edited) == ([], {}, False)


@pytest.mark.parametrize("answer", ["--- one two three ---", f"one two\n\n{placeholder(5)}"])
def test_a_pass_that_dashes_or_filler_give_is_kept(answer: str) -> None:
    """The course's check counts them; the student writes two words more and fixes then."""
    planned = plan({5: answer, 7: WRAPPED})
    assert made(planned) == [7]
    assert held(planned)[5].startswith("that would leave ")
    assert held(planned)[5].endswith(" words; the course's check wants 5 to 20 words")


def lacking(answers: dict[int, str], number: int) -> FixPlan:
    """Return the plan for a report with some answers in which a question has lost its `Answer:`."""
    head, mark, rest = report(answers).partition(f"### Question {number}\n")
    text = head + mark + rest.replace("> Answer:\n", "", 1)
    return plan_fixes(CheckContext(Report.from_bytes(text.encode())), FILES)


def test_a_marker_that_would_stop_the_check_stays_away() -> None:
    """Another one stands for it by chance, and the check passes: the student takes that one out first."""
    planned = lacking({6: f"{GOOD}\n\n### And more\n\nAnswer: beans of five words here.", 7: WRAPPED}, 5)
    assert made(planned) == [7]
    assert held(planned)[5].startswith("the course's check would then stop: it finds 28 answers")


def test_a_marker_that_would_cost_a_pass_stays_away() -> None:
    """The check counts the answer above with the last one: two words alone are too few for it."""
    planned = lacking({26: "Six words that are not many.", 27: "Just beans."}, 27)
    assert made(planned) == []
    assert held(planned)[27] == "that would leave 2 words; the course's check wants 5 to 40 words"
    assert made(lacking({}, 27)) == [27]


def test_where_it_does_not_pass_anyway_it_is_made() -> None:
    """Nothing is lost."""
    assert made(plan({5: "--- one ---"})) == [5]
    stops = {5: "--- one two three ---", 27: "Words.\n\n### Notes"}
    assert held(plan(stops)) == {5: "the answer would then have 3 words, and the question asks for 5 to 20 words"}


def test_a_plan_for_some_questions_leaves_the_others() -> None:
    """For one answer on the screen, or those on a list."""
    short = "--- one two three ---"
    read = Report.from_bytes(report({5: WRAPPED, 6: short, 7: WRAPPED, 8: short}).encode())
    planned = plan_fixes(CheckContext(read), FILES, only=(4, 5))  # from 0
    assert (made(planned), list(held(planned))) == ([5], [6])


def test_in_another_course_our_own_count_decides() -> None:
    """The course's check has no say there."""
    planned = plan({5: "--- one two three ---", 6: WRAPPED}, course=False)
    assert made(planned) == [6]
    assert held(planned) == {5: "the answer would then have 3 words, and the question asks for 5 to 20 words"}


def test_an_image_too_many_is_not_made_of_a_link() -> None:
    """Question 4 asks for one or two."""
    answers = {4: f"{PICTURE} {PICTURE}\n\n[a](figures/a.png)"}
    assert held(plan(answers)) == {4: "that would leave 3 screenshots; the course's check wants 1 to 2 screenshots"}
    assert held(plan(answers, course=False)) == {4: "the answer would then have too many images"}


def test_an_answer_that_fails_anyway_gets_no_image_too_many_either() -> None:
    """It is too short, and would have three images besides."""
    text = report({4: f"{PICTURE} {PICTURE}\n\n[a](figures/a.png)"}, course=False, count=9)
    text = text.replace("**Upload 1 to 2 images of your plot.**", "**Upload 1 to 2 images and write 50-60 words.**")
    read = Report.from_bytes(text.encode())
    planned = plan_fixes(CheckContext(read), FILES)
    assert (made(planned), held(planned)) == ([], {4: "the answer would then have too many images"})
    (found,) = [one for one in findings_of(read, FILES) if one.code == "image-not-counted"]
    assert "--fix" not in found.help
    one = Report.from_bytes(text.replace(f"{PICTURE} {PICTURE}", PICTURE).encode())
    assert made(plan_fixes(CheckContext(one), FILES)) == [4]


def test_filler_that_keeps_a_title_in_its_answer_stays() -> None:
    """Without it the heading would be the next question's section."""
    planned = plan({5: f"{GOOD}\n\n## title\n\n{placeholder(5)}", 6: WRAPPED, 8: WRAPPED}, course=False)
    assert (made(planned), held(planned)) == ([6, 8], {5: READ_OTHERWISE})


def test_dashes_that_keep_a_fence_from_opening_stay() -> None:
    """Without them the block would hide all that follows; the fixes below are made."""
    planned = plan({5: f"--- ```\n{GOOD} ---", 6: WRAPPED, 8: WRAPPED})
    assert (made(planned), held(planned)) == ([6, 8], {5: READ_OTHERWISE})


def test_with_too_many_doubts_nothing_is_made() -> None:
    """Each takes a look at the whole report; more than a few are no accident."""
    title = f"{GOOD}\n\n## title\n\n"
    answers = {number: title + placeholder(number) for number in (4, 5, 6, 7, 8)}
    planned = plan({**answers, 9: f"--- {GOOD} s123456 s234567 ---"}, course=False)
    assert (made(planned), sorted(held(planned)), planned.report.is_edited) == ([], [4, 5, 6, 7, 8, 9], False)


def test_a_doubt_that_belongs_to_no_answer_holds_all_back() -> None:
    """Without its dashes the first line reads as one question more; with two fixes nobody knows whose it is."""
    typed = f"--- ### Question 99\n> Answer:\n\n{GOOD} ---"
    assert held(plan({5: typed, 6: WRAPPED}, course=False)) == {5: READ_OTHERWISE, 6: READ_OTHERWISE}
    assert held(plan({5: typed}, course=False)) == {5: READ_OTHERWISE}
