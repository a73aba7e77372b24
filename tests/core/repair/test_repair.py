"""Repair: the template's bytes around the answers, nobody's words lost."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from exam_tui.core.repair.repair import RepairResult, Source, repair, repair_with
from exam_tui.core.repair.template_lines import words_of
from exam_tui.core.repair.ticks import task_in
from exam_tui.core.report.report import Report
from exam_tui.core.template.editions import Fingerprints
from exam_tui.core.template.regions import first_regions
from tests.behaviour.hostile.mutate import mutated
from tests.conftest import files_of_both, sampled
from tests.core.findings.build import GOOD, PICTURE, placeholder, report, template
from tests.core.findings.known import know_all_of

PRISTINE = Report.from_bytes(template().encode())
PRISTINE_TEXTS = {number: region.texts for number, region in first_regions(PRISTINE).items()}


def repaired(text: str) -> tuple[str, str]:
    """Return the repaired text, and in one what was done and what is left."""
    result = repair(Report.from_bytes(text.encode("utf-8", "surrogateescape")), PRISTINE)
    return result.data.decode("utf-8", "surrogateescape"), "\n".join([*result.notes, *result.left])


def test_a_report_that_is_fine_keeps_its_bytes() -> None:
    """Also one with Windows line ends and a byte order mark."""
    assert repaired(report()) == (report(), "")
    windows = "\ufeff" + report().replace("\n", "\r\n")
    assert repaired(windows) == (windows, "")


def test_spoilt_prompts_come_back() -> None:
    """Answers and ticks stay."""
    text = (
        report({5: f"{GOOD}\n\n> beans"})
        .replace("What grew in bed", "Who slept in")
        .replace("### Question 7", "#### Question 7")
    )
    assert repaired(text) == (report({5: f"{GOOD}\n\n> beans"}), "")


def test_missing_questions_come_back() -> None:
    """With the placeholder, and said."""
    text = report().partition("### Question 26\n")[0]
    mended, notes = repaired(text)
    assert Report.from_bytes(mended.encode()).question(26).state == "unanswered"
    assert "Question 26 was missing" in notes
    assert mended.endswith(f"{placeholder(27)}\n")
    assert repaired(text.rstrip("\n"))[0] == mended


def test_an_unanswered_question_gets_its_placeholder_back() -> None:
    """Whatever was left there."""
    assert repaired(report({5: ""}))[0] == report({5: placeholder(5)})


def test_a_lost_marker() -> None:
    """The answer moves from its neighbour's slot to its own."""
    text = report({5: "@"}).replace("> Answer:\n\n@", f"> More.\n\n{GOOD}")
    mended, notes = repaired(text)
    assert "Question 5 (line" in notes
    question = Report.from_bytes(mended.encode()).question(5)
    assert question.answer == f"More.\n\n{GOOD}"
    two = text.replace("> Answer:\n\n" + GOOD + "\n\n### Question 7", f"\n\n{GOOD}\n\n### Question 7")
    assert Report.from_bytes(repaired(two)[0].encode()).question(6).answer == GOOD


def test_duplicates_keep_their_words() -> None:
    """Below the answer they belong to, and named."""
    five = report().partition("### Question 5\n")[2].partition("### ")[0].replace(GOOD, "Second words.")
    mended, notes = repaired(f"{report()}\n### Question 5\n{five}### Question 5\n{five}")
    assert Report.from_bytes(mended.encode()).question(5).answer == f"{GOOD}\n\nSecond words.\n\nSecond words."
    assert "Duplicate question" in notes


@pytest.mark.parametrize("number", [0, 30])
@pytest.mark.parametrize("answer", ["Second words.", ""])
def test_a_question_that_the_template_does_not_have_is_never_taken_out(number: int, answer: str) -> None:
    """Nor is its answer put under another one, not even where a question of the template comes back for it."""
    five, six = (report().partition(f"### Question {n}\n")[2].partition("### ")[0] for n in (5, 6))
    stranger = f"### Question {number}\n{five.replace(GOOD, answer)}"
    for text in (f"{report()}\n{stranger}", report().replace(f"### Question 6\n{six}", stranger)):
        assert stranger in text
        mended, notes = repaired(text)
        assert mended == text
        assert notes.startswith(f"Nothing was repaired: question {number} (line ")
        assert "is not in the template" in notes


def test_a_duplicate_proves_nothing_for_the_answer_above_it() -> None:
    """Both begin on the marker's line, and hold another marker: put back, the first would be cut at that."""
    five = report().partition("### Question 5\n")[2].partition("### ")[0]
    spoilt = five.replace("> Answer:\n", "**Answer**: x> Example:\n> *Beans*\n>\n> Answer:\n", 1)
    text = report().replace(five, spoilt) + f"\n### Question 5\n{spoilt}"
    mended, notes = repaired(text)
    assert mended == text
    assert "Nothing was repaired: the answer to question 5 would then read differently." in notes


def test_a_duplicate_without_an_answer_just_goes() -> None:
    """There is nothing to keep."""
    five = report().partition("### Question 5\n")[2].partition("### ")[0].replace(GOOD, placeholder(5))
    assert repaired(f"{report()}\n### Question 5\n{five}") == (f"{report()}\n", "")


def test_ticks_find_their_tasks() -> None:
    """By their words; spoilt marks, reworded tasks and added notes too."""
    text = (
        report()
        .replace("* [ ] Rent a plot (M1)", "* [X ] Rent a plot")
        .replace("* [x] Buy seeds", "- [/] Buy the seeds")
    )
    text = text.replace(
        "* [ ] Water the plants every day, also at weekends\n",
        "* [x] Water the plants every day, also at weekends (we did)\n",
    )
    mended, notes = repaired(text)
    assert [task.mark for task in Report.from_bytes(mended.encode()).tasks] == ["x", "/", "x"]
    assert "is replaced by its text: * [x] Water the plants every day, also at weekends (we did)" in notes


def test_tasks_that_the_template_does_not_have_stay_and_are_named() -> None:
    """Also one whose mark is spoilt."""
    text = report().replace("    (M3)\n", "    (M3)\n* [x] Dance\n* [ ] Sing\n* [] Hum\n")
    mended, notes = repaired(text)
    assert (mended, notes) == (
        text,
        "3 tasks of your own, not in the template, kept in place: “dance”; “sing”; “hum”",
    )


def test_a_task_of_the_groups_own_stays_where_it_stood() -> None:
    """Below the same task, with its mark and all its lines, though the checklist is mended around it."""
    own = "* [x] Build a fence\n    around all of it (M9)\n"
    text = report().replace("* [x] Buy seeds (M2)\n", f"* [x] Buy seeds (M2)\n{own}").replace("* [ ] Rent", "* [ ]Rent")
    first = text.replace("* [ ]Rent", "* [ ] Ask the neighbours\n* [ ]Rent")
    for spoilt in (text, text.replace("\n", "\r\n"), first):
        mended, notes = repaired(spoilt)
        assert mended == spoilt.replace("* [ ]Rent", "* [ ] Rent")
        assert "of your own, not in the template, kept in place: " in notes
        assert "“build a fence around all of it”" in notes
        assert "taken out" not in notes
        assert repaired(mended)[0] == mended


def test_a_checklist_is_not_given_up_for_a_template_without_one() -> None:
    """Nothing is repaired: its tasks would have no place."""
    bare = template().partition("* [ ] Rent")[0] + "## Group\n" + template().partition("## Group\n")[2]
    text = report().replace("bed 5?", "bed five?").encode()
    result = repair(Report.from_bytes(text), Report.from_bytes(bare.encode()))
    assert result.data == text
    (left,) = result.left
    assert left.startswith("Nothing was repaired: the task “rent a plot” would then be gone. Give the right template ")


def test_a_spoilt_tick_without_a_task_in_the_template_is_named() -> None:
    """It was no task any more, so nothing that counts is lost; the group may want it back."""
    bare = template().partition("* [ ] Rent")[0] + "## Group\n" + template().partition("## Group\n")[2]
    text = bare.replace("## Group\n", "* [x ] Dance\n* [] Sing\n\n## Group\n").encode()
    result = repair(Report.from_bytes(text), Report.from_bytes(bare.encode()))
    assert result.data == bare.encode()
    assert result.left == (
        "1 tick without a task in the template; tick it again where it belongs: “dance”",
        "Line 8 is not in the template and is removed: * [] Sing",
    )


def test_templates_that_take_turns_are_not_followed_for_ever() -> None:
    """A history may tell another one after each repair; then the file stays as it is."""
    other = Report.from_bytes(template().replace("in bed 5", "in your bed 5").encode())
    text = report().replace("in bed 5?", "in bed five?").encode()

    def find(now: Report) -> Source:
        return Source(PRISTINE if "in your bed 5" in now.text else other)

    result = repair_with(Report.from_bytes(text), find)
    assert (result.data, result.notes) == (text, ())
    (left,) = result.left
    assert left.startswith("Nothing was repaired: each repair would change the file again. Fix what ")


def test_a_template_that_is_not_known_any_more_after_a_repair_ends_it() -> None:
    """What was done and left stays said."""
    text = report().replace("in bed 5?", "in bed five?").replace("* [x] Buy", "* [ ] Dance\n* [x] Buy")

    def find(now: Report) -> Source | None:
        return Source(PRISTINE) if "five" in now.text else None

    result = repair_with(Report.from_bytes(text.encode()), find)
    assert result.data.decode() == text.replace("in bed five?", "in bed 5?")
    assert result.left == ("1 task of your own, not in the template, kept in place: “dance”",)


TWINS = template().replace("Rent a plot (M1)", "If we can, rent a plot (M1)").replace("Buy", "If we can, buy")
"""A template in which two tasks begin with the same words."""


def ticked(*lines: str) -> tuple[list[str], Sequence[str]]:
    """Return the marks in a report on `TWINS` with other task lines, once repaired, and what is left to be done."""
    head, rest = TWINS.partition("* [ ] If")[0], TWINS.partition("* [ ] Water")[2]
    text = head + "\n".join([*lines, f"* [ ] Water{rest}"])
    result = repair(Report.from_bytes(text.encode()), Report.from_bytes(TWINS.encode()))
    return [task.mark for task in Report.from_bytes(result.data).tasks], result.left


@pytest.mark.parametrize("other", [" ", "x"])
def test_a_tick_that_may_be_that_of_two_tasks_stays_on_its_own_line(other: str) -> None:
    """Also where one of them is ticked on a line of its own."""
    marks, left = ticked("* [x] If we can,", f"* [{other}] If we can, buy seeds (M2)")
    assert marks == ["x", " ", other, " "]
    assert left == ("1 task of your own, not in the template, kept in place: “if we can”",)


def test_a_tick_goes_to_the_one_task_that_begins_so() -> None:
    """The end of its line is gone; where the whole line is there too, the task is done once."""
    assert ticked("* [ ] If we can, rent a plot", "* [x] If we can, b") == ([" ", "x", " "], ())
    again = ("* [x] If we can, buy seeds (M2)", "* [x] If we can, buy")
    assert ticked("* [ ] If we can, rent a plot", *again) == ([" ", "x", " "], ())


def test_lines_that_are_taken_out_are_named() -> None:
    """The first ten of them."""
    lines = "\n\n".join(f"Our line {number}." for number in range(12))
    mended, notes = repaired(report().replace("## Group\n", f"{lines}\n\n## Group\n"))
    assert mended == report()
    assert "is removed: Our line 9." in notes
    assert "2 more lines" in notes


def test_what_cannot_be_proven_is_not_done() -> None:
    """A template whose heading is hidden by an unclosed comment in an answer."""
    data = b"### Question 1\n\n> Answer:\n\n<!-- x\n\n### Question 2\n\n> Answer:\n\ny\n"
    pristine = Report.from_bytes(b"### Question 1\n\n> Answer:\n\nQuestion 2\n---\n\n> Answer:\n")
    result = repair(Report.from_bytes(data), pristine)
    assert result.data == data
    assert "Nothing was repaired" in result.left[0]


def test_an_answer_that_would_read_as_a_title_is_named() -> None:
    """Its last line is a section's as soon as question 6 is one again right below it."""
    text = report({5: f"{GOOD}\n\n## Ours"}).replace("### Question 6\n", "### Qestion 6\n")
    mended, notes = repaired(text)
    assert mended == text
    assert "the answer to question 5 would then read differently" in notes


def test_a_template_without_questions() -> None:
    """Nothing can be placed in it."""
    data = report().encode()
    result = repair(Report.from_bytes(data), Report.from_bytes(b"# No report\n"))
    assert result.data == data
    assert "Nothing was repaired" in result.left[0]


def test_nothing_to_repair() -> None:
    """An empty file becomes the template."""
    result = repair(Report.from_bytes(b""), PRISTINE)
    assert result.data.decode() == template()


def test_a_task_with_a_spoilt_mark_or_twice_is_ticked_once() -> None:
    """Nothing is said of it: no tick is lost."""
    text = report().replace("* [ ] Rent a plot (M1)\n", "* [ ] Rent a plot (M1)\n* [(x)] Rent a plot\n")
    text = text.replace("* [ ] Water", "* [x] Water the plants every day, also at weekends\n* [X ] Water")
    mended, notes = repaired(text)
    assert [task.mark for task in Report.from_bytes(mended.encode()).tasks] == ["x", "x", "x"]
    assert notes == ""


def test_ticks_go_with_a_section_that_stays_as_it_is() -> None:
    """Only what stands before question 5 is spoilt; the checklist keeps its bytes, marks of any kind too."""
    text = report().replace("* [x] Buy", "* [/] Buy").replace("\n* [ ] Rent", "\n\n* [ ] Rent")
    assert repaired(text.replace("What grew in bed 5", "Who slept there")) == (text, "")


def test_blank_lines_and_line_ends_of_the_template_are_left_alone() -> None:
    """`check` says nothing of them either."""
    text = report().replace("> Example:\n", "> Example:\n>\n").replace("## Beds\n\n", "## Beds\n\n\n")
    assert repaired(text) == (text, "")


def test_a_title_that_strayed_into_the_answer_above_it() -> None:
    """Its introduction lost the quote marks, so it was no section any more."""
    text = report().replace("> Now we ask about the beds.", "Now we ask\nabout the beds.")
    assert "Now we ask" in Report.from_bytes(text.encode()).question(3).answer
    assert repaired(text) == (report(), "")
    own = report({3: f"{GOOD}\n\n## Beds\n\nOur words about the beds."})
    assert repaired(own) == (own, "")


def test_a_lost_heading() -> None:
    """The question is found by its prompt, in the slot above; the rest of its heading goes."""
    for spoilt in ("### Qestion 4\n", "### Question four\n", ""):
        text = report({4: PICTURE}).replace("### Question 4\n", spoilt)
        mended, notes = repaired(text)
        assert Report.from_bytes(mended.encode()).question(4).answer == PICTURE
        assert mended == report()
        assert "Question 4 (line" in notes


def test_a_lost_heading_below_a_section_that_stands_there_twice() -> None:
    """The second repair of a report has nothing left to do."""
    head = "## Beds\n\n> Now we ask about the beds.\n"
    text = report({4: PICTURE}).replace(head, f"{head}\n{head}").replace("### Question 4\n", "")
    mended, _ = repaired(text)
    assert mended == report({4: PICTURE})
    assert repaired(mended) == (mended, "")


def test_a_heading_of_the_students_own_above_a_lost_one_stays() -> None:
    """It is their word."""
    text = report().replace("### Question 6\n", "### Our notes\n")
    mended, _ = repaired(text)
    assert Report.from_bytes(mended.encode()).question(5).answer == f"{GOOD}\n\n### Our notes"
    assert Report.from_bytes(mended.encode()).question(6).answer == GOOD


def test_a_wrong_number_that_fits_is_corrected() -> None:
    """Two questions 5 and no 6: the second is 6."""
    mended, notes = repaired(report({6: "Six."}).replace("### Question 6", "### Question 5"))
    assert mended == report({6: "Six."})
    assert "restored to question 6" in notes


def test_a_prompt_below_the_marker_goes() -> None:
    """A second `Answer:` was written into the middle of it."""
    text = report().replace("> **What grew in bed 5?**\n", "> **Answer:**\n\n> **What grew in bed 5?**\n")
    mended, _ = repaired(text)
    assert mended == report()


def test_a_short_answer_in_the_quote_is_no_prompt() -> None:
    """Though its word stands in the prompt."""
    text = report({5: "@"}).replace("\n\n@", "\n> grew")
    assert Report.from_bytes(repaired(text)[0].encode()).question(5).answer == "grew"


def test_the_text_of_another_edition_is_left_alone(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was handed out so, and `check` says nothing of it."""
    know_all_of(monkeypatch, corpus)
    older, newer = (Report.load(corpus / "templates" / f"{year}.md") for year in ("2025-01", "2026-01"))
    assert repair(older, newer).data == older.original


def test_another_years_template_is_refused(corpus: Path) -> None:
    """Its questions have other numbers."""
    long, short = (Report.load(corpus / "templates" / f"{year}.md") for year in ("2026-01", "2023-01"))
    for read, pristine in ((long, short), (short, long)):
        result = repair(read, pristine)
        assert result.data == read.original
        assert "another year's" in result.left[0]


def test_a_conflict_over_several_questions_is_to_be_resolved_first() -> None:
    """One in an answer is the answer's."""
    text = report({5: "<<<<<<< HEAD\nMine.\n=======\nTheirs.\n>>>>>>> main"})
    assert repaired(text) == (text, "")
    text = report().replace("### Question 5\n", "<<<<<<< HEAD\n### Question 5\n")
    text = text.replace("### Question 7\n", "=======\n>>>>>>> main\n### Question 7\n")
    assert repaired(text)[0] == text
    assert "merge conflict" in repaired(text)[1]


@pytest.mark.parametrize("seed", sampled(range(60), 20))
def test_damaged_reports(seed: int) -> None:
    """No word of an answer is lost, no tick unsaid, the template is whole, and a second repair has nothing to do."""
    read = Report.from_bytes(mutated(random.Random(seed), report()))
    result = repair(read, PRISTINE)
    mended = Report.from_bytes(result.data)
    if result.left and "Nothing was repaired" in result.left[0]:
        assert result.data == read.original
        return
    assert [question.number for question in mended.questions] == list(range(1, 28))
    assert {n: region.texts for n, region in first_regions(mended).items()} == PRISTINE_TEXTS
    assert repair(mended, PRISTINE) == RepairResult(mended.original)
    everything = words_of(mended.text)
    for question in read.questions:
        for line in question.answer.split("\n"):
            assert words_of(line) in everything or line.startswith("#")
    ticked = {task_in(read.template.lines[task.line - 1]) for task in read.tasks if task.done}
    done = " ".join(task_in(mended.template.lines[task.line - 1]) or "" for task in mended.tasks if task.done)
    assert all(words is None or words in done or result.left for words in ticked)


@pytest.mark.parametrize("path", sampled(files_of_both("reports/*.md"), 8), ids=lambda path: path.stem)
def test_whole_reports(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As above, with the template of their year; where none of their words is gone, nothing is said."""
    corpus = path.parents[1]
    know_all_of(monkeypatch, corpus)
    read = Report.load(path)
    name = "2026-01" if len(read.questions) >= 30 else "2023-01"
    pristine = Report.load(corpus / "templates" / f"{name}.md")
    result = repair(read, pristine)
    mended = Report.from_bytes(result.data)
    assert [question.number for question in mended.questions] == list(range(1, len(mended.questions) + 1))
    assert repair(mended, pristine) == RepairResult(mended.original)
    assert not Fingerprints(mended).unknown
    template = words_of(pristine.text)
    for question in read.questions:
        lines = question.answer.split("\n")
        assert all(words_of(line) in f"{words_of(mended.text)} {template}" for line in lines)


def test_an_undamaged_report_keeps_its_bytes() -> None:
    """Templates, answered or not, in any line ends."""
    for path in files_of_both("templates/*.md"):
        pristine = Report.load(path)
        pristine.set_answer(5, "We sailed\n\n# twice\n\nlast year")
        pristine.set_answer(1, "")
        for line_end in (b"\n", b"\r\n", b"\r"):
            read = Report.from_bytes(pristine.to_bytes().replace(b"\n", line_end))
            assert repair(read, Report.load(path)) == RepairResult(read.original)
